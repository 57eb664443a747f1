#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "tui/loop.h"

/* What happened, as letters in their order. */
static char trace[256];
static struct loop *loop;
static int ends[2];

static void note(char c)
{
	size_t n = strlen(trace);

	assert_true(n + 1 < sizeof(trace));
	trace[n] = c;
	trace[n + 1] = '\0';
}

static int set_up(void **state)
{
	(void)state;
	trace[0] = '\0';
	loop = loop_new();
	return loop && pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	loop_free(loop);
	close(ends[0]);
	close(ends[1]);
	return 0;
}

static void stop(void *ctx)
{
	(void)ctx;
	note('!');
	loop_stop(loop, 7);
}

static void note_letter(void *ctx)
{
	note(*(const char *)ctx);
}

static void test_timers_fire_in_order(void **state)
{
	int64_t start = loop_now();

	(void)state;
	assert_true(loop_after(loop, 30, note_letter, "c") != 0);
	assert_true(loop_after(loop, 10, note_letter, "a") != 0);
	assert_true(loop_after(loop, 10, note_letter, "b") != 0);
	assert_true(loop_after(loop, 50, stop, NULL) != 0);
	assert_int_equal(loop_run(loop), 7);
	assert_string_equal(trace, "abc!");
	assert_true(loop_now() - start >= 50);
}

static void test_cancelled_timers_stay_silent(void **state)
{
	uint64_t id = loop_after(loop, 5, note_letter, "x");

	(void)state;
	loop_cancel(loop, id);
	loop_cancel(loop, id);
	loop_cancel(loop, 0);
	loop_cancel(loop, 999999);
	loop_after(loop, 20, stop, NULL);
	loop_run(loop);
	assert_string_equal(trace, "!");
}

static void test_the_timer_table_has_an_end(void **state)
{
	uint64_t ids[65];

	(void)state;
	for (int i = 0; i < 64; i++)
		assert_true((ids[i] = loop_after(loop, 100000, note_letter, "x")) != 0);
	assert_int_equal(loop_after(loop, 1, note_letter, "x"), 0);
	loop_cancel(loop, ids[10]);
	assert_true(loop_after(loop, 0, stop, NULL) != 0);
	loop_run(loop);
	assert_string_equal(trace, "!");
}

static void again(void *ctx)
{
	int *count = ctx;

	note('t');
	if (++*count < 5)
		loop_after(loop, 0, again, ctx);
}

static void on_readable(void *ctx, short revents)
{
	char c;

	(void)ctx;
	assert_true(revents & POLLIN);
	assert_int_equal(read(ends[0], &c, 1), 1);
	note(c);
	if (c == 'q')
		loop_stop(loop, 3);
}

/* A timer that sets itself again at once leaves the descriptors their turn. */
static void test_timers_do_not_starve_descriptors(void **state)
{
	int count = -1000000;

	(void)state;
	loop_watch(loop, ends[0], POLLIN, on_readable, NULL);
	assert_int_equal(write(ends[1], "q", 1), 1);
	loop_after(loop, 0, again, &count);
	assert_int_equal(loop_run(loop), 3);
	assert_true(strlen(trace) <= 3);
}

static void test_descriptors(void **state)
{
	(void)state;
	assert_true(loop_watch(loop, ends[0], POLLIN, on_readable, NULL));
	assert_int_equal(write(ends[1], "abq", 3), 3);
	assert_int_equal(loop_run(loop), 3);
	assert_string_equal(trace, "abq");
}

static void test_watching_again_replaces(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		assert_true(loop_watch(loop, ends[0], POLLIN, on_readable, NULL));
	for (int fd = 1000; fd < 1031; fd++)
		assert_true(loop_watch(loop, fd, POLLIN, on_readable, NULL));
	assert_false(loop_watch(loop, 1031, POLLIN, on_readable, NULL));
	loop_unwatch(loop, 1000);
	assert_true(loop_watch(loop, 1031, POLLIN, on_readable, NULL));
	loop_unwatch(loop, 4321);
}

static int second[2];

static void kill_the_other(void *ctx, short revents)
{
	int *other = ctx;

	(void)revents;
	note('k');
	loop_unwatch(loop, *other);
	loop_after(loop, 10, stop, NULL);
	loop_unwatch(loop, *other == second[0] ? ends[0] : second[0]);
}

/* A callback that takes another one off is not followed by it, though both were ready. */
static void test_removing_in_a_callback(void **state)
{
	(void)state;
	assert_int_equal(pipe2(second, O_NONBLOCK | O_CLOEXEC), 0);
	loop_watch(loop, ends[0], POLLIN, kill_the_other, &second[0]);
	loop_watch(loop, second[0], POLLIN, kill_the_other, &ends[0]);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(write(second[1], "x", 1), 1);
	loop_run(loop);
	assert_string_equal(trace, "k!");
	close(second[0]);
	close(second[1]);
}

static void on_invalid(void *ctx, short revents)
{
	(void)ctx;
	assert_true(revents & POLLNVAL);
	note('n');
}

/* A descriptor that was closed and forgotten is told once, not for ever. */
static void test_closed_descriptor_does_not_spin(void **state)
{
	(void)state;
	loop_watch(loop, 900, POLLIN, on_invalid, NULL);
	loop_after(loop, 30, stop, NULL);
	loop_run(loop);
	assert_string_equal(trace, "n!");
}

static void before(void *ctx)
{
	int *count = ctx;

	++*count;
}

static void on_alarm(int number)
{
	(void)number;
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void test_signals_interrupt_and_nothing_spins(void **state)
{
	struct sigaction action = { .sa_handler = on_alarm }, old;
	struct itimerval often = { { 0, 10000 }, { 0, 10000 } }, never = { 0 };
	double start = cpu_seconds();
	int waits = 0;

	(void)state;
	sigaction(SIGALRM, &action, &old);
	loop_before_wait(loop, before, &waits);
	loop_after(loop, 300, stop, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	assert_int_equal(loop_run(loop), 7);
	setitimer(ITIMER_REAL, &never, NULL);
	sigaction(SIGALRM, &old, NULL);
	assert_string_equal(trace, "!");
	/* Once for the start, once for each of about 30 signals. */
	assert_true(waits >= 2 && waits <= 60);
	assert_true(cpu_seconds() - start < 0.2);
}

static void test_before_wait_can_stop(void **state)
{
	(void)state;
	loop_before_wait(loop, stop, NULL);
	assert_int_equal(loop_run(loop), 7);
	assert_string_equal(trace, "!");
}

static void test_stop_before_run(void **state)
{
	(void)state;
	loop_stop(loop, 4);
	assert_int_equal(loop_run(loop), 4);
	loop_after(loop, 0, stop, NULL);
	assert_int_equal(loop_run(loop), 7);
}

static void test_posts_run_in_order_and_have_an_end(void **state)
{
	static const char letters[] = "abcdefghijklmnop";

	(void)state;
	for (int i = 0; i < 16; i++)
		assert_true(loop_post(loop, note_letter, (void *)(uintptr_t)&letters[i]));
	assert_false(loop_post(loop, note_letter, "x"));
	loop_after(loop, 5, stop, NULL);
	loop_run(loop);
	assert_string_equal(trace, "abcdefghijklmnop!");
	assert_true(loop_post(loop, stop, NULL));
	assert_int_equal(loop_run(loop), 7);
}

enum { THREADS = 4, PER_THREAD = 2000 };
static _Atomic int counted;

static void count(void *ctx)
{
	(void)ctx;
	if (atomic_fetch_add(&counted, 1) + 1 == THREADS * PER_THREAD)
		loop_stop(loop, 1);
}

static void *poster(void *ctx)
{
	(void)ctx;
	for (int i = 0; i < PER_THREAD; i++)
		while (!loop_post(loop, count, NULL))
			sched_yield();
	return NULL;
}

static void test_posts_from_threads_all_arrive(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	counted = 0;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, poster, NULL), 0);
	assert_int_equal(loop_run(loop), 1);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(counted, THREADS * PER_THREAD);
}

static void post_stop(int number)
{
	(void)number;
	loop_post(loop, stop, NULL);
}

/* A signal that comes before the wait wakes it all the same. */
static void test_post_from_a_signal_is_never_missed(void **state)
{
	struct sigaction action = { .sa_handler = post_stop }, old;

	(void)state;
	sigaction(SIGUSR1, &action, &old);
	raise(SIGUSR1);
	loop_after(loop, 5000, note_letter, "late");
	assert_int_equal(loop_run(loop), 7);
	sigaction(SIGUSR1, &old, NULL);
	assert_string_equal(trace, "!");
}

static bool answer_under_way;

static bool busy(void *ctx)
{
	(void)ctx;
	return answer_under_way;
}

static int idle_bytes(void)
{
	char bytes[256];
	ssize_t n = read(second[0], bytes, sizeof(bytes));

	return n < 0 ? 0 : (int)n;
}

static int run_for(int ms)
{
	loop_after_quiet(loop, ms, stop, NULL);
	loop_run(loop);
	return idle_bytes();
}

static void test_idle_is_told(void **state)
{
	uint64_t id;

	(void)state;
	assert_int_equal(pipe2(second, O_NONBLOCK | O_CLOEXEC), 0);
	loop_idle_fd(loop, second[1], busy, NULL);
	answer_under_way = false;
	assert_int_equal(run_for(10), 1);
	answer_under_way = true;
	assert_int_equal(run_for(10), 0);
	answer_under_way = false;
	id = loop_after(loop, 500, note_letter, "x");
	assert_int_equal(run_for(10), 0);
	loop_cancel(loop, id);
	id = loop_after(loop, 5000, note_letter, "x");
	assert_int_equal(run_for(10), 1);
	loop_cancel(loop, id);
	loop_after_quiet(loop, 100, note_letter, "x");
	assert_int_equal(run_for(10), 1);
	loop_idle_fd(loop, -1, NULL, NULL);
	assert_int_equal(run_for(10), 0);
	close(second[0]);
	close(second[1]);
}

/* Input that is there already is worked off before the program calls itself idle. */
static void test_idle_not_before_input_is_read(void **state)
{
	(void)state;
	assert_int_equal(pipe2(second, O_NONBLOCK | O_CLOEXEC), 0);
	loop_watch(loop, ends[0], POLLIN, on_readable, NULL);
	loop_idle_fd(loop, second[1], NULL, NULL);
	assert_int_equal(write(ends[1], "abcdq", 5), 5);
	loop_run(loop);
	assert_int_equal(idle_bytes(), 0);
	assert_int_equal(run_for(10), 1);
	close(second[0]);
	close(second[1]);
}

static void test_idle_reader_may_be_slow_or_gone(void **state)
{
	char block[4096] = { 0 };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;

	(void)state;
	sigaction(SIGPIPE, &ignore, &old);
	assert_int_equal(pipe(second), 0);
	assert_int_equal(fcntl(second[1], F_SETFL, O_NONBLOCK), 0);
	while (write(second[1], block, sizeof(block)) > 0)
		;
	assert_int_equal(fcntl(second[1], F_SETFL, 0), 0);
	loop_idle_fd(loop, second[1], NULL, NULL);
	loop_after_quiet(loop, 10, stop, NULL);
	assert_int_equal(loop_run(loop), 7);
	close(second[0]);
	loop_after_quiet(loop, 10, stop, NULL);
	assert_int_equal(loop_run(loop), 7);
	close(second[1]);
	sigaction(SIGPIPE, &old, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_timers_fire_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cancelled_timers_stay_silent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_timer_table_has_an_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_timers_do_not_starve_descriptors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_descriptors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_watching_again_replaces, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_removing_in_a_callback, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_closed_descriptor_does_not_spin, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_signals_interrupt_and_nothing_spins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_before_wait_can_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_stop_before_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_posts_run_in_order_and_have_an_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_posts_from_threads_all_arrive, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_post_from_a_signal_is_never_missed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_idle_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_idle_not_before_input_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_idle_reader_may_be_slow_or_gone, set_up, tear_down),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
