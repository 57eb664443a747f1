#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/input.h"
#include "tui/text.h"

static void feed(struct input *in, const char *bytes, size_t n)
{
	while (n > 0) {
		size_t room, part;
		char *space = input_space(in, &room);

		assert_true(room > 0);
		part = n < room ? n : room;
		memcpy(space, bytes, part);
		input_add(in, part);
		bytes += part;
		n -= part;
		if (n > 0) {
			struct key key;

			assert_int_equal(input_next(in, false, &key), INPUT_PASTE);
		}
	}
}

/* The names of all keys that the bytes make, split by blanks; fed whole, or byte by byte with a look after each. */
static const char *keys_of(const char *bytes, size_t n, bool slowly)
{
	static char out[1024];
	struct input *in = malloc(sizeof(*in));
	struct key key;
	size_t used = 0;

	assert_non_null(in);
	input_init(in);
	out[0] = '\0';
	for (size_t at = 0; at < n; at += slowly ? 1 : n) {
		char name[32];

		feed(in, bytes + at, slowly ? 1 : n);
		while (input_next(in, false, &key) == INPUT_KEY)
			used += (size_t)snprintf(
			    out + used, sizeof(out) - used, "%s%s", used ? " " : "", key_name(key.code, name, sizeof(name)));
	}
	while (input_next(in, true, &key) == INPUT_KEY) {
		char name[32];

		used += (size_t)snprintf(
		    out + used, sizeof(out) - used, "%s%s", used ? " " : "", key_name(key.code, name, sizeof(name)));
	}
	assert_int_equal(input_next(in, true, &key), INPUT_NONE);
	input_release(in);
	free(in);
	return out;
}

static void assert_keys(const char *bytes, const char *wanted)
{
	assert_string_equal(keys_of(bytes, strlen(bytes), false), wanted);
	assert_string_equal(keys_of(bytes, strlen(bytes), true), wanted);
}

static void test_plain_keys(void **state)
{
	(void)state;
	assert_keys("aé€😀", "a é € 😀");
	assert_keys("\r\n\t\x7f\x08 ", "Enter Enter Tab Backspace Backspace Space");
	assert_keys("\x01\x03\x11\x13\x1a", "Ctrl-A Ctrl-C Ctrl-Q Ctrl-S Ctrl-Z");
	assert_keys("\x1c\x1d\x1e\x1f", "Ctrl-\\ Ctrl-] Ctrl-^ Ctrl-_");
	assert_string_equal(keys_of("\0", 1, false), "Ctrl-Space");
}

static void test_sequences_of_the_terminals(void **state)
{
	(void)state;
	assert_keys("\033[A\033[B\033[C\033[D\033[H\033[F", "Up Down Right Left Home End");
	assert_keys("\033OA\033OB\033OC\033OD\033OH\033OF\033OM", "Up Down Right Left Home End Enter");
	assert_keys("\033[1~\033[2~\033[3~\033[4~\033[5~\033[6~\033[7~\033[8~", "Home Ins Del End PgUp PgDn Home End");
	assert_keys("\033OP\033OQ\033OR\033OS\033[15~\033[17~\033[21~\033[23~\033[24~", "F1 F2 F3 F4 F5 F6 F10 F11 F12");
	assert_keys("\033[11~\033[14~", "F1 F4");
	assert_keys("\033[[A\033[[E", "F1 F5");
	assert_keys("\033[Z", "Shift-Tab");
	assert_keys("\033[1;5A\033[1;5D\033[1;3C\033[1;7B\033[1;2H", "Ctrl-Up Ctrl-Left Alt-Right Ctrl-Alt-Down Home");
	assert_keys("\033[3;5~\033[5;5~\033[15;5~\033[1;5P", "Ctrl-Del Ctrl-PgUp Ctrl-F5 Ctrl-F1");
	assert_keys("\033O5C\033[5^", "Ctrl-Right Ctrl-PgUp");
	assert_keys("\033[97;5u\033[27;5;97~\033[27;2;9~\033[233u", "Ctrl-A Ctrl-A Shift-Tab é");
}

static void test_escape_and_alt(void **state)
{
	(void)state;
	assert_keys("\033", "Esc");
	assert_keys("\033x", "Alt-x");
	assert_keys("\033\033", "Esc Esc");
	assert_keys("\033\033[A", "Esc Up");
	assert_keys("\033é", "Alt-é");
	assert_keys("\033\r", "Alt-Enter");
	assert_keys("\033[", "Alt-[");
	assert_keys("\033O", "Alt-O");
	assert_keys("\033P", "Alt-P");
}

/* No part of what is not known may be typed. */
static void test_unknown_sequences_are_one_key(void **state)
{
	(void)state;
	assert_keys("\033[99~x", "(unknown) x");
	assert_keys("\033[?1;2cx", "(unknown) x");
	assert_keys("\033[>0;276;0cx", "(unknown) x");
	assert_keys("\033[12;40Rx", "(unknown) x");
	assert_keys("\033[Ix\033[Ox", "(unknown) x (unknown) x");
	assert_keys("\033[1$yx", "(unknown) x");
	assert_keys("\033]11;rgb:1e1e/1e1e/1e1e\033\\x", "(unknown) x");
	assert_keys("\033]52;c;aGk=\ax", "(unknown) x");
	assert_keys("\033P>|xterm(390)\033\\x", "(unknown) x");
	assert_keys("\033[1;5", "(unknown)");
	assert_keys("\033O5", "(unknown)");
	assert_keys("\033[201~x", "(unknown) x");
	assert_keys("\033[0u\033[1114112u\033[55296u", "Ctrl-Space (unknown) (unknown)");
	assert_keys("\033[12345678901234567890123~x", "(unknown) x");
	assert_keys("\033[1;1;1;1;1;1;1;1Ax", "Up x");
}

static void test_broken_off_sequence_leaves_the_next_key(void **state)
{
	(void)state;
	assert_keys("\033[1;\033[B", "(unknown) Down");
	assert_keys("\033[\rx", "(unknown) x");
}

static void test_invalid_utf8(void **state)
{
	(void)state;
	assert_keys("\xff"
		    "a",
	    "(unknown) a");
	assert_keys("\xc3"
		    "a",
	    "(unknown) a");
	assert_keys("\xe2\x82", "(unknown) (unknown)");
	assert_keys("\xc0\xaf", "(unknown) (unknown)");
	assert_keys("\xed\xa0\x80", "(unknown) (unknown) (unknown)");
	assert_keys("\xc2\x9b"
		    "a",
	    "(unknown) a");
	assert_keys("\033\xff"
		    "a",
	    "(unknown) a");
}

static struct input *new_input(void)
{
	struct input *in = malloc(sizeof(*in));

	assert_non_null(in);
	input_init(in);
	return in;
}

static void free_input(struct input *in)
{
	input_release(in);
	free(in);
}

static void assert_paste(const char *bytes, const char *wanted, const char *then)
{
	for (size_t step = 1; step <= strlen(bytes); step++) {
		struct input *in = new_input();
		struct key key = { 0 };
		enum input_state got = INPUT_NONE;
		size_t at = 0;

		while (got != INPUT_KEY && at < strlen(bytes)) {
			size_t n = strlen(bytes) - at < step ? strlen(bytes) - at : step;

			feed(in, bytes + at, n);
			at += n;
			got = input_next(in, false, &key);
		}
		assert_int_equal(got, INPUT_KEY);
		assert_int_equal(key.code, K_PASTE);
		assert_int_equal(key.length, strlen(wanted));
		assert_memory_equal(key.text, wanted, strlen(wanted));
		assert_false(key.cut);
		feed(in, bytes + at, strlen(bytes) - at);
		for (; *then; then++) {
			if (step > 1)
				break;
			assert_int_equal(input_next(in, false, &key), INPUT_KEY);
			assert_int_equal(key.code, *then);
		}
		free_input(in);
	}
}

static void test_paste(void **state)
{
	(void)state;
	assert_paste("\033[200~hello\033[201~xy", "hello", "xy");
	assert_paste("\033[200~\033[201~x", "", "x");
	assert_paste("\033[200~a\rb\r\nc\n\033[201~", "a\nb\nc\n", "");
	assert_paste("\033[200~\033[31m\033[A\003\033[20\033[201~", "\033[31m\033[A\003\033[20", "");
	assert_paste("\033[200~\xff\xc3\033[201~", "\xff\xc3", "");
}

static void test_paste_whose_end_never_comes(void **state)
{
	struct input *in = new_input();
	struct key key;

	(void)state;
	feed(in, "\033[200~half\033[20", 14);
	assert_int_equal(input_next(in, false, &key), INPUT_PASTE);
	assert_int_equal(input_next(in, false, &key), INPUT_PASTE);
	assert_int_equal(input_next(in, true, &key), INPUT_KEY);
	assert_int_equal(key.code, K_PASTE);
	assert_int_equal(key.length, 8);
	assert_memory_equal(key.text, "half\033[20", 8);
	assert_int_equal(input_next(in, true, &key), INPUT_NONE);
	feed(in, "q", 1);
	assert_int_equal(input_next(in, false, &key), INPUT_KEY);
	assert_int_equal(key.code, 'q');
	free_input(in);
}

static void test_huge_paste_is_cut_and_consumed(void **state)
{
	struct input *in = new_input();
	char block[4096];
	struct key key;

	(void)state;
	memset(block, 'p', sizeof(block));
	feed(in, "\033[200~", 6);
	for (int i = 0; i < 10 * 256; i++) {
		feed(in, block, sizeof(block));
		assert_int_equal(input_next(in, false, &key), INPUT_PASTE);
	}
	feed(in, "\033[201~z", 7);
	assert_int_equal(input_next(in, false, &key), INPUT_KEY);
	assert_int_equal(key.code, K_PASTE);
	assert_int_equal(key.length, INPUT_PASTE_MAX);
	assert_true(key.cut);
	assert_int_equal(input_next(in, false, &key), INPUT_KEY);
	assert_int_equal(key.code, 'z');
	/* The large buffer is not kept. */
	assert_null(in->paste);
	free_input(in);
}

static struct key one_key(struct input *in, const char *bytes)
{
	struct key key = { 0 };

	feed(in, bytes, strlen(bytes));
	assert_int_equal(input_next(in, false, &key), INPUT_KEY);
	return key;
}

static void test_mouse(void **state)
{
	struct input *in = new_input();
	struct key key;

	(void)state;
	in->now = 1000;
	key = one_key(in, "\033[<0;10;5M");
	assert_int_equal(key.code, K_MOUSE);
	assert_int_equal(key.button, MOUSE_LEFT);
	assert_int_equal(key.x, 9);
	assert_int_equal(key.y, 4);
	assert_int_equal(one_key(in, "\033[<0;10;5m").code, K_UNKNOWN);
	in->now = 1300;
	assert_int_equal(one_key(in, "\033[<0;10;5M").button, MOUSE_DOUBLE);
	assert_int_equal(one_key(in, "\033[<0;10;5M").button, MOUSE_LEFT);
	in->now = 2000;
	assert_int_equal(one_key(in, "\033[<0;10;5M").button, MOUSE_LEFT);
	assert_int_equal(one_key(in, "\033[<0;11;5M").button, MOUSE_LEFT);
	assert_int_equal(one_key(in, "\033[<64;1;1M").button, MOUSE_WHEEL_UP);
	assert_int_equal(one_key(in, "\033[<65;1;1M").button, MOUSE_WHEEL_DOWN);
	assert_int_equal(one_key(in, "\033[<0;0;1M").code, K_UNKNOWN);
	assert_int_equal(one_key(in, "\033[<2;3;1M").code, K_UNKNOWN);
	assert_int_equal(one_key(in, "\033[<0;3M").code, K_UNKNOWN);
	assert_int_equal(one_key(in, "\033[<0;3;4;5;6;7M").code, K_UNKNOWN);
	free_input(in);
}

static void test_random_bytes_end(void **state)
{
	struct input *in = new_input();
	uint32_t seed = 7;
	char bytes[64];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct key key;
		size_t n = 1 + (size_t)(i % 60);

		for (size_t k = 0; k < n; k++) {
			static const char likely[] = "\033[O;<~M0125A]P\\u$";

			seed = seed * 1664525u + 1013904223u;
			bytes[k] = (seed >> 16) % 2 ? likely[(seed >> 20) % (sizeof(likely) - 1)] : (char)(seed >> 24);
		}
		feed(in, bytes, n);
		for (int k = 0; input_next(in, i % 3 == 0, &key) == INPUT_KEY; k++) {
			assert_true(k < 20000);
			assert_true(key.code != 0);
			assert_false(key.code == 0x1b || (key.code >= 0x80 && key.code < 0xa0));
		}
		if (in->end - in->start > INPUT_BYTES / 2)
			while (input_next(in, true, &key) == INPUT_KEY)
				;
	}
	free_input(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_keys),
		cmocka_unit_test(test_sequences_of_the_terminals),
		cmocka_unit_test(test_escape_and_alt),
		cmocka_unit_test(test_unknown_sequences_are_one_key),
		cmocka_unit_test(test_broken_off_sequence_leaves_the_next_key),
		cmocka_unit_test(test_invalid_utf8),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_paste_whose_end_never_comes),
		cmocka_unit_test(test_huge_paste_is_cut_and_consumed),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_random_bytes_end),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
