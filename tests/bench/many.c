#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/measure.h"
#include "tests/lib/pty.h"
#include "tests/lib/raw.h"
#include "tests/lib/tap.h"

/*
 * Two hundred consoles on one host, each of a member of staff of its own: what memory and which connections they take, and how long a look-up takes
 * while all of them are at work: P14. tests/bench/run makes the accounts many1 to many200.
 */
enum {
	CONSOLES = 200,
	DRIVERS = 10,
	EACH = CONSOLES / DRIVERS,
	LOOKUPS = 30,
	ALONE = 60,
	PIECES = 200,
	WAIT = 120000,
	PAUSE_US = 2000000
};

struct shared {
	atomic_int ready; /* consoles that show their list */
	atomic_int go; /* 1: look up; 2: end */
	atomic_int done; /* drivers that have looked up */
	double times[DRIVERS][LOOKUPS], memory[CONSOLES];
};

struct bench {
	const char *steward, *config;
	char pieces[PIECES][8];
	int piece_count;
	struct shared *shared;
};

static void open_bench(struct bench *b)
{
	struct raw *admin = raw_open("postgres", NULL);

	b->steward = getenv("STEWARD");
	b->config = getenv("STEWARD_CONFIG_FILE");
	if (!b->steward || !b->config)
		tap_bail("STEWARD and STEWARD_CONFIG_FILE name no program and configuration");
	if (!raw_sql(admin, "SELECT DISTINCT ON (hashtext(piece)) piece FROM (SELECT lower(substr(last_name, 1, 4)) AS piece FROM "
			    "site.users WHERE last_name ~ "
			    "'^[A-Za-z]{6,}$' AND id BETWEEN 10001000 AND 10011000) AS p ORDER BY hashtext(piece) LIMIT 200"))
		tap_bail("%s", raw_message(admin));
	b->piece_count = raw_rows(admin);
	for (int i = 0; i < b->piece_count; i++)
		snprintf(b->pieces[i], sizeof b->pieces[i], "%s", raw_value(admin, i, 0));
	if (b->piece_count == 0)
		tap_bail("nobody to look up");
	raw_close(admin);
	b->shared = mmap(NULL, sizeof *b->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (b->shared == MAP_FAILED)
		tap_bail("no memory to share");
}

static void must_rest(struct pty *p, const char *what)
{
	if (pty_until_idle(p, WAIT) < 0)
		tap_bail("%s: the console does not come to rest; what came: %.2000s", what, p->seen ? p->seen : "");
}

/* From the first letter to the last byte of what was found; the console waits for a pause in the typing first. */
static double look_up(struct pty *p, const char *piece)
{
	char keys[16];
	double sent, time;

	pty_mark(p);
	pty_send(p, "/");
	must_rest(p, "search");
	snprintf(keys, sizeof keys, "%s\r", piece);
	pty_mark(p);
	sent = pty_send(p, keys);
	must_rest(p, piece);
	time = p->last - sent;
	/* A list of rows is thousands of bytes. */
	if (p->bytes < 1000)
		tap_bail("nobody was found by %s; what came: %.2000s", piece, p->seen ? p->seen : "");
	pty_mark(p);
	pty_send(p, "\033");
	must_rest(p, "back");
	return time;
}

/* Logged in, at the list of users, where somebody was looked up: a session's first look-up is planned. */
static void begin(const struct bench *b, struct pty *p, int number)
{
	char config[4100], secrets[120];
	const char *argv[] = { b->steward, config, "--idle-fd=3", NULL };
	const char *env[] = { "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC", "PATH=/usr/bin:/bin", NULL };

	snprintf(config, sizeof config, "--config=%s", b->config);
	snprintf(secrets, sizeof secrets, "many%d\tmany-lantern-harbour-7\t402816\r", number);
	pty_start(p, argv, env, NULL);
	if (pty_until(p, "demo-anna-lumen-2026", WAIT) < 0)
		tap_bail("no log-in screen");
	pty_mark(p);
	pty_send(p, secrets);
	if (pty_until(p, "Home", WAIT) < 0)
		tap_bail("many%d is not let in; what came: %.2000s", number, p->seen ? p->seen : "");
	must_rest(p, "Home");
	pty_mark(p);
	pty_send(p, "u");
	must_rest(p, "users");
	look_up(p, b->pieces[number % b->piece_count]);
}

/* As good as drawn, and the same in each run. */
static unsigned spread(int one, int other, unsigned below)
{
	return ((unsigned)one * 104729 + (unsigned)other * 7919 + 17) * 2654435761u / 1024 % below;
}

/* A driver has twenty consoles, of which one or the other looks somebody up every two seconds or so. */
static _Noreturn void drive(const struct bench *b, int driver)
{
	struct shared *s = b->shared;
	struct pty *consoles = calloc(EACH, sizeof *consoles);

	if (!consoles)
		tap_bail("no memory");
	for (int i = 0; i < EACH; i++) {
		begin(b, &consoles[i], driver * EACH + i + 1);
		s->memory[driver * EACH + i] = (double)process_private(consoles[i].pid) / 1024;
		atomic_fetch_add(&s->ready, 1);
	}
	while (atomic_load(&s->go) == 0)
		usleep(10000);
	for (int i = 0; i < LOOKUPS; i++) {
		usleep(spread(driver, i, PAUSE_US));
		s->times[driver][i] =
		    look_up(&consoles[spread(driver, i, EACH)], b->pieces[spread(i, driver, (unsigned)b->piece_count)]);
	}
	atomic_fetch_add(&s->done, 1);
	while (atomic_load(&s->go) < 2)
		usleep(10000);
	for (int i = 0; i < EACH; i++)
		pty_stop(&consoles[i]);
	free(consoles);
	_exit(0);
}

/* Until the counter is there; a driver that ended before has said why. */
static void wait_for(atomic_int *counter, int wanted)
{
	while (atomic_load(counter) < wanted) {
		if (waitpid(-1, NULL, WNOHANG) > 0)
			tap_bail("a driver ended before its time");
		usleep(20000);
	}
}

static void look_up_alone(const struct bench *b, struct series *times)
{
	struct pty p;

	begin(b, &p, 1);
	for (int i = 0; i < ALONE; i++)
		series_add(times, look_up(&p, b->pieces[i % b->piece_count]));
	pty_stop(&p);
}

static void report(const struct bench *b, const struct series *alone, int connections)
{
	struct series memory = { 0 }, together = { 0 };
	struct row row = { "P14", "200 consoles: memory of each that is its alone, at rest, the most", "MiB", NULL, &memory, NULL,
		.share = 1, .ours_max = 6 };

	for (int i = 0; i < CONSOLES; i++)
		series_add(&memory, b->shared->memory[i]);
	for (int d = 0; d < DRIVERS; d++)
		for (int i = 0; i < LOOKUPS; i++)
			series_add(&together, b->shared->times[d][i]);
	row_print(&row);
	row = (struct row) { "P14", "a look-up at one of them while all are at work, from the last letter to the rows, p95", "ms",
		"one console alone", &together, alone, .share = 0.95, .ratio_max = 2 };
	row_print(&row);
	row_note("P14",
	    "The 200 consoles have %d connections to the server. Some eight look-ups a second, each at another console and for "
	    "another "
	    "piece of a name; the first look-up of each session, which plans, is not among them.",
	    connections);
	series_free(&memory), series_free(&together);
}

int main(void)
{
	struct bench b = { 0 };
	struct series alone = { 0 };
	struct raw *admin;
	int connections;

	signal(SIGPIPE, SIG_IGN);
	open_bench(&b);
	look_up_alone(&b, &alone);
	for (int d = 0; d < DRIVERS; d++)
		if (fork() == 0)
			drive(&b, d);
	wait_for(&b.shared->ready, CONSOLES);
	admin = raw_open("postgres", NULL);
	connections =
	    (int)strtol(raw_text(admin, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'steward_console'"), NULL, 10);
	raw_close(admin);
	atomic_store(&b.shared->go, 1);
	wait_for(&b.shared->done, DRIVERS);
	atomic_store(&b.shared->go, 2);
	while (wait(NULL) > 0)
		continue;
	report(&b, &alone, connections);
	series_free(&alone);
	munmap(b.shared, sizeof *b.shared);
	return EXIT_SUCCESS;
}
