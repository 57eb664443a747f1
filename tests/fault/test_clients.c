/*
 * The client goes or falls silent: killed at every moment of each writing call, stopped in the middle of a transaction, cut off by a network
 * that says nothing. Nothing is half done, and nobody else waits for it longer than two seconds.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/lib/trial.h"
#include "tests/lib/wire.h"

static const char *const writes[] = {
	"SELECT outcome FROM api.save('users', $1, 1, '{\"city\": \"Killed\", \"street1\": \"Killed Street 1\"}', $2)",
	"SELECT outcome FROM api.save('user_notes', NULL, NULL, jsonb_build_object('user_id', $1::text, 'body', 'Killed'), $2)",
	"SELECT outcome FROM api.act('users', $1, 'hide', 1, '{}', $2)",
	"SELECT outcome FROM api.act('user_permissions', $1 || ':agent', 'set', 0, '{\"value\": \"f\"}', $2)",
};
enum { WRITES = sizeof writes / sizeof writes[0] };

struct victim {
	pid_t pid;
	long long id;
	char key[24], request[37];
};

static int client_number(void)
{
	static int n;

	return n++;
}

static void victim_account(struct trial *t, struct victim *v)
{
	char login[40];

	snprintf(login, sizeof login, "killed%d.%d", (int)getpid(), client_number());
	v->id = client_make(t, login, "killed@example.org", false);
	snprintf(v->key, sizeof v->key, "%lld", v->id);
	uuid_make(v->request);
}

/* A process that logs in, says so on the pipe, and does what a console does until it is killed. */
static void victim_start(
    struct trial *t, struct victim *v, const struct person *p, const char *const *steps, int count, int *ret_pipe)
{
	int ends[2];
	char go;

	if (pipe(ends) != 0)
		tap_bail("no pipe");
	v->pid = fork();
	if (v->pid == 0) {
		struct raw *c = trial_stranger(t);
		bool in = strcmp(login_try(c, p, "192.0.2.10", false, false), "ok") == 0;
		if (write(ends[1], in ? "+" : "-", 1) != 1)
			_exit(1);
		for (int i = 0; i < count; i++) {
			if (strstr(steps[i], "$2"))
				raw_do(c, steps[i], RAW(v->key, v->request));
			else
				raw_sql(c, steps[i]);
			if (write(ends[1], ".", 1) != 1)
				_exit(1);
		}
		for (;;)
			pause();
	}
	close(ends[1]);
	if (read(ends[0], &go, 1) != 1 || go != '+')
		tap_bail("the victim cannot log in");
	*ret_pipe = ends[0];
}

static void victim_kill(struct victim *v, int pipe_end)
{
	kill(v->pid, SIGKILL);
	waitpid(v->pid, NULL, 0);
	close(pipe_end);
}

static void wait_alone(struct trial *t)
{
	for (int i = 0; i < 400; i++) {
		if (raw_count(t->admin, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_console' AND datname = "
					"current_database()") == 0)
			return;
		usleep(5000);
	}
}

/* Request, rows and trail agree, and nothing is there in part. */
static bool whole(struct trial *t, const struct victim *v, int write_number, bool *ret_done)
{
	long long known = raw_count(t->admin, "SELECT count(*) FROM auth.requests WHERE request = '%s'", v->request);
	long long trail = raw_count(t->admin,
	    "SELECT count(*) FROM audit.changes WHERE subject_user_id = %lld AND entity <> 'site.user_custom_values' AND "
	    "session_id IS NOT NULL",
	    v->id);
	long long rows = raw_count(t->admin,
	    "SELECT (city = 'Killed' AND street1 = 'Killed Street 1')::integer + (hidden_at IS NOT NULL)::integer + (SELECT "
	    "count(*) FROM site.user_notes n WHERE n.user_id = u.id) "
	    "+ (SELECT count(*) FROM site.user_permissions p WHERE p.user_id = u.id) FROM site.users u WHERE id = %lld",
	    v->id);

	*ret_done = known == 1;
	if (known == rows && (known == 1 ? trail >= 1 : trail == 0))
		return true;
	tap_diag("write %d: known %lld, rows %lld, trail %lld", write_number, known, rows, trail);
	return false;
}

/* From before the call was sent until after its answer came. */
static void killed_in_writes(struct trial *t, const struct person *p)
{
	static const int moments[] = { 0, 100, 200, 400, 700, 1000, 1500, 2500, 4000, 8000, 20000 };
	enum { MOMENTS = sizeof moments / sizeof moments[0] };

	for (int w = 0; w < WRITES; w++) {
		int torn = 0, finished = 0;
		for (int m = 0; m < MOMENTS; m++) {
			struct victim v;
			int pipe_end;
			bool done;
			victim_account(t, &v);
			victim_start(t, &v, p, &writes[w], 1, &pipe_end);
			usleep((useconds_t)moments[m]);
			victim_kill(&v, pipe_end);
			wait_alone(t);
			torn += !whole(t, &v, w, &done);
			finished += done;
		}
		tap_number(&t->tap, torn, 0, "fault kill -9 at %d moments of write %d: nothing is half done (%d were whole)",
		    MOMENTS, w + 1, finished);
	}
}

/* The connection ended by the server, or the call cancelled by Esc, while it runs. */
static void ended_in_writes(struct trial *t, const struct person *p, bool cancel)
{
	enum { MOMENTS = 24 };
	/* A new connection is slower: its caches are empty. */
	const int step = cancel ? 200 : 900;

	for (int w = 0; w < WRITES; w++) {
		struct raw *c = login_open(t, p);
		int torn = 0, finished = 0;
		for (int m = 0; m < MOMENTS; m++) {
			struct victim v;
			bool done;
			victim_account(t, &v);
			raw_send(c, writes[w], RAW(v.key, v.request));
			raw_answered(c, 0);
			usleep((useconds_t)(m * step));
			if (cancel)
				raw_cancel(c);
			else
				raw_count(t->admin, "SELECT pg_terminate_backend(%d, 1000)::integer", raw_pid(c));
			raw_answered(c, 2000);
			torn += !whole(t, &v, w, &done) || done != (*raw_state(c) == '\0');
			finished += done;
			if (!cancel) {
				raw_close(c);
				c = login_open(t, p);
			}
		}
		tap_number(&t->tap, torn, 0,
		    "fault %s at %d moments of write %d: nothing is half done, and the answer is the truth (%d were done)",
		    cancel ? "Esc" : "ending the backend", MOMENTS, w + 1, finished);
		raw_close(c);
	}
}

/* Several writes in one transaction, killed after each statement of it. */
static void killed_in_transaction(struct trial *t, const struct person *p)
{
	const char *const steps[] = { "BEGIN", writes[0], "SAVEPOINT s", "UPDATE site.users SET city = 'x'", "ROLLBACK TO s",
		"SELECT api.alive()", "COMMIT" };
	enum { STEPS = sizeof steps / sizeof steps[0] };

	for (int n = 1; n <= STEPS; n++) {
		struct victim v;
		int pipe_end;
		bool done;
		char dot;
		victim_account(t, &v);
		victim_start(t, &v, p, steps, n, &pipe_end);
		for (int i = 0; i < n; i++)
			if (read(pipe_end, &dot, 1) != 1)
				tap_bail("the victim died by itself");
		victim_kill(&v, pipe_end);
		wait_alone(t);
		tap_ok(&t->tap, whole(t, &v, 0, &done) && done == (n == STEPS), "fault kill -9 after '%s': %s", steps[n - 1],
		    n == STEPS ? "it is done" : "nothing is done");
	}
}

/* Log-in and log-out are writes too: whoever dies in one can log in again. */
static void killed_in_login(struct trial *t)
{
	static const int moments[] = { 0, 300, 800, 1500, 3000, 6000, 12000 };
	struct person p;
	int again = 0, tries = 0;

	person_make(t, &p, "killedlogin", "staff", "support");
	for (size_t m = 0; m < sizeof moments / sizeof moments[0]; m++, tries++) {
		pid_t pid = fork();
		struct raw *c;
		if (pid == 0) {
			c = trial_stranger(t);
			login_try(c, &p, "192.0.2.10", false, false);
			raw_sql(c, "SELECT api.logout()");
			for (;;)
				pause();
		}
		usleep((useconds_t)moments[m]);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		c = trial_stranger(t);
		again += strcmp(login_try(c, &p, "192.0.2.10", false, false), "ok") == 0;
		raw_close(c);
	}
	tap_number(&t->tap, again, tries, "fault kill -9 at %d moments of log-in and log-out: the person logs in again", tries);
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) - count(ended_at) FROM auth.sessions WHERE user_id = %lld", p.id),
	    1, "fault and has one session");
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void colleague_saves(struct trial *t, struct raw *c, const struct victim *v, const char *state, const char *what)
{
	struct timespec start;
	char request[37];

	uuid_make(request);
	clock_gettime(CLOCK_MONOTONIC, &start);
	raw_do(c, "SELECT outcome FROM api.save('users', $1, 1, '{\"city\": \"Colleague\"}', $2)", RAW(v->key, request));
	tap_is(&t->tap, raw_state(c), state, "fault %s", what);
	tap_ok(&t->tap, seconds_since(&start) < 4, "fault and it takes %.1f seconds", seconds_since(&start));
}

/* Stopped with a record half saved: a colleague hears it within two seconds; the person logs in elsewhere and is rid of it. */
static void stopped(struct trial *t, const struct person *p, struct raw *colleague)
{
	const char *const steps[] = { "BEGIN", writes[0] };
	struct victim v;
	struct raw *elsewhere;
	int pipe_end;
	char dots[2];

	victim_account(t, &v);
	victim_start(t, &v, p, steps, 2, &pipe_end);
	if (read(pipe_end, dots, 1) != 1 || read(pipe_end, dots + 1, 1) != 1)
		tap_bail("the victim died by itself");
	kill(v.pid, SIGSTOP);
	colleague_saves(t, colleague, &v, "55P03", "SIGSTOP: a colleague is told that somebody else is writing");
	elsewhere = login_open(t, p);
	tap_ok(&t->tap, raw_sql(elsewhere, "SELECT * FROM api.me()"), "fault SIGSTOP: the person logs in elsewhere");
	colleague_saves(t, colleague, &v, "", "SIGSTOP: and then the colleague can save");
	kill(v.pid, SIGCONT);
	victim_kill(&v, pipe_end);
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM auth.requests WHERE request = '%s'", v.request), 0,
	    "fault SIGSTOP: of the half save nothing is left");
	raw_close(elsewhere);
}

static void black_hole(struct trial *t, const struct person *p, struct raw *colleague)
{
	struct wire wire;
	struct victim v;
	struct raw *c, *elsewhere;
	char text[200];

	wire_open(&wire);
	victim_account(t, &v);
	snprintf(text, sizeof text, "host=%s user=steward_console dbname=%s connect_timeout=10", wire.folder, t->database);
	c = raw_open_with(text);
	if (strcmp(login_try(c, p, "192.0.2.10", false, false), "ok") != 0)
		tap_bail("no log-in through the proxy: %s", raw_message(c));
	raw_sql(c, "BEGIN");
	raw_do(c, writes[0], RAW(v.key, v.request));
	wire_say(&wire, "freeze");
	raw_send(c, "COMMIT", NULL, 0);
	tap_ok(&t->tap, !raw_answered(c, 200), "fault black hole: no answer comes");
	colleague_saves(t, colleague, &v, "55P03", "black hole: a colleague is told that somebody else is writing");
	elsewhere = login_open(t, p);
	raw_do(elsewhere, "SELECT known FROM api.outcome($1)", RAW(v.request));
	tap_is(&t->tap, raw_value(elsewhere, 0, 0), "f", "fault black hole: a COMMIT that was swallowed is not known");
	colleague_saves(t, colleague, &v, "", "black hole: and the record is free");
	wire_say(&wire, "pass");
	tap_ok(&t->tap, raw_answered(c, 2000) && *raw_state(c),
	    "fault black hole: when the network comes back, the old COMMIT is refused (%s)", raw_state(c));
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM auth.requests WHERE request = '%s'", v.request), 0,
	    "fault black hole: and did nothing");
	raw_close(elsewhere);
	raw_close(c);
	wire_close(&wire);
}

int main(void)
{
	struct trial t;
	struct person p, other;
	struct raw *colleague;

	trial_open(&t);
	person_make(&t, &p, "killedwriter", "superadmin", "superadmin");
	person_make(&t, &other, "killedcolleague", "superadmin", "superadmin");
	killed_in_writes(&t, &p);
	ended_in_writes(&t, &p, true);
	ended_in_writes(&t, &p, false);
	killed_in_transaction(&t, &p);
	killed_in_login(&t);
	colleague = login_open(&t, &other);
	stopped(&t, &p, colleague);
	black_hole(&t, &p, colleague);
	raw_close(colleague);
	return trial_close(&t);
}
