#include "tests/lib/db_line.h"

static void test_a_group_keeps_its_order_and_each_call_its_transaction(void **state)
{
	struct db_line l;
	struct answer a, b, c, d;

	(void)state;
	need_server();
	db_line_up(&l);
	ask(&l, &a, "a", "SELECT pg_current_xact_id()", false, true);
	ask(&l, &b, "b", "SELECT 1/0", false, true);
	ask(&l, &c, "c", "SELECT pg_current_xact_id()", false, false);
	ask(&l, &d, "d", "SELECT pg_current_xact_id()", false, false);
	assert_true(db_drain(l.db, WAIT));
	assert_string_equal(l.order, "a b c d ");
	assert_int_equal(a.err.code, ERR_NONE);
	assert_int_equal(b.err.code, ERR_INPUT);
	assert_string_equal(b.err.sqlstate, "22012");
	assert_int_equal(c.err.code, ERR_NONE);
	assert_true(strtoll(a.first, NULL, 10) < strtoll(c.first, NULL, 10));
	assert_true(strtoll(c.first, NULL, 10) < strtoll(d.first, NULL, 10));
	assert_false(db_busy(l.db));
	db_line_close(&l);
}

static void test_an_unfinished_group_waits(void **state)
{
	struct db_line l;
	struct answer a, b;

	(void)state;
	need_server();
	db_line_up(&l);
	ask(&l, &a, "a", "SELECT 1", false, true);
	turn(&l, 100);
	assert_int_equal(a.times, 0);
	ask(&l, &b, "b", "SELECT 2", false, false);
	assert_true(db_drain(l.db, WAIT));
	assert_string_equal(l.order, "a b ");
	db_line_close(&l);
}

static void keep(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct db_rows *kept = ctx;

	assert_int_equal(err->code, ERR_NONE);
	*kept = *rows;
	rows->arena = NULL;
}

static void test_values(void **state)
{
	static const char *const values[] = { "Müller\n\"x\"", NULL, "", "2026-11-23 12:00:00+00" };
	struct db_rows kept = { 0 };
	struct db_line l;

	(void)state;
	need_server();
	db_line_up(&l);
	db_call(l.db, &(struct db_call) { .sql = "SELECT $1::text, $2::text, $3::text, $4::timestamptz, true, 1.50::numeric, "
						 "'\\x00ff'::bytea, i FROM generate_series(1, 3) i",
			  .values = values,
			  .count = 4,
			  .done = keep,
			  .ctx = &kept });
	assert_true(db_drain(l.db, WAIT));
	db_line_close(&l);
	assert_int_equal(kept.count, 3);
	assert_int_equal(kept.columns, 8);
	assert_string_equal(db_value(&kept, 0, 0), values[0]);
	assert_null(db_value(&kept, 1, 1));
	assert_string_equal(db_value(&kept, 1, 2), "");
	assert_string_equal(db_value(&kept, 1, 3), "2026-11-23 12:00:00+00");
	assert_string_equal(db_value(&kept, 1, 4), "t");
	assert_string_equal(db_value(&kept, 1, 5), "1.50");
	assert_string_equal(db_value(&kept, 1, 6), "\\x00ff");
	assert_string_equal(db_value(&kept, 2, 7), "3");
	arena_free(kept.arena);
}

static void test_much_in_both_directions(void **state)
{
	enum { SIZE = 8 * 1024 * 1024 };
	struct db_line l;
	struct answer a;
	const char *values[1];
	char *big;

	(void)state;
	need_server();
	big = malloc(SIZE + 1);
	assert_non_null(big);
	memset(big, 'x', SIZE);
	big[SIZE] = '\0';
	values[0] = big;
	db_line_up(&l);
	a = (struct answer) { .line = &l };
	db_call(l.db, &(struct db_call) { .sql = "SELECT length($1::text), $1::text, repeat('y', 8000000)",
			  .values = values,
			  .count = 1,
			  .done = answered,
			  .ctx = &a });
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(a.err.code, ERR_NONE);
	assert_string_equal(a.first, "8388608");
	run_well(&l, &a, "SELECT i, repeat('z', 100) FROM generate_series(1, 50000) i");
	assert_int_equal(a.count, 50000);
	free(big);
	db_line_close(&l);
}

static void test_errors_become_codes(void **state)
{
	struct db_line l;
	struct answer a;

	(void)state;
	need_server();
	db_line_up(&l);
	run(&l, &a, "DO $$ BEGIN RAISE EXCEPTION 'You need the right user.edit.' USING ERRCODE = '42501'; END $$");
	assert_int_equal(a.err.code, ERR_DENIED);
	assert_string_equal(a.err.sentence, "You need the right user.edit.");
	run(&l, &a,
	    "DO $$ BEGIN RAISE EXCEPTION 'The postcode is too long.' USING ERRCODE = '23000', COLUMN = 'postcode', HINT = 'Shorten "
	    "it.', DETAIL = 'geheim'; END $$");
	assert_int_equal(a.err.code, ERR_INPUT);
	assert_string_equal(a.err.column, "postcode");
	assert_string_equal(a.err.sentence, "The postcode is too long.");
	assert_string_equal(a.err.hint, "Shorten it.");
	run(&l, &a, "DO $$ BEGIN RAISE EXCEPTION 'You are not logged in.' USING ERRCODE = 'ST001', HINT = 'idle'; END $$");
	assert_int_equal(a.err.code, ERR_SESSION);
	/* What the server says by itself may hold values. */
	run(&l, &a, "SELECT 'geheim'::int");
	assert_int_equal(a.err.code, ERR_INPUT);
	assert_null(strstr(a.err.sentence, "geheim"));
	assert_null(strstr(a.err.hint, "geheim"));
	run(&l, &a, "SELECT nonsense");
	assert_int_equal(a.err.code, ERR_BUG);
	assert_string_equal(a.err.sqlstate, "42703");
	run(&l, &a, "SET LOCAL statement_timeout = 50; SELECT 1");
	assert_int_equal(a.err.code, ERR_BUG);
	run_well(&l, &a, "SET statement_timeout = 50");
	run(&l, &a, "SELECT pg_sleep(10)");
	assert_int_equal(a.err.code, ERR_BUDGET);
	run_well(&l, &a, "SELECT 1");
	db_line_close(&l);
}

/* Whenever the cancel comes, it hits its own group or nobody. */
/* Somebody listens and says nothing. */
static void test_the_environment_is_not_asked(void **state)
{
	static const char *const names[] = { "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGPASSFILE",
		"PGSERVICE", "PGSERVICEFILE", "PGSSLMODE", "PGCLIENTENCODING", "PGAPPNAME", "PGTARGETSESSIONATTRS", "PGREQUIREPEER",
		"PGDATESTYLE", "PGTZ" };
	struct db_line l;
	struct answer a;

	(void)state;
	need_server();
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		setenv(names[i], "203.0.113.1", 1);
	db_line_up(&l);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_null(getenv(names[i]));
	run_well(&l, &a,
	    "SELECT concat_ws('|', current_setting('DateStyle'), current_setting('TimeZone'), current_setting('client_encoding'), "
	    "current_setting('application_name'))");
	assert_string_equal(a.first, "ISO, YMD|UTC|UTF8|steward");
	db_line_close(&l);
}

static void test_functions_may_change_meanwhile(void **state)
{
	struct db_line l;
	struct answer a;

	(void)state;
	need_server();
	db_line_up(&l);
	run_well(&l, &a, "CREATE FUNCTION pg_temp.f(OUT x int) LANGUAGE sql AS 'SELECT 1'");
	run_well(&l, &a, "SELECT * FROM pg_temp.f()");
	assert_int_equal(a.columns, 1);
	run_well(&l, &a, "DROP FUNCTION pg_temp.f()");
	run_well(&l, &a, "CREATE FUNCTION pg_temp.f(OUT x int, OUT y text) LANGUAGE sql AS 'SELECT 1, NULL::text'");
	run(&l, &a, "SELECT * FROM pg_temp.f()");
	assert_int_equal(a.err.code, ERR_CONFLICT);
	run_well(&l, &a, "SELECT * FROM pg_temp.f()");
	assert_int_equal(a.columns, 2);
	run_well(&l, &a, "DEALLOCATE ALL");
	run(&l, &a, "SELECT * FROM pg_temp.f()");
	assert_int_equal(a.err.code, ERR_CONFLICT);
	run_well(&l, &a, "SELECT * FROM pg_temp.f()");
	db_line_close(&l);
}

static void test_more_statements_than_are_kept(void **state)
{
	struct db_line l;
	struct answer a;
	char sql[64];

	(void)state;
	need_server();
	db_line_up(&l);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 100; i++) {
			snprintf(sql, sizeof sql, "SELECT %d", i);
			run_well(&l, &a, sql);
			assert_int_equal(strtol(a.first, NULL, 10), i);
		}
	}
	db_line_close(&l);
}

static void test_notifications(void **state)
{
	struct db_line l, other;
	struct answer a;

	(void)state;
	need_server();
	db_line_up(&l);
	db_line_up(&other);
	run_well(&l, &a, "LISTEN changed");
	run_well(&other, &a, "NOTIFY changed, 'users:1'");
	turn(&l, 200);
	assert_string_equal(l.notified, "changed users:1");
	db_line_close(&other);
	db_line_close(&l);
}

struct chain {
	struct db_line *line;
	int left, done;
};

/* A callback that asks again each time. */
static void again(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct chain *c = ctx;

	(void)rows;
	(void)err;
	c->done++;
	if (c->left-- > 0)
		db_call(c->line->db, &(struct db_call) { .sql = "SELECT 1", .done = again, .ctx = c });
}

static void hang_up(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct db_line *l = ctx;

	(void)rows;
	(void)err;
	db_disconnect(l->db);
	db_connect(l->db);
}

static void test_callbacks_may_do_anything(void **state)
{
	struct db_line l;
	struct chain c = { .line = &l, .left = 5 };
	struct answer a;

	(void)state;
	need_server();
	db_line_up(&l);
	db_call(l.db, &(struct db_call) { .sql = "SELECT 1", .done = again, .ctx = &c });
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(c.done, 6);
	db_call(l.db, &(struct db_call) { .sql = "SELECT 1", .more = true, .done = hang_up, .ctx = &l });
	ask(&l, &a, "a", "SELECT 2", false, false);
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(a.times, 1);
	assert_int_equal(db_state(l.db), DB_UP);
	assert_int_equal(l.ups, 2);
	run_well(&l, &a, "SELECT 3");
	c = (struct chain) { .line = &l, .left = 3 };
	db_call(l.db, &(struct db_call) { .sql = "SELECT pg_sleep(60)", .done = again, .ctx = &c });
	db_line_close(&l);
	assert_int_equal(c.done, 4);
}

static void test_waiting_longer_each_time(void **state)
{
	(void)state;
	assert_int_equal(db_backoff(0), 500);
	assert_int_equal(db_backoff(1), 1000);
	for (int i = 1; i < 100; i++)
		assert_true(db_backoff(i) >= db_backoff(i - 1) && db_backoff(i) <= 30000);
	assert_int_equal(db_backoff(1000000), 30000);
	assert_int_equal(db_backoff(-1), 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_group_keeps_its_order_and_each_call_its_transaction),
		cmocka_unit_test(test_an_unfinished_group_waits),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_much_in_both_directions),
		cmocka_unit_test(test_errors_become_codes),
		cmocka_unit_test(test_the_environment_is_not_asked),
		cmocka_unit_test(test_functions_may_change_meanwhile),
		cmocka_unit_test(test_more_statements_than_are_kept),
		cmocka_unit_test(test_notifications),
		cmocka_unit_test(test_callbacks_may_do_anything),
		cmocka_unit_test(test_waiting_longer_each_time),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
