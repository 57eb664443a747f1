#include "backend/audit_verify.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/audit_rows.h"
#include "backend/pq.h"
#include "backend/seal.h"
#include "backend/witness_log.h"
#include "backend/words.h"

/* A sealer or witness that has not been seen for a day is not running. */
enum { LATE = 24 * 60 * 60, FINDINGS_SAID = 100 };

/* Nothing that somebody left behind in the database decides what the queries mean, or hides rows from them. */
static const char sql_begin[] = "SET search_path = pg_catalog, pg_temp; SET row_security = off; SET cursor_tuple_fraction = 1;"
				"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
				"DECLARE steward_seals NO SCROLL CURSOR FOR " SEAL_SELECT " ORDER BY n";
static const char sql_about[] =
    "SELECT encode(sha256(convert_to('steward seals of ' || site_id, 'UTF8')), 'hex'), pg_snapshot_xmin(pg_current_snapshot()),"
    " pg_snapshot_xmax(pg_current_snapshot()), (SELECT count(*) = 3 FROM pg_class WHERE relkind = 'r'"
    " AND oid IN ('audit.changes'::regclass, 'audit.access'::regclass, 'audit.seals'::regclass)) FROM steward.installation";

struct run {
	const struct audit_verify *v;
	struct pq *pq;
	struct audit_rows rows[SEAL_PARTS];
	struct seal before; /* the seal checked last; n 0 and the first seal's previous as hash before that */
	uint64_t over, begun; /* transactions before over have ended, those from begun on have not begun */
	int64_t now;
	int64_t waiting; /* rows that should have been sealed long ago */
	struct witness_log log;
	bool has_log, has_entry;
	struct witness_entry entry; /* of the log, not yet met in the database */
	int64_t entry_last;
	int64_t unsigned_seals, unsigned_late;
	struct audit_tally tally;
};

static void find(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void find(struct run *r, const char *format, ...)
{
	char text[400];
	va_list args;

	r->tally.findings++;
	if (r->tally.findings > FINDINGS_SAID)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	r->v->say(r->v->ctx, true, text);
}

static void note(struct run *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void note(struct run *r, const char *format, ...)
{
	char text[400];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	r->v->say(r->v->ctx, false, text);
}

/* ---- the witness's log ---- */

/* The next entry that can be trusted. */
static void next_entry(struct run *r)
{
	enum witness_next next;

	r->has_entry = false;
	while (r->has_log && !r->has_entry && (next = witness_log_next(&r->log, &r->entry)) != WITNESS_END) {
		int line = r->log.line;

		if (next == WITNESS_BAD)
			find(r, _("Line %d of the witness's log is none that a witness writes."), line);
		else if (!witness_check(&r->entry, r->log.public_key))
			find(r, _("The signature in line %d of the witness's log is false."), line);
		else if (r->entry.seal.n <= r->entry_last)
			find(r, _("Line %d of the witness's log has seal %" PRId64 " a second time."), line, r->entry.seal.n);
		else
			r->has_entry = true;
	}
	if (r->has_entry) {
		r->entry_last = r->entry.seal.n;
		r->tally.witnessed++;
	}
}

static bool open_log(struct run *r, struct err *err)
{
	unsigned char key[SECRET_PUBLIC];
	char hex[2 * SECRET_PUBLIC + 1];

	if (!r->v->witness) {
		note(r, "%s", _("Without the log of a witness a chain that was rebuilt whole cannot be told from the true one."));
		return true;
	}
	if (r->v->public_key && !secret_unhex(r->v->public_key, key, sizeof key))
		return err_set(
		    err, ERR_INPUT, "%s", _("The public key must be the 64 hexadecimal digits that the witness printed."));
	if (!witness_log_open(&r->log, fopen(r->v->witness, "re"), r->v->witness, err))
		return false;
	secret_hex(r->log.public_key, SECRET_PUBLIC, hex);
	r->has_log = true;
	if (!r->v->public_key)
		note(r, _("The log names the key %s: hold it against the one that the witness printed at its first start."), hex);
	else if (memcmp(key, r->log.public_key, sizeof key) != 0) {
		find(r, _("The log is signed with the key %s, which is another one."), hex);
		memcpy(r->log.public_key, key, sizeof key);
	}
	next_entry(r);
	return true;
}

static void missing_seal(struct run *r)
{
	char when[32];
	time_t seen = (time_t)(r->entry.seen / 1000000);
	struct tm tm;

	strftime(when, sizeof when, "%Y-%m-%d %H:%M", gmtime_r(&seen, &tm));
	find(r, _("Seal %" PRId64 ", signed on %s UTC, is gone from the database."), r->entry.seal.n, when);
	next_entry(r);
}

static void check_witness(struct run *r, const struct seal *s)
{
	while (r->has_entry && r->entry.seal.n < s->n)
		missing_seal(r);
	if (r->has_entry && r->entry.seal.n == s->n) {
		if (memcmp(r->entry.seal.hash, s->hash, SECRET_KEY) != 0)
			find(r, _("Seal %" PRId64 " is another one than the witness signed: the chain was rebuilt."), s->n);
		next_entry(r);
	} else if (r->has_entry) {
		find(r, _("The witness's log lacks seal %" PRId64 "."), s->n);
	} else if (r->has_log) {
		r->unsigned_seals++;
		r->unsigned_late += s->at / 1000000 < r->now - LATE;
	}
}

/* ---- rows ---- */

static void look_at_row(struct run *r, int table, const struct audit_row *row)
{
	r->tally.emptied += row->values == AUDIT_EMPTIED;
	if (row->values == AUDIT_WRONG)
		find(r, _("Row %" PRId64 " of %s has values that do not fit its digest."), row->id, audit_tables[table]);
}

static bool recompute(struct run *r, int table, uint64_t upto, struct seal_part *part, struct err *err)
{
	struct audit_row row;
	bool more;

	*part = (struct seal_part) { .first = -1, .last = -1 };
	for (;;) {
		if (!audit_rows_peek(&r->rows[table], &more, &row, err))
			return false;
		if (!more || row.xid >= upto)
			return true;
		look_at_row(r, table, &row);
		seal_link(part->hash, row.hash);
		part->first = part->rows++ ? part->first : row.id;
		part->last = row.id;
		audit_rows_take(&r->rows[table]);
	}
}

static bool check_part(struct run *r, const struct seal *s, int table, struct err *err)
{
	const struct seal_part *said = &s->parts[table];
	struct seal_part found;

	if (!recompute(r, table, s->upto, &found, err))
		return false;
	r->tally.sealed += found.rows;
	if (found.rows != said->rows)
		find(r, _("Seal %" PRId64 " covers %" PRId64 " rows of %s, and there are %" PRId64 "."), s->n, said->rows,
		    audit_tables[table], found.rows);
	else if (memcmp(found.hash, said->hash, SECRET_KEY) != 0)
		find(r, _("Rows of %s that seal %" PRId64 " covers, from %" PRId64 " to %" PRId64 ", were changed."),
		    audit_tables[table], s->n, said->first, said->last);
	return true;
}

/* What no seal covers yet. */
static bool rest_of(struct run *r, int table, struct err *err)
{
	struct audit_row row;
	bool more;

	while (audit_rows_peek(&r->rows[table], &more, &row, err)) {
		if (!more)
			return true;
		look_at_row(r, table, &row);
		r->tally.unsealed++;
		if (row.xid >= r->begun)
			find(r, _("Row %" PRId64 " of %s is of a transaction that has not begun."), row.id, audit_tables[table]);
		r->waiting += row.xid < r->over && row.at < r->now - LATE;
		audit_rows_take(&r->rows[table]);
	}
	return false;
}

/* ---- seals ---- */

static bool check_seal(struct run *r, const struct seal *s, struct err *err)
{
	unsigned char hash[SECRET_KEY];

	r->tally.seals++;
	seal_hash(s, hash);
	if (s->n != r->before.n + 1)
		find(r, _("Before seal %" PRId64 " the database lacks one."), s->n);
	else if (memcmp(s->previous, r->before.hash, SECRET_KEY) != 0 || s->upto <= r->before.upto)
		find(r, _("Seal %" PRId64 " does not follow the one before it."), s->n);
	if (s->form != SEAL_FORM || memcmp(hash, s->hash, SECRET_KEY) != 0)
		find(r, _("Seal %" PRId64 " was changed itself."), s->n);
	check_witness(r, s);
	r->before = *s;
	return check_part(r, s, SEAL_CHANGES, err) && check_part(r, s, SEAL_ACCESS, err);
}

static bool check_some(struct run *r, const struct db_rows *rows, struct err *err)
{
	struct seal s;

	for (int i = 0; i < rows->count; i++)
		if (!seal_take(rows, i, &s))
			return err_set(err, ERR_BUG, "%s", _("The trail has a seal that cannot be read."));
		else if (!check_seal(r, &s, err))
			return false;
	return true;
}

static bool check_seals(struct run *r, struct err *err)
{
	struct db_rows rows;
	bool ok = true, more = true;

	while (ok && more) {
		if (!pq_run(r->pq, "FETCH 500 FROM steward_seals", NULL, 0, &rows, NULL, err))
			return false;
		more = rows.count > 0;
		ok = check_some(r, &rows, err);
		arena_free(rows.arena);
	}
	return ok;
}

static bool take_about(struct run *r, const struct db_rows *about, struct err *err)
{
	for (int i = 0; i < 4; i++)
		if (about->count != 1 || !db_value(about, 0, i))
			return err_set(err, ERR_BUG, "%s", _("This database has no Steward in it: check the option --database."));
	if (!secret_unhex(db_value(about, 0, 0), r->before.hash, SECRET_KEY))
		return err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
	r->over = strtoull(db_value(about, 0, 1), NULL, 10);
	r->begun = strtoull(db_value(about, 0, 2), NULL, 10);
	if (strcmp(db_value(about, 0, 3), "t") != 0)
		find(r, "%s", _("A table of the trail has been replaced by something that only looks like it."));
	return true;
}

static bool begin(struct run *r, struct err *err)
{
	struct db_rows about;
	bool ok;

	if (!pq_run(r->pq, sql_begin, NULL, 0, NULL, NULL, err) || !pq_run(r->pq, sql_about, NULL, 0, &about, NULL, err))
		return false;
	ok = take_about(r, &about, err);
	arena_free(about.arena);
	return ok && audit_rows_open(&r->rows[SEAL_CHANGES], r->pq, SEAL_CHANGES, err) &&
	       audit_rows_open(&r->rows[SEAL_ACCESS], r->pq, SEAL_ACCESS, err);
}

static void conclude(struct run *r)
{
	while (r->has_entry)
		missing_seal(r);
	if (r->log.torn)
		note(r, "%s",
		    _("The last line of the witness's log is torn: nothing was told of it, and the witness takes it off."));
	if (r->unsigned_late)
		find(r, _("%" PRId64 " seals are older than a day and not signed: is the witness running?"), r->unsigned_late);
	else if (r->unsigned_seals)
		note(r, _("%" PRId64 " new seals are not signed yet."), r->unsigned_seals);
	if (r->waiting)
		find(r, _("%" PRId64 " rows are older than a day and not sealed: is the sealer running?"), r->waiting);
	if (r->tally.findings > FINDINGS_SAID)
		note(r, _("%" PRId64 " more findings are not told."), r->tally.findings - FINDINGS_SAID);
}

static bool verify(struct run *r, struct err *err)
{
	if (!open_log(r, err))
		return false;
	r->pq = seal_connect(r->v->config, err);
	if (!r->pq || !begin(r, err) || !check_seals(r, err) || !rest_of(r, SEAL_CHANGES, err) || !rest_of(r, SEAL_ACCESS, err))
		return false;
	conclude(r);
	return true;
}

bool audit_verify(const struct audit_verify *v, struct audit_tally *ret, struct err *err)
{
	struct run r = { .v = v, .now = (int64_t)time(NULL) };
	bool ok = verify(&r, err);

	audit_rows_close(&r.rows[SEAL_CHANGES]);
	audit_rows_close(&r.rows[SEAL_ACCESS]);
	witness_log_close(&r.log);
	pq_close(r.pq);
	*ret = r.tally;
	return ok;
}

bool audit_report(const struct config *config, const struct audit_tally *tally, struct err *err)
{
	static const char sql[] = "SELECT auth.verified($1, $2)";
	struct pq *pq = seal_connect(config, err);
	char seal[24], findings[24];
	bool ok;

	snprintf(seal, sizeof seal, "%" PRId64, tally->seals);
	snprintf(findings, sizeof findings, "%" PRId64, tally->findings);
	ok = pq && pq_run(pq, sql, (const char *[]) { seal, findings }, 2, NULL, NULL, err);
	pq_close(pq);
	return ok;
}
