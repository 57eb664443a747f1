#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tui/key.h"
#include "tui/text.h"

static void assert_name(uint32_t code, const char *wanted)
{
	char name[32];

	assert_string_equal(key_name(code, name, sizeof(name)), wanted);
	assert_int_equal(key_parse(wanted), code);
}

static void test_names(void **state)
{
	(void)state;
	assert_name('e', "e");
	assert_name('E', "E");
	assert_name(' ', "Space");
	assert_name('-', "-");
	assert_name('?', "?");
	assert_name(0xe9, "é");
	assert_name(K_ENTER, "Enter");
	assert_name(K_ESC, "Esc");
	assert_name(K_BACKTAB, "Shift-Tab");
	assert_name(K_F1, "F1");
	assert_name(K_F12, "F12");
	assert_name(K_PAGEDOWN, "PgDn");
	assert_name(K_CTRL('p'), "Ctrl-P");
	assert_name(K_CTRL(' '), "Ctrl-Space");
	assert_name(K_CTRL('-'), "Ctrl--");
	assert_name(K_CTRL(K_LEFT), "Ctrl-Left");
	assert_name(KEY_ALT | 'x', "Alt-x");
	assert_name(KEY_ALT | 'X', "Alt-X");
	assert_name(KEY_CTRL | KEY_ALT | 'k', "Ctrl-Alt-K");
}

static void test_every_named_key_comes_back(void **state)
{
	static const uint32_t modifiers[] = { 0, KEY_CTRL, KEY_ALT, KEY_CTRL | KEY_ALT };
	char name[32];

	(void)state;
	for (uint32_t code = K_ESC; code <= K_F12; code++)
		for (size_t i = 0; i < 4; i++)
			assert_int_equal(key_parse(key_name(code | modifiers[i], name, sizeof(name))), code | modifiers[i]);
	for (uint32_t code = 0x20; code < 0x3000; code++) {
		char bytes[5] = { 0 };

		if (!text_is_clean(bytes, text_encode(code, bytes)))
			continue;
		if (key_parse(key_name(code, name, sizeof(name))) != code)
			fail_msg("U+%04X does not come back", code);
	}
}

static void test_other_ways_to_write_them(void **state)
{
	(void)state;
	assert_int_equal(key_parse("ctrl-p"), K_CTRL('p'));
	assert_int_equal(key_parse("CTRL-P"), K_CTRL('p'));
	assert_int_equal(key_parse("alt-ctrl-p"), KEY_ALT | K_CTRL('p'));
	assert_int_equal(key_parse("escape"), K_ESC);
	assert_int_equal(key_parse("Return"), K_ENTER);
	assert_int_equal(key_parse("pageup"), K_PAGEUP);
	assert_int_equal(key_parse("Delete"), K_DELETE);
	assert_int_equal(key_parse("f10"), K_F10);
}

static void test_what_is_no_key(void **state)
{
	static const char *const wrong[] = {
		"",
		"Ctrl-",
		"Alt-",
		"Ctrl-Ctrl-p",
		"F0",
		"F13",
		"ab",
		"Enterr",
		"\x1b",
		"\x7f",
		"\xc3",
		"\xe2\x80\x8b",
		"e\xcc\x81",
		"\xcc\x81",
		"(paste)",
		"(resize)",
		"(mouse)",
		"(hang-up)",
		"(unknown)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(key_parse(wrong[i]), 0);
}

static void test_names_are_harmless_for_any_code(void **state)
{
	static const uint32_t odd[] = { 0, 7, 0x1b, 0x7f, 0x9b, 0xd800, 0x202e, 0xe000, 0x110000, 0x1fffff, 0x200000, K_UNKNOWN + 1,
		UINT32_MAX };
	char name[32], small[3];

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		key_name(odd[i], name, sizeof(name));
		assert_true(name[0] != '\0' && text_is_clean(name, strlen(name)));
	}
	assert_string_equal(key_name(K_PASTE, name, sizeof(name)), "(paste)");
	assert_int_equal(strlen(key_name(K_CTRL('p'), small, sizeof(small))), 2);
}

static void test_what_types(void **state)
{
	static const uint32_t typed[] = { ' ', 'a', '~', 0xa0, 0xe9, 0x20ac, 0x1f600, 0x10fffd };
	static const uint32_t not_typed[] = { 0, 9, 0x1b, 0x7f, 0x80, 0x9f, 0xd800, 0xdfff, K_ESC, K_PASTE, K_UNKNOWN, K_CTRL('a'),
		KEY_ALT | 'a' };

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		assert_true(key_is_text(&(struct key) { .code = typed[i] }));
	for (size_t i = 0; i < sizeof(not_typed) / sizeof(not_typed[0]); i++)
		assert_false(key_is_text(&(struct key) { .code = not_typed[i] }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_every_named_key_comes_back),
		cmocka_unit_test(test_other_ways_to_write_them),
		cmocka_unit_test(test_what_is_no_key),
		cmocka_unit_test(test_names_are_harmless_for_any_code),
		cmocka_unit_test(test_what_types),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
