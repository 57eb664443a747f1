#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <math.h>
#include <string.h>

#include "tui/chart.h"
#include "tui/term.h"

static const struct area whole = { 0, 0, 10, 40 };

static int open_as(bool ascii)
{
	struct theme t = { THEME_DARK, DEPTH_MONO, ascii };

	if (!term_open_memory("xterm-256color", &t, 10, 40))
		return -1;
	draw_begin();
	return 0;
}

static int open_plain(void **state)
{
	(void)state;
	return open_as(false);
}

static int open_ascii(void **state)
{
	(void)state;
	return open_as(true);
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

static void test_spark(void **state)
{
	static const double rising[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	static const double odd[] = { -5, NAN, INFINITY, 1e300, 1 };
	static const double nothing[] = { 0, 0, 0 };

	(void)state;
	assert_int_equal(chart_spark(whole, 0, 0, 8, STYLE_ACCENT, rising, 8), 8);
	assert_row(0, "·▂▃▄▅▆▇█");
	/* The newest are kept. */
	assert_int_equal(chart_spark(whole, 1, 2, 3, STYLE_ACCENT, rising, 8), 3);
	assert_row(1, "  ▆▇█");
	assert_int_equal(chart_spark(whole, 2, 0, 10, STYLE_ACCENT, nothing, 3), 3);
	assert_row(2, "···");
	assert_int_equal(chart_spark(whole, 3, 0, 10, STYLE_ACCENT, odd, 5), 5);
	assert_row(3, "···█▁");
	assert_int_equal(chart_spark(whole, 4, 0, 0, STYLE_ACCENT, rising, 8), 0);
	assert_int_equal(chart_spark(whole, 4, 0, 10, STYLE_ACCENT, rising, 0), 0);
	assert_int_equal(chart_spark(whole, 4, 37, 10, STYLE_ACCENT, rising, 8), 3);
	assert_int_equal(chart_spark(whole, 4, 50, 10, STYLE_ACCENT, rising, 8), 0);
}

static void test_bars(void **state)
{
	static const struct chart_bar bars[] = {
		{ "today", 10, "10" },
		{ "2 days", 5, "5" },
		{ "older", 0.001, "1,204" },
		{ "none", 0, "0" },
		{ NULL, -3, NULL },
	};

	(void)state;
	chart_bars((struct area) { 0, 0, 5, 24 }, bars, 5, 0, STYLE_ACCENT);
	assert_row(0, "today  ███████████    10");
	assert_row(1, "2 days ██████          5");
	assert_row(2, "older  █           1,204");
	assert_row(3, "none                   0");
	assert_row(4, "");
	chart_bars((struct area) { 6, 0, 2, 24 }, bars, 5, 3, STYLE_ACCENT);
	assert_row(6, "to… ██████████████    10");
	assert_row(8, "");
	/* Too narrow for anything: nothing is drawn beyond the area. */
	chart_bars((struct area) { 9, 0, 1, 3 }, bars, 5, 0, STYLE_ACCENT);
	chart_bars((struct area) { 9, 0, 0, 0 }, bars, 5, 0, STYLE_ACCENT);
}

static void test_ascii(void **state)
{
	static const double rising[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	static const struct chart_bar bars[] = { { "a", 2, "2" }, { "b", 1, "1" } };

	(void)state;
	chart_spark(whole, 0, 0, 8, STYLE_ACCENT, rising, 8);
	assert_row(0, ".:-=+*#@");
	chart_bars((struct area) { 1, 0, 2, 10 }, bars, 2, 0, STYLE_ACCENT);
	assert_row(1, "a ###### 2");
	assert_row(2, "b ###    1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_spark, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_bars, open_plain, shut),
		cmocka_unit_test_setup_teardown(test_ascii, open_ascii, shut),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
