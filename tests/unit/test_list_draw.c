#include <locale.h>

#include "tests/lib/list_stage.h"

/* What a list draws, its columns and its filters. The window stands in test_list.c. */
static const struct field_choice states[] = { { "active", "active" }, { "disabled", "disabled" }, { 0 } };
static const struct field fields[] = {
	{ "id", "Id", FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0, "Number" },
	{ "name", "Name", FIELD_TEXT, FIELD_SORTABLE | FIELD_FILTER, 20, 40, "Name" },
	{ "country", "Country", FIELD_TEXT, FIELD_FILTER, 12, 12, "Country" },
	{ "total", "Total", FIELD_MONEY, FIELD_FILTER, 10, 0, "Money" },
	{ "seen", "Last log-in", FIELD_TIME, FIELD_FILTER, 12, 0, "Time" },
	{ "state", "State", FIELD_CHOICE, FIELD_FILTER | FIELD_STATE, 0, 0, "State", states },
	{ "agent", "Agent", FIELD_YESNO, FIELD_FILTER | FIELD_HIDDEN, 0, 0, "Agent" },
	{ "email", "E-mail", FIELD_TEXT, FIELD_HIDDEN, 24, 0, "E-mail" },
	{ "pin", "PIN", FIELD_SECRET, FIELD_HIDDEN | FIELD_FILTER, 0, 0, "PIN" },
	{ 0 },
};
static const struct list_spec spec = {
	.name = "rows",
	.fields = fields,
	.flags = LIST_SEARCH | LIST_FILTER | LIST_SORT | LIST_MARK | LIST_COLUMNS,
	.empty = "There are no rows. Press n to make one.",
};
static void draw(struct stage *s, int rows, int columns)
{
	draw_begin();
	list_draw(s->list, (struct area) { 1, 2, rows, columns });
	draw_end();
}

/* A row of the area as text. */
static const char *line(int row)
{
	static char text[4096];

	draw_read(row + 1, text, sizeof(text));
	return strlen(text) > 2 ? text + 2 : "";
}

static void test_rows_and_titles(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 1000, false);
	draw(&s, 10, 87);
	assert_string_equal(line(0), "         Id  Name                  Country            Total  Last log-in   State");
	assert_string_equal(line(1), " ▸        0  name 0                country 0           0.50  today 11:00   ● active");
	assert_string_equal(line(9), "          8  name 8                country 8           8.50  today 11:00   ● active");
	/* Only the key column shows the cursor, not the width. */
	assert_true(draw_has_style(2, 2 + 10, STYLE_SELECTED));
	assert_false(draw_has_style(2, 2 + 13, STYLE_SELECTED));
	assert_false(draw_has_style(3, 2 + 10, STYLE_SELECTED));
	press(&s, 'j');
	press(&s, ' ');
	draw(&s, 10, 87);
	assert_string_equal(line(1), "          0  name 0                country 0           0.50  today 11:00   ● active");
	assert_string_equal(line(2), "✓         1  name 1                country 1           1.50  today 11:00   ○ disabled");
	assert_string_equal(line(3), " ▸        2  name 2                country 2           2.50  today 11:00   ● active");
	/* The same in ASCII. */
	stage_close(&s);
	stage_open(&s, &spec, 1000, true);
	draw(&s, 10, 87);
	assert_string_equal(line(1), " >        0  name 0                country 0           0.50  today 11:00   * active");
	stage_close(&s);
}

static void test_narrow_and_wide(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 1000, false);
	/* Narrow: columns go from the right, with a sign; left and right bring them into sight, the key stays. */
	draw(&s, 10, 40);
	assert_string_equal(line(0), "         Id  Name                      ›");
	press(&s, K_RIGHT);
	draw(&s, 10, 40);
	assert_string_equal(line(0), " ‹       Id  Country            Total  ›");
	press(&s, K_RIGHT);
	press(&s, K_RIGHT);
	draw(&s, 10, 40);
	assert_string_equal(line(0), " ‹       Id  Last log-in   State");
	press(&s, K_RIGHT);
	draw(&s, 10, 40);
	assert_string_equal(line(0), " ‹       Id  Last log-in   State");
	for (int i = 0; i < 9; i++)
		press(&s, 'h');
	draw(&s, 8, 8);
	assert_string_equal(line(0), "      Id");
	/* Wide: the room goes to the text columns, none more than twice as wide or than its limit. */
	draw(&s, 10, 300);
	assert_string_equal(
	    line(0), "         Id  Name                                      Country            Total  Last log-in   State");
	stage_close(&s);
}

static void test_long_and_hostile_cells(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 100, false);
	s.source.text = "\033[31mred\r\n\xe2\x80\xae evil \xff\xfe and much too long to be shown here";
	draw(&s, 6, 80);
	assert_null(strchr(line(1), '\033'));
	assert_null(strstr(line(1), "\xe2\x80\xae"));
	assert_non_null(strstr(line(1), "…"));
	assert_non_null(strstr(line(1), "red"));
	stage_close(&s);
}

static void test_match_is_shown(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 1000, false);
	s.source.text = "Jörg Müller";
	list_set_search(s.list, "thousand");
	draw(&s, 6, 80);
	/* One place further for each letter: "thousand" is not in the name, "mull" is. */
	assert_false(draw_has_style(3, 2 + 18, STYLE_MATCH));
	list_set_search(s.list, "MULL");
	draw(&s, 6, 80);
	for (int i = 0; i < 4; i++)
		assert_true(draw_has_style(3, 2 + 13 + 5 + i, STYLE_MATCH));
	assert_false(draw_has_style(3, 2 + 13 + 4, STYLE_MATCH));
	assert_false(draw_has_style(3, 2 + 13 + 9, STYLE_MATCH));
	/* The search that is on stays in sight at the bottom. */
	assert_string_equal(line(5), "Search: MULL");
	stage_close(&s);
}

static void test_empty_sentences(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 0, false);
	draw(&s, 10, 60);
	assert_non_null(strstr(line(2), "There are no rows. Press n to make one."));
	stage_close(&s);
	stage_open(&s, &spec, 100, false);
	list_set_search(s.list, "nothing");
	draw(&s, 10, 60);
	assert_non_null(strstr(line(2), "Nothing matches. Esc clears the search."));
	/* True also when the screen came with that search. */
	assert_true(press(&s, K_ESC));
	draw(&s, 10, 60);
	assert_non_null(strstr(line(1), "name 0"));
	stage_close(&s);
	stage_open(&s, &spec, 100, false);
	s.source.failing = true;
	draw(&s, 10, 60);
	assert_non_null(strstr(line(2), "The server is away."));
	stage_close(&s);
}

static void test_loading_is_said_late(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 100, false);
	s.source.later = true;
	draw(&s, 10, 60);
	run_for(&s, 200);
	draw(&s, 10, 60);
	assert_string_equal(line(2), "");
	run_for(&s, 200);
	draw(&s, 10, 60);
	assert_non_null(strstr(line(2), "Loading"));
	made_up_answer_all(&s.source, s.list);
	draw(&s, 10, 60);
	assert_non_null(strstr(line(2), "name 1"));
	stage_close(&s);
}

/* Takes the filter and gives it back as text. */
static void takes(struct stage *s, const char *typed, const char *back)
{
	char why[256] = "", text[1024];

	if (!list_set_filter(s->list, typed, why, sizeof(why)))
		fail_msg("%s: %s", typed, why);
	list_filter_text(s->list, text, sizeof(text));
	assert_string_equal(text, back);
	assert_true(list_set_filter(s->list, text, why, sizeof(why)));
	list_filter_text(s->list, text, sizeof(text));
	assert_string_equal(text, back);
}

static void refuses(struct stage *s, const char *typed, const char *part)
{
	char why[256] = "", before[1024], after[1024];

	list_filter_text(s->list, before, sizeof(before));
	if (list_set_filter(s->list, typed, why, sizeof(why)))
		fail_msg("%s was taken", typed);
	if (!strstr(why, part))
		fail_msg("%s: %s", typed, why);
	list_filter_text(s->list, after, sizeof(after));
	assert_string_equal(before, after);
}

static void test_filters_are_understood(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 100, false);
	draw(&s, 10, 80);
	takes(&s, "country:DE total>100 name~mei state:!", "country:DE total>100 name~mei state:!");
	assert_int_equal(s.source.last.chip_count, 4);
	assert_int_equal(s.source.last.chips[0].op, OP_EQUAL);
	assert_string_equal(s.source.last.chips[0].value, "DE");
	assert_int_equal(s.source.last.chips[1].op, OP_MORE);
	assert_string_equal(s.source.last.chips[1].value, "100.00");
	assert_int_equal(s.source.last.chips[2].op, OP_CONTAINS);
	assert_int_equal(s.source.last.chips[3].op, OP_FILLED);
	draw(&s, 10, 80);
	assert_string_equal(line(0), " country:DE  total>100  name~mei  state:!");
	takes(&s, "  Country=NL   Total<5 ", "country:NL total<5");
	takes(&s, "name:\"van der Meer\" country:!\"a \"\"b\"\"\"", "name:\"van der Meer\" country:!\"a \"\"b\"\"\"");
	assert_string_equal(s.source.last.chips[1].value, "a \"b\"");
	assert_int_equal(s.source.last.chips[1].op, OP_NOT);
	takes(&s, "name:\"!x\"", "name:\"!x\"");
	assert_int_equal(s.source.last.chips[0].op, OP_EQUAL);
	takes(&s, "name: seen>today", "name: seen>today");
	assert_int_equal(s.source.last.chips[0].op, OP_EMPTY);
	takes(&s, "state!=disabled", "state:!disabled");
	assert_int_equal(s.source.last.chips[0].op, OP_NOT);
	takes(&s, "state:ACTIVE agent:yes", "state:ACTIVE agent:yes");
	assert_string_equal(s.source.last.chips[0].value, "active");
	assert_string_equal(s.source.last.chips[1].value, "t");
	takes(&s, "", "");
	assert_int_equal(s.source.last.chip_count, 0);
	stage_close(&s);
}

static void test_filters_are_refused(void **state)
{
	struct stage s;
	char many[512] = "", why[256], longer[300];

	(void)state;
	stage_open(&s, &spec, 100, false);
	takes(&s, "country:DE", "country:DE");
	refuses(&s, "name", "field:value");
	refuses(&s, "country:NL :", "field:value");
	refuses(&s, "!", "field:value");
	refuses(&s, "nonsense:1", "no field");
	refuses(&s, "email:x", "no field");
	refuses(&s, "pin:1234", "no field");
	refuses(&s, "total~5", "no text");
	refuses(&s, "name>m", "is text");
	refuses(&s, "state>a", "one of a few values");
	refuses(&s, "total>", "Type a value");
	refuses(&s, "name~", "Type a value");
	refuses(&s, "total>much", "");
	refuses(&s, "state:nosuch", "none of the choices");
	refuses(&s, "agent:perhaps", "yes or no");
	refuses(&s, "name:\"open", "quotation mark");
	refuses(&s, "name:\"", "quotation mark");
	refuses(&s, "name:\"a\"b", "field:value");
	memset(longer, 'x', sizeof(longer));
	memcpy(longer, "name:", 5);
	longer[sizeof(longer) - 1] = '\0';
	refuses(&s, longer, "too long");
	for (int i = 0; i < LIST_CHIPS_MAX + 1; i++)
		snprintf(many + strlen(many), sizeof(many) - strlen(many), "name:%d ", i);
	refuses(&s, many, "At most 16");
	assert_false(list_add_chip(s.list, &fields[3], OP_MORE, "lots", why, sizeof(why)));
	assert_true(list_add_chip(s.list, &fields[3], OP_MORE, "1,000", why, sizeof(why)));
	list_clear_chips(s.list);
	stage_close(&s);
}

static void test_filter_line(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 100, false);
	draw(&s, 12, 80);
	press(&s, 'f');
	type(&s, "cou");
	press(&s, K_TAB);
	draw(&s, 12, 80);
	assert_string_equal(line(11), "Filter: country:");
	type(&s, "DE st");
	press(&s, K_TAB);
	press(&s, K_TAB);
	draw(&s, 12, 80);
	assert_string_equal(line(11), "Filter: country:DE state:");
	assert_string_equal(line(10), "active  disabled");
	type(&s, "di");
	press(&s, K_TAB);
	type(&s, "total~3");
	press(&s, K_ENTER);
	draw(&s, 12, 80);
	assert_true(list_typing(s.list));
	assert_non_null(strstr(line(10), "“Total” is no text"));
	for (int i = 0; i < 2; i++)
		press(&s, K_BACKSPACE);
	type(&s, ">3");
	press(&s, K_ENTER);
	assert_false(list_typing(s.list));
	assert_int_equal(s.source.last.chip_count, 3);
	draw(&s, 12, 80);
	assert_string_equal(line(0), " country:DE  state:disabled  total>3");
	/* Left by Esc, what was typed is there the next time. */
	press(&s, 'f');
	type(&s, " name:x");
	press(&s, K_ESC);
	assert_int_equal(s.source.last.chip_count, 3);
	press(&s, 'f');
	draw(&s, 12, 80);
	assert_string_equal(line(11), "Filter: country:DE state:disabled total>3 name:x");
	press(&s, K_ESC);
	assert_true(press(&s, K_ESC));
	assert_int_equal(s.source.last.chip_count, 0);
	stage_close(&s);
}

static void columns_are(struct stage *s, const char *text, const char *back)
{
	char out[256];

	list_set_columns(s->list, text);
	list_columns_text(s->list, out, sizeof(out));
	assert_string_equal(out, back);
}

static void test_columns_as_text(void **state)
{
	struct stage s;
	char small[10];

	(void)state;
	stage_open(&s, &spec, 100, false);
	columns_are(&s, NULL, "id,name,country,total,seen,state");
	columns_are(&s, "name:24,id,email", "name:24,id,email");
	columns_are(&s, "id,nosuch:3,name,,id,name:9", "id,name");
	columns_are(&s, "id:1,name:99999999999999999999,total:-5,seen:x", "id:3,name:200,total,seen");
	columns_are(&s, "nosuch", "id,name,country,total,seen,state");
	columns_are(&s, "", "id,name,country,total,seen,state");
	list_columns_text(s.list, small, sizeof(small));
	assert_string_equal(small, "id,name");
	/* A new column is fetched; one that is there already is only drawn. */
	draw(&s, 10, 80);
	long fetches = s.source.fetches;
	list_set_columns(s.list, "name,id");
	assert_int_equal(s.source.fetches, fetches);
	draw(&s, 10, 80);
	assert_string_equal(line(1), " ▸ name 0                                           0");
	list_set_columns(s.list, "id,email");
	assert_int_equal(s.source.fetches, fetches + 1);
	draw(&s, 10, 80);
	assert_non_null(strstr(line(1), "email 0"));
	stage_close(&s);
}

static void layout_is(struct stage *s, const char *text, const char *back)
{
	char out[256];

	list_set_layout(s->list, text);
	list_layout_text(s->list, out, sizeof(out));
	assert_string_equal(out, back);
}

static void test_layout_as_text(void **state)
{
	struct stage s;
	char out[256];

	(void)state;
	stage_open(&s, &spec, 100, false);
	list_layout_text(s.list, out, sizeof(out));
	assert_string_equal(out, ""); /* as the screen made it: nothing to keep */
	layout_is(&s, "name,id;-id", "name,id;-id");
	layout_is(&s, "name:30;id", "name:30;id");
	layout_is(&s, "name,id;nosuch", "name,id;id"); /* another order stays */
	layout_is(&s, ";-id", "id,name,country,total,seen,state;-id");
	layout_is(&s, "", "id,name,country,total,seen,state;-id");
	draw(&s, 10, 80);
	assert_true(s.source.last.descending);
	press(&s, 'c');
	press(&s, 'r');
	press(&s, K_ESC);
	list_layout_text(s.list, out, sizeof(out));
	assert_string_equal(out, "");
	assert_null(s.source.last.sort);
	stage_close(&s);
}

static void test_column_chooser(void **state)
{
	struct stage s;
	char out[256];

	(void)state;
	stage_open(&s, &spec, 100, false);
	draw(&s, 20, 80);
	press(&s, 'c');
	assert_true(list_typing(s.list));
	draw(&s, 20, 80);
	press(&s, 'j');
	press(&s, '+');
	press(&s, K_DOWN);
	press(&s, ' ');
	press(&s, 'g');
	press(&s, K_RIGHT);
	press(&s, K_RIGHT);
	press(&s, K_LEFT);
	press(&s, 'G');
	press(&s, 'k');
	press(&s, ' ');
	long fetches = s.source.fetches;
	press(&s, K_ESC);
	assert_int_equal(s.source.fetches, fetches + 1);
	list_columns_text(s.list, out, sizeof(out));
	assert_string_equal(out, "id:9,country,name,seen,state,email");
	/* The last column cannot be hidden. */
	list_set_columns(s.list, "id");
	press(&s, 'c');
	press(&s, ' ');
	press(&s, K_ENTER);
	list_columns_text(s.list, out, sizeof(out));
	assert_string_equal(out, "id");
	stage_close(&s);
}

/* Inside a screen, for what opens dialogs. */
static void screen_draw(struct screen *s, struct area a)
{
	list_draw(s->data, a);
}

static bool screen_key(struct screen *s, const struct key *k)
{
	return list_key(s->data, k);
}

static void screen_status(const struct screen *s, char *out, size_t size)
{
	list_status(s->data, out, size);
}

static const struct screen_class class = {
	.name = "rows", .title = "Rows", .extra = list_actions, .draw = screen_draw, .key = screen_key, .status = screen_status
};

static void feed(struct stage *s, uint32_t code)
{
	struct key k = { .code = code };

	app_feed(s->app, &k);
	app_draw(s->app);
}

static bool screen_has(const char *text)
{
	char row[4096];

	for (int y = 0; y < 110; y++) {
		draw_read(y, row, sizeof(row));
		if (strstr(row, text))
			return true;
	}
	return false;
}

static void test_dialogs(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s, &spec, 1000, false);
	assert_non_null(app_push(s.app, &class, s.list));
	app_draw(s.app);
	assert_true(screen_has("name 5"));
	feed(&s, 's');
	assert_true(screen_has("Sort by"));
	assert_true(screen_has("Country (no index serves that order)"));
	for (const char *c = "name"; *c; c++)
		feed(&s, (unsigned char)*c);
	feed(&s, K_ENTER);
	assert_ptr_equal(s.source.last.sort, &fields[1]);
	assert_false(s.source.last.descending);
	assert_true(screen_has("Name ▴"));
	feed(&s, 's');
	feed(&s, K_ENTER);
	assert_ptr_equal(s.source.last.sort, &fields[1]);
	assert_true(s.source.last.descending);
	assert_true(screen_has("Name ▾"));
	/* A column without an index says why not. */
	long fetches = s.source.fetches;
	feed(&s, 's');
	feed(&s, K_DOWN);
	feed(&s, K_ENTER);
	assert_int_equal(s.source.fetches, fetches);
	assert_true(screen_has("no index serves that order"));
	/* All values of the row, and the choice of one to copy. */
	feed(&s, 'j');
	feed(&s, 'v');
	assert_true(screen_has("Last log-in: 2026-11-23 11:00"));
	feed(&s, K_ESC);
	feed(&s, 'y');
	assert_true(screen_has("Name: name 1"));
	feed(&s, K_ESC);
	feed(&s, 'Y');
	assert_true(screen_has("Copying is switched off"));
	stage_close(&s);
}

static void test_numbers(void **state)
{
	const struct field_env env = { LANGUAGE_EN, 0, NULL }, dutch = { LANGUAGE_NL, 0, NULL };
	char out[32];

	(void)state;
	assert_string_equal(list_number(&env, 0, out, sizeof(out)), "0");
	assert_string_equal(list_number(&env, 999, out, sizeof(out)), "999");
	assert_string_equal(list_number(&env, 1000, out, sizeof(out)), "1,000");
	assert_string_equal(list_number(&env, -123456, out, sizeof(out)), "-123,456");
	assert_string_equal(list_number(&dutch, 10000000, out, sizeof(out)), "10.000.000");
	assert_string_equal(list_number(&env, INT64_MIN, out, sizeof(out)), "-9,223,372,036,854,775,808");
	assert_true(strlen(list_number(&env, INT64_MAX, out, 9)) <= 8);
}

static void test_every_size(void **state)
{
	static const uint32_t modes[] = { 0, '/', 'f', 'c' };
	struct stage s;

	(void)state;
	for (size_t mode = 0; mode < 4; mode++) {
		stage_open(&s, &spec, 5000, mode & 1);
		s.source.text = "\033]52;c;x\a\xe2\x80\xae\xcc\x81\xcc\x81 wide 漢字漢字 \xf0\x9f\x98\x80 \xff";
		list_set_search(s.list, mode & 1 ? "wide" : "");
		for (int rows = 1; rows <= 100; rows += rows < 12 ? 1 : 11)
			for (int columns = 1; columns <= 300; columns += columns < 50 ? 1 : 29) {
				draw(&s, rows, columns);
				if (modes[mode] && !list_typing(s.list))
					press(&s, modes[mode]);
				press(&s, columns % 3 ? K_PAGEDOWN : K_UP);
				press(&s, columns % 2 ? K_RIGHT : K_LEFT);
				draw(&s, rows, columns);
				assert_non_null(list_current(s.list));
			}
		draw(&s, 0, 80);
		draw(&s, 24, 0);
		stage_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_and_titles),
		cmocka_unit_test(test_narrow_and_wide),
		cmocka_unit_test(test_long_and_hostile_cells),
		cmocka_unit_test(test_match_is_shown),
		cmocka_unit_test(test_empty_sentences),
		cmocka_unit_test(test_loading_is_said_late),
		cmocka_unit_test(test_filters_are_understood),
		cmocka_unit_test(test_filters_are_refused),
		cmocka_unit_test(test_filter_line),
		cmocka_unit_test(test_columns_as_text),
		cmocka_unit_test(test_layout_as_text),
		cmocka_unit_test(test_column_chooser),
		cmocka_unit_test(test_dialogs),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_every_size),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
