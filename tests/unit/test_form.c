#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/lib/form_unit.h"

static void read_mode(void **state)
{
	(void)state;
	draw();
	assert_false(form_editing(form));
	assert_true(screen_has("Anna Meier"));
	assert_true(screen_has("1,234.50"));
	assert_true(screen_has("German"));
	assert_true(screen_has("Meier & Söhne"));
	assert_true(screen_has("second line"));
	assert_true(screen_has("inherit"));
	assert_string_equal(screen_row(screen_find("Password")), "  Password      —");
	assert_false(press('x'));
	assert_false(press(K_ENTER));
	assert_false(press(K_ESC));
	assert_false(form_dirty(form));
}

static void typing_makes_a_draft(void **state)
{
	(void)state;
	form_edit(form, "name");
	draw();
	assert_true(screen_has("As on the invoice."));
	type("s");
	assert_true(form_dirty(form));
	assert_string_equal(form_get(form, "name"), "Anna Meiers");
	assert_string_equal(form_loaded(form, "name"), "Anna Meier");
	assert_string_equal(changes(), "name:Anna Meier>Anna Meiers ");
	press(K_BACKSPACE);
	assert_false(form_dirty(form));
	assert_int_equal(form_changes(form, NULL, NULL), 0);
	/* A value put in by a loaded record: drafts of others stay. */
	type("x");
	form_load(form, "credit", "7");
	form_load(form, "name", "Anna M.");
	assert_string_equal(form_get(form, "credit"), "7");
	assert_string_equal(form_get(form, "name"), "Anna Meierx");
	form_load(form, "name", "Anna Meierx");
	assert_false(form_dirty(form));
	form_revert(form);
	form_read(form);
	assert_false(form_editing(form));
}

static void untouched_focused_field_follows(void **state)
{
	(void)state;
	form_edit(form, "name");
	form_load(form, "name", "Berta");
	draw();
	assert_true(screen_has("Berta"));
	assert_false(form_dirty(form));
	type("x");
	assert_string_equal(form_get(form, "name"), "Bertax");
}

static void walking(void **state)
{
	(void)state;
	form_edit(form, NULL);
	draw();
	assert_true(screen_has("As on the invoice.")); /* the id cannot be changed */
	press(K_TAB);
	assert_true(screen_has("A date, or today.")); /* nor the log-in */
	press(K_ENTER);
	assert_true(screen_has("Euros."));
	press(K_DOWN);
	assert_true(screen_has("May log in."));
	press(K_UP);
	press(K_BACKTAB);
	assert_true(screen_has("A date, or today."));
	press(K_PAGEDOWN);
	assert_true(screen_has("At least 15."));
	press(K_TAB);
	assert_true(screen_has("As on the invoice."));
	press(K_BACKTAB);
	assert_true(screen_has("At least 15."));
	press(K_BACKTAB); /* not the rank: the right is missing */
	assert_true(screen_has("Free text."));
	make_form(true);
	form_edit(form, "login");
	draw();
	assert_true(screen_has("Renamed by staff only."));
}

static void what_cannot_be_edited(void **state)
{
	static const struct field fixed[] = {
		{ .name = "id", .label = "Id", .kind = FIELD_NUMBER, .flags = FIELD_READONLY, .help = "Given by the system." },
		{ .name = "rank", .label = "Rank", .kind = FIELD_NUMBER, .right = "user.rank", .help = "By the boss." },
		{ 0 },
	};
	struct form *f = form_new(app, &(struct form_spec) { .fields = fixed });

	(void)state;
	assert_non_null(f);
	assert_false(form_editable(f));
	assert_true(form_editable(form));
	form_edit(f, NULL);
	assert_false(form_editing(f));
	assert_false(form_can_copy(f));
	form_load(f, "id", "7");
	assert_true(form_can_copy(f));
	form_free(f);
}

/* An amount follows its currency, whether that stands beside the form or in it. */
static void amounts_follow_their_currency(void **state)
{
	static const struct field_choice currencies[] = { { "EUR", "Euro" }, { "JPY", "Yen" }, { 0 } };
	static const struct field priced[] = {
		{ .name = "price", .label = "Price", .kind = FIELD_MONEY, .help = "Of one.", .currency = "currency" },
		{ .name = "currency", .label = "Currency", .kind = FIELD_CHOICE, .choices = currencies, .help = "Of it." },
		{ .name = "fee", .label = "Fee", .kind = FIELD_MONEY, .help = "For all.", .currency = "base" },
		{ 0 },
	};
	struct field_env yen = env;

	(void)state;
	yen.whole = "JPY";
	form_free(form);
	app_free(app);
	app = app_new(loop, &host, &yen);
	app_push(app, &screen_class, NULL);
	form = form_new(app, &(struct form_spec) { .fields = priced });
	form_load(form, "price", "10.50");
	form_load(form, "currency", "EUR");
	form_beside(form, "base", "JPY");
	form_edit(form, "fee");
	draw();
	type("7.50");
	press(K_TAB);
	assert_true(screen_has("JPY has no decimals"));
	assert_false(form_check(form));
	form_set(form, "fee", NULL);
	assert_true(form_check(form));
	form_beside(form, "base", "EUR");
	form_edit(form, "fee");
	type("7.50");
	assert_true(form_check(form));
	/* With another currency the amount is none, until it is mended or the currency is the old one again. */
	form_set(form, "currency", "JPY");
	draw();
	assert_true(screen_has("JPY has no decimals"));
	assert_false(form_check(form));
	form_set(form, "currency", "EUR");
	draw();
	assert_false(screen_has("no decimals"));
	assert_true(form_check(form));
	assert_string_equal(changes(), "fee:->7.50 ");
	form_set(form, "currency", "JPY");
	form_set(form, "price", "11");
	assert_true(form_check(form));
	assert_string_equal(changes(), "price:10.50>11 currency:EUR>JPY fee:->7.50 ");
	/* What was kept with decimals once may have them. */
	form_revert(form);
	form_load(form, "currency", "JPY");
	form_edit(form, "price");
	press(K_CTRL('u'));
	type("10.25");
	assert_true(form_check(form));
	assert_string_equal(changes(), "price:10.50>10.25 ");
}

static void values_are_parsed_on_leaving(void **state)
{
	(void)state;
	form_edit(form, "born");
	press(K_CTRL('u'));
	type("31 feb 2001");
	assert_true(form_dirty(form));
	assert_string_equal(form_get(form, "born"), "1990-02-11");
	press(K_TAB);
	assert_true(screen_find("!") >= 0 || screen_find("⚠") >= 0);
	assert_true(screen_has("31 feb 2001")); /* what was typed is not lost */
	assert_false(form_check(form));
	draw();
	assert_true(screen_has("A date, or today."));
	press(K_CTRL('u'));
	type("today");
	press(K_TAB);
	assert_true(screen_has("2026-11-23"));
	assert_string_equal(form_get(form, "born"), "2026-11-23");
	press(K_CTRL('u'));
	type("99.5");
	assert_string_equal(form_get(form, "credit"), "99.50");
	assert_true(form_check(form));
	assert_string_equal(changes(), "born:1990-02-11>2026-11-23 credit:1234.50>99.50 ");
}

static void untouched_values_are_not_rewritten(void **state)
{
	(void)state;
	/* Shown as 1,234.50 with two places, held with more. */
	form_load(form, "credit", "1234.5000");
	form_edit(form, "credit");
	press(K_TAB);
	press(K_BACKTAB);
	press(K_LEFT);
	assert_false(form_dirty(form));
	assert_string_equal(form_get(form, "credit"), "1234.5000");
}

static void required(void **state)
{
	(void)state;
	form_edit(form, "name");
	draw();
	assert_true(screen_has("Name *"));
	press(K_CTRL('u'));
	assert_null(form_get(form, "name"));
	press(K_TAB);
	assert_true(screen_has("Name must be filled in."));
	assert_false(form_check(form));
	type("Z");
	assert_false(screen_has("Name must be filled in."));
	assert_true(form_check(form));
	/* Missing from the start: told when it is checked, not while one walks past. */
	make_form(true);
	form_load(form, "name", NULL);
	form_edit(form, "name");
	press(K_TAB);
	assert_false(screen_has("must be filled in"));
	form_read(form);
	assert_false(form_check(form));
	draw();
	assert_true(form_editing(form));
	assert_true(screen_has("Name must be filled in."));
}

static void toggles(void **state)
{
	(void)state;
	form_edit(form, "enabled");
	press(' ');
	assert_string_equal(form_get(form, "enabled"), "f");
	press(' ');
	assert_string_equal(form_get(form, "enabled"), "t");
	assert_false(form_dirty(form));
	press('n');
	assert_string_equal(form_get(form, "enabled"), "f");
	press(K_DELETE);
	assert_string_equal(form_get(form, "enabled"), "f");
	press(K_TAB);
	assert_null(form_get(form, "agent"));
	press(' ');
	assert_string_equal(form_get(form, "agent"), "t");
	press(' ');
	assert_string_equal(form_get(form, "agent"), "f");
	press(' ');
	assert_null(form_get(form, "agent"));
	press('y');
	press(K_DELETE);
	assert_null(form_get(form, "agent"));
	assert_string_equal(changes(), "enabled:t>f ");
}

static void choices_fixed(void **state)
{
	(void)state;
	form_edit(form, "language");
	press(' ');
	assert_true(screen_has("English"));
	assert_true(screen_has("Dutch"));
	press(K_ESC);
	assert_false(screen_has("Dutch"));
	assert_false(form_dirty(form));
	type("dut");
	assert_false(screen_has("English"));
	press(K_ENTER);
	assert_string_equal(form_get(form, "language"), "nl");
	assert_true(screen_has("Dutch"));
	type("zzz");
	assert_true(screen_has("Nothing matches"));
	press(K_ENTER);
	press(K_TAB);
	assert_true(screen_has("Nothing matches"));
	press(K_ESC);
	assert_string_equal(form_get(form, "language"), "nl");
	type("eng");
	press(K_TAB); /* takes it and goes on */
	assert_string_equal(form_get(form, "language"), "en");
	assert_true(screen_has("Who pays."));
	press(K_BACKTAB);
	press(K_DELETE);
	assert_null(form_get(form, "language"));
}

static void stop(void *ctx)
{
	(void)ctx;
	loop_stop(loop, 0);
}

static void run_for(int ms)
{
	loop_after(loop, ms, stop, NULL);
	loop_run(loop);
	draw();
}

static void choices_asked_for(void **state)
{
	(void)state;
	form_edit(form, "org");
	press('m');
	press('e');
	assert_int_equal(world.asked, 0);
	assert_true(screen_has("Looking"));
	run_for(50);
	press('i');
	run_for(60);
	assert_int_equal(world.asked, 0); /* each letter starts the wait anew */
	run_for(80);
	assert_int_equal(world.asked, 1);
	assert_string_equal(world.typed, "mei");
	press(K_ENTER); /* nothing to take yet */
	assert_true(screen_has("Looking"));
	form_choices(form, &fields[8], ids, names, 3, true);
	draw();
	assert_true(screen_has("Meierhof"));
	assert_true(screen_has("There are more: type to narrow."));
	press(K_DOWN);
	press(K_ENTER);
	assert_string_equal(form_get(form, "org"), "8");
	assert_true(screen_has("Meierhof")); /* shown by the label that was taken */
	/* Late: the list is closed. And for another field. */
	form_choices(form, &fields[8], ids, names, 3, false);
	press('x');
	form_choices(form, &fields[7], ids, names, 3, false);
	draw();
	assert_false(screen_has("Studio"));
	form_choices(form, &fields[8], ids, names, 3, false);
	draw();
	assert_true(screen_has("Studio"));
	press(K_ESC);
	press('m');
	form_free(form); /* the timer goes with it */
	form = NULL;
	make_form(false);
	run_for(150);
	assert_int_equal(world.asked, 1);
}

static void undo(void **state)
{
	(void)state;
	form_edit(form, "name");
	type("x y");
	press(K_TAB);
	press(K_TAB);
	press(K_TAB);
	press(' '); /* enabled: f */
	press(K_TAB);
	press(' '); /* agent: t */
	assert_string_equal(changes(), "name:Anna Meier>Anna Meierx y enabled:t>f agent:->t ");
	press(K_CTRL('z'));
	assert_string_equal(changes(), "name:Anna Meier>Anna Meierx y enabled:t>f ");
	press(K_CTRL('z'));
	assert_string_equal(changes(), "name:Anna Meier>Anna Meierx y ");
	assert_true(screen_has("May log in."));
	press(K_CTRL('z'));
	assert_string_equal(changes(), "");
	assert_true(screen_has("As on the invoice."));
	press(K_CTRL('z'));
	assert_false(form_dirty(form));
	/* Inside a field first letter by letter. */
	type("abc");
	press(K_CTRL('z'));
	assert_string_equal(form_get(form, "name"), "Anna Meier");
}

static void errors_from_the_database(void **state)
{
	(void)state;
	assert_false(form_error(form, NULL, "x"));
	assert_false(form_error(form, "nope", "x"));
	assert_true(form_error(form, "credit", "The credit is over what the organisation may have."));
	draw();
	assert_true(form_editing(form));
	assert_true(screen_has("The credit is over"));
	assert_true(screen_has("Euros."));
	type("1");
	assert_false(screen_has("The credit is over"));
	assert_true(form_error(form, "id", "Nobody can change that."));
	draw();
	assert_true(screen_has("Nobody can change that."));
	/* On a narrow screen below the field. */
	form_error(form, "credit", "The credit is over what the organisation may have.");
	draw_in(20, 40);
	assert_true(screen_find("The credit is over") > screen_find("Credit"));
}

static void set_and_get(void **state)
{
	(void)state;
	form_set(form, "born", "2000-01-01");
	assert_string_equal(form_get(form, "born"), "2000-01-01");
	form_set(form, "born", "1990-02-11");
	assert_false(form_dirty(form));
	form_set(form, "born", NULL);
	assert_null(form_get(form, "born"));
	assert_string_equal(changes(), "born:1990-02-11>- ");
	form_set(form, "nope", "x");
	form_load(form, "nope", "x");
	assert_null(form_get(form, "nope"));
	form_edit(form, "born");
	form_set(form, "born", "2001-01-01");
	draw();
	assert_true(screen_has("2001-01-01"));
}

static void escape(void **state)
{
	(void)state;
	form_edit(form, "name");
	assert_true(press(K_ESC));
	assert_false(form_editing(form));
	form_edit(form, "name");
	type("x");
	assert_false(press(K_ESC)); /* the screen asks */
	assert_true(form_editing(form));
	assert_false(press(K_F2));
	assert_false(press(K_CTRL('s')));
	assert_string_equal(form_get(form, "name"), "Anna Meierx");
	make_form(true);
	form_edit(form, "name");
	assert_false(press(K_ESC));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SCREEN(read_mode),
		ON_SCREEN(typing_makes_a_draft),
		ON_SCREEN(untouched_focused_field_follows),
		ON_SCREEN(walking),
		ON_SCREEN(what_cannot_be_edited),
		ON_SCREEN(amounts_follow_their_currency),
		ON_SCREEN(values_are_parsed_on_leaving),
		ON_SCREEN(untouched_values_are_not_rewritten),
		ON_SCREEN(required),
		ON_SCREEN(toggles),
		ON_SCREEN(choices_fixed),
		ON_SCREEN(choices_asked_for),
		ON_SCREEN(undo),
		ON_SCREEN(errors_from_the_database),
		ON_SCREEN(set_and_get),
		ON_SCREEN(escape),
	};

	setlocale(LC_ALL, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
