#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "backend/arena.h"
#include "backend/json.h"

static void test_writes_nested_text(void **state)
{
	struct json j;

	(void)state;
	json_init(&j);
	json_open(&j, NULL, '{');
	json_string(&j, "entity", "users");
	json_open(&j, "columns", '[');
	json_string(&j, NULL, "id");
	json_string(&j, NULL, NULL);
	json_close(&j, ']');
	json_open(&j, "filter", '[');
	json_open(&j, NULL, '{');
	json_close(&j, '}');
	json_open(&j, NULL, '{');
	json_bool(&j, "on", true);
	json_close(&j, '}');
	json_close(&j, ']');
	json_number(&j, "limit", INT64_MIN);
	json_bool(&j, "descending", false);
	json_close(&j, '}');
	assert_string_equal(json_text(&j), "{\"entity\":\"users\",\"columns\":[\"id\",null],\"filter\":[{},{\"on\":true}],"
					   "\"limit\":-9223372036854775808,\"descending\":false}");
	json_release(&j);
	assert_null(json_text(&j));
}

static void writes(const char *text, const char *json)
{
	struct json j;

	json_init(&j);
	json_string(&j, NULL, text);
	assert_string_equal(json_text(&j), json);
	json_release(&j);
}

static void test_escapes(void **state)
{
	(void)state;
	writes("", "\"\"");
	writes("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
	writes("\x01\t\n\r\x1f\x7f", "\"\\u0001\\u0009\\u000a\\u000d\\u001f\x7f\"");
	writes("Müller 写真 🦊", "\"Müller 写真 🦊\"");
	/* Not UTF-8: overlong, surrogate, too high, cut off, stray. */
	writes("\xc0\xaf", "\"\xef\xbf\xbd\xef\xbf\xbd\"");
	writes("\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	writes("\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
	writes("a\xe2\x82", "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
	writes("\x80z", "\"\xef\xbf\xbdz\"");
	writes("\xf0\x9f\xa6\x8a\xed\x9f\xbf\xee\x80\x80", "\"\xf0\x9f\xa6\x8a\xed\x9f\xbf\xee\x80\x80\"");
}

static void test_long_text_grows(void **state)
{
	static char text[100001];
	struct json j;

	(void)state;
	memset(text, 'x', sizeof text - 1);
	json_init(&j);
	json_string(&j, NULL, text);
	assert_int_equal(strlen(json_text(&j)), 100002);
	json_release(&j);
}

static void test_reads_flat_objects(void **state)
{
	static const char text[] =
	    " { \"city\" : \"K\\u00f6ln\", \"n\":-12.5e+3 ,\"yes\":true,\"no\":false,\"none\":null,"
	    "\"fox\":\"\\ud83e\\udd8a\",\"esc\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"deep\":{\"a\":[1,{\"b\":\"]\"}]} , \"\":\"\" } ";
	static const char *const names[] = { "city", "n", "yes", "no", "none", "fox", "esc", "deep", "" };
	static const char *const values[] = { "Köln", "-12.5e+3", "t", "f", NULL, "🦊", "\"\\/\b\f\n\r\t",
		"{\"a\":[1,{\"b\":\"]\"}]}", "" };
	struct arena *a = arena_new(0);
	const char *const *got_names, *const *got_values;

	(void)state;
	assert_int_equal(json_flat(a, text, &got_names, &got_values), 9);
	for (int i = 0; i < 9; i++) {
		assert_string_equal(got_names[i], names[i]);
		if (values[i])
			assert_string_equal(got_values[i], values[i]);
		else
			assert_null(got_values[i]);
	}
	assert_int_equal(json_flat(a, "{}", &got_names, &got_values), 0);
	arena_free(a);
}

static void test_many_members(void **state)
{
	struct arena *a = arena_new(0);
	const char *const *names, *const *values;
	struct json j;

	(void)state;
	json_init(&j);
	json_open(&j, NULL, '{');
	for (int i = 0; i < 1000; i++)
		json_number(&j, "n", i);
	json_close(&j, '}');
	assert_int_equal(json_flat(a, json_text(&j), &names, &values), 1000);
	assert_string_equal(values[999], "999");
	json_release(&j);
	arena_free(a);
}

static void test_refuses_what_is_no_flat_object(void **state)
{
	static const char *const bad[] = { "", " ", "[]", "1", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1}x", "{a:1}",
		"{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":-}", "{\"a\":+1}", "{\"a\":tru}", "{\"a\":truex}",
		"{\"a\":\"x}", "{\"a\":\"\\", "{\"a\":\"\\q\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\n\"}", "{\"a\":[}", "{\"a\":{]}", "{\"a\":[1,2}",
		"{\"a\" 1}", "{1:2}", "{\"a\":1 \"b\":2}", "{\"a\":nul" };
	struct arena *a = arena_new(0);
	const char *const *names, *const *values;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (json_flat(a, bad[i], &names, &values) != -1)
			fail_msg("accepted: %s", bad[i]);
	arena_free(a);
}

static void test_deep_nesting_ends(void **state)
{
	struct arena *a = arena_new(0);
	const char *const *names, *const *values;
	char text[3000] = "{\"a\":";

	(void)state;
	memset(text + 5, '[', 1000);
	assert_int_equal(json_flat(a, text, &names, &values), -1);
	memset(text + 5, '[', 60);
	memset(text + 65, ']', 60);
	memcpy(text + 125, "}", 2);
	assert_int_equal(json_flat(a, text, &names, &values), 1);
	arena_free(a);
}

/* What is written is read back. */
static void test_round_trip(void **state)
{
	static const char *const values[] = { "", "plain", "q\"uo\\te", "\x01\x1f\x7f", "Müller\n\"🦊\"", "NULL", "{}", NULL };
	struct arena *a = arena_new(0);
	const char *const *names, *const *back;
	struct json j;

	(void)state;
	json_init(&j);
	json_open(&j, NULL, '{');
	for (int i = 0; i < 8; i++)
		json_string(&j, values[i] ? values[i] : "null", values[i]);
	json_close(&j, '}');
	assert_int_equal(json_flat(a, json_text(&j), &names, &back), 8);
	for (int i = 0; i < 7; i++) {
		assert_string_equal(names[i], values[i]);
		assert_string_equal(back[i], values[i]);
	}
	assert_null(back[7]);
	json_release(&j);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_writes_nested_text),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_long_text_grows),
		cmocka_unit_test(test_reads_flat_objects),
		cmocka_unit_test(test_many_members),
		cmocka_unit_test(test_refuses_what_is_no_flat_object),
		cmocka_unit_test(test_deep_nesting_ends),
		cmocka_unit_test(test_round_trip),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
