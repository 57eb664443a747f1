#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tui/gauge.h"
#include "tui/term.h"

static const struct field_env env = { LANGUAGE_EN, 1795435200, NULL }, dutch = { LANGUAGE_NL, 1795435200, NULL };
static const struct field progress = { .name = "p", .label = "P", .kind = FIELD_PROGRESS, .flags = FIELD_READONLY, .help = "h" };
static const struct field chart = { .name = "c", .label = "C", .kind = FIELD_CHART, .flags = FIELD_READONLY, .help = "h" };
static const struct area whole = { 0, 0, 8, 60 };

static void open_as(bool ascii)
{
	struct theme t = { THEME_DARK, DEPTH_MONO, ascii };

	assert_true(term_open_memory("xterm-256color", &t, 10, 60));
	draw_begin();
}

static const char *row(int y)
{
	static char text[1024];

	draw_read(y, text, sizeof(text));
	return text;
}

static void test_progress_is_read(void **state)
{
	static const struct {
		const char *wire;
		int permille;
		const char *text;
	} rows[] = {
		{ "0", 0, "0 %" },
		{ "683", 683, "68 %" },
		{ "999", 999, "99 %" },
		{ "412300/604118", 682, "68 %, 412,300 of 604,118" },
		{ "604117/604118", 999, "99 %, 604,117 of 604,118" }, /* all of it only when it is all */
		{ "7/7", 1000, "100 %, 7 of 7" },
		{ "9/7", 1000, "100 %, 9 of 7" },
		{ "0/0", 1000, "100 %, 0 of 0" },
		{ "", -1, "" },
		{ "-3/7", -1, "-3/7" },
		{ "3/", -1, "3/" },
		{ "3/7x", -1, "3/7x" },
		{ "soon", -1, "soon" },
	};
	char text[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(gauge_permille(rows[i].wire), rows[i].permille);
		assert_string_equal(field_format(&progress, &env, rows[i].wire, text, sizeof(text)), rows[i].text);
	}
	assert_int_equal(gauge_permille(NULL), -1);
	assert_string_equal(field_format(&progress, &dutch, "4000/5000", text, sizeof(text)), "80 %, 4.000 of 5.000");
	assert_string_equal(field_format_short(&progress, &env, "4000/5000", text, sizeof(text)), "80 %");
}

static void test_what_is_no_progress_is_cut_between_characters(void **state)
{
	char text[7];

	(void)state;
	field_format_short(&progress, &env, "soon \xc3\xa9", text, sizeof(text));
	assert_string_equal(text, "soon ");
	field_format_short(&progress, &env, "soon\xc3\xa9", text, sizeof(text));
	assert_string_equal(text, "soon\xc3\xa9");
}

static void test_chart_is_read(void **state)
{
	char text[128];

	(void)state;
	assert_string_equal(field_format(&chart, &env, "3, 9,1", text, sizeof(text)), "3 numbers, 1 to 9, last 1");
	assert_string_equal(field_format(&chart, &env, "{3,9000,1.5}", text, sizeof(text)), "3 numbers, 1.50 to 9,000, last 1.50");
	assert_string_equal(field_format(&chart, &env, "7", text, sizeof(text)), "1 number, 7 to 7, last 7");
	assert_string_equal(field_format(&chart, &env, "", text, sizeof(text)), "");
	assert_string_equal(field_format(&chart, &env, "no numbers;here=", text, sizeof(text)), "");
	assert_string_equal(field_format_short(&chart, &env, "3,9,12", text, sizeof(text)), "12");
	assert_int_equal(gauge_rows(&chart, "3,9,12"), 1);
	assert_int_equal(gauge_rows(&chart, "Mon=3;Tue=9;Wed=12"), 3);
	assert_int_equal(gauge_rows(&progress, "3/9"), 1);
}

static void test_drawn_with_their_numbers(void **state)
{
	(void)state;
	open_as(false);
	gauge_draw(&progress, &env, whole, 0, "1/2");
	gauge_draw(&chart, &env, area_inside(whole, 1, 0, 0, 0), 0, "0,1,2,4");
	gauge_draw(&chart, &env, area_inside(whole, 2, 0, 0, 0), 0, "Monday=4;Tuesday=2;Wednesday=0");
	assert_string_equal(row(0), "███████████████████████░░░░░░░░░░░░░░░░░░░░░░░  50 %, 1 of 2");
	assert_string_equal(row(1), "·▃▅█  4 numbers, 0 to 4, last 4");
	assert_string_equal(row(2), "Monday    ████████████████████████████████████████████████ 4");
	assert_string_equal(row(3), "Tuesday   ████████████████████████                         2");
	assert_string_equal(row(4), "Wednesday                                                  0");
	term_close();
}

static void test_scrolled_and_narrow(void **state)
{
	(void)state;
	open_as(true);
	gauge_draw(&chart, &env, (struct area) { 0, 0, 1, 20 }, 1, "a=4;b=2");
	gauge_draw(&progress, &env, (struct area) { 1, 0, 1, 18 }, 0, "1/2"); /* no room for a bar: the number is what counts */
	gauge_draw(&progress, &env, (struct area) { 2, 0, 1, 40 }, 1, "1/2"); /* scrolled out */
	gauge_draw(&progress, &env, (struct area) { 3, 0, 1, 40 }, 0, "soon");
	gauge_cell(&progress, &env, whole, 4, 2, 16, "500");
	gauge_cell(&progress, &env, whole, 5, 2, 8, "500");
	gauge_cell(&chart, &env, whole, 6, 2, 16, "1,2,3");
	assert_string_equal(row(0), "b ########         2");
	assert_string_equal(row(1), "50 %, 1 of 2");
	assert_string_equal(row(2), "");
	assert_string_equal(row(3), "soon");
	assert_string_equal(row(4), "  #####.....  50 %");
	assert_string_equal(row(5), "      50 %");
	assert_string_equal(row(6), "  -*@            3");
	term_close();
}

static void test_many_and_hostile(void **state)
{
	char wire[20000] = "", text[128];
	size_t used = 0;

	(void)state;
	for (int i = 0; i < 2000; i++)
		used += (size_t)snprintf(wire + used, sizeof(wire) - used, "%s%d", i ? "," : "", i);
	assert_string_equal(field_format(&chart, &env, wire, text, sizeof(text)), "366 numbers, 0 to 365, last 365");
	open_as(false);
	gauge_draw(&chart, &env, whole, 0, "\033[31mred=3;\xff=2;nan;inf;1e999;=;==;a=1=2");
	gauge_cell(&chart, &env, whole, 7, 0, 0, "1,2");
	draw_end();
	term_close();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_progress_is_read),
		cmocka_unit_test(test_what_is_no_progress_is_cut_between_characters),
		cmocka_unit_test(test_chart_is_read),
		cmocka_unit_test(test_drawn_with_their_numbers),
		cmocka_unit_test(test_scrolled_and_narrow),
		cmocka_unit_test(test_many_and_hostile),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
