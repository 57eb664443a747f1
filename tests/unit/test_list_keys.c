#include <locale.h>

#include "tests/lib/list_stage.h"
#include "tui/action.h"

/* Search line, marks, mouse, opening a row. */
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

static void test_open_waits_for_the_search(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	made_up_answer_all(&s.source, s.list);
	press(&s, 'j');
	press(&s, K_ENTER);
	assert_string_equal(s.source.opened, "00000001");
	list_set_search(s.list, "thousand");
	press(&s, K_DOWN);
	press(&s, K_ENTER);
	assert_int_equal(s.source.opens, 1);
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(s.source.opens, 2);
	assert_string_equal(s.source.opened, "00001000");
	/* Another key before the answer takes the wish back. */
	list_set_search(s.list, "");
	press(&s, K_ENTER);
	press(&s, 'j');
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(s.source.opens, 2);
	stage_close(&s);
}

static void test_search_as_typed(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, false);
	draw(&s);
	long fetches = s.source.fetches;
	assert_true(press(&s, '/'));
	assert_true(list_typing(s.list));
	type(&s, "thousand");
	/* Nothing is asked while one types, one question after it. */
	assert_int_equal(s.source.fetches, fetches);
	run_for(&s, 200);
	assert_int_equal(s.source.fetches, fetches + 1);
	assert_string_equal(s.source.last.search, "thousand");
	press(&s, K_DOWN);
	assert_int_equal(here(&s), 1000);
	/* Enter does not wait. */
	press(&s, K_BACKSPACE);
	press(&s, 'd');
	type(&s, "  ");
	press(&s, K_ENTER);
	assert_false(list_typing(s.list));
	assert_string_equal(list_search(s.list), "thousand");
	/* Esc in the line clears it first, then leaves. */
	press(&s, '/');
	press(&s, K_ESC);
	assert_true(list_typing(s.list));
	assert_string_equal(list_search(s.list), "");
	press(&s, K_ESC);
	assert_false(list_typing(s.list));
	assert_false(press(&s, K_ESC));
	/* On the rows Esc takes off what was typed, then it is the screen's. */
	press(&s, '/');
	type(&s, "nothing");
	press(&s, K_ENTER);
	assert_int_equal(here(&s), -1);
	assert_true(press(&s, K_ESC));
	assert_int_equal(here(&s), 0);
	assert_false(press(&s, K_ESC));
	stage_close(&s);
}

static void test_search_cancels_older_question(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	made_up_answer_all(&s.source, s.list);
	press(&s, '/');
	type(&s, "no");
	run_for(&s, 150);
	assert_int_equal(s.source.waiting, 1);
	type(&s, "thing");
	assert_int_equal(s.source.cancels, 1);
	run_for(&s, 150);
	assert_int_equal(s.source.waiting, 2);
	made_up_answer(&s.source, s.list, 0);
	assert_int_equal(here(&s), 0);
	made_up_answer(&s.source, s.list, 0);
	assert_int_equal(here(&s), -1);
	/* Freed with a timer running and a question out. */
	type(&s, "x");
	stage_close(&s);
}

static void test_search_given_up_at_once(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, true);
	draw(&s);
	/* Typed and taken back before the first rows came: they are asked for again. */
	press(&s, '/');
	press(&s, 'x');
	press(&s, K_BACKSPACE);
	press(&s, K_ESC);
	assert_false(list_typing(s.list));
	made_up_answer_all(&s.source, s.list);
	assert_int_equal(here(&s), 0);
	assert_null(strstr(status(&s), "not up to date"));
	stage_close(&s);
}

static void count_key(void *ctx, const char *key)
{
	int64_t *sum = ctx;

	*sum += strtoll(key, NULL, 10);
}

static void test_marks(void **state)
{
	struct stage s;
	int64_t sum = 0;

	(void)state;
	open_rows(&s, 100000, false);
	draw(&s);
	press(&s, ' ');
	press(&s, 'j');
	press(&s, ' ');
	assert_int_equal(list_marked_count(s.list), 2);
	assert_string_equal(status(&s), "4, 2 marked");
	list_each_marked(s.list, count_key, &sum);
	assert_int_equal(sum, 2);
	/* All of the screen, and off again; those elsewhere stay. */
	press(&s, K_PAGEDOWN);
	press(&s, '*');
	assert_int_equal(list_marked_count(s.list), 2 + ROWS);
	press(&s, '*');
	assert_int_equal(list_marked_count(s.list), 2);
	/* They outlive the rows being let go. */
	press(&s, 'G');
	press(&s, 'g');
	assert_int_equal(list_marked_count(s.list), 2);
	press(&s, ' ');
	assert_int_equal(list_marked_count(s.list), 1);
	assert_true(press(&s, K_ESC));
	assert_int_equal(list_marked_count(s.list), 0);
	assert_false(press(&s, K_ESC));
	for (int i = 0; i < 10500; i++)
		press(&s, ' ');
	assert_int_equal(list_marked_count(s.list), 10000);
	stage_close(&s);
}

static void mouse(struct stage *s, enum mouse_button button, int y)
{
	struct key k = { .code = K_MOUSE, .button = button, .y = y, .x = 10 };

	list_key(s->list, &k);
}

static void test_mouse(void **state)
{
	struct stage s;

	(void)state;
	open_rows(&s, 100000, false);
	draw(&s);
	/* The area starts at row 2, its titles there, the first row under them. */
	mouse(&s, MOUSE_LEFT, 3 + 7);
	assert_int_equal(here(&s), 7);
	mouse(&s, MOUSE_WHEEL_DOWN, 8);
	assert_int_equal(here(&s), 7);
	mouse(&s, MOUSE_LEFT, 3);
	assert_int_equal(here(&s), 3);
	for (int i = 0; i < 100; i++)
		mouse(&s, MOUSE_WHEEL_DOWN, 8);
	assert_int_equal(here(&s), 303);
	mouse(&s, MOUSE_DOUBLE, 4);
	assert_string_equal(s.source.opened, "00000304");
	/* The title sorts by its column, again the other way round. */
	mouse(&s, MOUSE_LEFT, 2);
	assert_ptr_equal(s.source.last.sort, &fields[0]);
	assert_false(s.source.last.descending);
	mouse(&s, MOUSE_LEFT, 2);
	assert_true(s.source.last.descending);
	assert_int_equal(here(&s), 0);
	stage_close(&s);
}

static void test_actions_table(void **state)
{
	char why[256] = "";

	(void)state;
	if (!action_table_check(list_actions, why, sizeof(why)))
		fail_msg("%s", why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open_waits_for_the_search),
		cmocka_unit_test(test_search_as_typed),
		cmocka_unit_test(test_search_cancels_older_question),
		cmocka_unit_test(test_search_given_up_at_once),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_actions_table),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
