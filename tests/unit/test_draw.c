#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tui/draw.h"
#include "tui/term.h"
#include "tui/text.h"

#define MARK "\xef\xbf\xbd"

static const struct theme plain = { THEME_DARK, DEPTH_MONO, false }, ascii = { THEME_DARK, DEPTH_MONO, true };
static const struct area whole = { 0, 0, 24, 80 };

static int open_plain(void **state)
{
	(void)state;
	if (!term_open_memory("xterm-256color", &plain, 24, 80))
		return -1;
	draw_begin();
	return 0;
}

static int open_ascii(void **state)
{
	(void)state;
	if (!term_open_memory("xterm-256color", &ascii, 24, 80))
		return -1;
	draw_begin();
	return 0;
}

static int shut(void **state)
{
	(void)state;
	draw_end();
	term_close();
	return 0;
}

static void assert_row(int y, const char *wanted)
{
	char row[1024];

	draw_read(y, row, sizeof(row));
	assert_string_equal(row, wanted);
}

static void test_text_is_cleaned(void **state)
{
	(void)state;
	assert_int_equal(draw_text(whole, 0, 0, -1, STYLE_PLAIN,
			     "a\033[31mb\xe2\x80\xae"
			     "c\xff"),
	    10);
	assert_row(0, "a" MARK "[31mb" MARK "c" MARK);
	draw_text(whole, 1, 0, -1, STYLE_PLAIN, "one\ntwo\r\tthree");
	assert_row(1, "one" MARK "two" MARK MARK "three");
	assert_row(2, "");
	assert_int_equal(draw_text(whole, 3, 2, -1, STYLE_PLAIN, "Mu\xcc\x88ller 北京 ●"), 13);
	assert_row(3, "  Mu\xcc\x88ller 北京 ●");
}

static void test_long_text_is_cut_with_an_ellipsis(void **state)
{
	(void)state;
	assert_int_equal(draw_text(whole, 0, 0, 5, STYLE_PLAIN, "abcdefgh"), 5);
	assert_row(0, "abcd…");
	assert_int_equal(draw_text(whole, 1, 0, 5, STYLE_PLAIN, "abcde"), 5);
	assert_row(1, "abcde");
	assert_int_equal(draw_text(whole, 2, 0, 4, STYLE_PLAIN, "日本語"), 3);
	assert_row(2, "日…");
	assert_int_equal(draw_text(whole, 3, 0, 1, STYLE_PLAIN, "日"), 1);
	assert_row(3, "…");
	assert_int_equal(draw_text(whole, 4, 75, -1, STYLE_PLAIN, "abcdefgh"), 5);
	assert_row(4, "                                                                           abcd…");
	assert_row(5, "");
	assert_int_equal(draw_text(whole, 6, 0, 0, STYLE_PLAIN, "abc"), 0);
	assert_int_equal(draw_text(whole, 6, 0, 3, STYLE_PLAIN, ""), 0);
	assert_int_equal(draw_text(whole, 7, 0, 2, STYLE_PLAIN,
			     "e\xcc\x81"
			     "e\xcc\x81"),
	    2);
	assert_row(7, "e\xcc\x81"
		      "e\xcc\x81");
}

static void test_everything_clips(void **state)
{
	struct area small = { 2, 10, 2, 5 };

	(void)state;
	assert_int_equal(draw_text(small, 0, 0, -1, STYLE_PLAIN, "abcdefgh"), 5);
	assert_row(2, "          abcd…");
	assert_int_equal(draw_text(small, 2, 0, -1, STYLE_PLAIN, "below"), 0);
	assert_int_equal(draw_text(small, -1, 0, -1, STYLE_PLAIN, "above"), 0);
	assert_int_equal(draw_text(small, 0, 5, -1, STYLE_PLAIN, "right"), 0);
	assert_int_equal(draw_text(small, 0, -1, -1, STYLE_PLAIN, "left"), 0);
	assert_row(1, "");
	assert_row(4, "");
	/* Areas that lie outside of the screen, or of no size at all. */
	assert_int_equal(draw_text((struct area) { 30, 0, 5, 10 }, 0, 0, -1, STYLE_PLAIN, "x"), 0);
	assert_int_equal(draw_text((struct area) { 0, 90, 5, 10 }, 0, 0, -1, STYLE_PLAIN, "x"), 0);
	assert_int_equal(draw_text((struct area) { -3, 0, 5, 10 }, 0, 0, -1, STYLE_PLAIN, "x"), 0);
	assert_int_equal(draw_text((struct area) { 0, 0, 0, 0 }, 0, 0, -1, STYLE_PLAIN, "x"), 0);
	assert_int_equal(draw_text((struct area) { 0, 78, 1, 50 }, 0, 0, -1, STYLE_PLAIN, "xyz"), 2);
	draw_fill((struct area) { -5, -5, 100, 300 }, STYLE_PLAIN);
	draw_box((struct area) { 20, 70, 50, 50 }, STYLE_PLAIN, "x");
	draw_rule((struct area) { 23, 0, 5, 500 }, 3, STYLE_PLAIN);
	draw_bar((struct area) { 23, 79, 5, 500 }, 0, 0, 100, 500, STYLE_PLAIN);
	draw_cursor((struct area) { 23, 79, 5, 500 }, 3, 100, true);
	draw_glyph((struct area) { 23, 80, 5, 500 }, 0, 0, STYLE_PLAIN, GLYPH_DOT);
}

static void test_right_aligned(void **state)
{
	(void)state;
	assert_int_equal(draw_right(whole, 0, 2, 6, STYLE_PLAIN, "42"), 2);
	assert_row(0, "      42");
	assert_int_equal(draw_right(whole, 1, 0, 4, STYLE_PLAIN, "12345"), 4);
	assert_row(1, "123…");
	draw_right(whole, 2, 0, 80, STYLE_PLAIN, "日");
	assert_row(2, "                                                                              日");
	assert_int_equal(draw_format(whole, 3, 1, STYLE_PLAIN, "%d of %s", 3, "x\033"), 7);
	assert_row(3, " 3 of x" MARK);
}

static void test_match_is_marked(void **state)
{
	(void)state;
	draw_match(whole, 0, 0, 20, STYLE_PLAIN, "Anna Meier", 5, 3);
	assert_row(0, "Anna Meier");
	assert_true(draw_has_style(0, 4, STYLE_PLAIN));
	assert_true(draw_has_style(0, 5, STYLE_MATCH));
	assert_true(draw_has_style(0, 7, STYLE_MATCH));
	assert_true(draw_has_style(0, 8, STYLE_PLAIN));
	/* In the part that is cut away, over the end, within a character, out of all bounds. */
	draw_match(whole, 1, 0, 4, STYLE_PLAIN, "Anna Meier", 5, 3);
	assert_row(1, "Ann…");
	draw_match(whole, 2, 0, 20, STYLE_PLAIN, "Anna", 2, 50);
	assert_row(2, "Anna");
	assert_true(draw_has_style(2, 3, STYLE_MATCH));
	draw_match(whole, 3, 0, 20, STYLE_PLAIN, "Mu\xcc\x88ller", 2, 1);
	assert_row(3, "Mu\xcc\x88ller");
	assert_true(draw_has_style(3, 1, STYLE_MATCH));
	draw_match(whole, 4, 0, 20, STYLE_PLAIN, "Anna", 99, 3);
	draw_match(whole, 5, 0, 20, STYLE_PLAIN, "Anna", -2, 3);
	assert_row(5, "Anna");
	assert_int_equal(draw_match(whole, 6, 76, -1, STYLE_PLAIN, "Meier", 2, 2), 4);
	assert_true(draw_has_style(6, 78, STYLE_MATCH));
	assert_row(7, "");
}

static void test_box_bar_and_rule(void **state)
{
	(void)state;
	draw_text(whole, 1, 0, -1, STYLE_PLAIN, "underneath");
	draw_box((struct area) { 0, 0, 3, 12 }, STYLE_DIM, "Title");
	assert_row(0, "┌ Title ───┐");
	assert_row(1, "│          │");
	assert_row(2, "└──────────┘");
	draw_box((struct area) { 4, 0, 2, 9 }, STYLE_DIM, "A long title");
	assert_row(4, "┌ A lo… ┐");
	draw_box((struct area) { 6, 0, 1, 9 }, STYLE_DIM, "x");
	assert_row(6, "");
	draw_bar(whole, 7, 0, 10, 500, STYLE_PLAIN);
	assert_row(7, "█████░░░░░");
	draw_bar(whole, 8, 0, 10, -5, STYLE_PLAIN);
	assert_row(8, "░░░░░░░░░░");
	draw_bar(whole, 9, 0, 10, 5000, STYLE_PLAIN);
	assert_row(9, "██████████");
	draw_rule((struct area) { 10, 3, 1, 4 }, 0, STYLE_DIM);
	assert_row(10, "   ────");
}

static void test_areas(void **state)
{
	struct area a = area_inside(whole, 1, 2, 3, 4);

	(void)state;
	assert_true(a.y == 1 && a.x == 4 && a.rows == 20 && a.columns == 74);
	a = area_inside((struct area) { 0, 0, 2, 2 }, 5, 5, 5, 5);
	assert_true(a.rows == 0 && a.columns == 0);
	a = area_row(whole, 5);
	assert_true(a.y == 5 && a.rows == 1 && a.columns == 80);
	assert_int_equal(area_row(whole, 24).rows, 0);
	assert_int_equal(area_row(whole, -1).rows, 0);
	a = area_centre(whole, 10, 40);
	assert_true(a.y == 7 && a.x == 20 && a.rows == 10 && a.columns == 40);
	a = area_centre(whole, 100, 400);
	assert_true(a.y == 0 && a.x == 0 && a.rows == 24 && a.columns == 80);
	a = area_screen();
	assert_true(a.rows == 24 && a.columns == 80);
}

static void test_ascii_only(void **state)
{
	char row[1024];

	(void)state;
	draw_text(whole, 0, 0, -1, STYLE_PLAIN, "Müller & Söhne, ÉÆß 10 € · Łódź › “x” – Ø");
	assert_row(0, "Muller & Sohne, EAs 10 E . Lodz > \"x\" - O");
	draw_text(whole, 1, 0, -1, STYLE_PLAIN, "e\xcc\x81 日本 Дм \xff\033 x");
	assert_row(1, "e ? ?  ?? ?? x");
	assert_int_equal(draw_text(whole, 2, 0, 5, STYLE_PLAIN, "abcdefgh"), 5);
	assert_row(2, "abcd~");
	draw_box((struct area) { 3, 0, 3, 8 }, STYLE_DIM, "Ü");
	assert_row(3, "+ U ---+");
	assert_row(4, "|      |");
	draw_bar(whole, 6, 0, 4, 500, STYLE_PLAIN);
	assert_row(6, "##..");
	for (int g = 0; g < GLYPH_COUNT; g++) {
		assert_int_equal(strlen(theme_glyph((enum glyph)g)), 1);
		draw_glyph(whole, 7, g, STYLE_PLAIN, (enum glyph)g);
	}
	for (int y = 0; y < 24; y++) {
		draw_read(y, row, sizeof(row));
		for (const char *s = row; *s; s++)
			assert_true(*s >= 0x20 && *s < 0x7f);
	}
}

static void test_glyphs_are_one_column(void **state)
{
	(void)state;
	for (int g = 0; g < GLYPH_COUNT; g++)
		assert_int_equal(text_width(theme_glyph((enum glyph)g)), 1);
	for (int i = -1; i <= 9; i++)
		assert_int_equal(text_width(theme_spark(i)), 1);
}

static void test_styles_of_every_depth(void **state)
{
	static const char *const types[] = { "vt100", "linux", "xterm", "xterm-256color", "screen", "screen-256color", "tmux",
		"tmux-256color", "rxvt" };

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		for (int depth = DEPTH_MONO; depth <= DEPTH_TRUE; depth++) {
			for (int name = THEME_DARK; name <= THEME_LIGHT; name++) {
				struct theme t = { (enum theme_name)name, (enum theme_depth)depth, false };

				assert_true(term_open_memory(types[i], &t, 24, 80));
				draw_begin();
				for (int s = 0; s < STYLE_COUNT; s++)
					draw_text(whole, s, 0, -1, (enum style)s, "text");
				assert_true(draw_has_style(STYLE_SELECTED, 0, STYLE_SELECTED));
				/* What is selected, or an error, is told from plain text on every terminal. */
				assert_true(theme_attributes(STYLE_SELECTED) != theme_attributes(STYLE_PLAIN));
				assert_true(theme_attributes(STYLE_DANGER) != theme_attributes(STYLE_PLAIN));
				assert_true(theme_attributes(STYLE_INPUT) != theme_attributes(STYLE_PLAIN));
				draw_end();
				term_close();
			}
		}
	}
}

static void test_every_size(void **state)
{
	static const int sizes[][2] = { { 1, 1 }, { 1, 80 }, { 24, 1 }, { 2, 2 }, { 5, 20 }, { 300, 100 }, { 100, 1000 } };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct area a;
		int rows, columns;

		assert_true(term_open_memory("xterm-256color", &plain, sizes[i][0], sizes[i][1]));
		term_size(&rows, &columns);
		assert_true(rows == sizes[i][0] && columns == sizes[i][1]);
		draw_begin();
		a = area_screen();
		draw_box(a, STYLE_DIM, "Title");
		for (int row = 0; row < rows; row++)
			draw_text(a, row, 0, -1, STYLE_STRONG,
			    "日本語 and a long long text that goes on beyond the edge of most of them");
		draw_cursor(a, rows - 1, columns - 1, true);
		draw_end();
		term_close();
	}
}

static void test_hostile_lengths(void **state)
{
	static char text[300000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(draw_text(whole, 0, 0, -1, STYLE_PLAIN, text), 80);
	for (size_t i = 1; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xcc\x80", 2);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(draw_text(whole, 1, 0, -1, STYLE_PLAIN, text), 2);
	assert_row(1, "x\xcc\x80\xcc\x80\xcc\x80\xcc\x80" MARK);
}

static void test_theme_names(void **state)
{
	enum theme_name name = THEME_DARK;

	(void)state;
	assert_true(theme_parse("light", &name) && name == THEME_LIGHT);
	assert_false(theme_parse("blue", &name));
	assert_int_equal(name, THEME_LIGHT);
	assert_true(theme_parse("dark", &name) && name == THEME_DARK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_text_is_cleaned, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_long_text_is_cut_with_an_ellipsis, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_everything_clips, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_right_aligned, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_match_is_marked, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_box_bar_and_rule, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_areas, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_ascii_only, open_ascii, shut),
		cmocka_unit_test_setup_teardown(test_glyphs_are_one_column, open_plain, shut),
		cmocka_unit_test(test_styles_of_every_depth),
		cmocka_unit_test(test_every_size),
		cmocka_unit_test_setup_teardown(test_hostile_lengths, open_plain, shut),
		cmocka_unit_test(test_theme_names),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
