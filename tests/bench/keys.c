#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/lib/measure.h"
#include "tests/lib/pty.h"
#include "tests/lib/raw.h"
#include "tests/lib/tap.h"

/* What a key costs on the line to the terminal, and how long it takes, also while a query runs: P6 and P7, at 120x40. */
enum { STEPS = 12, FLIPS = 40, WAIT = 20000, GAP = 40 };

static const char down[] = "\033OB", up[] = "\033OA", page_down[] = "\033[6~", reload[] = "\033[15~";
static const char secrets[] = "anna\tdemo-anna-lumen-2026\t402816\r";

/* Of one program: bytes and write calls for each key. */
struct cost {
	struct series step, scroll, page, writes;
	long idle; /* bytes within ten seconds; -1 = not looked at */
};

struct bench {
	char host[120], port[24], database[80], row[24], counter[4200];
	const char *steward, *build;
};

static void open_bench(struct bench *b)
{
	const char *steward = getenv("STEWARD"), *build = getenv("BUILD");
	struct raw *admin = raw_open("postgres", NULL);

	b->steward = steward ? steward : "build/steward";
	b->build = build ? build : "build";
	snprintf(b->host, sizeof b->host, "PGHOST=%s", getenv("PGHOST"));
	snprintf(b->port, sizeof b->port, "PGPORT=%s", getenv("PGPORT"));
	snprintf(b->database, sizeof b->database, "PGDATABASE=%s", getenv("PGDATABASE"));
	snprintf(b->row, sizeof b->row, "%s",
	    raw_text(admin, "SELECT id FROM site.users WHERE id > 10000012 ORDER BY id LIMIT 1 OFFSET 4"));
	raw_close(admin);
	if (!realpath("build/tests/count_writes.so", b->counter))
		tap_bail("build/tests/count_writes.so is missing: make build/tests/count_writes.so");
}

static void must_come(struct pty *p, const char *text)
{
	if (pty_until(p, text, WAIT) < 0)
		tap_bail("\"%s\" did not come to the terminal; what came: %.2000s", text, p->seen ? p->seen : "");
}

static void start(const struct bench *b, struct pty *p, const char *const argv[])
{
	const char *env[] = { b->host, b->port, b->database, "PGUSER=postgres", "TERM=xterm-256color", "LANG=C.UTF-8",
		"PATH=/usr/bin:/bin", "HOME=/nonexistent", NULL };

	pty_start(p, argv, env, b->counter);
	must_come(p, b->row);
}

static void start_console(const struct bench *b, struct pty *p)
{
	char config[4100];
	const char *argv[] = { b->steward, config, "--idle-fd=3", NULL };
	const char *env[] = { "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC", "PATH=/usr/bin:/bin", NULL };

	snprintf(config, sizeof config, "--config=%s", getenv("STEWARD_CONFIG_FILE"));
	pty_start(p, argv, env, b->counter);
	must_come(p, "demo-anna-lumen-2026");
	pty_mark(p);
	pty_send(p, secrets);
	must_come(p, "Home");
	pty_mark(p);
	pty_send(p, "u");
	must_come(p, b->row);
}

/* ---- P6 ---- */

/* A key and everything that it brings to the terminal. */
static void press(struct pty *p, const char *key, struct series *bytes, struct series *writes)
{
	long before = *p->writes;

	pty_mark(p);
	pty_send(p, key);
	pty_until_quiet(p, GAP, WAIT);
	series_add(bytes, (double)p->bytes);
	if (writes)
		series_add(writes, (double)(*p->writes - before));
}

/* steps: how many times down until the cursor leaves the screen; 0 for a pager, which has none. */
static void measure(struct pty *p, struct cost *c, int steps)
{
	struct series ignored = { 0 };

	pty_until_quiet(p, 400, WAIT);
	press(p, down, &ignored, NULL);
	for (int i = 0; steps && i < STEPS; i++)
		press(p, down, &c->step, &c->writes);
	for (int i = STEPS; i < steps; i++)
		press(p, down, &ignored, NULL);
	for (int i = 0; i < STEPS; i++)
		press(p, down, &c->scroll, &c->writes);
	for (int i = 0; i < STEPS; i++)
		press(p, page_down, &c->page, &c->writes);
	series_free(&ignored);
}

static void release(struct cost *c)
{
	series_free(&c->step), series_free(&c->scroll), series_free(&c->page), series_free(&c->writes);
}

static void peer(const struct bench *b, struct cost *c, int steps, const char *const argv[])
{
	struct pty p;

	start(b, &p, argv);
	measure(&p, c, steps);
	pty_stop(&p);
}

static void tell_peer(const char *name, const struct cost *c)
{
	if (c->step.count)
		row_note("P6", "%s: cursor step %.0f, scrolled line %.0f, page %.0f bytes.", name, series_at(&c->step, 0.5),
		    series_at(&c->scroll, 0.5), series_at(&c->page, 0.5));
	else
		row_note(
		    "P6", "%s: scrolled line %.0f, page %.0f bytes.", name, series_at(&c->scroll, 0.5), series_at(&c->page, 0.5));
}

/* The pagers show the same rows from a file. */
static void measure_pagers(const struct bench *b)
{
	const char *less[] = { "/usr/bin/less", "-S", NULL, NULL }, *pspg[] = { "/usr/bin/pspg", "-f", NULL, NULL };
	char path[] = "/tmp/steward-rows.XXXXXX", command[600];
	struct cost c = { 0 };
	int fd = mkstemp(path);
	FILE *f;

	snprintf(command, sizeof command,
	    "SELECT id, full_name, company, city, last_login_at, email, country FROM site.users WHERE id > 10000012 ORDER BY id "
	    "LIMIT 500");
	f = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (!f)
		tap_bail("no file for the pagers");
	struct raw *admin = raw_open("postgres", NULL);
	if (!raw_sql(admin, command))
		tap_bail("%s", raw_message(admin));
	/* Aligned as psql does it: pspg knows a table by that. */
	fprintf(f, " %-10s | %-24s | %-24s | %-16s | %-24s | %-40s | %-3s \n", "id", "full_name", "company", "city",
	    "last_login_at", "email", "country");
	fprintf(f, "------------+--------------------------+--------------------------+------------------+-------------------------"
		   "-+------------------------------------------+---------\n");
	for (int i = 0; i < raw_rows(admin); i++)
		fprintf(f, " %-10s | %-24.24s | %-24.24s | %-16.16s | %-24.24s | %-40.40s | %-7s \n", raw_value(admin, i, 0),
		    raw_value(admin, i, 1), raw_value(admin, i, 2), raw_value(admin, i, 3),
		    raw_value(admin, i, 4) ? raw_value(admin, i, 4) : "", raw_value(admin, i, 5),
		    raw_value(admin, i, 6) ? raw_value(admin, i, 6) : "");
	fclose(f);
	raw_close(admin);
	less[2] = pspg[2] = path;
	peer(b, &c, 0, less);
	tell_peer("less", &c);
	release(&c);
	if (access(pspg[0], X_OK) == 0) {
		c = (struct cost) { 0 };
		peer(b, &c, PTY_ROWS + 5, pspg);
		tell_peer("pspg", &c);
		release(&c);
	} else {
		row_note("P6", "pspg is not installed.");
	}
	unlink(path);
}

static void report(const struct cost *ours, const struct cost *marker, long idle)
{
	struct series nothing = { 0 };
	const struct row rows[] = {
		{ "P6", "a step of the cursor", "bytes", "ncurses, marker", &ours->step, &marker->step, .ours_max = 100 },
		{ "P6", "a scrolled line", "bytes", "ncurses, marker", &ours->scroll, &marker->scroll, .ours_max = 200 },
		{ "P6", "a page", "bytes", "ncurses, marker", &ours->page, &marker->page, .ours_max = 4200 },
		{ "P6", "ten idle seconds", "bytes", NULL, &nothing, NULL, .ours_max = 0.5 },
		{ "P6", "write calls for a key, the most", "calls", "ncurses, marker", &ours->writes, &marker->writes, .share = 1,
		    .ours_max = 1 },
	};

	series_add(&nothing, (double)idle);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		row_print(&rows[i]);
	series_free(&nothing);
}

static void measure_bytes(const struct bench *b)
{
	struct cost ours = { 0 }, marker = { 0 }, bar = { 0 };
	char path[200];
	const char *floor[] = { path, "marker", NULL };
	struct pty p;
	long idle;

	snprintf(path, sizeof path, "%s/tests/bench/floor", b->build);
	start_console(b, &p);
	measure(&p, &ours, PTY_ROWS + 5);
	/* Not over the end of a minute: then the clock in the header goes on. */
	while (time(NULL) % 60 > 48)
		pty_until_quiet(&p, 1000, 1000);
	pty_mark(&p);
	pty_until_quiet(&p, 10000, 10000);
	idle = p.bytes;
	pty_stop(&p);
	peer(b, &marker, PTY_ROWS + 5, floor);
	floor[1] = "bar";
	peer(b, &bar, PTY_ROWS + 5, floor);
	report(&ours, &marker, idle);
	tell_peer("The same list in ncurses alone with a bar over the line", &bar);
	measure_pagers(b);
	release(&ours), release(&marker), release(&bar);
}

/* ---- P7 ---- */

/* The cursor goes down and up; each time the last byte is waited for. */
static void flip(struct pty *p, struct series *times)
{
	pty_until_quiet(p, 300, WAIT);
	for (int i = 0; i < FLIPS; i++) {
		double sent, last;

		pty_mark(p);
		sent = pty_send(p, i % 2 ? up : down);
		last = pty_until_quiet(p, GAP, WAIT);
		if (last <= 0)
			tap_bail("a key brought nothing to the terminal");
		series_add(times, last - sent);
	}
}

static void must_wait(struct raw *admin)
{
	static const char waiting[] = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_console' AND state = "
				      "'active' AND wait_event_type = 'Lock'";

	for (int i = 0; raw_count(admin, "%s", waiting) != 1; i++) {
		if (i == 50)
			tap_bail("no query of the console is held up");
		usleep(20000);
	}
}

static void measure_latency(const struct bench *b)
{
	struct series idle = { 0 }, busy = { 0 }, floor = { 0 };
	struct row row = { "P7", "key to last byte, idle", "ms", "ncurses, marker", &idle, &floor, .ours_max = 5 };
	struct raw *locker = raw_open("postgres", NULL), *admin = raw_open("postgres", NULL);
	char path[200];
	const char *argv[] = { path, "marker", NULL };
	struct pty p;

	snprintf(path, sizeof path, "%s/tests/bench/floor", b->build);
	start(b, &p, argv);
	flip(&p, &floor);
	pty_stop(&p);
	start_console(b, &p);
	flip(&p, &idle);
	/* Another session holds the table, so that loading the list again hangs. */
	if (!raw_sql(locker, "BEGIN; LOCK TABLE site.users IN ACCESS EXCLUSIVE MODE"))
		tap_bail("%s", raw_message(locker));
	pty_send(&p, reload);
	must_wait(admin);
	flip(&p, &busy);
	must_wait(admin);
	raw_sql(locker, "ROLLBACK");
	pty_stop(&p);
	row_print(&row);
	row = (struct row) { "P7", "key to last byte while a query hangs", "ms", "ncurses, marker", &busy, &floor, .ours_max = 5 };
	row_print(&row);
	raw_close(locker);
	raw_close(admin);
	series_free(&idle), series_free(&busy), series_free(&floor);
}

int main(void)
{
	struct bench b = { 0 };

	signal(SIGPIPE, SIG_IGN);
	open_bench(&b);
	measure_bytes(&b);
	measure_latency(&b);
	return EXIT_SUCCESS;
}
