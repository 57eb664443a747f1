#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "backend/db.h"

static void is_array(const char *text, int n, const char *const *items)
{
	struct arena *a = arena_new(0);
	const char *const *got = NULL;
	int count = db_array(a, text, &got);

	if (count != n)
		fail_msg("%s: %d items instead of %d", text, count, n);
	for (int i = 0; i < n; i++) {
		if (items[i])
			assert_string_equal(got[i], items[i]);
		else
			assert_null(got[i]);
	}
	if (n >= 0)
		assert_null(got[n]);
	arena_free(a);
}

#define ITEMS(...)                                                                                                                 \
	(const char *const[])                                                                                                      \
	{                                                                                                                          \
		__VA_ARGS__                                                                                                        \
	}

static void test_what_the_database_writes(void **state)
{
	(void)state;
	is_array("{}", 0, NULL);
	is_array("{a}", 1, ITEMS("a"));
	is_array("{a,b,c}", 3, ITEMS("a", "b", "c"));
	is_array("{NULL,\"NULL\",null,\"\"}", 4, ITEMS(NULL, "NULL", NULL, ""));
	is_array("{\"a,b\",\"{x}\",\"q\\\"q\",\"b\\\\s\"}", 4, ITEMS("a,b", "{x}", "q\"q", "b\\s"));
	is_array("{Müller,\"two words\",\"\n\t\"}", 3, ITEMS("Müller", "two words", "\n\t"));
	is_array("{2026-11-23,t,-1.5}", 3, ITEMS("2026-11-23", "t", "-1.5"));
	is_array(" { a , \"b\" } ", 2, ITEMS("a ", "b"));
}

static void test_malformed_text_is_refused(void **state)
{
	static const char *const bad[] = { "", "a", "{", "}", "{a", "{a,", "{a,}", "{,a}", "{\"a}", "{\"a\\", "{a}x", "{a\"b}",
		"{a{b}", "{{a}}", "{\"a\"b}", "{a\\", "{}}", "[0:1]={a,b}", "{a,,b}" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_array(bad[i], -1, NULL);
}

static void test_long_items(void **state)
{
	static char text[200010], item[100001];
	const char *const *got;
	struct arena *a = arena_new(0);

	(void)state;
	memset(item, 'x', sizeof item - 1);
	text[0] = '{';
	text[1] = '"';
	for (size_t i = 0; i < 100000; i++) {
		text[2 + 2 * i] = '\\';
		text[3 + 2 * i] = 'x';
	}
	memcpy(text + 200002, "\"}", 3);
	assert_int_equal(db_array(a, text, &got), 1);
	assert_string_equal(got[0], item);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_database_writes),
		cmocka_unit_test(test_malformed_text_is_refused),
		cmocka_unit_test(test_long_items),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
