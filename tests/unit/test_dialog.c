#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/lib/dialog_unit.h"

static void default_is_no(void **state)
{
	(void)state;
	confirm();
	assert_true(screen_has("[n No]"));
	assert_true(screen_has(" y Yes "));
	press(K_ENTER);
	assert_int_equal(got.answers, 1);
	assert_int_equal(got.agreed, 0);
	assert_false(dialog_open(app));
}

static void ways_to_answer(void **state)
{
	static const struct {
		uint32_t keys[3];
		int agreed;
	} ways[] = {
		{ { 'y' }, 1 },
		{ { 'Y' }, 1 },
		{ { 'n' }, 0 },
		{ { K_ESC }, 0 },
		{ { K_TAB, K_ENTER }, 1 },
		{ { K_LEFT, K_ENTER }, 1 },
		{ { K_TAB, K_TAB, K_ENTER }, 0 },
		{ { K_RIGHT, K_ESC }, 0 },
		{ { K_BACKTAB, 'n' }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		got.agreed = -9;
		confirm();
		for (int k = 0; k < 3 && ways[i].keys[k]; k++) {
			assert_int_equal(got.agreed, -9);
			press(ways[i].keys[k]);
		}
		assert_int_equal(got.agreed, ways[i].agreed);
		assert_int_equal(got.answers, i + 1);
	}
	confirm();
	type("xq 1");
	press(K_F10);
	press(K_CTRL('p'));
	assert_true(dialog_open(app));
	assert_int_equal(got.agreed, 0);
}

static void opening_key_never_confirms(void **state)
{
	(void)state;
	press('y');
	assert_true(screen_has("Delete 3 notes"));
	press('y');
	press('Y');
	assert_int_equal(got.answers, 0);
	assert_true(screen_has("That key opened this question"));
	press(K_ENTER); /* the answer was chosen by then, and another key takes it */
	assert_int_equal(got.agreed, 1);
	press(K_ENTER);
	press(K_TAB);
	press(K_ENTER);
	assert_int_equal(got.answers, 1);
	assert_true(screen_has("answer with the letter"));
	press('y');
	assert_int_equal(got.answers, 2);
	/* Held down, the opening key answers No at worst. */
	press(K_ENTER);
	press(K_ENTER);
	assert_int_equal(got.answers, 3);
	assert_int_equal(got.agreed, 0);
}

static void nothing_is_answered_before_it_is_seen(void **state)
{
	(void)state;
	app_feed(app, &(struct key) { .code = 'd' });
	app_feed(app, &(struct key) { .code = 'y' });
	app_feed(app, &(struct key) { .code = K_TAB });
	app_feed(app, &(struct key) { .code = K_ENTER });
	assert_int_equal(got.answers, 0);
	app_draw(app);
	assert_true(screen_has("[n Keep]"));
	press('y');
	assert_int_equal(got.agreed, 1);
}

static void typed_ahead_is_flushed(void **state)
{
	struct screen_pty p = screen_open_pty(24, 80);
	struct key k;
	bool left, unseen;

	(void)state;
	make_app();
	app_draw(app);
	app_feed(app, &(struct key) { .code = 'd' });
	screen_type(&p, "yyy\t\r");
	poll(NULL, 0, 20);
	app_draw(app);
	left = term_key(&k);
	unseen = got.answers == 0 && dialog_open(app);
	/* A question for text keeps what was typed. */
	app_feed(app, &(struct key) { .code = K_ESC });
	screen_type(&p, "x");
	poll(NULL, 0, 20);
	dialog_show(app, "t", "t");
	app_draw(app);
	assert_true(term_key(&k));
	app_free(app);
	loop_free(loop);
	screen_close_pty(&p);
	assert_false(left);
	assert_true(unseen);
}

static void stop(void *ctx)
{
	(void)ctx;
	loop_stop(loop, 0);
}

static struct screen_pty line;

static void open_by_itself(void *ctx)
{
	(void)ctx;
	confirm();
	screen_type(&line, "y");
}

static void type_late(void *ctx)
{
	(void)ctx;
	screen_type(&line, "y");
}

/* It comes up while the user types a word with a y: for a moment keys are not for it. */
static void guards_what_opens_by_itself(void **state)
{
	int early;

	(void)state;
	line = screen_open_pty(24, 80);
	make_app();
	loop_after(loop, 10, open_by_itself, NULL);
	loop_after(loop, 200, stop, NULL);
	app_run(app);
	early = got.answers;
	loop_after(loop, 400, type_late, NULL);
	loop_after(loop, 500, stop, NULL);
	app_run(app);
	app_free(app);
	loop_free(loop);
	screen_close_pty(&line);
	assert_int_equal(early, 0);
	assert_int_equal(got.answers, 1);
	assert_int_equal(got.agreed, 1);
}

static void one_at_a_time(void **state)
{
	(void)state;
	dialog_confirm(app, "First", "one", NULL, NULL, on_answer, &got);
	dialog_confirm(app, "Second", "two", NULL, NULL, on_answer, &got);
	got.next = "Third";
	app_draw(app);
	assert_true(screen_has("First"));
	assert_false(screen_has("Second"));
	press('y');
	assert_true(screen_has("Second"));
	assert_int_equal(got.answers, 1);
	/* The key that answered the first one opened the second: it does not confirm it. */
	press('y');
	assert_int_equal(got.answers, 1);
	press('n');
	assert_int_equal(got.answers, 2);
	assert_true(screen_has("Third"));
	press(K_ESC);
	assert_int_equal(got.answers, 3);
	assert_false(dialog_open(app));
}

static void word_must_be_typed(void **state)
{
	(void)state;
	dialog_confirm_typed(app, "Erase", "Everything of Anna Meier goes.", "10009292", on_answer, &got);
	app_draw(app);
	assert_true(screen_has("To go on, type: 10009292"));
	press(K_ENTER);
	type("1000929");
	press(K_ENTER);
	assert_int_equal(got.answers, 0);
	assert_true(screen_has("That is something else"));
	type("2 ");
	press(K_ENTER);
	assert_int_equal(got.answers, 0);
	press(K_BACKSPACE);
	press(K_ENTER);
	assert_int_equal(got.agreed, 1);
	dialog_confirm_typed(app, "Erase", "x", "yes", on_answer, &got);
	app_draw(app);
	type("yes");
	press(K_ESC);
	assert_int_equal(got.agreed, 0);
	/* An empty word would be agreed by Enter alone. */
	got.agreed = -9;
	dialog_confirm_typed(app, "Erase", "x", "", on_answer, &got);
	assert_int_equal(got.agreed, 0);
	assert_false(dialog_open(app));
}

static void unsaved(void **state)
{
	static const struct {
		uint32_t key;
		int value;
	} ways[] = { { 's', 's' }, { 'd', 'd' }, { 'b', 0 }, { K_ENTER, 0 }, { K_ESC, 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		dialog_unsaved(app, i % 2 ? "the user" : "The user", on_value, NULL);
		app_draw(app);
		assert_true(screen_has("The user has changes that are not saved yet."));
		press(ways[i].key);
		assert_int_equal(got.value, ways[i].value);
	}
}

static void screen_that_goes_takes_its_questions(void **state)
{
	(void)state;
	app_push(app, &screen_class, NULL);
	confirm();
	dialog_confirm_typed(app, "Erase", "x", "yes", on_answer, &got);
	app_pop(app);
	assert_false(dialog_open(app));
	assert_int_equal(got.answers, 2);
	assert_int_equal(got.agreed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SCREEN(default_is_no),
		ON_SCREEN(ways_to_answer),
		ON_SCREEN(opening_key_never_confirms),
		ON_SCREEN(nothing_is_answered_before_it_is_seen),
		cmocka_unit_test(typed_ahead_is_flushed),
		cmocka_unit_test(guards_what_opens_by_itself),
		ON_SCREEN(one_at_a_time),
		ON_SCREEN(word_must_be_typed),
		ON_SCREEN(unsaved),
		ON_SCREEN(screen_that_goes_takes_its_questions),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
