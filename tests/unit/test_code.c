/* One-time codes: what is made can be read, however it is typed; a slip is found; no two are the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "backend/code.h"

static void what_is_made_is_read(void **state)
{
	char code[CODE_TEXT], other[CODE_TEXT], typed[2 * CODE_TEXT];
	unsigned char key[SECRET_KEY], same[SECRET_KEY];
	struct err err = { 0 };
	size_t n = 0;

	(void)state;
	code_make(code);
	code_make(other);
	assert_int_equal(strlen(code), CODE_TEXT - 1);
	assert_string_not_equal(code, other);
	assert_true(code_key(code, key, &err));
	for (const char *at = code; *at; at++) {
		if (*at != '-')
			typed[n++] = (char)(*at - 'a' + 'A');
		if (n % 3 == 0)
			typed[n++] = ' ';
	}
	typed[n] = '\0';
	assert_true(code_key(typed, same, &err));
	assert_memory_equal(key, same, sizeof key);
	assert_true(code_key(other, same, &err));
	assert_memory_not_equal(key, same, sizeof key);
}

static void a_slip_is_found(void **state)
{
	static const char *const bad[] = { "", "bcdf", "a", "bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-b", "\xc3\xa9", NULL };
	char code[CODE_TEXT], wrong[CODE_TEXT];
	unsigned char key[SECRET_KEY];
	struct err err = { 0 };
	int found = 0;

	(void)state;
	code_make(code);
	for (size_t i = 0; code[i]; i++) {
		if (code[i] == '-')
			continue;
		memcpy(wrong, code, sizeof wrong);
		wrong[i] = code[i] == 'b' ? 'c' : 'b';
		found += !code_key(wrong, key, &err);
	}
	/* Each slip escapes once in 65,536. */
	assert_true(found >= CODE_LETTERS - 1);
	assert_int_equal(err.code, ERR_INPUT);
	for (const char *const *b = bad; *b; b++)
		assert_false(code_key(*b, key, &err));
}

/* The key of sixteen zero bytes, as tests/screen/staff.t has the database make it. */
static void the_key_is_the_one_that_is_written_down(void **state)
{
	unsigned char key[SECRET_KEY], wanted[SECRET_KEY], data[16 + 16] = "steward code key";
	struct err err;

	(void)state;
	memset(data + 16, 0, 16);
	secret_digest(data, sizeof data, wanted);
	assert_true(code_key("bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-tncf", key, &err));
	assert_memory_equal(key, wanted, sizeof key);
}

static int start(void **state)
{
	struct err err;

	(void)state;
	return secret_start(&err) ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_made_is_read),
		cmocka_unit_test(a_slip_is_found),
		cmocka_unit_test(the_key_is_the_one_that_is_written_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
