#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "tui/output.h"

static void assert_short(const char *bytes, bool plain, const char *wanted, bool plain_after)
{
	char buffer[256];
	size_t n = strlen(bytes);

	memcpy(buffer, bytes, n);
	assert_int_equal(output_shorten(buffer, n, &plain), strlen(wanted));
	assert_memory_equal(buffer, wanted, strlen(wanted));
	assert_int_equal(plain, plain_after);
}

static void test_what_is_said_twice_goes(void **state)
{
	(void)state;
	assert_short("a\033[39m\033(B\033[mb", false, "a\033[mb", true);
	assert_short("a\033[39;49m\033(B\033[mb", false, "a\033[mb", true);
	assert_short("a\033[39m\033[m\017b", false, "a\033[m\017b", true);
	assert_short("\033(B\033[m", false, "\033[m", true);
	assert_short("\033[m\033(B\033[0;1mx", false, "\033[m\033[1mx", false);
	assert_short("\033(B\033[0;7mx", true, "\033[7mx", false);
}

static void test_what_counts_stays(void **state)
{
	(void)state;
	assert_short("", true, "", true);
	assert_short("Müller", false, "Müller", false);
	/* No colour, and then another: both count. */
	assert_short("\033[39m\033[1mx", false, "\033[39m\033[1mx", false);
	assert_short("\033[39m", true, "\033[39m", false);
	/* Not known to be plain. */
	assert_short("\033[0;1mx", false, "\033[0;1mx", false);
	assert_short("\033[m\033[38;5;110mx\033[0;1my", false, "\033[m\033[38;5;110mx\033[0;1my", false);
	/* Moves do not touch attributes. */
	assert_short("\033[m\033[5;7H\r\033[3d\033[0;1mx", false, "\033[m\033[5;7H\r\033[3d\033[1mx", false);
	assert_short("\033[4;41r\n\033[K", true, "\033[4;41r\n\033[K", true);
}

/* Cut anywhere, nothing is read or written beyond the end. */
static void test_every_prefix(void **state)
{
	static const char whole[] = "\033[39;49m\033(B\033[m\033[0;1mx\033[38;5;110my\033(B\033[39m\033[m";

	(void)state;
	for (size_t n = 0; n < sizeof(whole); n++) {
		char buffer[sizeof(whole)];
		bool plain = n % 2;

		memset(buffer, 'Z', sizeof(buffer));
		memcpy(buffer, whole, n);
		assert_true(output_shorten(buffer, n, &plain) <= n);
		for (size_t i = n; i < sizeof(buffer); i++)
			assert_int_equal(buffer[i], 'Z');
	}
}

static void test_base64(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "\xff\xfe\xfd", "//79" },
	};
	char encoded[16];

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		assert_int_equal(output_base64(pairs[i][0], strlen(pairs[i][0]), encoded), strlen(pairs[i][1]));
		assert_string_equal(encoded, pairs[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_said_twice_goes),
		cmocka_unit_test(test_what_counts_stays),
		cmocka_unit_test(test_every_prefix),
		cmocka_unit_test(test_base64),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
