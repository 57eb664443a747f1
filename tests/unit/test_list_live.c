#include <locale.h>

#include "tests/lib/list_stage.h"
#include "tui/list_private.h"

/* A list that reads itself again by the clock: in nobody's way, and with as few rows as are shown. */
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

enum { ROWS = 20 };

static void draw(struct stage *s)
{
	draw_begin();
	list_draw(s->list, (struct area) { 2, 0, ROWS + 1, 80 });
	draw_end();
}

static void refresh(struct stage *s)
{
	list_refresh(s->list);
	draw(s);
}

static void test_stays_on_the_record_and_its_marks(void **state)
{
	struct stage s;
	int top;

	(void)state;
	stage_open(&s, &spec, 1000000, false);
	draw(&s);
	for (int i = 0; i < 50; i++)
		press(&s, K_DOWN);
	press(&s, ' ');
	draw(&s);
	top = s.list->cursor - s.list->top;
	s.source.gone[s.source.gone_count++] = 3;
	refresh(&s);
	assert_true(s.source.last.by_itself);
	assert_int_equal(here(&s), 51);
	assert_int_equal(s.list->cursor - s.list->top, top);
	assert_int_equal(list_marked_count(s.list), 1);
	stage_close(&s);
}

static void test_asks_no_more_than_is_shown(void **state)
{
	struct made_up_question first;
	struct stage s;
	long fetches;

	(void)state;
	stage_open(&s, &spec, 1000000, false);
	draw(&s);
	for (int i = 0; i < 500; i++)
		press(&s, K_DOWN);
	draw(&s);
	fetches = s.source.fetches;
	refresh(&s);
	first = s.source.last;
	assert_int_equal(s.source.fetches, fetches + 1);
	assert_true(first.has_from && first.limit <= 3 * ROWS);
	/* The same question from the same rows, so that its record in the trail holds. */
	refresh(&s);
	draw(&s);
	assert_int_equal(s.source.fetches, fetches + 2);
	assert_string_equal(s.source.last.from, first.from);
	assert_int_equal(s.source.last.limit, first.limit);
	/* A key fetches what lies around again, as somebody's question. */
	press(&s, K_UP);
	assert_int_equal(here(&s), 499);
	assert_false(s.source.last.by_itself);
	assert_true(s.source.fetches > fetches + 2);
	stage_close(&s);
}

static void test_waits_while_something_goes_on(void **state)
{
	struct stage s;
	long fetches;

	(void)state;
	stage_open(&s, &spec, 1000, false);
	s.source.later = true;
	refresh(&s);
	assert_int_equal(s.source.fetches, 1); /* the drawing's; the clock begins nothing */
	refresh(&s);
	assert_int_equal(s.source.fetches, 1); /* one is under way */
	made_up_answer_all(&s.source, s.list);
	fetches = s.source.fetches;
	press(&s, '/');
	refresh(&s);
	assert_int_equal(s.source.fetches, fetches); /* something is typed */
	press(&s, K_ESC);
	refresh(&s);
	assert_int_equal(s.source.fetches, fetches + 1);
	assert_true(s.source.last.by_itself);
	/* A key's own question takes the place of the clock's, whose answer is late then. */
	list_reload(s.list);
	assert_false(s.source.last.by_itself);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 0);
	stage_close(&s);
}

static void test_failing_says_it_once_and_quietly(void **state)
{
	char status[128];
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 10, false);
	draw(&s);
	s.source.failing = true;
	refresh(&s);
	list_status(s.list, status, sizeof(status));
	assert_non_null(strstr(status, "not up to date"));
	assert_int_equal(here(&s), 0);
	s.source.failing = false;
	refresh(&s);
	list_status(s.list, status, sizeof(status));
	assert_null(strstr(status, "not up to date"));
	stage_close(&s);
}

static void test_an_empty_list_fills(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 0, false);
	draw(&s);
	assert_null(list_current(s.list));
	s.source.rows = 3;
	refresh(&s);
	assert_int_equal(here(&s), 0);
	/* All rows from here on are gone: the last ones that are left are shown. */
	s.source.rows = 0;
	refresh(&s);
	assert_null(list_current(s.list));
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stays_on_the_record_and_its_marks),
		cmocka_unit_test(test_asks_no_more_than_is_shown),
		cmocka_unit_test(test_waits_while_something_goes_on),
		cmocka_unit_test(test_failing_says_it_once_and_quietly),
		cmocka_unit_test(test_an_empty_list_fills),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
