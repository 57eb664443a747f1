#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/lib/form_unit.h"

static void secrets(void **state)
{
	(void)state;
	form_edit(form, "secret");
	assert_null(form_get(form, "secret"));
	type("correct horse");
	assert_true(form_dirty(form));
	assert_string_equal(form_get(form, "secret"), "correct horse");
	assert_false(screen_has("correct"));
	press(K_TAB);
	assert_false(screen_has("correct"));
	/* How long it is cannot be seen any more. */
	assert_string_equal(screen_row(screen_find("Password")), "  Password      ••••••••");
	assert_string_equal(changes(), "secret:->correct horse ");
	press(K_BACKTAB);
	type("!");
	assert_string_equal(form_get(form, "secret"), "correct horse!");
	form_load(form, "secret", "never");
	assert_string_equal(form_get(form, "secret"), "correct horse!");
	form_revert(form);
	assert_null(form_get(form, "secret"));
	draw();
	type("b");
	assert_string_equal(form_get(form, "secret"), "b");
	form_set(form, "secret", NULL);
	assert_null(form_get(form, "secret"));
}

static void limits_and_pastes(void **state)
{
	size_t n = 10u << 20;
	char *text = malloc(n);

	(void)state;
	memset(text, 'x', n);
	form_edit(form, "name");
	draw();
	assert_false(screen_has("/20"));
	type("123456");
	assert_true(screen_has("16/20"));
	form_key(form, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	draw();
	assert_true(screen_has("20/20"));
	assert_true(screen_has("Only 20 characters fit here"));
	assert_int_equal(strlen(form_get(form, "name")), 20);
	form_edit(form, "notes");
	form_key(form, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	draw();
	assert_int_equal(strlen(form_get(form, "notes")), 2000);
	form_edit(form, "secret");
	form_key(form, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	draw();
	assert_int_equal(strlen(form_get(form, "secret")), 64);
	form_edit(form, "language");
	form_key(form, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	draw();
	form_edit(form, "enabled");
	form_key(form, &(struct key) { .code = K_PASTE, .text = text, .length = n });
	assert_string_equal(form_get(form, "enabled"), "t");
	free(text);
}

static void lines(void **state)
{
	(void)state;
	form_edit(form, "notes");
	draw();
	press(K_ENTER);
	type("third");
	assert_string_equal(form_get(form, "notes"), "first line\nsecond line\nthird");
	assert_true(press(K_UP));
	assert_true(press(K_UP));
	assert_true(screen_has("Free text."));
	press(K_UP); /* out at the top */
	assert_true(screen_has("Who pays."));
}

static void scrolls(void **state)
{
	(void)state;
	draw_in(5, 80);
	assert_true(screen_has("Anna Meier"));
	assert_false(screen_has("Password"));
	assert_true(form_key(form, &(struct key) { .code = K_END }));
	draw_in(5, 80);
	assert_true(screen_has("Password"));
	assert_false(screen_has("Anna Meier"));
	form_edit(form, "name");
	draw_in(5, 80);
	assert_true(screen_has("Anna Meier"));
	form_edit(form, "secret");
	draw_in(5, 80);
	assert_true(screen_has("Password"));
}

static void mouse(void **state)
{
	struct key click = { .code = K_MOUSE, .button = MOUSE_LEFT, .x = 20 };

	(void)state;
	form_edit(form, "name");
	draw();
	click.y = screen_find("Born");
	assert_true(form_key(form, &click));
	draw();
	assert_true(screen_has("A date, or today."));
	click.y = screen_find("Log-in"); /* cannot be changed */
	form_key(form, &click);
	draw();
	assert_true(screen_has("A date, or today."));
}

static void any_size_and_hostile_values(void **state)
{
	static const char hostile[] = "\x1b[2J\x1b]0;t\x07\xe2\x80\xae"
				      "evil\xff\r\b\n日本語日本語日本語 word word";
	static const char *const where[] = { "name", "born", "enabled", "language", "org", "notes", "secret" };

	(void)state;
	for (int i = 0; fields[i].name; i++)
		form_load(form, fields[i].name, hostile);
	for (size_t w = 0; w <= sizeof(where) / sizeof(where[0]); w++) {
		if (w > 0) {
			form_edit(form, where[w - 1]);
			form_error(form, where[w - 1], hostile);
			form_key(form, &(struct key) { .code = 'e' });
		}
		for (int i = 0; i < 200; i++) {
			int rows = 1 + i * 37 % 100, columns = 1 + i * 131 % 300;

			screen_resize(rows, columns);
			draw_in(rows, columns);
			draw_in(i % 7, i % 23);
		}
		screen_resize(24, 80);
		draw_in(24, 80);
		for (int y = 0; y < 24; y++) {
			const char *row = screen_row(y);

			assert_true(text_is_clean(row, strlen(row)));
		}
		form_key(form, &(struct key) { .code = K_ESC });
	}
	/* Bytes that were not touched are kept as they came. */
	assert_string_equal(form_loaded(form, "login"), hostile);
}

static void random_keys(void **state)
{
	static const uint32_t keys[] = { 'a', ' ', 'y', 'n', '1', '-', K_TAB, K_BACKTAB, K_UP, K_DOWN, K_ENTER, K_ESC, K_BACKSPACE,
		K_DELETE, K_CTRL('z'), K_CTRL('z'), K_CTRL('u'), K_CTRL('w'), K_HOME, K_END, K_LEFT, K_RIGHT, 0xE9, 0x65E5, 0x301,
		K_F2, K_PAGEDOWN, K_PAGEUP };
	uint32_t seed = 42;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		seed = seed * 1664525u + 1013904223u;
		form_key(form, &(struct key) { .code = keys[(seed >> 8) % (sizeof(keys) / sizeof(keys[0]))] });
		if (i % 5 == 0)
			draw_in(1 + (int)((seed >> 20) % 24), 1 + (int)((seed >> 12) % 80));
		if (!form_editing(form))
			form_edit(form, fields[(seed >> 16) % 12].name);
		if (i % 97 == 0)
			form_choices(form, &fields[8], ids, names, 3, false);
		if (i % 1009 == 0)
			form_check(form);
		if (i % 4001 == 0)
			form_revert(form);
	}
	form_revert(form);
	assert_false(form_dirty(form));
	assert_string_equal(form_get(form, "name"), "Anna Meier");
}

static void nothing_to_change(void **state)
{
	static const struct field none[] = {
		{ .name = "id", .label = "Id", .kind = FIELD_NUMBER, .flags = FIELD_READONLY, .help = "No." }, { 0 }
	};
	static const struct field empty[] = { { 0 } };
	struct form *f = form_new(app, &(struct form_spec) { .fields = none });

	(void)state;
	form_edit(f, NULL);
	assert_false(form_editing(f));
	assert_true(form_check(f));
	form_free(f);
	f = form_new(app, &(struct form_spec) { .fields = empty });
	form_edit(f, "id");
	form_draw(f, (struct area) { 0, 0, 10, 80 }, true);
	assert_false(form_key(f, &(struct key) { .code = K_TAB }));
	form_free(f);
	form_free(NULL);
}

static void own_actions_are_sound(void **state)
{
	char why[200] = "";

	(void)state;
	if (!action_table_check(form_actions, why, sizeof(why)))
		fail_msg("%s", why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SCREEN(secrets),
		ON_SCREEN(limits_and_pastes),
		ON_SCREEN(lines),
		ON_SCREEN(scrolls),
		ON_SCREEN(mouse),
		ON_SCREEN(any_size_and_hostile_values),
		ON_SCREEN(random_keys),
		ON_SCREEN(nothing_to_change),
		cmocka_unit_test(own_actions_are_sound),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
