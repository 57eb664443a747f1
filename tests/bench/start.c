#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/measure.h"
#include "tests/lib/pty.h"
#include "tests/lib/raw.h"
#include "tests/lib/relay.h"
#include "tests/lib/tap.h"

/*
 * From the start of a process to rows on the terminal, the memory of a long list, and one look-up from the command line: P1, P2, P12.
 * Program and peers come to the server through the same relay, which tells how long the program was busy with stretching the password.
 */
enum { STARTS = 11, WALKS = 3, PAGES = 100, WAIT = 20000, LONG_WAIT = 180000 };

static const char whole_table[] = "SELECT id, full_name, company, city, email, country FROM site.users ORDER BY id";
/* The whole table begins with the staff. */
static const char first_row[] = "10000003";
static const char secrets[] = "anna\tdemo-anna-lumen-2026\t402816\r";

struct bench {
	const char *steward, *config, *build;
	struct relay *relay;
	char host[120], direct[120], port[24], database[80],
	    row[24]; /* "PGHOST=..." and so on; the id of a row on the first page */
	char login[120], email[300]; /* of an account to look up */
	bool has_pspg;
};

static void open_bench(struct bench *b)
{
	struct raw *admin = raw_open("postgres", NULL);
	const char *steward = getenv("STEWARD"), *build = getenv("BUILD");

	b->steward = steward ? steward : "build/steward";
	b->build = build ? build : "build";
	b->config = getenv("STEWARD_CONFIG_FILE");
	if (!b->config)
		tap_bail("STEWARD_CONFIG_FILE names no configuration");
	b->relay = relay_open();
	b->has_pspg = access("/usr/bin/pspg", X_OK) == 0;
	snprintf(b->host, sizeof b->host, "PGHOST=%s", relay_host(b->relay));
	snprintf(b->direct, sizeof b->direct, "PGHOST=%s", getenv("PGHOST"));
	snprintf(b->port, sizeof b->port, "PGPORT=%s", getenv("PGPORT"));
	snprintf(b->database, sizeof b->database, "PGDATABASE=%s", getenv("PGDATABASE"));
	snprintf(b->row, sizeof b->row, "%s",
	    raw_text(admin, "SELECT id FROM site.users WHERE id > 10000012 ORDER BY id LIMIT 1 OFFSET 4"));
	if (!raw_sql(admin,
		"SELECT login, email FROM site.users WHERE id > 10001000 AND login IS NOT NULL AND email ~ '^[a-z0-9.@-]+$' "
		"AND type = 'client' ORDER BY id LIMIT 1") ||
	    raw_rows(admin) != 1)
		tap_bail("no account to look up");
	snprintf(b->login, sizeof b->login, "%s", raw_value(admin, 0, 0));
	snprintf(b->email, sizeof b->email, "%s", raw_value(admin, 0, 1));
	raw_close(admin);
}

/* The peers are superusers at the table itself; the console gets only what a terminal gives. */
static void start_peer(const struct bench *b, struct pty *p, bool relayed, const char *pager, const char *const argv[])
{
	char text[100];
	const char *env[] = { relayed ? b->host : b->direct, b->port, b->database, "PGUSER=postgres", "TERM=xterm-256color",
		"LANG=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=/nonexistent", "LESS=-S", pager ? text : NULL, NULL };

	snprintf(text, sizeof text, "PSQL_PAGER=%s", pager ? pager : "");
	pty_start(p, argv, env, NULL);
}

static void start_console(const struct bench *b, struct pty *p)
{
	char host[120], config[4100];
	const char *argv[] = { b->steward, config, host, "--idle-fd=3", NULL };
	const char *env[] = { "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC", "PATH=/usr/bin:/bin", NULL };

	snprintf(config, sizeof config, "--config=%s", b->config);
	snprintf(host, sizeof host, "--host=%s", relay_host(b->relay));
	pty_start(p, argv, env, NULL);
}

static double must_come(struct pty *p, const char *text, int ms)
{
	double at = pty_until(p, text, ms);

	if (at < 0)
		tap_bail("\"%s\" did not come to the terminal; what came: %.2000s", text, p->seen ? p->seen : "");
	return at;
}

/* Milliseconds of the console's own, in the order of their happening. */
struct stretch {
	struct series start; /* to the log-in screen with the server's greeting on it */
	struct series login; /* all keys of the log-in sent at once, to Home, but for what the password takes */
	struct series password; /* from begin_login's answer to the proof */
	struct series home; /* to Home with its figures */
	struct series rows; /* from the key for users to the rows */
	struct series shown; /* start and rows */
	struct series all; /* start, log-in and rows */
};

static void console_to_rows(struct bench *b, struct pty *p, struct stretch *t)
{
	double sent, start, login, password, rows;

	start_console(b, p);
	start = must_come(p, "demo-anna-lumen-2026", WAIT) - p->started;
	pty_mark(p);
	relay_mark(b->relay);
	sent = pty_send(p, secrets);
	login = must_come(p, "Home", WAIT) - sent;
	password = relay_silence(b->relay);
	login -= password;
	if (pty_until_idle(p, WAIT) < 0)
		tap_bail("Home does not come to rest");
	series_add(&t->home, measure_now() - sent - login - password);
	pty_mark(p);
	sent = pty_send(p, "u");
	rows = must_come(p, b->row, WAIT) - sent;
	series_add(&t->start, start);
	series_add(&t->login, login);
	series_add(&t->password, password);
	series_add(&t->rows, rows);
	series_add(&t->shown, start + rows);
	series_add(&t->all, start + login + rows);
}

static void stretch_free(struct stretch *t)
{
	series_free(&t->start), series_free(&t->login), series_free(&t->password), series_free(&t->home);
	series_free(&t->rows), series_free(&t->shown), series_free(&t->all);
}

static double floor_to_rows(struct bench *b, struct pty *p)
{
	char path[200];
	const char *argv[] = { path, "marker", NULL };

	snprintf(path, sizeof path, "%s/tests/bench/floor", b->build);
	start_peer(b, p, true, NULL, argv);
	return must_come(p, b->row, WAIT) - p->started;
}

/* ---- P1 ---- */

static void report_start(const struct stretch *t, const struct series *floor)
{
	struct row row = { "P1", "process start to the first rows of the user list, the log-in apart", "ms",
		"ncurses and libpq alone", &t->shown, floor, .ratio_max = 1.5 };

	row_print(&row);
	row = (struct row) { "P1", "the same with the log-in's calls, the password's stretch apart", "ms",
		"ncurses and libpq alone", &t->all, floor, .reference = true };
	row_print(&row);
	row_note("P1",
	    "The console is measured in three stretches, and their sum is told: start to the log-in screen with the server's "
	    "greeting on it, %.1f ms; the keys of the "
	    "log-in, sent at once, to Home, %.1f ms; the key for users, sent when Home had come to rest, to the rows, %.1f ms. "
	    "Left out: the silence on the "
	    "line in which password and PIN are stretched, %.0f ms (%.0f–%.0f), and Home's own figures, %.0f ms.",
	    series_at(&t->start, 0.5), series_at(&t->login, 0.5), series_at(&t->rows, 0.5), series_at(&t->password, 0.5),
	    series_at(&t->password, 0), series_at(&t->password, 1), series_at(&t->home, 0.5));
}

/* In turns. The first of each only warms the caches. */
static void measure_start(struct bench *b)
{
	struct stretch times = { 0 }, cold = { 0 };
	struct series floor = { 0 };
	struct pty p;

	for (int i = 0; i <= STARTS; i++) {
		double time = floor_to_rows(b, &p);

		pty_stop(&p);
		if (i > 0)
			series_add(&floor, time);
		console_to_rows(b, &p, i > 0 ? &times : &cold);
		pty_stop(&p);
	}
	report_start(&times, &floor);
	stretch_free(&times), stretch_free(&cold);
	series_free(&floor);
}

/* ---- P2 ---- */

static double mebibytes(long kibibytes)
{
	if (kibibytes < 0)
		tap_bail("the memory of the process cannot be read: run this as root, or as the user of the program");
	return (double)kibibytes / 1024;
}

static void must_idle(struct pty *p, const char *keys)
{
	pty_mark(p);
	pty_send(p, keys);
	if (pty_until_idle(p, WAIT) < 0)
		tap_bail("the console does not come to rest");
}

/* To the end, back to the top, and a hundred pages on. */
static void walk(struct pty *p)
{
	must_idle(p, "G");
	must_idle(p, "g");
	for (int i = 0; i < PAGES; i++)
		must_idle(p, "\033[6~");
}

static void whole_table_in(struct bench *b, const char *pager, struct series *times, struct series *memory)
{
	const char *argv[] = { "/usr/lib/postgresql/15/bin/psql", "-X", "-c", whole_table, NULL };
	struct pty p;

	start_peer(b, &p, false, pager, argv);
	series_add(times, must_come(&p, first_row, LONG_WAIT) - p.started);
	pty_until_quiet(&p, 1500, LONG_WAIT);
	series_add(memory, mebibytes(process_tree_peak(p.pid)));
	pty_stop(&p);
}

static void report_memory(
    struct bench *b, const struct series *peak, const struct series *rest, const struct series *private, const struct series *floor)
{
	struct series less_time = { 0 }, less_memory = { 0 }, pspg_time = { 0 }, pspg_memory = { 0 };
	struct row row = { "P2", "peak memory of the list: end, top, 100 pages on", "MiB", "ncurses and libpq alone", peak, floor,
		.ours_max = 16 };

	row_print(&row);
	whole_table_in(b, "less", &less_time, &less_memory);
	row = (struct row) { "P2", "for comparison: psql, whole table", "MiB", "psql", peak, &less_memory, .reference = true };
	row_print(&row);
	if (b->has_pspg) {
		whole_table_in(b, "pspg", &pspg_time, &pspg_memory);
		row = (struct row) { "P2", "for comparison: psql and pspg, whole table (the larger)", "MiB", "pspg", peak,
			&pspg_memory, .reference = true };
		row_print(&row);
	}
	row_note("P2",
	    "Resident memory (VmHWM), counted from when the list is there: the 64 MiB of the password stretch are given back "
	    "before. At rest %.1f MiB, of which "
	    "%.1f MiB belong to the process alone.",
	    series_at(rest, 0.5), series_at(private, 0.5));
	row_note("P1", "Whole table before the first row: psql with less %.0f ms%s.", series_at(&less_time, 0.5),
	    b->has_pspg ? "" : "; pspg is not installed");
	if (b->has_pspg)
		row_note("P1", "Whole table before the first row: psql with pspg %.0f ms.", series_at(&pspg_time, 0.5));
	series_free(&less_time), series_free(&less_memory), series_free(&pspg_time), series_free(&pspg_memory);
}

static void measure_memory(struct bench *b)
{
	struct series peak = { 0 }, rest = { 0 }, private = { 0 }, floor = { 0 };
	struct stretch ignored = { 0 };
	struct pty p;

	for (int i = 0; i < WALKS; i++) {
		console_to_rows(b, &p, &ignored);
		pty_until_quiet(&p, 200, WAIT);
		if (!process_forget_peak(p.pid))
			tap_bail("the peak of the process cannot be set back: run this as root, or as the user of the program");
		walk(&p);
		series_add(&peak, mebibytes(process_memory(p.pid, "VmHWM")));
		series_add(&rest, mebibytes(process_memory(p.pid, "VmRSS")));
		series_add(&private, mebibytes(process_private(p.pid)));
		pty_stop(&p);
		floor_to_rows(b, &p);
		for (int page = 0; page < 10; page++) {
			pty_send(&p, "\033[6~");
			pty_until_quiet(&p, 20, WAIT);
		}
		series_add(&floor, mebibytes(process_memory(p.pid, "VmHWM")));
		pty_stop(&p);
	}
	report_memory(b, &peak, &rest, &private, &floor);
	series_free(&peak), series_free(&rest), series_free(&private), series_free(&floor);
	stretch_free(&ignored);
}

/* ---- P12 ---- */

/* Milliseconds of a program that reads its secrets from descriptor 3 and prints to nowhere; it must succeed. */
static double run_once(const char *const argv[], const char *const env[], const char *input)
{
	int in[2], status = -1;
	double start;
	pid_t pid;

	if (pipe(in) < 0 || write(in[1], input, strlen(input)) != (ssize_t)strlen(input))
		tap_bail("no pipe");
	close(in[1]);
	start = measure_now();
	pid = fork();
	if (pid == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		dup2(in[0], 3);
		dup2(nowhere, 0);
		dup2(nowhere, 1);
		execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		tap_bail("%s failed with %d", argv[0], WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	close(in[0]);
	return measure_now() - start;
}

static void measure_command(struct bench *b)
{
	struct series ours = { 0 }, bare = { 0 }, stretches = { 0 };
	struct row row = { "P12", "cold `steward find TEXT`: connect, log in, look up, log out; without the password stretch", "ms",
		"libpq alone", &ours, &bare, .ratio_max = 1.5 };
	char config[4100], host[120], path[200];
	const char *find[] = { b->steward, config, host, "--login=anna", "--secrets-fd=3", "find", b->email, NULL };
	const char *lookup[] = { path, b->login, NULL };
	const char *env[] = { "LANG=C.UTF-8", "TZ=UTC", "PATH=/usr/bin:/bin", NULL };
	const char *peer_env[] = { b->host, b->port, b->database, "PGUSER=postgres", "LANG=C.UTF-8", "PATH=/usr/bin:/bin",
		"HOME=/nonexistent", NULL };

	snprintf(config, sizeof config, "--config=%s", b->config);
	snprintf(host, sizeof host, "--host=%s", relay_host(b->relay));
	snprintf(path, sizeof path, "%s/tests/bench/lookup", b->build);
	for (int i = 0; i <= STARTS; i++) {
		double time = run_once(lookup, peer_env, "");

		if (i > 0)
			series_add(&bare, time);
		relay_mark(b->relay);
		time = run_once(find, env, "demo-anna-lumen-2026\n402816\n") - relay_silence(b->relay);
		if (i > 0) {
			series_add(&ours, time);
			series_add(&stretches, relay_silence(b->relay));
		}
	}
	row_print(&row);
	row_note("P12", "The stretch left out took %.0f ms (%.0f–%.0f).", series_at(&stretches, 0.5), series_at(&stretches, 0),
	    series_at(&stretches, 1));
	series_free(&ours), series_free(&bare), series_free(&stretches);
}

int main(void)
{
	struct bench b = { 0 };

	signal(SIGPIPE, SIG_IGN);
	open_bench(&b);
	measure_start(&b);
	measure_memory(&b);
	measure_command(&b);
	relay_close(b.relay);
	return EXIT_SUCCESS;
}
