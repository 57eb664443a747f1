#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/lib/made_up.h"
#include "tui/action.h"
#include "tui/app.h"
#include "tui/form.h"
#include "tui/list.h"
#include "tui/loop.h"
#include "tui/record.h"
#include "tui/term.h"

/* Tabs over forms and lists. */
static const struct field fields[] = {
	{ "name", "Name", FIELD_TEXT, 0, 0, 0, "Name of the person" },
	{ "city", "City", FIELD_TEXT, 0, 0, 0, "Town" },
	{ 0 },
};
static const struct field rows[] = {
	{ "id", "Id", FIELD_NUMBER, FIELD_KEY, 8, 0, "Number" },
	{ "note", "Note", FIELD_TEXT, 0, 30, 0, "Text" },
	{ 0 },
};
static const struct list_spec list_spec = {
	.name = "notes", .fields = rows, .flags = LIST_SEARCH | LIST_MARK, .empty = "There are no notes."
};
static const struct field_env env = { LANGUAGE_EN, 1795435200, NULL };

struct stage {
	struct loop *loop;
	struct app *app;
	struct made_up source;
	struct list_source calls;
	struct record *record;
	int forms_made, lists_made;
	const char *facts;
	bool list_fails;
};

static bool may(void *ctx, const char *right)
{
	(void)ctx;
	return strcmp(right, "secret.view") != 0;
}

static const struct app_host host = { .may = may };

static struct form *make_form(void *ctx, struct record *r)
{
	struct stage *s = ctx;
	const struct form_spec spec = { .fields = fields };
	struct form *f = form_new(s->app, &spec);

	(void)r;
	s->forms_made++;
	form_load(f, "name", "Anna Meier");
	form_load(f, "city", "Köln");
	return f;
}

static struct list *make_list(void *ctx, struct record *r)
{
	struct stage *s = ctx;

	(void)r;
	s->lists_made++;
	return s->list_fails ? NULL : list_new(s->app, &list_spec, &s->calls);
}

static void write_facts(void *ctx, char *out, size_t size)
{
	struct stage *s = ctx;

	snprintf(out, size, "%s", s->facts);
}

static const struct record_tab tabs[] = {
	{ "general", "General", NULL, make_form, NULL },
	{ "address", "Address", "user.view", make_form, NULL },
	{ "secret", "Secret", "secret.view", make_form, NULL },
	{ "notes", "Notes", NULL, NULL, make_list },
	{ "contact", "Contact moments", NULL, NULL, make_list },
	{ "orders", "Orders", NULL, NULL, make_list },
	{ "invoices", "Invoices", NULL, NULL, make_list },
	{ "activity", "Activity on the website", NULL, NULL, make_list },
	{ 0 },
};

static void stage_open(struct stage *s)
{
	static const struct theme theme = { THEME_DARK, DEPTH_256, false };
	struct record_spec spec = { .tabs = tabs, .facts = write_facts, .ctx = s };

	*s = (struct stage) { .source = { .rows = 50 }, .facts = "Meier & Söhne · Köln\nlast here today 09:14" };
	assert_true(term_open_memory("xterm-256color", &theme, 110, 310));
	s->loop = loop_new();
	s->app = app_new(s->loop, &host, &env);
	s->calls = made_up_source(&s->source);
	s->record = record_new(s->app, &spec);
	assert_non_null(s->record);
}

static void stage_close(struct stage *s)
{
	record_free(s->record);
	assert_int_equal(s->source.made, s->source.released);
	app_free(s->app);
	loop_free(s->loop);
	term_close();
}

static void draw(struct stage *s, int height, int width)
{
	draw_begin();
	record_draw(s->record, (struct area) { 0, 0, height, width });
	draw_end();
}

static const char *line(int row)
{
	static char text[4096];

	draw_read(row, text, sizeof(text));
	return text;
}

static bool press(struct stage *s, uint32_t code)
{
	struct key k = { .code = code };

	return record_key(s->record, &k);
}

static void shows(struct stage *s, const char *tab)
{
	assert_string_equal(record_tab(s->record), tab);
}

static void test_drawing(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s);
	record_set_count(s.record, "notes", 2);
	record_set_count(s.record, "orders", 1204);
	record_set_count(s.record, "nosuch", 1);
	draw(&s, 20, 80);
	assert_string_equal(line(0), " Meier & Söhne · Köln");
	assert_string_equal(line(1), " last here today 09:14");
	assert_string_equal(line(2), "[General] Address  Notes 2  Contact moments  Orders 1,204  Invoices …");
	assert_true(draw_has_style(2, 1, STYLE_SELECTED));
	assert_false(draw_has_style(2, 11, STYLE_SELECTED));
	assert_int_equal(strncmp(line(3), "──", strlen("──")), 0);
	assert_non_null(strstr(line(4), "Name"));
	/* One line of facts, and none. */
	s.facts = "only one";
	draw(&s, 20, 80);
	assert_string_equal(line(1), "[General] Address  Notes 2  Contact moments  Orders 1,204  Invoices …");
	s.facts = "";
	draw(&s, 20, 80);
	assert_int_equal(line(0)[0], '[');
	stage_close(&s);
}

static void test_bar_scrolls(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s);
	draw(&s, 20, 40);
	assert_string_equal(line(2), "[General] Address  Notes …");
	record_show(s.record, "activity");
	draw(&s, 20, 40);
	assert_string_equal(line(2), "… Invoices [Activity on the website]");
	record_show(s.record, "orders");
	draw(&s, 20, 40);
	assert_non_null(strstr(line(2), "[Orders]"));
	record_show(s.record, "general");
	draw(&s, 20, 40);
	assert_string_equal(line(2), "[General] Address  Notes …");
	stage_close(&s);
}

static void test_tabs_are_made_when_shown(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s);
	assert_int_equal(s.forms_made + s.lists_made, 0);
	draw(&s, 20, 80);
	assert_int_equal(s.forms_made, 1);
	assert_non_null(record_form(s.record));
	assert_null(record_list(s.record));
	press(&s, ']');
	shows(&s, "address");
	/* The one without the right is not there. */
	press(&s, ']');
	shows(&s, "notes");
	assert_int_equal(s.source.fetches, 0);
	draw(&s, 20, 80);
	assert_int_equal(s.source.fetches, 1);
	assert_null(record_form(s.record));
	assert_non_null(record_list(s.record));
	press(&s, '[');
	press(&s, '[');
	shows(&s, "general");
	press(&s, ']');
	press(&s, ']');
	draw(&s, 20, 80);
	assert_int_equal(s.forms_made, 1);
	assert_int_equal(s.lists_made, 1);
	assert_int_equal(s.source.fetches, 1);
	stage_close(&s);
}

static void test_keys_change_tabs(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s);
	draw(&s, 20, 80);
	press(&s, '[');
	shows(&s, "activity");
	press(&s, KEY_CTRL | K_RIGHT);
	shows(&s, "general");
	press(&s, K_TAB);
	shows(&s, "address");
	press(&s, K_BACKTAB);
	shows(&s, "general");
	press(&s, '3');
	shows(&s, "notes");
	press(&s, '9');
	shows(&s, "notes");
	press(&s, KEY_CTRL | K_LEFT);
	shows(&s, "address");
	record_show(s.record, "secret");
	shows(&s, "address");
	record_show(s.record, "orders");
	shows(&s, "orders");
	/* Keys of the list inside, and the mouse on the bar. */
	draw(&s, 20, 80);
	assert_true(press(&s, K_DOWN));
	assert_string_equal(list_current(record_list(s.record))->key, "00000001");
	struct key click = { .code = K_MOUSE, .button = MOUSE_LEFT, .y = 2, .x = 12 };
	assert_true(record_key(s.record, &click));
	shows(&s, "address");
	stage_close(&s);
}

static void test_search_in_a_tab_gets_the_digits(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s);
	record_show(s.record, "notes");
	draw(&s, 20, 80);
	press(&s, '/');
	for (const char *c = "1]2"; *c; c++)
		press(&s, (unsigned char)*c);
	press(&s, K_TAB);
	shows(&s, "notes");
	press(&s, K_ENTER);
	assert_string_equal(list_search(record_list(s.record)), "1]2");
	press(&s, '1');
	shows(&s, "general");
	stage_close(&s);
}

static void note_form(void *ctx, struct record *r, const char *tab, struct form *f)
{
	char *names = ctx;

	(void)r;
	assert_non_null(f);
	snprintf(names + strlen(names), 64 - strlen(names), "%s ", tab);
}

static void test_forms_being_edited(void **state)
{
	struct stage s;
	char names[64] = "";

	(void)state;
	stage_open(&s);
	draw(&s, 20, 80);
	assert_false(record_dirty(s.record));
	form_edit(record_form(s.record), "name");
	draw(&s, 20, 80);
	for (const char *c = "1]["; *c; c++)
		press(&s, (unsigned char)*c);
	shows(&s, "general");
	press(&s, K_TAB);
	shows(&s, "general");
	assert_string_equal(form_get(record_form(s.record), "name"), "Anna Meier1][");
	assert_true(record_dirty(s.record));
	draw(&s, 20, 80);
	assert_non_null(strstr(line(2), "[General*]"));
	/* Drafts of a tab stay while another is shown. */
	form_read(record_form(s.record));
	press(&s, ']');
	assert_non_null(record_form(s.record));
	assert_true(record_dirty(s.record));
	record_each_form(s.record, note_form, names);
	assert_string_equal(names, "general address ");
	stage_close(&s);
}

static void test_nothing_to_show(void **state)
{
	static const struct record_tab hidden[] = { { "secret", "Secret", "secret.view", make_form, NULL }, { 0 } };
	struct stage s;

	(void)state;
	stage_open(&s);
	record_free(s.record);
	struct record_spec spec = { .tabs = hidden, .ctx = &s };
	s.record = record_new(s.app, &spec);
	draw(&s, 20, 80);
	assert_string_equal(record_tab(s.record), "");
	assert_null(record_form(s.record));
	assert_false(press(&s, ']'));
	stage_close(&s);
	stage_open(&s);
	s.list_fails = true;
	record_show(s.record, "notes");
	draw(&s, 20, 80);
	assert_non_null(strstr(line(4), "not enough memory"));
	assert_false(press(&s, K_DOWN));
	/* It is tried again. */
	s.list_fails = false;
	draw(&s, 20, 80);
	assert_non_null(record_list(s.record));
	stage_close(&s);
}

static void test_every_size(void **state)
{
	struct stage s;

	(void)state;
	stage_open(&s);
	s.facts = "\033[31mhostile \xe2\x80\xae\n\n\n\xff";
	for (int height = 0; height <= 100; height += height < 12 ? 1 : 11)
		for (int width = 0; width <= 300; width += width < 50 ? 1 : 29) {
			draw(&s, height, width);
			press(&s, width % 5 ? ']' : K_DOWN);
		}
	stage_close(&s);
}

static void test_actions_table(void **state)
{
	char why[256] = "";

	(void)state;
	if (!action_table_check(record_actions, why, sizeof(why)))
		fail_msg("%s", why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawing),
		cmocka_unit_test(test_bar_scrolls),
		cmocka_unit_test(test_tabs_are_made_when_shown),
		cmocka_unit_test(test_keys_change_tabs),
		cmocka_unit_test(test_search_in_a_tab_gets_the_digits),
		cmocka_unit_test(test_forms_being_edited),
		cmocka_unit_test(test_nothing_to_show),
		cmocka_unit_test(test_every_size),
		cmocka_unit_test(test_actions_table),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
