#include "backend/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "backend/config.h"
#include "backend/doctor_private.h"
#include "backend/import_dir.h"
#include "backend/sandbox.h"
#include "backend/secret.h"
#include "backend/words.h"

enum { WAIT_MS = 30000, CLOCK_WARN_S = 5, CLOCK_FAIL_S = 60 };

void doctor_say(struct examination *x, enum doctor_level level, const char *mend, const char *format, ...)
{
	char finding[768];
	va_list args;

	va_start(args, format);
	vsnprintf(finding, sizeof finding, format, args);
	va_end(args);
	if (level > x->worst)
		x->worst = level;
	x->d->report(x->d->ctx, x->name, level, finding, mend && level != DOCTOR_OK ? mend : "");
}

static void answered(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct examination *x = ctx;

	x->err = *err;
	x->answered = rows != NULL;
	if (!rows)
		return;
	x->rows = *rows;
	rows->arena = NULL;
}

bool doctor_ask(struct examination *x, const char *sql, const char *const *values, int count)
{
	arena_free(x->rows.arena);
	x->rows = (struct db_rows) { 0 };
	x->answered = false;
	err_set(&x->err, ERR_OFFLINE, "%s", _("The server did not answer in time."));
	db_call(x->db, &(struct db_call) { .sql = sql, .values = values, .count = count, .done = answered, .ctx = x });
	db_drain(x->db, WAIT_MS);
	return x->answered;
}

const char *doctor_cell(const struct examination *x, int column)
{
	const char *s = x->rows.count > 0 && column < x->rows.columns ? db_value(&x->rows, 0, column) : NULL;

	return s ? s : "";
}

/* This machine */

static void check_config(struct examination *x)
{
	const struct config *c = x->d->config;

	doctor_say(x, DOCTOR_OK, NULL, _("Database \"%s\" as \"%s\" at %s, port %s."), c->database, c->user, c->host, c->port);
}

static void check_pepper(struct examination *x)
{
	struct err err;

	x->pepper = secret_alloc(SECRET_KEY);
	if (x->pepper && secret_pepper(x->d->config->pepper_file, x->pepper, &err)) {
		doctor_say(x, DOCTOR_OK, NULL, _("%s is there and closed to others."), x->d->config->pepper_file);
		return;
	}
	secret_free(x->pepper);
	x->pepper = NULL;
	doctor_say(x, DOCTOR_FAIL,
	    _("It must be the file of this site's console host: another one makes every password wrong. For a new site: head -c 32 "
	      "/dev/urandom."),
	    "%s", err.sentence);
}

static void check_import_dir(struct examination *x)
{
	const char *folder = x->d->config->import_dir;
	struct err err;
	int fd = folder[0] ? import_dir_open(folder, &err) : -1;

	if (!folder[0])
		return;
	if (fd < 0)
		doctor_say(x, DOCTOR_FAIL,
		    _("Make it, for those to write who may put files there and for the console to read, or take import_dir out of "
		      "steward.conf."),
		    "%s", err.sentence);
	else
		doctor_say(x, DOCTOR_OK, NULL, _("Files to import are chosen from %s."), folder);
	if (fd >= 0)
		close(fd);
}

static bool has_terminfo(const char *term)
{
	static const char *const folders[] = { "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/local/share/terminfo",
		NULL };
	char path[128];

	for (const char *const *folder = folders; *folder; folder++) {
		snprintf(path, sizeof path, "%s/%c/%s", *folder, term[0], term);
		if (access(path, R_OK) == 0)
			return true;
	}
	return false;
}

static void check_terminal(struct examination *x)
{
	const char *term = x->d->term;

	if (!term || !*term)
		doctor_say(x, DOCTOR_WARN, _("Start it in a terminal with TERM set, as TERM=xterm-256color."), "%s",
		    _("The terminal did not say what it is."));
	else if (!has_terminfo(term))
		doctor_say(x, DOCTOR_FAIL, _("Install the package ncurses-term, or set TERM=xterm-256color."),
		    _("This machine has no description of the terminal \"%s\"."), term);
	else if (!x->d->utf8)
		doctor_say(x, DOCTOR_WARN, _("Set LANG to a UTF-8 locale, such as C.UTF-8; until then names lose their accents."),
		    _("The terminal \"%s\" does not speak UTF-8."), term);
	else
		doctor_say(x, DOCTOR_OK, NULL, _("The terminal \"%s\" is known and speaks UTF-8."), term);
}

/* A kernel without them still runs the console: what a person may see is decided by the database. */
static void check_sandbox(struct examination *x)
{
	struct sandbox_support s;

	sandbox_support(&s);
	if (!s.built)
		doctor_say(x, DOCTOR_WARN, _("Use a build without sanitizers for real data."), "%s",
		    _("This build is for tests: it does not close itself off from the machine."));
	else if (!s.seccomp)
		doctor_say(x, DOCTOR_WARN, _("Use a kernel with CONFIG_SECCOMP_FILTER, on x86-64 or arm64."), "%s",
		    _("This kernel does not let the console give up system calls (seccomp)."));
	else if (!s.landlock)
		doctor_say(x, DOCTOR_WARN, _("Use Linux 5.13 or later with landlock in the boot option lsm=."), "%s",
		    _("This kernel does not let the console give up files (landlock); system calls are given up."));
	else
		doctor_say(
		    x, DOCTOR_OK, NULL, _("The console gives up system calls and files (seccomp, landlock %d)."), s.landlock);
}

/* Where the person comes from, as sshd told it. */
static void check_ssh(struct examination *x)
{
	const char *address = x->d->address, *key = x->d->fingerprint;

	if (!address || !*address)
		doctor_say(x, DOCTOR_OK, NULL, "%s", _("You are at this machine itself: there is no ssh between."));
	else if (!key || !*key)
		doctor_say(x, DOCTOR_WARN, _("Put `ExposeAuthInfo yes` into sshd's configuration, and let people log in by key."),
		    _("You come from %s by ssh, which does not tell your key."), address);
	else
		doctor_say(x, DOCTOR_OK, NULL, _("You come from %s by ssh with the key %s."), address, key);
}

/* The connection, before anybody logs in */

static void check_connection(struct examination *x)
{
	db_connect(x->db);
	db_drain(x->db, x->d->config->connect_timeout * 1000 + 1000);
	if (db_state(x->db) == DB_UP)
		doctor_say(x, DOCTOR_OK, NULL, "%s", _("The server answers."));
	else
		doctor_say(x, DOCTOR_FAIL,
		    _("See that the server runs, that host and port in steward.conf are its own, and that its pg_hba.conf lets "
		      "this role in."),
		    "%s %s", x->down.sentence, x->down.hint);
}

static void check_server(struct examination *x)
{
	int version = db_server_version(x->db);

	if (version < 150000)
		doctor_say(x, DOCTOR_FAIL, _("Move the database to PostgreSQL 15 or later."), _("The server is PostgreSQL %d."),
		    version / 10000);
	else if (strcmp(db_parameter(x->db, "in_hot_standby"), "on") == 0)
		doctor_say(x, DOCTOR_FAIL, _("Let host in steward.conf name the primary."), "%s",
		    _("The server is a standby, which only lets read."));
	else
		doctor_say(x, DOCTOR_OK, NULL, _("PostgreSQL %d.%d, the primary."), version / 10000, version % 10000);
}

static void check_pooler(struct examination *x)
{
	char ours[16];

	snprintf(ours, sizeof ours, "%d", db_backend_pid(x->db));
	if (!doctor_ask(x, "SELECT pg_catalog.pg_backend_pid()", NULL, 0))
		doctor_say(x, DOCTOR_FAIL, NULL, "%s %s", x->err.sentence, x->err.hint);
	else if (strcmp(doctor_cell(x, 0), ours) != 0)
		doctor_say(x, DOCTOR_FAIL,
		    _("Let host and port in steward.conf name the server itself: through a pooler strangers would share a "
		      "session."),
		    "%s", _("There is a connection pooler between the console and the server."));
	else
		doctor_say(x, DOCTOR_OK, NULL, "%s", _("The console speaks with the server itself."));
}

static void check_clock(struct examination *x)
{
	struct timespec now;
	double difference;

	if (!doctor_ask(x, "SELECT extract(epoch FROM pg_catalog.clock_timestamp())", NULL, 0)) {
		doctor_say(x, DOCTOR_FAIL, NULL, "%s %s", x->err.sentence, x->err.hint);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	difference = strtod(doctor_cell(x, 0), NULL) - ((double)now.tv_sec + (double)now.tv_nsec / 1e9);
	if (difference < 0)
		difference = -difference;
	doctor_say(x,
	    difference > CLOCK_FAIL_S   ? DOCTOR_FAIL
	    : difference > CLOCK_WARN_S ? DOCTOR_WARN
					: DOCTOR_OK,
	    _("Set both clocks by the network (chrony, systemd-timesyncd)."),
	    _("The clocks of this machine and the server differ by %.1f seconds."), difference);
}

static void check_schema(struct examination *x)
{
	/* Also true for a database that has no schema of that name. */
	if (doctor_ask(x, "SELECT site_name FROM api.greeting()", NULL, 0))
		doctor_say(x, DOCTOR_OK, NULL, _("The database is that of \"%s\"."), doctor_cell(x, 0));
	else
		doctor_say(x, DOCTOR_FAIL, _("Run `steward migrate --user ROLE` with a superuser of the database."), "%s",
		    _("The database does not have Steward's functions, or does not let this role call them."));
}

/* The catalogue tells everybody what he himself may do. */
static void check_role(struct examination *x)
{
	static const char sql[] =
	    "SELECT (SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	    " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
	    " AND pg_catalog.has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')),"
	    " (SELECT count(*) FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
	    " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'api') AND pg_catalog.has_schema_privilege(n.oid, "
	    "'USAGE')"
	    " AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE')), pg_catalog.current_setting('is_superuser')";

	if (!doctor_ask(x, sql, NULL, 0))
		doctor_say(x, DOCTOR_FAIL, NULL, "%s %s", x->err.sentence, x->err.hint);
	else if (strcmp(doctor_cell(x, 2), "on") == 0)
		doctor_say(x, DOCTOR_SKIPPED, NULL,
		    _("You are looking as the administrator \"%s\"; the console's own role is looked at below."),
		    x->d->config->user);
	else if (strcmp(doctor_cell(x, 0), "0") != 0)
		doctor_say(x, DOCTOR_FAIL, _("Run `steward migrate --user ROLE`: it puts the rights back as they must be."),
		    _("The role \"%s\" has rights on %s tables; it must have none."), x->d->config->user, doctor_cell(x, 0));
	else if (strcmp(doctor_cell(x, 1), "0") != 0)
		doctor_say(x, DOCTOR_WARN, _("SELECT * FROM steward.harden(true) says what could be taken away."),
		    _("The role \"%s\" may call %s functions besides the API."), x->d->config->user, doctor_cell(x, 1));
	else
		doctor_say(x, DOCTOR_OK, NULL, _("The role \"%s\" may call the API and nothing else."), x->d->config->user);
}

const struct doctor_check doctor_checks[] = {
	{ N_("configuration"), check_config, true },
	{ N_("pepper"), check_pepper, true },
	{ N_("import folder"), check_import_dir, true },
	{ N_("terminal"), check_terminal, true },
	{ N_("sandbox"), check_sandbox, true },
	{ N_("ssh"), check_ssh, true },
	{ N_("connection"), check_connection, true },
	{ N_("server"), check_server },
	{ N_("pooler"), check_pooler },
	{ N_("clock"), check_clock },
	{ N_("database"), check_schema },
	{ N_("role"), check_role },
	{ N_("inside"), doctor_inside },
	{ 0 },
};

static void state(void *ctx, enum db_state state, const struct err *err)
{
	struct examination *x = ctx;

	if (state == DB_DOWN && err)
		x->down = *err;
}

enum doctor_level doctor_run(const struct doctor *d)
{
	struct examination x = { .d = d };
	struct db_events events = { .ctx = &x, .state = state };
	bool connected;

	x.db = db_new(d->config, &events);
	if (!x.db)
		return DOCTOR_FAIL;
	for (const struct doctor_check *c = doctor_checks; c->name; c++) {
		x.name = _(c->name);
		connected = db_state(x.db) == DB_UP;
		if (connected || c->offline)
			c->run(&x);
	}
	arena_free(x.rows.arena);
	db_free(x.db);
	secret_free(x.pepper);
	return x.worst;
}
