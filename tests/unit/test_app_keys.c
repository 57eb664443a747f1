#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/lib/app_unit.h"

static void denied_and_not_now(void **state)
{
	(void)state;
	press('x');
	assert_int_equal(world.denied_ran, 0);
	assert_string_equal(screen_row(22), " Warning  You may not erase the account: it needs the right user.erase (erase");
	assert_string_equal(screen_row(23), "          accounts). Ask a superadmin.");
	press('!');
	assert_true(screen_has("You may not erase the account: it needs the right"));
	assert_true(screen_has("user.erase (erase accounts)."));
	assert_true(screen_has("Ask a superadmin."));
	assert_true(screen_has("14:02"));
	press(K_ESC);
	press('w');
	assert_int_equal(world.ran, 0);
	assert_true(screen_has("Not possible now: wait."));
	world.rights = world.possible = true;
	press('x');
	press('w');
	assert_int_equal(world.denied_ran, 1);
	assert_int_equal(world.ran, 1);
}

static void notices_go_by_keys(void **state)
{
	(void)state;
	press('d');
	assert_true(screen_has("Done  The thing is done."));
	press(K_RESIZE);
	assert_true(screen_has("Done  The thing is done."));
	press(K_UNKNOWN);
	assert_true(screen_has("Done  The thing is done."));
	press('z');
	assert_false(screen_has("The thing is done."));
	press('f');
	assert_true(screen_has("Error  The server is away. Wait a moment, then press F5."));
	press('z');
	assert_true(screen_has("Error  The server"));
	press('z');
	assert_false(screen_has("The server"));
	press('f');
	press(K_ESC);
	assert_false(screen_has("Error"));
	for (int i = 0; i < 60; i++)
		app_noticef(app, NOTICE_INFO, "number %d", i);
	press('!');
	assert_true(screen_has("number 59"));
	press(K_END);
	assert_true(screen_has("number 10"));
	assert_false(screen_has("number 9 "));
}

static void help_filters_and_runs(void **state)
{
	(void)state;
	press('?');
	assert_true(screen_has("Keys here"));
	assert_true(screen_has("needs user.erase"));
	assert_true(screen_has("› invoices: collection report"));
	assert_true(screen_has("not now"));
	type("invoic");
	assert_false(screen_has("erase the account"));
	press(K_ENTER);
	assert_int_equal(world.host_ran, 1);
	assert_false(dialog_open(app));
	/* A key of the widget is struck for the user. */
	press(K_F1);
	type("load again");
	press(K_ENTER);
	assert_int_equal(world.keys, 1);
	/* What one may not do says so. */
	press(K_F1);
	type("erase");
	press(K_ENTER);
	assert_int_equal(world.denied_ran, 0);
	assert_true(screen_has("You may not erase"));
	press('?');
	type("zzzz");
	assert_true(screen_has("Nothing matches"));
	press(K_ENTER);
	assert_true(dialog_open(app));
	press(K_ESC);
	assert_false(dialog_open(app));
}

static void palette_finds_by_name(void **state)
{
	(void)state;
	press(K_CTRL('p'));
	assert_false(screen_has("erase the account"));
	type("collrep");
	press(K_ENTER);
	assert_int_equal(world.host_ran, 1);
	press(':');
	type("test.do");
	press(K_ENTER);
	assert_int_equal(world.ran, 1);
}

static void footer_can_be_clicked(void **state)
{
	(void)state;
	app_draw(app);
	app_feed(app, &(struct key) { .code = K_MOUSE, .button = MOUSE_LEFT, .y = 23, .x = screen_column(23, "d do") });
	assert_int_equal(world.ran, 1);
	app_feed(app, &(struct key) { .code = K_MOUSE, .button = MOUSE_LEFT, .y = 22, .x = 1 });
	assert_int_equal(world.ran, 1);
}

/* A hint that does not fit ends the footer; what stands there already stays, and the way to the other keys comes last. */
static void footer_ends_where_it_is_full(void **state)
{
	static const struct action wide[] = {
		{ 'A', "wide.first", "first", "alpha", NULL, ACTION_FOOTER, NULL, run_any, "Fits." },
		{ 'B', "wide.second", "second", "a hint that is much too long for what is left of this footer, whatever is done",
		    NULL, ACTION_FOOTER, NULL, run_any, "Does not fit." },
		{ 0 },
	};
	const char *row;

	(void)state;
	app_top(app)->more = wide;
	app_draw(app);
	row = screen_row(23);
	assert_non_null(strstr(row, "A alpha  ? all keys"));
	assert_null(strstr(row, "a hint"));
}

static void hostile_words(void **state)
{
	(void)state;
	snprintf(world.hostile, sizeof(world.hostile), "\x1b[2J\x1b]0;t\x07%s\xff\r\b", "\xe2\x80\xaeolleh");
	app_noticef(app, NOTICE_WARNING, "%s", world.hostile);
	app_draw(app);
	for (int y = 0; y < 24; y++) {
		const char *row = screen_row(y);

		assert_true(text_is_clean(row, strlen(row)));
	}
	press('!');
	for (int y = 0; y < 24; y++) {
		const char *row = screen_row(y);

		assert_true(text_is_clean(row, strlen(row)));
	}
}

static void paste_of_ten_megabytes(void **state)
{
	size_t n = 10u << 20;
	char *text = malloc(n);

	(void)state;
	memset(text, 'x', n);
	app_feed(app, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	press('?');
	app_feed(app, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	app_draw(app);
	assert_true(screen_has("xxxx"));
	press(K_ESC);
	free(text);
}

static void own_actions_are_sound(void **state)
{
	char why[200] = "";

	(void)state;
	if (!action_table_check(app_actions, why, sizeof(why)))
		fail_msg("%s", why);
}

static int printed;

static void print_row(void *ctx, const char *line)
{
	int tabs = 0;

	(void)ctx;
	for (const char *c = line; *c; c++)
		tabs += *c == '\t';
	assert_int_equal(tabs, 4);
	if (strcmp(line, "home\tx\ttest.erase\tuser.erase\terase the account") == 0 ||
	    strcmp(line, "*\tCtrl-P\tapp.palette\t\tfind a screen or an action by name") == 0)
		printed++;
}

static void keys_are_printed(void **state)
{
	static const struct screen_class *const classes[] = { &home_class, &user_class, NULL };

	(void)state;
	printed = 0;
	app_print_keys(classes, host_actions, NULL, print_row, NULL);
	assert_int_equal(printed, 2);
}

/* Verbs that one record has and its neighbour has not: they follow those of the class, everywhere. */
static void actions_of_one_screen(void **state)
{
	static const struct action more[] = {
		{ .key = 'm', .name = "more.merge", .label = "merge", .flags = ACTION_FOOTER, .run = run_any, .help = "Merges." },
		{ 0 },
	};

	(void)state;
	app_top(app)->more = more;
	app_draw(app);
	assert_string_equal(screen_row(23), " d do  m merge  F5 reload  Ctrl-F find  ? all keys");
	press('m');
	assert_int_equal(world.ran, 1);
	press('?');
	assert_true(screen_has("merge"));
	press(K_ESC);
	app_push(app, &user_class, NULL);
	press('m');
	assert_int_equal(world.ran, 1);
}

static void bind(const char *action, uint32_t code)
{
	struct binding *b = &own_keys.list[own_keys.count++];

	snprintf(b->action, sizeof(b->action), "%s", action);
	b->key = code;
}

/* Keys of the configuration: the new one works and is told everywhere, the old one is free. */
static void bound_keys(void **state)
{
	(void)state;
	bind("test.do", 'D');
	bind("go.invoices", K_F6);
	bind("widget.reload", 'r');
	app_draw(app);
	assert_string_equal(screen_row(23), " D do  r reload  Ctrl-F find  ? all keys");
	press('D');
	assert_int_equal(world.ran, 1);
	press('d');
	assert_int_equal(world.ran, 1);
	press(K_F6);
	assert_int_equal(world.host_ran, 1);
	/* A widget is told the key it knows, and not the one that was taken from it. */
	press('r');
	assert_int_equal(world.keys, 1);
	press(K_F5);
	assert_int_equal(world.keys, 1);
	press('?');
	assert_true(screen_has("F6"));
	type("load");
	press(K_ENTER);
	assert_int_equal(world.keys, 2);
	/* The widget does not get the key of an action first, though it would take it. */
	world.eats = 'D';
	press('D');
	assert_int_equal(world.ran, 2);
	assert_int_equal(world.keys, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SCREEN(denied_and_not_now),
		ON_SCREEN(actions_of_one_screen),
		ON_SCREEN(bound_keys),
		ON_SCREEN(notices_go_by_keys),
		ON_SCREEN(help_filters_and_runs),
		ON_SCREEN(palette_finds_by_name),
		ON_SCREEN(footer_can_be_clicked),
		ON_SCREEN(footer_ends_where_it_is_full),
		ON_SCREEN(hostile_words),
		ON_SCREEN(paste_of_ten_megabytes),
		cmocka_unit_test(own_actions_are_sound),
		ON_SCREEN(keys_are_printed),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
