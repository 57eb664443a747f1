#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/lib/screen_unit.h"
#include "tui/draw.h"
#include "tui/editor.h"

static bool press(struct editor *e, uint32_t code)
{
	return editor_key(e, &(struct key) { .code = code });
}

static void type(struct editor *e, const char *text)
{
	for (size_t at = 0, n = strlen(text); at < n;) {
		uint32_t c;

		at += text_decode(text + at, n - at, &c);
		press(e, c);
	}
}

static void paste(struct editor *e, const char *text, size_t n)
{
	assert_true(editor_key(e, &(struct key) { .code = K_PASTE, .text = text, .length = n }));
}

static void typing_and_moving(void **state)
{
	struct editor *e = editor_new(50, 0, NULL, 0);

	(void)state;
	type(e, "Müller GmbH");
	press(e, KEY_CTRL | K_LEFT);
	type(e, "& Söhne ");
	assert_string_equal(editor_text(e), "Müller & Söhne GmbH");
	press(e, K_HOME);
	press(e, KEY_ALT | 'f');
	type(e, "s");
	assert_string_equal(editor_text(e), "Müllers & Söhne GmbH");
	press(e, K_CTRL('e'));
	press(e, K_CTRL('w'));
	assert_string_equal(editor_text(e), "Müllers & Söhne ");
	press(e, K_CTRL('a'));
	press(e, K_DELETE);
	assert_string_equal(editor_text(e), "üllers & Söhne ");
	press(e, K_RIGHT);
	press(e, K_CTRL('k'));
	assert_string_equal(editor_text(e), "ü");
	press(e, K_BACKSPACE);
	assert_string_equal(editor_text(e), "");
	press(e, K_BACKSPACE);
	press(e, K_DELETE);
	assert_string_equal(editor_text(e), "");
	assert_false(press(e, K_TAB));
	assert_false(press(e, K_ENTER));
	assert_false(press(e, K_UP));
	assert_false(press(e, K_ESC));
	assert_false(press(e, K_F2));
	editor_free(e);
}

static void clusters_stay_whole(void **state)
{
	struct editor *e = editor_new(50, 0, NULL, 0);

	(void)state;
	editor_set(e, "e\xCC\x81\xCC\xA7x"); /* e, acute, cedilla, x */
	press(e, K_LEFT);
	press(e, K_LEFT);
	type(e, "a");
	assert_string_equal(editor_text(e), "ae\xCC\x81\xCC\xA7x");
	press(e, K_DELETE);
	assert_string_equal(editor_text(e), "ax");
	editor_free(e);
}

static void undo_step_by_step(void **state)
{
	struct editor *e = editor_new(0, 0, NULL, 0);

	(void)state;
	editor_set(e, "base");
	assert_false(editor_changed(e));
	type(e, " one two");
	press(e, K_CTRL('w'));
	assert_string_equal(editor_text(e), "base one ");
	press(e, K_CTRL('z'));
	assert_string_equal(editor_text(e), "base one two");
	press(e, K_CTRL('z'));
	assert_string_equal(editor_text(e), "base one ");
	press(e, K_CTRL('z'));
	press(e, K_CTRL('z'));
	assert_string_equal(editor_text(e), "base");
	assert_false(editor_changed(e));
	assert_false(press(e, K_CTRL('z')));
	/* Bounded: the oldest steps are forgotten, and then it is changed for good. */
	for (int i = 0; i < 500; i++) {
		press(e, 'x');
		press(e, K_LEFT);
	}
	for (int i = 0; i < 500; i++)
		press(e, K_CTRL('z'));
	assert_true(editor_changed(e));
	assert_int_equal(strlen(editor_text(e)), 4 + 400);
	editor_free(e);
}

static void limit_complains_once(void **state)
{
	struct editor *e = editor_new(3, 0, NULL, 0);

	(void)state;
	type(e, "äöü");
	assert_null(editor_complaint(e));
	type(e, "x");
	assert_string_equal(editor_text(e), "äöü");
	assert_non_null(editor_complaint(e));
	press(e, K_LEFT);
	assert_null(editor_complaint(e));
	/* Over-long from the database: kept, can shrink, cannot grow. */
	editor_set(e, "abcdef");
	type(e, "x");
	assert_string_equal(editor_text(e), "abcdef");
	press(e, K_BACKSPACE);
	assert_string_equal(editor_text(e), "abcde");
	editor_free(e);
}

static void paste_is_cleaned(void **state)
{
	static const char hostile[] = "a\x1b[31mb\0c\x07\xff\xfe"
				      "d\te\r\nf\n";
	struct editor *e = editor_new(100, 0, NULL, 0);
	struct editor *lines = editor_new(100, EDITOR_LINES, NULL, 0);

	(void)state;
	paste(e, hostile, sizeof(hostile) - 1);
	assert_string_equal(editor_text(e), "a[31mbcd e f");
	assert_non_null(strstr(editor_complaint(e), "Control characters"));
	assert_non_null(strstr(editor_complaint(e), "no text"));
	assert_true(text_is_utf8(editor_text(e), strlen(editor_text(e))));
	press(e, K_CTRL('z'));
	assert_string_equal(editor_text(e), "");
	paste(lines, "one\rtwo\r\nthree\n", 15);
	assert_string_equal(editor_text(lines), "one\ntwo\nthree\n");
	assert_null(editor_complaint(lines));
	/* A line end that came along with a copied line is no reason to complain. */
	paste(e, "name\n", 5);
	assert_string_equal(editor_text(e), "name");
	assert_null(editor_complaint(e));
	editor_free(e);
	editor_free(lines);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void huge_paste(void **state)
{
	size_t n = 10u << 20;
	char *text = malloc(n);
	struct editor *e = editor_new(100, 0, NULL, 0), *lines = editor_new(100000, EDITOR_LINES, NULL, 0);
	double start;

	(void)state;
	for (size_t i = 0; i < n; i++)
		text[i] = (char)(i % 61 == 60 ? ' ' : 'a' + (int)(i % 26));
	screen_open(24, 80);
	start = seconds();
	paste(e, text, n);
	assert_int_equal(strlen(editor_text(e)), 100);
	assert_non_null(strstr(editor_complaint(e), "100"));
	paste(lines, text, n);
	assert_int_equal(strlen(editor_text(lines)), 100000);
	for (int i = 0; i < 20; i++) {
		draw_begin();
		editor_draw(lines, (struct area) { 1, 0, 10, 80 }, true);
		draw_end();
		press(lines, i % 2 ? K_UP : 'x');
	}
	press(lines, K_CTRL('w'));
	press(lines, KEY_CTRL | K_LEFT);
	/* Generous: sanitizers and a busy machine; a quadratic walk would take minutes. */
	assert_true(seconds() - start < 5.0);
	memset(text, 0xff, n);
	start = seconds();
	paste(e, text, n);
	assert_int_equal(strlen(editor_text(e)), 100);
	assert_true(seconds() - start < 5.0);
	screen_close();
	editor_free(e);
	editor_free(lines);
	free(text);
}

static void secret_stays_in_lent_memory(void **state)
{
	char buffer[32] = "";
	struct editor *e = editor_new(20, EDITOR_SECRET, buffer, sizeof(buffer));

	(void)state;
	screen_open(24, 80);
	type(e, "Geheim1é");
	assert_string_equal(buffer, "Geheim1é");
	assert_ptr_equal(editor_text(e), buffer);
	draw_begin();
	editor_draw(e, (struct area) { 2, 0, 1, 20 }, true);
	draw_end();
	assert_string_equal(screen_row(2), "••••••••");
	assert_false(screen_has("Geheim"));
	press(e, K_BACKSPACE);
	assert_memory_equal(buffer + 7, "\0\0\0", 3);
	/* No word is told, nothing is taken back. */
	assert_false(press(e, K_CTRL('z')));
	press(e, K_CTRL('w'));
	for (size_t i = 0; i < sizeof(buffer); i++)
		assert_int_equal(buffer[i], 0);
	/* Nothing is written past the end of what was lent. */
	paste(e, "0123456789012345678901234567890123456789", 40);
	assert_true(strlen(buffer) < sizeof(buffer));
	for (int i = 0; i < 60; i++)
		press(e, 0x1F600);
	assert_true(strlen(buffer) < sizeof(buffer));
	assert_non_null(editor_complaint(e));
	editor_set(e, "");
	for (size_t i = 0; i < sizeof(buffer); i++)
		assert_int_equal(buffer[i], 0);
	editor_free(e);
	screen_close();
}

static void bad_text_is_mended(void **state)
{
	struct editor *e = editor_new(100, 0, NULL, 0);

	(void)state;
	editor_set(e, "a\xff\xc3z\xe2\x82");
	assert_string_equal(editor_text(e), "a\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD");
	editor_set(e, NULL);
	assert_string_equal(editor_text(e), "");
	editor_free(e);
}

static void draw_at(struct editor *e, int rows, int columns)
{
	draw_begin();
	editor_draw(e, (struct area) { 0, 0, rows, columns }, true);
	draw_end();
}

static void line_scrolls_to_cursor(void **state)
{
	struct editor *e = editor_new(0, 0, NULL, 0);

	(void)state;
	screen_open(24, 80);
	editor_set(e, "0123456789abcdefghij");
	draw_at(e, 1, 10);
	assert_string_equal(screen_row(0), "bcdefghij");
	press(e, K_HOME);
	draw_at(e, 1, 10);
	assert_string_equal(screen_row(0), "0123456789");
	for (int i = 0; i < 12; i++)
		press(e, K_RIGHT);
	type(e, "X");
	draw_at(e, 1, 10);
	assert_non_null(strstr(screen_row(0), "X"));
	editor_set(e, "日本語日本語");
	draw_at(e, 1, 6);
	assert_non_null(strstr(screen_row(0), "語"));
	screen_close();
	editor_free(e);
}

static void lines_wrap_and_move(void **state)
{
	struct editor *e = editor_new(0, EDITOR_LINES, NULL, 0);

	(void)state;
	screen_open(24, 80);
	editor_set(e, "the quick brown fox\njumps");
	draw_at(e, 5, 11);
	assert_string_equal(screen_row(0), "the quick");
	assert_string_equal(screen_row(1), "brown fox");
	assert_string_equal(screen_row(2), "jumps");
	assert_false(press(e, K_DOWN));
	assert_true(press(e, K_UP));
	type(e, "!");
	assert_string_equal(editor_text(e), "the quick brown! fox\njumps");
	draw_at(e, 5, 11);
	assert_true(press(e, K_UP));
	assert_false(press(e, K_UP));
	press(e, K_HOME);
	press(e, K_ENTER);
	assert_string_equal(editor_text(e), "\nthe quick brown! fox\njumps");
	/* Two rows only: the one with the cursor is seen. */
	press(e, KEY_CTRL | K_END);
	draw_at(e, 2, 11);
	assert_string_equal(screen_row(1), "jumps");
	press(e, KEY_CTRL | K_HOME);
	draw_at(e, 2, 11);
	assert_string_equal(screen_row(0), "");
	assert_string_equal(screen_row(1), "the quick");
	screen_close();
	editor_free(e);
}

static void hostile_text_in_any_size(void **state)
{
	static const char *const texts[] = { "", "\n\n\n", "a\x1b]0;x\x07\xe2\x80\xae-evil\xe2\x80\x8b", "日本語テキスト\n日本",
		"e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "word word word word word word", "\t\r\b" };
	struct editor *e[2] = { editor_new(0, 0, NULL, 0), editor_new(0, EDITOR_LINES, NULL, 0) };
	static const uint32_t keys[] = { K_LEFT, K_UP, K_HOME, K_DOWN, K_RIGHT, K_END, K_PAGEUP, KEY_CTRL | K_RIGHT, K_PAGEDOWN,
		K_UP };

	(void)state;
	screen_open(24, 80);
	for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
		for (int kind = 0; kind < 2; kind++) {
			editor_set(e[kind], texts[t]);
			for (int size = 0; size < 12; size++) {
				draw_at(e[kind], size, size * 2 + 1);
				press(e[kind], keys[size % 10]);
				assert_false(screen_has("\x1b"));
				assert_false(screen_has("\xe2\x80\xae"));
			}
			assert_string_equal(editor_text(e[kind]), texts[t]);
		}
	}
	screen_close();
	editor_free(e[0]);
	editor_free(e[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing_and_moving),
		cmocka_unit_test(clusters_stay_whole),
		cmocka_unit_test(undo_step_by_step),
		cmocka_unit_test(limit_complains_once),
		cmocka_unit_test(paste_is_cleaned),
		cmocka_unit_test(huge_paste),
		cmocka_unit_test(secret_stays_in_lent_memory),
		cmocka_unit_test(bad_text_is_mended),
		cmocka_unit_test(line_scrolls_to_cursor),
		cmocka_unit_test(lines_wrap_and_move),
		cmocka_unit_test(hostile_text_in_any_size),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
