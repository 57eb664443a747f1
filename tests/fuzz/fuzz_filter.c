#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/list.h"
#include "tui/loop.h"

/* What is typed as a filter: refused with a sentence, or taken; and what is taken gives a text that means the same. */
static const struct field_choice states[] = { { "active", "active" }, { "disabled", "disabled" }, { 0 } };
static const struct field fields[] = {
	{ "n", "Number", FIELD_NUMBER, FIELD_FILTER, 0, 0, "Number" },
	{ "m", "Money", FIELD_MONEY, FIELD_FILTER, 0, 0, "Money" },
	{ "t", "Text", FIELD_TEXT, FIELD_FILTER, 0, 0, "Text" },
	{ "l", "Lines", FIELD_LINES, FIELD_FILTER, 0, 0, "Lines" },
	{ "d", "Date", FIELD_DATE, FIELD_FILTER, 0, 0, "Date" },
	{ "w", "When", FIELD_TIME, FIELD_FILTER, 0, 0, "Time" },
	{ "y", "Yes", FIELD_YESNO, FIELD_FILTER, 0, 0, "Yes or no" },
	{ "s", "State", FIELD_CHOICE, FIELD_FILTER, 0, 0, "State", states },
	{ "a", "Address", FIELD_ADDRESS, FIELD_FILTER, 0, 0, "Address" },
	{ 0 },
};
static const struct list_spec spec = { .name = "rows", .fields = fields, .flags = LIST_FILTER, .empty = "none" };

static void fetch(void *ctx, struct list *l, const struct list_query *q)
{
	(void)ctx;
	(void)l;
	(void)q;
}

static bool may(void *ctx, const char *right)
{
	(void)ctx;
	(void)right;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct app_host host = { .may = may };
	static const struct field_env env = { LANGUAGE_EN, 1795435200, NULL };
	static const struct list_source source = { .fetch = fetch };
	struct loop *loop = loop_new();
	struct app *app = app_new(loop, &host, &env);
	struct list *l = list_new(app, &spec, &source);
	char first[16384], second[16384], why[256] = "";
	char *text = strndup((const char *)data, size);

	if (!list_set_filter(l, text, why, sizeof(why))) {
		if (!why[0])
			abort();
	} else {
		list_filter_text(l, first, sizeof(first));
		if (!list_set_filter(l, first, why, sizeof(why)))
			abort();
		list_filter_text(l, second, sizeof(second));
		if (strcmp(first, second) != 0)
			abort();
	}
	free(text);
	list_free(l);
	app_free(app);
	loop_free(loop);
	return 0;
}
