/* The boxes of Home: what the rows of the database become, and how a box looks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backend/db.h"
#include "forms/home_tiles.h"
#include "tests/lib/app_unit.h"

static const struct tile_title titles[] = {
	{ "invoices", "Invoices", false },
	{ "people", "People", false },
	{ "names", "Newest users", true },
	{ 0 },
};

static const char *const cells[] = {
	/* tile, line, label, value, detail */
	"unknown",
	"1",
	"Something",
	"3",
	"",
	"people",
	"1",
	"Users",
	"2000",
	"",
	"people",
	"2",
	"Flagged",
	"28",
	"!",
	"people",
	"3",
	"Hidden",
	"10000",
	"+",
	"people",
	"4",
	"Late",
	"0",
	"!!",
	"header",
	"1",
	"due",
	"2",
	"",
	"header",
	"2",
	"jobs",
	"1",
	"",
	"names",
	"1",
	"Users",
	NULL,
	"Studio 54",
	"invoices",
	"1",
	"Paid",
	"1",
	"",
	"invoices",
	"1",
	"Paid",
	"0",
	"",
	"invoices",
	"1",
	"Paid",
	"3",
	"",
	"invoices",
	"2",
	"Overdue",
	"31",
	"EUR 18204.50",
	NULL,
	"1",
	"No tile",
	"1",
	"",
};

static struct db_rows rows(void)
{
	return (struct db_rows) { .count = (int)(sizeof(cells) / sizeof(cells[0]) / 5), .columns = 5, .values = cells };
}

static void test_rows_become_boxes(void **state)
{
	struct tile_set set = { 0 };
	struct db_rows r = rows();
	const struct tile *t;

	(void)state;
	/* Twice: the second answer replaces the first. */
	tiles_take(&set, &r, titles);
	tiles_take(&set, &r, titles);
	assert_int_equal(set.count, 4);
	assert_string_equal(set.tiles[0].name, "invoices"); /* the order of the titles, */
	assert_string_equal(set.tiles[3].name, "unknown"); /* those without one behind */
	assert_int_equal(set.due, 2);
	assert_int_equal(set.jobs, 1);
	assert_null(tiles_find(&set, "header"));
	t = tiles_find(&set, "invoices");
	assert_int_equal(t->count, 2);
	assert_int_equal(t->rows[0].points, 3);
	assert_true(t->rows[0].value > 3.9 && t->rows[0].value < 4.1);
	assert_int_equal(t->rows[1].points, 0);
	assert_false(tiles_find(&set, "names")->rows[0].has_value);
	tiles_free(&set);
	assert_int_equal(set.count, 0);
}

static void test_nothing_is_told(void **state)
{
	struct tile_set set = { .due = 7 };
	struct db_rows r = { 0 };

	(void)state;
	tiles_take(&set, &r, titles);
	assert_int_equal(set.count, 0);
	assert_int_equal(set.due, -1);
	tiles_free(&set);
}

static void test_a_box(void **state)
{
	struct tile_set set = { 0 };
	struct db_rows r = rows();

	(void)state;
	tiles_take(&set, &r, titles);
	draw_begin();
	tile_draw(tiles_find(&set, "people"), app, (struct area) { 0, 0, 7, 38 }, true);
	tile_draw(tiles_find(&set, "invoices"), app, (struct area) { 7, 0, 4, 38 }, false);
	tile_draw(tiles_find(&set, "names"), app, (struct area) { 11, 0, 3, 38 }, false);
	tile_draw(tiles_find(&set, "people"), app, (struct area) { 14, 0, 4, 38 }, false);
	tile_draw(tiles_find(&set, "people"), app, (struct area) { 19, 0, 1, 3 }, true);
	draw_end();
	assert_string_equal(screen_row(0), "┌▸People ────────────────────────────┐");
	assert_string_equal(screen_row(1), "│  Users                       2,000 │");
	assert_string_equal(screen_row(2), "│! Flagged                        28 │");
	assert_string_equal(screen_row(3), "│  Hidden                    10,000+ │");
	/* Nothing is amiss when there is none. */
	assert_string_equal(screen_row(4), "│  Late                            0 │");
	assert_string_equal(screen_row(8), "│  Paid ▃·█                        4 │");
	assert_string_equal(screen_row(9), "│  Overdue EUR 18,204.50          31 │");
	assert_string_equal(screen_row(12), "│  Users Studio 54                   │");
	/* What does not fit is told at the lower edge. */
	assert_non_null(strstr(screen_row(17), theme_glyph(GLYPH_MORE)));
	tiles_free(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SCREEN(test_rows_become_boxes),
		ON_SCREEN(test_nothing_is_told),
		ON_SCREEN(test_a_box),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
