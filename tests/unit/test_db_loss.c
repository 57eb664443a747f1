#include "tests/lib/db_line.h"

#include <sys/socket.h>
#include <sys/un.h>

static void test_a_running_call_is_cancelled_on_the_server(void **state)
{
	struct db_line l;
	struct answer a, b;
	int64_t began;
	uint64_t id;

	(void)state;
	need_server();
	db_line_up(&l);
	id = ask(&l, &a, "a", "SELECT pg_sleep(60)", false, false);
	ask(&l, &b, "b", "SELECT 'after'", false, false);
	turn(&l, 50);
	began = now_ms();
	db_cancel(l.db, id);
	db_cancel(l.db, id);
	assert_true(now_ms() - began < 2000);
	assert_int_equal(a.times, 0);
	assert_true(db_drain(l.db, WAIT));
	assert_true(now_ms() - began < 5000);
	assert_int_equal(a.err.code, ERR_CANCELLED);
	assert_int_equal(b.err.code, ERR_NONE);
	assert_string_equal(b.first, "after");
	assert_int_equal(l.downs, 0);
	db_line_close(&l);
}

static void test_a_waiting_call_never_goes_out(void **state)
{
	struct db_line l;
	struct answer make, sleep_long, first, second, look;
	uint64_t id;

	(void)state;
	need_server();
	db_line_up(&l);
	run_well(&l, &make, "CREATE TEMP TABLE marks (n int)");
	ask(&l, &sleep_long, "sleep", "SELECT pg_sleep(0.3)", false, false);
	id = ask(&l, &first, "first", "INSERT INTO marks VALUES (1)", true, true);
	ask(&l, &second, "second", "INSERT INTO marks VALUES (2)", true, false);
	ask(&l, &look, "look", "SELECT count(*) FROM marks", false, false);
	db_cancel(l.db, id);
	assert_int_equal(first.times, 0);
	turn(&l, 50);
	/* Its whole group ends at once, long before what runs. */
	assert_int_equal(first.err.code, ERR_CANCELLED);
	assert_int_equal(second.err.code, ERR_CANCELLED);
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(sleep_long.err.code, ERR_NONE);
	assert_string_equal(look.first, "0");
	assert_string_equal(l.order, "first second sleep look ");
	db_cancel(l.db, 123456);
	db_line_close(&l);
}

static void test_a_cancel_never_hits_a_neighbour(void **state)
{
	struct db_line l;
	int cancelled = 0;

	(void)state;
	need_server();
	db_line_up(&l);
	for (int i = 0; i < 60; i++) {
		struct answer a, b;
		/* Some always end by the cancel, some before it, some as it comes. */
		const char *sql = i % 6 == 0 ? "SELECT pg_sleep(60)" : i % 2 ? "SELECT pg_sleep(0.003)" : "SELECT pg_sleep(0.0001)";
		uint64_t id = ask(&l, &a, NULL, sql, false, false);

		ask(&l, &b, NULL, "SELECT pg_sleep(0.002)", false, false);
		turn(&l, i % 5);
		db_cancel(l.db, id);
		assert_true(db_drain(l.db, WAIT));
		assert_int_equal(a.times, 1);
		assert_int_equal(b.times, 1);
		if (a.err.code != ERR_NONE && a.err.code != ERR_CANCELLED)
			fail_msg("round %d: the one cancelled ended with %s: %s", i, err_code_name(a.err.code), a.err.sentence);
		cancelled += a.err.code == ERR_CANCELLED;
		if (b.err.code != ERR_NONE)
			fail_msg("round %d: the neighbour ended with %s", i, err_code_name(b.err.code));
	}
	assert_true(cancelled >= 10);
	db_line_close(&l);
}

static void end_backend(int pid)
{
	struct db_line other;
	struct answer a;
	char sql[80];

	db_line_up(&other);
	snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d)", pid);
	run_well(&other, &a, sql);
	db_line_close(&other);
}

static void lose_line(bool write, enum err_code expected)
{
	struct db_line l;
	struct answer running, waiting, again;

	db_line_up(&l);
	ask(&l, &running, "running", "SELECT pg_sleep(60)", write, false);
	ask(&l, &waiting, "waiting", "SELECT 1", true, false);
	turn(&l, 50);
	end_backend(db_backend_pid(l.db));
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(l.downs, 1);
	assert_int_equal(l.down.code, ERR_OFFLINE);
	assert_string_equal(l.down.sqlstate, "57P01");
	assert_int_equal(running.times, 1);
	assert_int_equal(running.err.code, expected);
	/* It never left. */
	assert_int_equal(waiting.err.code, ERR_OFFLINE);
	assert_int_equal(db_backend_pid(l.db), 0);
	db_connect(l.db);
	run_well(&l, &again, "SELECT 7");
	assert_string_equal(again.first, "7");
	db_line_close(&l);
}

static void test_a_lost_read_is_offline(void **state)
{
	(void)state;
	need_server();
	lose_line(false, ERR_OFFLINE);
}

static void test_a_lost_write_is_uncertain(void **state)
{
	(void)state;
	need_server();
	lose_line(true, ERR_UNCERTAIN);
}

static void test_a_line_lost_while_idle_is_told(void **state)
{
	struct db_line l;
	struct answer a;

	(void)state;
	need_server();
	db_line_up(&l);
	run_well(&l, &a, "SELECT 1");
	end_backend(db_backend_pid(l.db));
	turn(&l, 200);
	assert_int_equal(l.downs, 1);
	assert_string_equal(l.down.sqlstate, "57P01");
	assert_int_equal(db_state(l.db), DB_DOWN);
	db_line_close(&l);
}

static void test_a_server_that_is_not_there(void **state)
{
	struct db_line l;
	struct answer early, late;

	(void)state;
	db_line_open(&l);
	config_set(&l.config, "host", "/nonexistent", NULL);
	db_connect(l.db);
	assert_int_equal(l.downs, 0);
	ask(&l, &early, "early", "SELECT 1", true, false);
	assert_int_equal(early.times, 0);
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(l.downs, 1);
	assert_int_equal(l.down.code, ERR_OFFLINE);
	assert_non_null(strstr(l.down.hint, "/nonexistent"));
	assert_int_equal(early.err.code, ERR_OFFLINE);
	ask(&l, &late, "late", "SELECT 1", true, false);
	assert_int_equal(late.times, 0);
	assert_true(db_busy(l.db));
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(late.err.code, ERR_OFFLINE);
	db_line_close(&l);
}

static void test_a_role_that_is_not_there(void **state)
{
	struct db_line l;

	(void)state;
	need_server();
	db_line_open(&l);
	config_set(&l.config, "user", "nobody_of_this_name", NULL);
	db_connect(l.db);
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(l.downs, 1);
	assert_int_equal(l.down.code, ERR_OFFLINE);
	assert_non_null(strstr(l.down.hint, "nobody_of_this_name"));
	db_line_close(&l);
}

static void test_connecting_gives_up(void **state)
{
	char dir[] = "/tmp/steward-db-XXXXXX";
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct db_line l;
	int64_t began = now_ms();
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(address.sun_path, sizeof address.sun_path, "%s/.s.PGSQL.5999", dir);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 1), 0);
	db_line_open(&l);
	config_set(&l.config, "host", dir, NULL);
	config_set(&l.config, "port", "5999", NULL);
	config_set(&l.config, "connect_timeout", "1", NULL);
	db_connect(l.db);
	assert_true(db_drain(l.db, WAIT));
	assert_int_equal(l.downs, 1);
	assert_int_equal(l.down.code, ERR_OFFLINE);
	assert_in_range(now_ms() - began, 900, 5000);
	db_line_close(&l);
	close(fd);
	unlink(address.sun_path);
	rmdir(dir);
}

static void test_freeing_ends_every_call_once(void **state)
{
	struct db_line l;
	struct answer read, write, waiting;

	(void)state;
	need_server();
	db_line_up(&l);
	ask(&l, &read, "read", "SELECT pg_sleep(60)", false, true);
	ask(&l, &write, "write", "SELECT 1", true, false);
	ask(&l, &waiting, "waiting", "SELECT 1", true, false);
	turn(&l, 50);
	db_line_close(&l);
	assert_int_equal(read.times, 1);
	assert_int_equal(read.err.code, ERR_OFFLINE);
	assert_int_equal(write.err.code, ERR_UNCERTAIN);
	assert_int_equal(waiting.err.code, ERR_OFFLINE);
	assert_int_equal(waiting.times, 1);
	db_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_running_call_is_cancelled_on_the_server),
		cmocka_unit_test(test_a_waiting_call_never_goes_out),
		cmocka_unit_test(test_a_cancel_never_hits_a_neighbour),
		cmocka_unit_test(test_a_lost_read_is_offline),
		cmocka_unit_test(test_a_lost_write_is_uncertain),
		cmocka_unit_test(test_a_line_lost_while_idle_is_told),
		cmocka_unit_test(test_a_server_that_is_not_there),
		cmocka_unit_test(test_a_role_that_is_not_there),
		cmocka_unit_test(test_connecting_gives_up),
		cmocka_unit_test(test_freeing_ends_every_call_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
