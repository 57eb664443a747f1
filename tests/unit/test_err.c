#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "backend/db_error.h"
#include "backend/err.h"

static void test_set_fills_and_returns_false(void **state)
{
	struct err e;

	(void)state;
	memset(&e, 'x', sizeof e);
	assert_false(err_set(&e, ERR_MISSING, "No %s of %d.", "page", 7));
	assert_int_equal(e.code, ERR_MISSING);
	assert_string_equal(e.sentence, "No page of 7.");
	assert_string_equal(e.hint, "");
	assert_string_equal(e.column, "");
	assert_string_equal(e.sqlstate, "");
	assert_false(err_set(NULL, ERR_BUG, "nobody listens"));
}

static void test_long_sentences_are_cut(void **state)
{
	struct err e;
	char text[2000];

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	err_set(&e, ERR_INPUT, "%s", text);
	assert_int_equal(strlen(e.sentence), sizeof e.sentence - 1);
}

static void test_names_and_exit_codes(void **state)
{
	(void)state;
	for (int code = ERR_NONE; code <= ERR_BUG; code++) {
		assert_string_not_equal(err_code_name((enum err_code)code), "unknown");
		for (int other = ERR_NONE; other < code; other++)
			assert_string_not_equal(err_code_name((enum err_code)code), err_code_name((enum err_code)other));
		assert_true((err_exit((enum err_code)code) == 0) == (code == ERR_NONE));
	}
	assert_int_equal(err_exit(ERR_INPUT), EX_DATAERR);
	assert_int_equal(err_exit(ERR_DENIED), EX_NOPERM);
	assert_int_equal(err_exit(ERR_MISSING), EX_NOINPUT);
	assert_int_equal(err_exit(ERR_OFFLINE), EX_TEMPFAIL);
	assert_int_equal(err_exit(ERR_BUG), EX_SOFTWARE);
	assert_string_equal(err_code_name((enum err_code)99), "unknown");
	assert_int_equal(err_exit((enum err_code)99), EX_SOFTWARE);
}

/* The contract of the codes: what the caller does next. */
static void test_states_of_the_server(void **state)
{
	static const struct {
		const char *sqlstate;
		enum err_code code;
	} table[] = {
		{ "ST001", ERR_SESSION },
		{ "ST002", ERR_BUG },
		{ "ST003", ERR_BUDGET },
		{ "42501", ERR_DENIED },
		{ "P0002", ERR_MISSING },
		{ "23000", ERR_INPUT },
		{ "23505", ERR_INPUT },
		{ "22023", ERR_INPUT },
		{ "22P02", ERR_INPUT },
		{ "25001", ERR_BUG },
		{ "25006", ERR_OFFLINE },
		{ "08P01", ERR_DENIED },
		{ "08006", ERR_OFFLINE },
		{ "55P03", ERR_CONFLICT },
		{ "40001", ERR_CONFLICT },
		{ "40P01", ERR_CONFLICT },
		{ "57014", ERR_BUDGET },
		{ "57P01", ERR_OFFLINE },
		{ "57P03", ERR_OFFLINE },
		{ "53300", ERR_OFFLINE },
		{ "53100", ERR_SYSTEM },
		{ "58030", ERR_SYSTEM },
		{ "0A000", ERR_CONFLICT },
		{ "26000", ERR_CONFLICT },
		{ "42703", ERR_BUG },
		{ "XX000", ERR_BUG },
		{ "", ERR_BUG },
	};
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		db_error(&(struct db_error) { .sqlstate = table[i].sqlstate }, &e);
		assert_int_equal(e.code, table[i].code);
		assert_string_equal(e.sqlstate, table[i].sqlstate);
		assert_true(e.sentence[0] != '\0');
	}
}

static void test_messages_of_the_server_stay_away(void **state)
{
	struct db_error theirs = { .sqlstate = "22P02",
		.message = "invalid input syntax for type date: \"31-02 Müller\"",
		.hint = "secret",
		.column = "born" };
	struct err e;

	(void)state;
	db_error(&theirs, &e);
	assert_null(strstr(e.sentence, "Müller"));
	assert_null(strstr(e.hint, "secret"));
	assert_string_equal(e.column, "");
}

static void test_our_own_messages_are_told(void **state)
{
	struct db_error ours = { .sqlstate = "23000",
		.message = "This log-in name is taken.",
		.hint = "Choose another.",
		.column = "login",
		.ours = true };
	struct err e;

	(void)state;
	db_error(&ours, &e);
	assert_string_equal(e.sentence, "This log-in name is taken.");
	assert_string_equal(e.hint, "Choose another.");
	assert_string_equal(e.column, "login");
	ours = (struct db_error) { .sqlstate = "42501", .message = "You need the right user.edit.", .ours = true };
	db_error(&ours, &e);
	assert_int_equal(e.code, ERR_DENIED);
	assert_string_equal(e.sentence, "You need the right user.edit.");
}

static void test_reasons_are_sentences(void **state)
{
	struct db_error e1 = { .sqlstate = "ST001", .message = "You are not logged in.", .hint = "replaced", .ours = true };
	struct err e;

	(void)state;
	db_error(&e1, &e);
	assert_int_equal(e.code, ERR_SESSION);
	assert_non_null(strstr(e.hint, "somewhere else"));
	assert_string_equal(db_session_reason("something new"), "something new");
}

static void test_a_used_up_budget_says_until_when(void **state)
{
	struct db_error spent = {
		.sqlstate = "ST003", .message = "Too many rows.", .hint = "2026-11-23 12:34:56+00", .ours = true
	};
	struct err e;

	(void)state;
	setenv("TZ", "EET-2", 1);
	tzset();
	db_error(&spent, &e);
	assert_non_null(strstr(e.hint, "14:34"));
	spent.hint = "Start the console again.";
	db_error(&spent, &e);
	assert_string_equal(e.hint, "Start the console again.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set_fills_and_returns_false),
		cmocka_unit_test(test_long_sentences_are_cut),
		cmocka_unit_test(test_names_and_exit_codes),
		cmocka_unit_test(test_states_of_the_server),
		cmocka_unit_test(test_messages_of_the_server_stay_away),
		cmocka_unit_test(test_our_own_messages_are_told),
		cmocka_unit_test(test_reasons_are_sentences),
		cmocka_unit_test(test_a_used_up_budget_says_until_when),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
