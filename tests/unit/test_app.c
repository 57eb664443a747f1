#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/lib/app_unit.h"

static void frame(void **state)
{
	(void)state;
	app_push(app, &user_class, NULL);
	app_draw(app);
	assert_string_equal(screen_row(0), " Steward  Lumen Picture Library         anna · support     2 due · 1 job  14:02");
	assert_int_equal(screen_column(1, "Users"), 1);
	assert_int_equal(screen_column(1, "31 of 1,000,000"), 64);
	assert_string_equal(screen_row(2), "body of the screen");
	/* Without the right no hint; what cannot be done now is no hint either. */
	assert_string_equal(screen_row(23), " d do  F5 reload  Ctrl-F find  ? all keys");
	world.rights = world.possible = true;
	app_draw(app);
	assert_string_equal(screen_row(23), " d do  x erase  w wait  F5 reload  Ctrl-F find  ? all keys");
	screen_resize(24, 44);
	app_draw(app);
	assert_string_equal(screen_row(23), " d do  x erase  w wait  ? all keys");
}

static void nothing_changes_nothing_is_written(void **state)
{
	struct screen_pty p = screen_open_pty(24, 80);
	size_t first;

	(void)state;
	make_app();
	app_draw(app);
	first = screen_written(&p);
	app_draw(app);
	app_draw(app);
	assert_int_equal(screen_written(&p), 0);
	app_fix_clock(app, CLOCK + 60);
	app_draw(app);
	assert_in_range(screen_written(&p), 1, 40);
	app_free(app);
	loop_free(loop);
	screen_close_pty(&p);
	assert_true(first > 200);
}

static void order_of_keys(void **state)
{
	(void)state;
	world.eats = 'q';
	press('q'); /* a text field is being typed in */
	assert_int_equal(world.keys, 1);
	assert_non_null(app_top(app));
	world.eats = 0;
	press(K_CTRL('f'));
	assert_int_equal(world.host_ran, 1);
	dialog_show(app, "Title", "text");
	press('d');
	assert_int_equal(world.ran, 0);
	press(K_ESC);
	press('d');
	assert_int_equal(world.ran, 1);
}

static void esc_goes_back_and_never_quits(void **state)
{
	(void)state;
	app_push(app, &user_class, NULL);
	assert_int_equal(world.shown, 2);
	world.busy = true;
	press(K_ESC);
	assert_int_equal(world.cancelled, 1);
	assert_string_equal(app_top(app)->class->name, "user");
	press(K_ESC);
	assert_string_equal(app_top(app)->class->name, "home");
	assert_int_equal(world.closed, 1);
	assert_int_equal(world.shown, 3);
	for (int i = 0; i < 5; i++)
		press(K_ESC);
	assert_string_equal(app_top(app)->class->name, "home");
	assert_true(screen_has("F10 or q leaves"));
}

static void popped_screen_lives_until_key_is_handled(void **state)
{
	(void)state;
	app_push(app, &user_class, NULL);
	press('p');
	assert_int_equal(world.closed, 1);
	assert_ptr_equal(app_find_screen(app, "home"), app_top(app));
	assert_null(app_find_screen(app, "user"));
}

static void leave_asks_when_dirty(void **state)
{
	(void)state;
	app_push(app, &user_class, NULL);
	world.dirty = true;
	press(K_ESC);
	assert_true(screen_has("The user has changes that are not saved yet."));
	assert_string_equal(app_top(app)->class->name, "user");
	press(K_ENTER); /* the default: back to editing */
	assert_false(dialog_open(app));
	assert_string_equal(app_top(app)->class->name, "user");
	press(K_ESC);
	press('d');
	assert_string_equal(app_top(app)->class->name, "home");
}

static void quit_asks_every_screen(void **state)
{
	(void)state;
	app_push(app, &user_class, NULL);
	app_push(app, &user_class, NULL);
	world.dirty = true;
	press(K_F10);
	assert_int_equal(world.left, 1);
	assert_true(dialog_open(app));
	press(K_ESC);
	/* Stayed: a later step back does not go on quitting. */
	press(K_ESC);
	press('d');
	assert_int_equal(world.closed, 1);
	assert_string_equal(app_top(app)->class->name, "user");
	world.dirty = true;
	press('q');
	press('d');
	assert_null(app_top(app));
	assert_int_equal(world.closed, 3);
	assert_int_equal(loop_run(loop), 0);
}

static void hang_up_stops_with_one(void **state)
{
	(void)state;
	world.dirty = true;
	app_push(app, &user_class, NULL);
	app_feed(app, &(struct key) { .code = K_HANGUP });
	assert_int_equal(loop_run(loop), 1);
}

static void too_small_and_back(void **state)
{
	(void)state;
	app_push(app, &user_class, NULL);
	for (int rows = 1; rows <= 100; rows += rows < 14 ? 1 : 17) {
		for (int columns = 1; columns <= 300; columns += columns < 45 ? 1 : 51) {
			screen_resize(rows, columns);
			press(K_RESIZE);
			if (rows < 10 || columns < 40) {
				press('d');
				assert_int_equal(world.ran, 0);
			}
		}
	}
	screen_resize(9, 60);
	app_draw(app);
	assert_true(screen_has("too small (60x9). Steward needs 40x10"));
	press(K_ESC);
	screen_resize(24, 80);
	app_draw(app);
	assert_string_equal(app_top(app)->class->name, "user");
	assert_true(screen_has("body of the screen"));
	screen_resize(3, 20);
	press(K_F10);
	assert_null(app_top(app));
}

static void storm_with_everything_open(void **state)
{
	(void)state;
	for (int what = 0; what < 4; what++) {
		if (what == 1)
			app_help(app);
		if (what == 2)
			app_palette(app);
		if (what == 3)
			app_notices(app);
		app_notice(app, NOTICE_ERROR,
		    "A long sentence about what went wrong, and what to do about it, which fits nowhere at all.");
		for (int i = 0; i < 60; i++) {
			screen_resize(1 + i * 37 % 100, 1 + i * 131 % 300);
			press(K_RESIZE);
			press(K_DOWN);
		}
		screen_resize(24, 80);
		press(K_ESC);
		press(K_ESC);
	}
	assert_false(dialog_open(app));
}

static void clear_answers_open_questions(void **state)
{
	(void)state;
	world.dirty = true;
	app_push(app, &user_class, NULL);
	press(K_ESC);
	assert_true(dialog_open(app));
	app_clear(app);
	assert_false(dialog_open(app));
	assert_null(app_top(app));
	assert_int_equal(world.closed, 2);
	press('d');
	press('?');
	press(K_ESC);
	app_pop(app);
}

static void too_many_screens(void **state)
{
	(void)state;
	int pushed = 1;

	while (pushed < 100 && app_push(app, &user_class, NULL))
		pushed++;
	assert_in_range(pushed, 10, 50);
	assert_int_equal(world.closed, 1);
	app_draw(app);
	assert_true(screen_has("Too much is open"));
}

static void stop_later(void *ctx)
{
	(void)ctx;
	loop_stop(loop, 7);
}

/* The whole way: bytes on a terminal, the loop, a key, a frame; and the end of the line. */
static void runs_on_a_terminal(void **state)
{
	struct screen_pty p = screen_open_pty(24, 80);
	int value;

	(void)state;
	make_app();
	screen_type(&p, "d");
	loop_after(loop, 60, stop_later, NULL);
	value = app_run(app);
	app_free(app);
	loop_free(loop);
	screen_close_pty(&p);
	assert_int_equal(value, 7);
	assert_int_equal(world.ran, 1);
	assert_in_range(world.draws, 1, 4);
}

static void stops_when_the_line_is_gone(void **state)
{
	struct screen_pty p = screen_open_pty(24, 80);
	int value;

	(void)state;
	make_app();
	close(p.master);
	p.master = open("/dev/null", O_RDWR);
	value = app_run(app);
	app_free(app);
	loop_free(loop);
	screen_close_pty(&p);
	assert_int_equal(value, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SCREEN(frame),
		cmocka_unit_test(nothing_changes_nothing_is_written),
		ON_SCREEN(order_of_keys),
		ON_SCREEN(esc_goes_back_and_never_quits),
		ON_SCREEN(popped_screen_lives_until_key_is_handled),
		ON_SCREEN(leave_asks_when_dirty),
		ON_SCREEN(quit_asks_every_screen),
		ON_SCREEN(hang_up_stops_with_one),
		ON_SCREEN(too_small_and_back),
		ON_SCREEN(storm_with_everything_open),
		ON_SCREEN(clear_answers_open_questions),
		ON_SCREEN(too_many_screens),
		cmocka_unit_test(runs_on_a_terminal),
		cmocka_unit_test(stops_when_the_line_is_gone),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
