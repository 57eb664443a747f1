#include "backend/migrate.h"

#include <float.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/config.h"
#include "backend/migrate_files.h"
#include "backend/pq.h"
#include "backend/words.h"

enum { SERVER_LEAST = 150000, ROLE_TRIES = 5 };

static const char sql_about[] =
    "SELECT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user), current_setting('server_encoding'),"
    " pg_catalog.to_regclass('steward.migrations') IS NOT NULL,"
    " NOT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast'))";
/* One lock for all installers of this database; held by the connection, so it goes with it. */
static const char sql_try_lock[] = "SELECT pg_catalog.pg_try_advisory_lock(7315)";
static const char sql_lock[] = "SELECT pg_catalog.pg_advisory_lock(7315)";
/* The first migration has the same definitions, for those who apply the files with psql. */
static const char sql_begin_tables[] =
    "BEGIN;"
    "CREATE SCHEMA IF NOT EXISTS steward;"
    "CREATE TABLE IF NOT EXISTS steward.migrations ("
    " file text NOT NULL CONSTRAINT migrations_pkey PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT "
    "now(),"
    " applied_by text NOT NULL DEFAULT session_user, state text NOT NULL DEFAULT 'applied');"
    "CREATE TABLE IF NOT EXISTS steward.installation ("
    " single boolean NOT NULL DEFAULT true CONSTRAINT installation_pkey PRIMARY KEY CONSTRAINT installation_single_check CHECK "
    "(single),"
    " installed_at timestamptz NOT NULL DEFAULT now(), demo boolean NOT NULL DEFAULT false,"
    " site_id uuid NOT NULL DEFAULT gen_random_uuid(), created_database boolean NOT NULL DEFAULT false);";
static const char sql_installed[] =
    "INSERT INTO steward.installation (created_database) VALUES ($1::boolean) ON CONFLICT DO NOTHING";
static const char sql_applied[] =
    "SELECT file, checksum, extract(epoch FROM applied_at) FROM steward.migrations ORDER BY file COLLATE \"C\"";
/* Claim first: a migration that somebody else applies at the same moment is waited for here, and refused if he succeeds. */
static const char sql_claim[] = "INSERT INTO steward.migrations (file, checksum) VALUES ($1, $2)";
static const char sql_claim_again[] = "INSERT INTO steward.migrations (file, checksum) VALUES ($1, $2)"
				      " ON CONFLICT (file) DO UPDATE SET checksum = excluded.checksum, applied_at = now(), "
				      "applied_by = session_user, state = 'applied'";
static const char sql_forget[] = "DELETE FROM steward.migrations WHERE file = $1";
static const char sql_harden[] = "SELECT pg_catalog.set_config('steward.harden_database', $1, false)";

/* One run. */
struct run {
	const struct migrate *m;
	struct pq *pq;
	struct migrate_files files;
	struct db_rows applied; /* file, checksum, when; empty in a new database */
	double *when; /* of each file: seconds, DBL_MAX = in this run, -1 = never */
	bool is_new, was_empty;
	struct migrate_result result;
};

static void say(const struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(const struct run *r, const char *format, ...)
{
	char text[512];
	va_list args;

	if (!r->m->say)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	r->m->say(r->m->ctx, text);
}

static void notice(void *ctx, const char *text)
{
	say(ctx, "  %s", text);
}

static bool is_true(const struct db_rows *r, int column)
{
	return r->count == 1 && db_value(r, 0, column) && strcmp(db_value(r, 0, column), "t") == 0;
}

static bool ask_true(struct run *r, const char *sql, bool *ret, struct err *err)
{
	struct db_rows rows;

	if (!pq_run(r->pq, sql, NULL, 0, &rows, NULL, err))
		return false;
	*ret = is_true(&rows, 0);
	arena_free(rows.arena);
	return true;
}

static bool database_is_fit(struct run *r, const struct db_rows *about, struct err *err)
{
	if (pq_server_version(r->pq) < SERVER_LEAST)
		return err_set(
		    err, ERR_INPUT, _("The server is PostgreSQL %d; Steward needs 15 or later."), pq_server_version(r->pq) / 10000);
	if (!is_true(about, 0))
		return err_set(err, ERR_DENIED, _("The database role \"%s\" is no superuser: migrate as one, with --user."),
		    r->m->config->user);
	if (about->count != 1 || !db_value(about, 0, 1) || strcmp(db_value(about, 0, 1), "UTF8") != 0)
		return err_set(
		    err, ERR_INPUT, "%s", _("The database is not encoded in UTF8: create it anew with ENCODING 'UTF8'."));
	return true;
}

static bool look(struct run *r, struct err *err)
{
	struct db_rows about;
	bool ok;

	if (!pq_run(r->pq, sql_about, NULL, 0, &about, NULL, err))
		return false;
	ok = database_is_fit(r, &about, err);
	r->is_new = !is_true(&about, 2);
	r->was_empty = is_true(&about, 3);
	arena_free(about.arena);
	return ok;
}

static bool take_lock(struct run *r, struct err *err)
{
	bool got;

	if (!ask_true(r, sql_try_lock, &got, err))
		return false;
	if (got)
		return true;
	say(r, "%s", _("Another installer is at work in this database; waiting for it."));
	return pq_run(r->pq, sql_lock, NULL, 0, NULL, NULL, err);
}

static bool make_tables(struct run *r, struct err *err)
{
	const char *empty = r->was_empty ? "t" : "f";

	return pq_run(r->pq, sql_begin_tables, NULL, 0, NULL, NULL, err) &&
	       pq_run(r->pq, sql_installed, &empty, 1, NULL, NULL, err) && pq_run(r->pq, "COMMIT", NULL, 0, NULL, NULL, err);
}

/* Row of the file in what was applied before; -1 = none. */
static int applied_row(const struct run *r, const char *name)
{
	for (int i = 0; i < r->applied.count; i++)
		if (strcmp(db_value(&r->applied, i, 0), name) == 0)
			return i;
	return -1;
}

static const struct migrate_file *file_named(const struct run *r, const char *name)
{
	for (int i = 0; i < r->files.count; i++)
		if (strcmp(r->files.list[i].name, name) == 0)
			return &r->files.list[i];
	return NULL;
}

/* What was migrated can neither be taken back nor slipped in later. */
static bool history_is_fit(const struct run *r, struct err *err)
{
	const char *last = "";

	for (int i = 0; i < r->applied.count; i++) {
		const char *name = db_value(&r->applied, i, 0);
		const struct migrate_file *file = file_named(r, name);

		if (strncmp(name, "migrations/", 11) != 0)
			continue;
		if (!file)
			return err_set(err, ERR_INPUT,
			    _("The database has %s, which this program does not know: it is newer. Install the newer program."),
			    name);
		if (strcmp(file->checksum, db_value(&r->applied, i, 1)) != 0)
			return err_set(err, ERR_INPUT,
			    _("%s was changed after it was applied here. Put it back and write what is new as another migration."),
			    name);
		last = name;
	}
	for (int i = 0; i < r->files.count; i++) {
		const struct migrate_file *file = &r->files.list[i];

		if (file->phase == PHASE_MIGRATIONS && applied_row(r, file->name) < 0 && strcmp(file->name, last) < 0)
			return err_set(
			    err, ERR_INPUT, _("%s has not been applied, but %s has: give it the next number."), file->name, last);
	}
	return true;
}

static bool read_history(struct run *r, struct err *err)
{
	r->when = calloc((size_t)r->files.count + 1, sizeof *r->when);
	if (!r->when)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	if (!r->is_new && !pq_run(r->pq, sql_applied, NULL, 0, &r->applied, NULL, err))
		return false;
	for (int i = 0; i < r->files.count; i++) {
		int row = applied_row(r, r->files.list[i].name);

		r->when[i] = row < 0 ? -1 : strtod(db_value(&r->applied, row, 2), NULL);
	}
	return history_is_fit(r, err);
}

/*
 * When something that this phase builds on was applied last. Functions and map build on migrations; policies and grants on all
 * before them.
 */
static double ground(const struct run *r, enum migrate_phase phase)
{
	bool wide = phase == PHASE_POLICIES || phase == PHASE_GRANTS;
	double latest = -1;

	if (phase <= PHASE_MIGRATIONS)
		return -1;
	for (int i = 0; i < r->files.count && r->files.list[i].phase < phase; i++)
		if ((wide || r->files.list[i].phase == PHASE_MIGRATIONS) && r->when[i] > latest)
			latest = r->when[i];
	return latest;
}

static const char *why_due(const struct run *r, int i)
{
	const struct migrate_file *file = &r->files.list[i];
	int row = applied_row(r, file->name);

	if (r->when[i] < 0)
		return _("new");
	if (row >= 0 && strcmp(db_value(&r->applied, row, 1), file->checksum) != 0)
		return _("changed");
	if (ground(r, file->phase) > r->when[i])
		return _("again, after what it builds on");
	return NULL;
}

static int line_of(const char *text, long position)
{
	int line = 1;

	for (long i = 0; i < position - 1 && text[i]; i++)
		line += text[i] == '\n';
	return line;
}

/* Puts the file, and the line if it is known, before what the server said. */
static bool explain(const struct migrate_file *file, long position, struct err *err)
{
	char sentence[sizeof err->sentence];

	if (!err || err->code == ERR_OFFLINE)
		return false;
	memcpy(sentence, err->sentence, sizeof sentence);
	if (position > 0)
		snprintf(err->sentence, sizeof err->sentence, _("%s, line %d: %.300s"), file->name, line_of(file->text, position),
		    sentence);
	else
		snprintf(err->sentence, sizeof err->sentence, "%s: %.330s", file->name, sentence);
	return false;
}

/* What a file sets for itself does not outlive it. */
static bool fresh_session(struct run *r, struct err *err)
{
	const char *harden = r->m->harden ? r->m->harden : "";

	return pq_run(r->pq, "RESET ALL; SET client_min_messages = notice", NULL, 0, NULL, NULL, err) &&
	       pq_run(r->pq, sql_harden, &harden, 1, NULL, NULL, err);
}

static bool apply_once(struct run *r, const struct migrate_file *file, long *ret_position, struct err *err)
{
	const char *values[] = { file->name, file->checksum };
	const char *claim = file->phase == PHASE_MIGRATIONS ? sql_claim : sql_claim_again;

	*ret_position = 0;
	if (!fresh_session(r, err) || !pq_run(r->pq, "BEGIN", NULL, 0, NULL, NULL, err) ||
	    !pq_run(r->pq, claim, values, 2, NULL, NULL, err) || !pq_run(r->pq, file->text, NULL, 0, NULL, ret_position, err))
		return false;
	if (!pq_in_transaction(r->pq))
		return err_set(err, ERR_INPUT, "%s", _("the file ends its own transaction, which it must not."));
	return pq_run(r->pq, "COMMIT", NULL, 0, NULL, NULL, err);
}

/* Roles belong to the cluster: an installer of another database may be changing them at the same moment. */
static bool is_clash(const struct migrate_file *file, const struct err *err)
{
	return file->phase == PHASE_ROLES &&
	       (strcmp(err->sqlstate, "XX000") == 0 || strcmp(err->sqlstate, "23505") == 0 || strcmp(err->sqlstate, "42710") == 0);
}

static bool apply(struct run *r, int i, struct err *err)
{
	const struct migrate_file *file = &r->files.list[i];
	long position = 0;

	for (int tries = 1; !apply_once(r, file, &position, err); tries++) {
		pq_run(r->pq, "ROLLBACK", NULL, 0, NULL, NULL, NULL);
		if (tries == ROLE_TRIES || !is_clash(file, err))
			return explain(file, position, err);
	}
	r->when[i] = DBL_MAX;
	r->result.done++;
	return true;
}

/* A file that is applied again and again and is no longer there is not part of the database's state any more. */
static bool forget_gone(struct run *r, struct err *err)
{
	for (int i = 0; i < r->applied.count; i++) {
		const char *name = db_value(&r->applied, i, 0);

		if (file_named(r, name))
			continue;
		say(r, _("%s (is gone; what it made stays)"), name);
		if (!r->m->check && !pq_run(r->pq, sql_forget, &name, 1, NULL, NULL, err))
			return false;
	}
	return true;
}

static bool walk(struct run *r, struct err *err)
{
	for (int i = 0; i < r->files.count; i++) {
		const char *why = why_due(r, i);

		if (!why)
			continue;
		r->result.due++;
		say(r, "%s (%s)", r->files.list[i].name, why);
		if (r->m->check)
			r->when[i] = DBL_MAX;
		else if (!apply(r, i, err))
			return false;
	}
	return true;
}

static bool open_database(struct run *r, struct err *err)
{
	const struct config *c = r->m->config;
	struct pq_place place = { .host = c->host,
		.port = c->port,
		.database = c->database,
		.user = c->user,
		.password = r->m->password,
		.sslmode = c->sslmode,
		.sslrootcert = c->sslrootcert,
		.sslcert = c->sslcert,
		.sslkey = c->sslkey,
		.timeout = c->connect_timeout };

	r->pq = pq_open(&place, err);
	if (!r->pq)
		return false;
	pq_on_notice(r->pq, notice, r);
	return true;
}

static bool migrate(struct run *r, struct err *err)
{
	if (!migrate_files_read(&r->files, r->m->dir ? r->m->dir : r->m->config->sql_dir, err) || !open_database(r, err))
		return false;
	if (!r->m->check && !take_lock(r, err))
		return false;
	/* Only now: who waited finds what the other has made. */
	if (!look(r, err))
		return false;
	if (r->is_new && !r->m->check && !make_tables(r, err))
		return false;
	return read_history(r, err) && forget_gone(r, err) && walk(r, err);
}

bool migrate_run(const struct migrate *m, struct migrate_result *ret, struct err *err)
{
	struct run r = { .m = m };
	struct err local;
	bool ok;

	if (!err)
		err = &local;
	err_clear(err);
	ok = migrate(&r, err);
	arena_free(r.applied.arena);
	free(r.when);
	migrate_files_release(&r.files);
	pq_close(r.pq);
	if (ret)
		*ret = r.result;
	return ok;
}
