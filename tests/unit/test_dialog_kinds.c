#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/lib/dialog_unit.h"

static const struct field date_field = {
	.name = "due", .label = "Due", .kind = FIELD_DATE, .flags = FIELD_READONLY, .right = "no.such", .help = "When."
};
static const struct field_choice levels[] = { { "l", "Low" }, { "m", "Middle" }, { "h", "High" }, { 0 } };
static const struct field level_field = {
	.name = "level", .label = "Level", .kind = FIELD_CHOICE, .choices = levels, .help = "How much."
};
static const struct field pin_field = {
	.name = "pin", .label = "PIN", .kind = FIELD_SECRET, .flags = FIELD_REQUIRED, .limit = 12, .help = "Yours."
};

static void asks_for_a_value(void **state)
{
	(void)state;
	dialog_ask(app, "Due date", &date_field, "2026-11-23", on_text, NULL);
	app_draw(app);
	assert_true(screen_has("2026-11-23"));
	press(K_CTRL('u'));
	type("31 feb");
	press(K_ENTER);
	assert_int_equal(got.answers, 0);
	press(K_CTRL('u'));
	type("+14d");
	press(K_ENTER);
	assert_int_equal(got.answers, 1);
	assert_string_equal(got.text, "2026-12-07");
	dialog_ask(app, "Due date", &date_field, NULL, on_text, NULL);
	app_draw(app);
	press(K_ESC);
	assert_true(got.was_null);
	dialog_ask(app, "Due date", &date_field, "2026-11-23", on_text, NULL);
	app_draw(app);
	press(K_CTRL('u'));
	press(K_ENTER);
	assert_false(got.was_null);
	assert_string_equal(got.text, "");
	/* Refused: what was typed is there, and why, and it is not thrown away by one Esc. */
	dialog_ask_with(app, "Due date", &date_field,
	    &(struct dialog_asked) { .value = "2026-11-23", .typed = "2026-12-07", .why = "This day is taken." }, on_text, NULL);
	app_draw(app);
	assert_true(screen_has("2026-12-07"));
	assert_true(screen_has("This day is taken."));
	press(K_ESC);
	assert_true(dialog_open(app));
	press(K_END);
	press(K_BACKSPACE);
	assert_false(screen_has("This day is taken."));
	type("8");
	press(K_ENTER);
	assert_string_equal(got.text, "2026-12-08");
	dialog_ask(app, "Level", &level_field, NULL, on_text, NULL);
	app_draw(app);
	type("hi");
	press(K_ENTER);
	press(K_ENTER);
	assert_string_equal(got.text, "h");
	dialog_ask(app, "PIN", &pin_field, NULL, on_text, NULL);
	app_draw(app);
	press(K_ENTER);
	assert_true(screen_has("PIN must be filled in."));
	type("4711");
	assert_false(screen_has("4711"));
	press(K_ENTER);
	assert_string_equal(got.text, "4711");
}

static void chooses(void **state)
{
	static const char *const labels[] = { "Amsterdam", "Köln", "Wien", "Zürich" };

	(void)state;
	dialog_choose(app, "City", labels, 4, 2, on_value, NULL);
	app_draw(app);
	press(K_ENTER);
	assert_int_equal(got.value, 2);
	dialog_choose(app, "City", labels, 4, -1, on_value, NULL);
	app_draw(app);
	type("zur");
	assert_false(screen_has("Wien"));
	press(K_ENTER);
	assert_int_equal(got.value, 3);
	dialog_choose(app, "City", labels, 4, -1, on_value, NULL);
	app_draw(app);
	press(K_DOWN);
	press(K_DOWN);
	press(K_UP);
	press(K_ENTER);
	assert_int_equal(got.value, 1);
	dialog_choose(app, "City", labels, 4, -1, on_value, NULL);
	app_draw(app);
	press(K_ESC);
	assert_int_equal(got.value, -1);
	dialog_choose(app, "None", NULL, 0, -1, on_value, NULL);
	app_draw(app);
	press(K_ENTER);
	assert_true(dialog_open(app));
}

static void shows_and_scrolls(void **state)
{
	char text[4000] = "";

	(void)state;
	for (int i = 0; i < 100; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "line %d\n", i);
	dialog_show(app, "Text", text);
	app_draw(app);
	assert_true(screen_has("line 0"));
	assert_false(screen_has("line 99"));
	press(K_END);
	assert_true(screen_has("line 99"));
	press(K_PAGEUP);
	assert_false(screen_has("line 99"));
	press(K_HOME);
	assert_true(screen_has("line 0"));
	press('q');
	assert_false(dialog_open(app));
	dialog_show(app, "Text", "");
	app_draw(app);
	press(K_ENTER);
	assert_false(dialog_open(app));
}

static void conflict(void **state)
{
	(void)state;
	dialog_conflict(app, "Changed meanwhile", clashes, 3, on_take, NULL);
	app_draw(app);
	assert_true(screen_has("It was"));
	assert_true(screen_has("Ringstraße 4"));
	assert_true(screen_has("(choose)"));
	assert_true(screen_has("(theirs)"));
	assert_true(screen_has("(yours)"));
	press(K_ENTER);
	assert_int_equal(got.answers, 0);
	assert_true(screen_has("Choose theirs or yours"));
	press(K_RIGHT);
	press(K_ENTER);
	assert_int_equal(got.answers, 1);
	assert_true(got.take[0]);
	assert_false(got.take[1]);
	assert_true(got.take[2]);
	dialog_conflict(app, "Changed meanwhile", clashes, 3, on_take, NULL);
	app_draw(app);
	press(K_LEFT);
	press(K_DOWN);
	press(K_DOWN);
	press(K_DOWN);
	press(K_LEFT);
	press(K_ENTER);
	assert_false(got.take[0]);
	assert_false(got.take[2]);
	dialog_conflict(app, "Changed meanwhile", clashes, 3, on_take, NULL);
	app_draw(app);
	press(K_ESC);
	assert_true(got.was_null);
	got.was_null = false;
	dialog_conflict(app, "Changed meanwhile", clashes, 0, on_take, NULL);
	assert_true(got.was_null);
}

static void progress(void **state)
{
	(void)state;
	dialog_progress(app, "Export", "41,200 rows/s", 680, on_cancel, NULL);
	app_draw(app);
	assert_true(screen_has("68 %"));
	dialog_progress(app, "Export", "5 s left", 5000, on_cancel, NULL);
	app_draw(app);
	assert_true(screen_has("100 %"));
	assert_true(screen_has("5 s left"));
	press(K_ENTER);
	assert_true(dialog_open(app));
	press(K_ESC);
	press(K_ESC);
	assert_int_equal(got.cancelled, 1);
	assert_true(screen_has("Cancelling"));
	dialog_progress_end(app);
	dialog_progress_end(app);
	assert_false(dialog_open(app));
}

static void open_one(int which)
{
	static char long_text[3000];
	static const char *const labels[] = { "one", "a label that is much longer than the narrow screen \x1b[31m", "three" };

	if (long_text[0] == '\0')
		for (size_t i = 0; i < sizeof(long_text) - 1; i++)
			long_text[i] = (char)(i % 97 == 96 ? '\n' : i % 7 == 6 ? ' ' : 'a' + (int)(i % 26));
	switch (which) {
	case 0:
		dialog_confirm(app, long_text, long_text, NULL, NULL, on_answer, &got);
		break;
	case 1:
		dialog_confirm_typed(app, "T", long_text,
		    "\x1b[2J\xe2\x80\xae"
		    "word",
		    on_answer, &got);
		break;
	case 2:
		dialog_unsaved(app, long_text, on_value, NULL);
		break;
	case 3:
		dialog_ask(app, "T", &level_field, NULL, on_text, NULL);
		break;
	case 4:
		dialog_choose(app, "T", labels, 3, 1, on_value, NULL);
		break;
	case 5:
		dialog_show(app, "日本語", long_text);
		break;
	case 6:
		dialog_conflict(app, "T", clashes, 3, on_take, NULL);
		break;
	default:
		dialog_progress(app, "T", long_text, 333, on_cancel, NULL);
		break;
	}
}

static void every_kind_in_every_size(void **state)
{
	static const uint32_t keys[] = { K_DOWN, K_PAGEDOWN, K_TAB, K_END, K_UP, ' ', 'z' };

	(void)state;
	for (int which = 0; which < 8; which++) {
		open_one(which);
		for (int i = 0; i < 400; i++) {
			screen_resize(1 + i * 37 % 100, 1 + i * 131 % 300);
			press(K_RESIZE);
			press(keys[i % 7]);
		}
		screen_resize(24, 80);
		app_draw(app);
		for (int y = 0; y < 24; y++) {
			const char *row = screen_row(y);

			assert_true(text_is_clean(row, strlen(row)));
		}
		if (which == 7)
			dialog_progress_end(app);
		else
			press(K_ESC);
		if (dialog_open(app)) /* an open list of choices was closed first */
			press(K_ESC);
		assert_false(dialog_open(app));
	}
}

static void huge_text(void **state)
{
	size_t n = 10u << 20;
	char *text = malloc(n + 1);

	(void)state;
	memset(text, 'w', n);
	text[n] = '\0';
	dialog_confirm(app, "T", text, NULL, NULL, on_answer, &got);
	app_draw(app);
	press(K_PAGEDOWN);
	app_feed(app, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	press('y');
	assert_int_equal(got.agreed, 1);
	dialog_ask(app, "T", &street, text, on_text, NULL);
	app_draw(app);
	app_feed(app, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	app_draw(app);
	press(K_ESC);
	free(text);
}

static void mouse_chooses_then_takes(void **state)
{
	struct key click = { .code = K_MOUSE, .button = MOUSE_LEFT };

	(void)state;
	confirm();
	click.y = screen_find("y Yes");
	click.x = screen_column(click.y, "y Yes");
	app_feed(app, &click);
	assert_int_equal(got.answers, 0);
	app_feed(app, &click);
	assert_int_equal(got.agreed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SCREEN(asks_for_a_value),
		ON_SCREEN(chooses),
		ON_SCREEN(shows_and_scrolls),
		ON_SCREEN(conflict),
		ON_SCREEN(progress),
		ON_SCREEN(every_kind_in_every_size),
		ON_SCREEN(huge_text),
		ON_SCREEN(mouse_chooses_then_takes),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
