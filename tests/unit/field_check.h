#ifndef UNIT_FIELD_CHECK_H
#define UNIT_FIELD_CHECK_H

#include <stdio.h>
#include <string.h>

#include "tui/field.h"
#include "tui/text.h"

/* What the tests of fields and dates share; cmocka comes before it. Monday, 23 November 2026, 14:02:11 UTC. */
enum { NOW = 1795442531 };

static struct field_env english = { LANGUAGE_EN, NOW, NULL }, dutch = { LANGUAGE_NL, NOW, NULL };
static char out[12000], why[256];

static inline void accepts(const struct field *f, const struct field_env *env, const char *typed, const char *wire)
{
	why[0] = '\0';
	if (!field_parse(f, env, typed, out, sizeof(out), why, sizeof(why)))
		fail_msg("%s: \"%s\" is refused: %s", f->name, typed, why);
	if (strcmp(out, wire) != 0)
		fail_msg("%s: \"%s\" gives \"%s\" instead of \"%s\"", f->name, typed, out, wire);
}

/* Refused with a clean sentence that holds the part, and out untouched. */
static inline void refuses(const struct field *f, const struct field_env *env, const char *typed, const char *part)
{
	snprintf(out, sizeof(out), "untouched");
	why[0] = '\0';
	if (field_parse(f, env, typed, out, sizeof(out), why, sizeof(why)))
		fail_msg("%s: \"%s\" is taken as \"%s\"", f->name, typed, out);
	assert_string_equal(out, "untouched");
	assert_true(strlen(why) > 10 && text_is_clean(why, strlen(why)));
	if (!strstr(why, part))
		fail_msg("%s: \"%s\" says \"%s\", not \"%s\"", f->name, typed, why, part);
}

static inline void shows(const struct field *f, const struct field_env *env, const char *wire, const char *wanted)
{
	char shown[256];

	assert_ptr_equal(field_format(f, env, wire, shown, sizeof(shown)), shown);
	assert_string_equal(shown, wanted);
}

static inline void shows_short(const struct field *f, const struct field_env *env, const char *wire, const char *wanted)
{
	char shown[256];

	field_format_short(f, env, wire, shown, sizeof(shown));
	assert_string_equal(shown, wanted);
}

#endif
