#include <locale.h>

#include "tests/lib/list_stage.h"
#include "tui/list_private.h"

/* The window of a list: pages, keys typed ahead, late and failed answers. Keys and marks: test_list_keys.c; drawing: test_list_draw.c. */
static const struct field fields[] = {
	{ "id", "Id", FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0, "Number of the record" },
	{ "name", "Name", FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 20, 0, "Name of the record" },
	{ 0 },
};
static const struct list_spec spec = {
	.name = "rows",
	.fields = fields,
	.flags = LIST_SEARCH | LIST_FILTER | LIST_SORT | LIST_MARK | LIST_COLUMNS,
	.empty = "There are no rows.",
};

enum { ROWS = 20 }; /* of the area, less one for the titles */

static void open_rows(struct stage *s, int64_t rows, bool later)
{
	stage_open(s, &spec, rows, false);
	s->source.later = later;
}

static void draw(struct stage *s)
{
	draw_begin();
	list_draw(s->list, (struct area) { 2, 0, ROWS + 1, 80 });
	draw_end();
}

static void test_first_question_is_small(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 1000000, true);
	assert_int_equal(s.source.fetches, 0);
	draw(&s);
	assert_int_equal(s.source.fetches, 1);
	assert_true(s.source.last.limit >= ROWS && s.source.last.limit <= 2 * ROWS);
	assert_false(s.source.last.has_from);
	assert_null(list_current(s.list));
	made_up_answer(&s.source, s.list, 0);
	assert_int_equal(here(&s), 0);
	draw(&s);
	/* Two screens are there: nothing more is asked for until the cursor moves on. */
	assert_int_equal(s.source.fetches, 1);
	for (int i = 0; i < ROWS + 1; i++)
		press(&s, K_DOWN);
	assert_int_equal(s.source.fetches, 2);
	assert_int_equal(s.source.last.limit, LIST_PAGE_ROWS);
	assert_string_equal(s.source.last.from, "00000039");
	stage_close(&s);
}

static void test_walk_through_a_million(void **state)
{
	struct stage s;
	long most = 0;

	(void)state;
	open_rows(&s, 1000000, false);
	draw(&s);
	for (int64_t i = 0; i < 1000000; i++) {
		if (here(&s) != i)
			assert_int_equal(here(&s), i);
		press(&s, 'j');
		most = s.source.live > most ? s.source.live : most;
	}
	assert_int_equal(here(&s), 999999);
	assert_true(most <= LIST_PAGES);
	assert_true(s.source.most_live <= LIST_PAGES + 1);
	assert_string_equal(status(&s), "1,000,000 of 1,000,000");
	/* About one question for each page: the rows are not asked for twice. */
	assert_true(s.source.fetches < 1000000 / LIST_PAGE_ROWS + 20);
	for (int64_t i = 999999; i > 990000; i--) {
		if (here(&s) != i)
			assert_int_equal(here(&s), i);
		press(&s, 'k');
	}
	assert_string_equal(status(&s), "990,001 of 1,000,000");
	assert_true(s.source.live <= LIST_PAGES);
	stage_close(&s);
}

static void test_pages_in_a_small_window(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 10000, false);
	draw(&s);
	assert_string_equal(status(&s), "1");
	list_set_total(s.list, 10000, false, false);
	assert_string_equal(status(&s), "1 of ~10,000");
	list_set_total(s.list, 1000, false, true);
	assert_string_equal(status(&s), "1 of 1,000+, narrow it");
	press(&s, '#');
	assert_int_equal(s.source.counts, 1);
	assert_string_equal(status(&s), "1 of 10,000");
	for (int i = 0; i < 499; i++)
		press(&s, K_PAGEDOWN);
	assert_int_equal(here(&s), 499 * ROWS);
	for (int i = 0; i < 100; i++)
		press(&s, K_CTRL('u'));
	assert_int_equal(here(&s), 399 * ROWS);
	for (int i = 0; i < 500; i++)
		press(&s, K_PAGEUP);
	assert_int_equal(here(&s), 0);
	/* The end was seen on the way, so the number of rows is known without counting. */
	assert_string_equal(status(&s), "1 of 10,000");
	stage_close(&s);
}

static void test_end_and_up(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 1000000, false);
	draw(&s);
	press(&s, 'G');
	assert_true(s.source.last.backwards || s.source.last.has_from);
	assert_int_equal(here(&s), 999999);
	assert_string_equal(status(&s), "end");
	list_set_total(s.list, 1000000, false, false);
	assert_string_equal(status(&s), "end of ~1,000,000");
	for (int64_t i = 999999; i > 998000; i--) {
		if (here(&s) != i)
			assert_int_equal(here(&s), i);
		press(&s, K_UP);
	}
	assert_string_equal(status(&s), "end-1,999 of ~1,000,000");
	assert_true(s.source.live <= LIST_PAGES);
	press(&s, 'G');
	assert_int_equal(here(&s), 999999);
	press(&s, 'g');
	assert_int_equal(here(&s), 0);
	/* With the number of rows known, so is the place at the end. */
	press(&s, '#');
	press(&s, K_END);
	assert_string_equal(status(&s), "1,000,000 of 1,000,000");
	press(&s, K_HOME);
	assert_string_equal(status(&s), "1 of 1,000,000");
	stage_close(&s);
}

static void test_keys_ahead_of_the_rows(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	/* Before the very first row is there: */
	press(&s, 'j');
	press(&s, 'j');
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 2);
	for (int i = 0; i < 5; i++)
		press(&s, K_PAGEDOWN);
	assert_true(here(&s) < 2 + 5 * ROWS);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 2 + 5 * ROWS);
	/* Farther than all that is kept, and a few steps back again. */
	for (int i = 0; i < 100; i++)
		press(&s, K_PAGEDOWN);
	press(&s, 'k');
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 2 + 105 * ROWS - 1);
	assert_true(s.source.live <= LIST_PAGES);
	/* Behind a jump, too. */
	press(&s, 'G');
	press(&s, 'k');
	press(&s, 'k');
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 99997);
	press(&s, 'g');
	press(&s, K_PAGEDOWN);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), ROWS);
	stage_close(&s);
}

static void test_moving_while_waiting(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	made_up_answer_all(&s.source, s.list);
	for (int i = 0; i < ROWS + 5; i++)
		press(&s, 'j');
	assert_int_equal(s.source.waiting, 1);
	assert_int_equal(here(&s), ROWS + 5);
	press(&s, 'k');
	assert_int_equal(here(&s), ROWS + 4);
	/* Reload: what is loaded stays usable, and the cursor stays where it went meanwhile. */
	list_reload(s.list);
	press(&s, 'j');
	press(&s, 'j');
	assert_int_equal(here(&s), ROWS + 6);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), ROWS + 6);
	stage_close(&s);
}

static void test_late_answers(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	made_up_answer_all(&s.source, s.list);
	list_set_search(s.list, "nothing");
	list_set_search(s.list, "thousand");
	list_set_search(s.list, "");
	list_set_search(s.list, "thousand");
	assert_int_equal(s.source.waiting, 4);
	assert_int_equal(s.source.cancels, 3);
	/* The newest first, then the older ones: they change nothing and are given back at once. */
	made_up_answer(&s.source, s.list, 3);
	assert_int_equal(here(&s), 0);
	press(&s, 'j');
	assert_int_equal(here(&s), 1000);
	long released = s.source.released;
	made_up_answer(&s.source, s.list, 2);
	made_up_answer(&s.source, s.list, 0);
	made_up_answer(&s.source, s.list, 0);
	assert_int_equal(s.source.released, released + 3);
	assert_int_equal(here(&s), 1000);
	assert_string_equal(list_search(s.list), "thousand");
	/* A late failure is no failure of the newer question. */
	list_fail(s.list, 1, "late");
	assert_string_equal(status(&s), "2");
	stage_close(&s);
}

static void test_failed_fetch_keeps_rows(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	made_up_answer_all(&s.source, s.list);
	s.source.failing = true;
	for (int i = 0; i < 10; i++)
		press(&s, K_PAGEDOWN);
	made_up_answer_all(&s.source, s.list);
	int64_t stopped = here(&s);
	assert_int_equal(stopped, 2 * ROWS - 1);
	long fetches = s.source.fetches;
	draw(&s);
	assert_int_equal(s.source.fetches, fetches);
	/* The next key asks again. */
	s.source.failing = false;
	press(&s, 'j');
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), stopped + 1);
	/* A search that failed leaves the older rows, says so, and does not go on from them. */
	s.source.failing = true;
	list_set_search(s.list, "thousand");
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), stopped + 1);
	assert_non_null(strstr(status(&s), "not up to date"));
	fetches = s.source.fetches;
	press(&s, K_PAGEDOWN);
	press(&s, K_PAGEDOWN);
	assert_int_equal(s.source.fetches, fetches);
	s.source.failing = false;
	list_reload(s.list);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 0);
	assert_null(strstr(status(&s), "not up to date"));
	stage_close(&s);
}

static void test_reload_stays_on_the_record(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, false);
	draw(&s);
	for (int i = 0; i < 5000; i++)
		press(&s, 'j');
	assert_int_equal(here(&s), 5000);
	list_reload(s.list);
	assert_int_equal(here(&s), 5000);
	assert_string_equal(status(&s), "5,001");
	/* Rows above the screen go: nothing moves. The row itself goes: the one that takes its place. */
	s.source.gone[s.source.gone_count++] = 4999;
	list_reload(s.list);
	assert_int_equal(here(&s), 5000);
	s.source.gone[s.source.gone_count++] = 5000;
	list_reload(s.list);
	assert_int_equal(here(&s), 5001);
	/* Both ways on from there without a gap. */
	for (int i = 0; i < 500; i++)
		press(&s, 'k');
	assert_int_equal(here(&s), 4499);
	for (int i = 0; i < 2000; i++)
		press(&s, 'j');
	assert_int_equal(here(&s), 6501);
	stage_close(&s);
}

static void test_reload_after_the_end(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	made_up_answer_all(&s.source, s.list);
	press(&s, 'G');
	made_up_answer(&s.source, s.list, 0);
	/* The cursor is on the very first row that is loaded, the ones before it are not there yet. */
	for (int i = 0; i < 2 * ROWS - 1; i++)
		press(&s, 'k');
	int64_t first = here(&s);
	assert_int_equal(first, 100000 - 2 * ROWS);
	list_reload(s.list);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), first);
	press(&s, 'k');
	assert_int_equal(here(&s), first - 1);
	/* All rows from the screen on are gone: the last ones that are left. */
	press(&s, 'G');
	made_up_answer_all(&s.source, s.list);
	s.source.rows = 1000;
	list_reload(s.list);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 999);
	s.source.rows = 0;
	list_reload(s.list);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), -1);
	assert_string_equal(status(&s), "");
	stage_close(&s);
}

static void test_sources_that_misbehave(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 5000, false);
	s.source.too_many = true;
	draw(&s);
	for (int64_t i = 0; i < 5000; i++) {
		if (here(&s) != i)
			assert_int_equal(here(&s), i);
		press(&s, 'j');
	}
	press(&s, 'G');
	for (int64_t i = 4999; i > 0; i--) {
		if (here(&s) != i)
			assert_int_equal(here(&s), i);
		press(&s, 'k');
	}
	stage_close(&s);
	/* Pages that never say they are the last: an empty one ends it. */
	open_rows(&s, 1000, false);
	s.source.never_last = true;
	draw(&s);
	for (int i = 0; i < 1100; i++)
		press(&s, 'j');
	assert_int_equal(here(&s), 999);
	stage_close(&s);
	/* Rows without a position: there is no going on, and no going round in circles. */
	open_rows(&s, 1000, false);
	s.source.no_position = true;
	draw(&s);
	for (int i = 0; i < 100; i++)
		press(&s, 'j');
	assert_int_equal(here(&s), 2 * ROWS - 1);
	stage_close(&s);
	open_rows(&s, 0, false);
	s.source.never_last = true;
	draw(&s);
	for (int i = 0; i < 100; i++)
		press(&s, i % 2 ? 'G' : 'j');
	assert_int_equal(here(&s), -1);
	stage_close(&s);
}

/* The rows that are loaded lie side by side, and the position that is shown is the true one. */
static void check_window(const struct stage *s)
{
	const struct list *l = s->list;
	int64_t step = l->search[0] ? 1000 : 1, first;
	int in_pages = 0;

	for (int i = 0; i < l->page_count; i++)
		in_pages += l->pages[i].count;
	assert_int_equal(in_pages, l->loaded);
	assert_true(l->page_count <= LIST_PAGES);
	if (l->loaded == 0)
		return;
	assert_in_range(l->cursor, 0, l->loaded - 1);
	assert_in_range(l->top, 0, l->cursor);
	assert_true(l->cursor < l->top + l->rows);
	first = strtoll(list_row_at(l, 0)->key, NULL, 10);
	if (l->outdated)
		return;
	for (int i = 0; i < l->loaded; i++)
		if (strtoll(list_row_at(l, i)->key, NULL, 10) != first + i * step)
			assert_int_equal(strtoll(list_row_at(l, i)->key, NULL, 10), first + i * step);
	if (l->above >= 0)
		assert_int_equal(l->above, first / step);
	if (l->below >= 0)
		assert_int_equal(l->below, (s->source.rows - 1) / step - first / step - l->loaded + 1);
}

/* Keys, answers in any order, failures, other sizes: a long walk that is the same every time. */
static void test_random_walk(void **state)
{
	static const uint32_t keys[] = { 'j', 'k', K_PAGEDOWN, K_PAGEDOWN, K_PAGEUP, 'g', 'G', ' ', '*', K_ENTER, K_ESC, 'h', 'l',
		'#' };
	uint32_t seed = 1;
	struct stage s;

	(void)state;
	open_rows(&s, 20000, true);
	for (int i = 0; i < 100000; i++) {
		seed = seed * 1664525 + 1013904223;
		uint32_t dice = seed >> 16 & 0xff, much = seed >> 24;

		if (dice < 150)
			press(&s, keys[much % (sizeof(keys) / sizeof(keys[0]))]);
		else if (dice < 215 && s.source.waiting > 0)
			made_up_answer(&s.source, s.list, (int)(much % (uint32_t)s.source.waiting));
		else if (dice < 220)
			s.source.failing = much % 4 == 0;
		else if (dice < 225)
			list_reload(s.list);
		else if (dice < 228)
			list_set_search(s.list, much % 2 ? "thousand" : "");
		else if (dice < 230)
			s.source.later = much % 3 > 0;
		else if (dice < 240)
			list_draw(s.list, (struct area) { 0, 0, (int)(much % 24) + 1, 80 });
		if (s.source.waiting == MADE_UP_QUEUE)
			made_up_answer_all(&s.source, s.list);
		check_window(&s);
		assert_true(s.source.live <= LIST_PAGES);
	}
	assert_true(s.source.most_live <= LIST_PAGES + 1);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_question_is_small),
		cmocka_unit_test(test_walk_through_a_million),
		cmocka_unit_test(test_pages_in_a_small_window),
		cmocka_unit_test(test_end_and_up),
		cmocka_unit_test(test_keys_ahead_of_the_rows),
		cmocka_unit_test(test_moving_while_waiting),
		cmocka_unit_test(test_late_answers),
		cmocka_unit_test(test_failed_fetch_keeps_rows),
		cmocka_unit_test(test_reload_stays_on_the_record),
		cmocka_unit_test(test_reload_after_the_end),
		cmocka_unit_test(test_sources_that_misbehave),
		cmocka_unit_test(test_random_walk),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
