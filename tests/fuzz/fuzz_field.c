/* Whatever is typed: a value in wire form that is taken again as it is, or a sentence. Whatever the database holds can be shown. */
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/field.h"
#include "tui/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		abort();
	return 0;
}

static void must(bool holds)
{
	if (!holds)
		abort();
}

static const struct field_choice choices[] = { { "a", "Alpha" }, { "b", "Beta" }, { "c", "Alphabet" }, { NULL, NULL } };

static void check_parse(const struct field *f, const struct field_env *env, const char *typed)
{
	char wire[1024] = "untouched", again[1024], shown[1100], why[256] = "";

	if (!field_parse(f, env, typed, wire, sizeof(wire), why, sizeof(why))) {
		must(why[0] != '\0' && strcmp(wire, "untouched") == 0);
		return;
	}
	must(text_is_utf8(wire, strlen(wire)));
	/* Amounts are written one way on the wire and another by people; the rest of the kinds read their own wire form. */
	if (f->kind == FIELD_MONEY)
		field_format(f, env, wire, shown, sizeof(shown));
	else
		memcpy(shown, wire, sizeof(wire));
	must(field_parse(f, env, shown, again, sizeof(again), why, sizeof(why)));
	must(strcmp(wire, again) == 0);
	/* A form shows a value and takes it back: but for the parts of a second, secrets, and what is drawn, nothing changes. */
	if (f->kind == FIELD_SECRET || f->kind == FIELD_TIME || f->kind == FIELD_CHOICE || f->kind == FIELD_PROGRESS ||
	    f->kind == FIELD_CHART)
		return;
	field_format(f, env, wire, shown, sizeof(shown));
	must(field_parse(f, env, shown, again, sizeof(again), why, sizeof(why)));
	must(strcmp(wire, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct field f = { .name = "f", .label = "F", .help = "F", .choices = choices, .source = "s" };
	struct field_env env = { LANGUAGE_EN, 1795442531, NULL };
	char typed[512], shown[64];

	if (size < 2 || size > sizeof(typed))
		return 0;
	f.kind = (enum field_kind)(data[0] % FIELD_KIND_COUNT);
	f.flags = data[1] & 2 ? FIELD_KEY : 0;
	env.language = data[1] & 1 ? LANGUAGE_NL : LANGUAGE_EN;
	memcpy(typed, data + 2, size - 2);
	typed[size - 2] = '\0';
	check_parse(&f, &env, typed);
	field_format_short(&f, &env, typed, shown, sizeof(shown));
	must(strlen(shown) < sizeof(shown));
	must(!text_is_utf8(typed, strlen(typed)) || text_is_utf8(shown, strlen(shown)));
	return 0;
}
