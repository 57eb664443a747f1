/*
 * The server goes: restarted, stopped at once, killed, one of its processes killed in the middle of a write. What was reported as saved must be
 * there, with its trail; what was not committed must be gone whole; nobody stays logged in; everybody can log in again.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/trial.h"

struct scene {
	struct person p;
	long long saved, open, page; /* accounts: saved before, being saved, only looked at */
	char saved_request[37], open_request[37];
	long long session;
};

/* ---- the cluster ---- */

static const char *cluster(void)
{
	const char *dir = getenv("CLUSTER");

	if (!dir)
		tap_bail("CLUSTER names no cluster that may be killed: start this with tests/run fault");
	return dir;
}

static bool cluster_do(const char *command, const char *mode)
{
	pid_t pid = fork();
	char owner[16];
	int status;

	snprintf(owner, sizeof owner, "%d", (int)getpid());
	if (pid == 0) {
		if (mode)
			execl("tests/lib/cluster", "cluster", command, cluster(), mode, "--for", owner, (char *)NULL);
		else
			execl("tests/lib/cluster", "cluster", command, cluster(), (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A started server has a new folder for its socket. */
static void find_socket(void)
{
	char path[300], folder[200] = "";
	FILE *f;

	snprintf(path, sizeof path, "%s/socket", cluster());
	f = fopen(path, "r");
	if (!f || !fgets(folder, sizeof folder, f))
		tap_bail("%s cannot be read", path);
	fclose(f);
	folder[strcspn(folder, "\n")] = '\0';
	setenv("PGHOST", folder, 1);
}

static pid_t postmaster(void)
{
	char path[300], line[40] = "";
	FILE *f;

	snprintf(path, sizeof path, "%s/server/data/postmaster.pid", cluster());
	f = fopen(path, "r");
	if (!f || !fgets(line, sizeof line, f))
		tap_bail("%s cannot be read", path);
	fclose(f);
	return (pid_t)strtol(line, NULL, 10);
}

/* Waits until the process is gone. */
static bool gone(pid_t pid)
{
	for (int i = 0; i < 2000; i++) {
		if (kill(pid, 0) != 0)
			return true;
		usleep(5000);
	}
	return false;
}

static void come_back(struct trial *t)
{
	bool up = false;

	/* Processes that have not noticed yet still hold the memory. */
	for (int i = 0; i < 40 && !up; i++) {
		up = cluster_do("start", "durable");
		if (!up)
			usleep(250000);
	}
	if (!up)
		tap_bail("the server does not come back");
	find_socket();
	raw_close(t->admin);
	t->admin = raw_open("postgres", t->database);
}

/* ---- what is under way when it happens ---- */

static long long scene_client(struct trial *t, const char *what)
{
	static int n;
	char login[60];

	snprintf(login, sizeof login, "%s%d.%d", what, (int)getpid(), n++);
	return client_make(t, login, "server@example.org", false);
}

static void save(struct raw *c, long long id, const char *request)
{
	char key[24];

	snprintf(key, sizeof key, "%lld", id);
	raw_do(c, "SELECT outcome FROM api.save('users', $1, 1, '{\"city\": \"Crashed\"}', $2)", RAW(key, request));
}

/* Three connections: one has been told "saved", one is in the middle, one was shown a page a moment ago. */
static void set_scene(struct trial *t, struct scene *s, struct raw *c[3])
{
	struct person others[2];
	char login[40];

	memset(s, 0, sizeof *s);
	uuid_make(s->saved_request);
	uuid_make(s->open_request);
	s->saved = scene_client(t, "saved");
	s->open = scene_client(t, "open");
	snprintf(login, sizeof login, "server%lld", s->saved);
	person_make(t, &s->p, login, "superadmin", "superadmin");
	for (int i = 0; i < 2; i++) {
		snprintf(login, sizeof login, "server%lld.%d", s->saved, i);
		person_make(t, &others[i], login, "superadmin", "superadmin");
		c[i + 1] = login_open(t, &others[i]);
	}
	c[0] = login_open(t, &s->p);
	s->session = raw_count(t->admin, "SELECT id FROM auth.sessions WHERE user_id = %lld AND ended_at IS NULL", s->p.id);
	raw_sql(c[1], "BEGIN");
	save(c[1], s->open, s->open_request);
	if (*raw_state(c[1]))
		tap_bail("the open transaction: %s", raw_message(c[1]));
	s->page = others[1].id;
	save(c[0], s->saved, s->saved_request);
	if (*raw_state(c[0]))
		tap_bail("the save: %s", raw_message(c[0]));
	/* Last, so that no later commit takes its record to the disk. */
	raw_sql(c[2], "SELECT api.ask(77, '{\"entity\": \"users\", \"columns\": [\"email\"], \"limit\": 5}')");
	if (!raw_sql(c[2], "SELECT * FROM api.rows(77)") || raw_rows(c[2]) == 0)
		tap_bail("the page: %s", raw_message(c[2]));
}

static void look_after(struct trial *t, struct scene *s, struct raw *c[3], const char *what)
{
	struct raw *again;

	for (int i = 0; i < 3; i++) {
		tap_ok(&t->tap, !raw_alive(c[i]), "fault %s: connection %d is gone", what, i + 1);
		raw_close(c[i]);
	}
	again = login_open(t, &s->p);
	tap_ok(&t->tap, raw_sql(again, "SELECT * FROM api.me()"), "fault %s: the person logs in again", what);
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.sessions WHERE user_id = %lld AND ended_at IS NULL AND id <> %lld",
		s->p.id, s->session),
	    1, "fault %s: and the old session is not the one that lives", what);
	refuses(t, again, "ST002", "SELECT * FROM api.rows(77)", "fault the tickets of the old session are worth nothing");
	tap_is(&t->tap, raw_textf(t->admin, "SELECT city FROM site.users WHERE id = %lld", s->saved), "Crashed",
	    "fault %s: what was reported as saved is there", what);
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM audit.changes WHERE entity = 'site.users' AND op = 'U' AND subject_user_id = %lld", s->saved),
	    1, "fault %s: with its trail", what);
	tap_is(&t->tap, raw_textf(t->admin, "SELECT city FROM site.users WHERE id = %lld", s->open), "",
	    "fault %s: what was not committed is gone", what);
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM audit.changes WHERE entity = 'site.users' AND op = 'U' AND subject_user_id = %lld", s->open),
	    0, "fault %s: with its trail too", what);
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM audit.access WHERE user_id = %lld AND ticket = 77", s->page),
	    1, "fault %s: the page that was shown is in the trail", what);
	raw_do(again, "SELECT known FROM api.outcome($1)", RAW(s->saved_request));
	tap_is(&t->tap, raw_value(again, 0, 0), "t", "fault %s: the outcome of the save is known", what);
	raw_do(again, "SELECT known FROM api.outcome($1)", RAW(s->open_request));
	tap_is(&t->tap, raw_value(again, 0, 0), "f", "fault %s: that of the open one is not", what);
	raw_close(again);
}

static void restarted(struct trial *t)
{
	struct scene s;
	struct raw *c[3];

	set_scene(t, &s, c);
	if (!cluster_do("restart", NULL))
		tap_bail("the server does not restart");
	raw_close(t->admin);
	t->admin = raw_open("postgres", t->database);
	look_after(t, &s, c, "restart");
}

static void stopped_by(struct trial *t, int signal_number, const char *what)
{
	struct scene s;
	struct raw *c[3];
	pid_t pid = postmaster();

	set_scene(t, &s, c);
	if (kill(pid, signal_number) != 0 || !gone(pid))
		tap_bail("the server does not stop");
	come_back(t);
	look_after(t, &s, c, what);
}

/* One backend dies in the middle of a write: the server throws everybody out and recovers by itself. */
static void backend_killed(struct trial *t)
{
	struct scene s;
	struct raw *c[3];
	bool up = false;

	set_scene(t, &s, c);
	if (kill(raw_pid(c[1]), SIGKILL) != 0)
		tap_bail("the backend cannot be killed");
	for (int i = 0; i < 400 && !up; i++) {
		char text[200];
		struct raw *probe;
		usleep(50000);
		snprintf(text, sizeof text, "user=postgres dbname=%s connect_timeout=5", t->database);
		probe = raw_open_with(text);
		up = raw_alive(probe) && !raw_alive(t->admin);
		raw_close(probe);
	}
	raw_close(t->admin);
	t->admin = raw_open("postgres", t->database);
	tap_ok(&t->tap, up, "fault kill -9 of a backend: the server recovers by itself");
	look_after(t, &s, c, "kill -9 of a backend");
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	restarted(&t);
	stopped_by(&t, SIGQUIT, "immediate stop");
	stopped_by(&t, SIGKILL, "kill -9 of the server");
	backend_killed(&t);
	return trial_close(&t);
}
