#include "backend/worker.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/arena.h"
#include "backend/config.h"
#include "backend/db.h"
#include "backend/job.h"
#include "backend/json.h"
#include "backend/ledger.h"
#include "backend/pq.h"
#include "backend/seal.h"
#include "backend/spool.h"
#include "backend/words.h"

static const char sql_claim[] = "SELECT job, token, job_kind, in_database, given, place, attempt FROM steward.job_claim($1, $2)";
enum { JOB, TOKEN, KIND, IN_DATABASE, GIVEN, PLACE, ATTEMPT, CLAIM_COLUMNS };
static const char sql_words[] = "SELECT steward.note_words()";
static const char sql_step[] = "SELECT finished, wish FROM steward.job_step($1, $2)";
static const char sql_end[] = "SELECT steward.job_end($1, $2, $3, $4, $5, $6)";
static const char sql_ledger[] = "SELECT steward.ledger_told($1, $2, $3)";
static const char sql_gone[] = "SELECT steward.job_worker_gone($1)";

void worker_init(struct worker *w, const struct config *config, const volatile sig_atomic_t *stop)
{
	char host[64] = "";

	*w = (struct worker) { .config = config, .stop = stop };
	gethostname(host, sizeof host - 1);
	snprintf(w->name, sizeof w->name, "%s-%ld", host[0] ? host : "worker", (long)getpid());
}

/* How far the ledger's file goes: a database that was restored from before it, or may have been, gives out no jobs. */
static bool tell_ledger(struct worker *w, struct err *err)
{
	struct ledger l = { 0 };
	char last[24];
	const char *values[] = { last, l.hash, l.first };
	bool ok;

	if (!w->ledger || access(w->ledger, R_OK) != 0)
		return true;
	ok = ledger_open(&l, w->ledger, NULL, err);
	snprintf(last, sizeof last, "%lld", (long long)l.last);
	ok = ok && pq_run(w->pq, sql_ledger, values, 3, NULL, NULL, err);
	ledger_close(&l);
	return ok;
}

bool worker_connect(struct worker *w, struct err *err)
{
	w->pq = seal_connect(w->config, err);
	w->side = w->pq ? seal_connect(w->config, err) : NULL;
	if (w->side && tell_ledger(w, err) && pq_run(w->pq, "LISTEN steward_jobs", NULL, 0, NULL, NULL, err))
		return true;
	worker_close(w);
	return false;
}

void worker_close(struct worker *w)
{
	const char *values[] = { w->name };

	if (w->pq)
		pq_run(w->pq, sql_gone, values, 1, NULL, NULL, NULL);
	pq_close(w->pq);
	pq_close(w->side);
	w->pq = w->side = NULL;
}

bool worker_wait(struct worker *w, int ms)
{
	return *w->stop || pq_await(w->pq, ms);
}

void worker_pause(const volatile sig_atomic_t *stop, int ms)
{
	if (!*stop)
		poll(NULL, 0, ms);
}

static void tell(const struct worker *w, const struct job *job, const char *what, const char *why)
{
	if (w->tell)
		w->tell(w->ctx, job, what, why);
}

/* The kinds that this program knows, as an array of the database. */
static void known_kinds(char *out, size_t size)
{
	size_t used = 1;

	snprintf(out, size, "{");
	for (const struct job_kind *k = job_kinds; k->name; k++)
		used += (size_t)snprintf(out + used, size - used, "%s%s", used > 1 ? "," : "", k->name);
	snprintf(out + used, size - used, "}");
}

static const struct job_kind *kind_of(const char *name)
{
	for (const struct job_kind *k = job_kinds; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

/*
 * Words of the trail that came since, as many as one call takes: by them an erasure finds who is named where, and what is not noted
 * it reads row by row.
 */
static bool note_words(struct pq *pq, bool *ret_more, struct err *err)
{
	struct db_rows rows;

	if (!pq_run(pq, sql_words, NULL, 0, &rows, NULL, err))
		return false;
	*ret_more = rows.count == 1 && db_value(&rows, 0, 0) && db_value(&rows, 0, 0)[0] == 't';
	arena_free(rows.arena);
	return true;
}

/* Steps until the database says that it was the last, or somebody wishes otherwise. Each is a transaction of its own. */
static bool in_database(struct job *job, bool *ret_ended, struct err *err)
{
	const char *values[] = { job->id, job->claim };
	struct db_rows rows;

	job->done = -1;
	while (job_go(job)) {
		bool fit, wished = false;

		if (!job_sql(job, sql_words, NULL, 0, NULL, err) || !job_sql(job, sql_step, values, 2, &rows, err))
			return false;
		fit = rows.count == 1 && rows.columns == 2 && db_value(&rows, 0, 0);
		if (fit) {
			*ret_ended = db_value(&rows, 0, 0)[0] == 't';
			wished = db_value(&rows, 0, 1) != NULL;
		}
		arena_free(rows.arena);
		if (!fit)
			return err_set(
			    err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
		if (*ret_ended)
			return true;
		if (wished)
			job->asked_at = 0; /* job_go hears it */
	}
	return false;
}

/* A refusal stays one however often it is tried; classes 22, 23, 42 and P0 of the server are refusals. */
static bool is_final(const struct err *err)
{
	const char *s = err->sqlstate;

	if (err->code == ERR_DENIED || (err->code == ERR_INPUT && !s[0]))
		return true;
	return s[0] && (strncmp(s, "22", 2) == 0 || strncmp(s, "23", 2) == 0 || strncmp(s, "42", 2) == 0 ||
			   strncmp(s, "P0", 2) == 0 || strncmp(s, "ST01", 4) == 0);
}

static const char *outcome_of(const struct job *job, bool ok, const struct err *err)
{
	static const char *const by_wish[] = { NULL, "cancelled", "paused", "back", NULL };

	if (ok)
		return "done";
	if (job->wish != JOB_GO)
		return by_wish[job->wish];
	return is_final(err) ? "failed" : "retry";
}

static const char *file_json(const struct job *job, struct json *j)
{
	json_init(j);
	if (!job->file[0])
		return NULL;
	json_open(j, NULL, '{');
	json_string(j, "name", job->file);
	json_string(j, "sha256", job->sha256);
	json_number(j, "bytes", job->bytes);
	json_number(j, "rows", job->rows);
	json_close(j, '}');
	return json_text(j);
}

/* Nobody may have what this job wrote. */
static void drop_file(const struct job *job)
{
	int spool = job->file[0] ? spool_open(job->config->spool, NULL) : -1;

	if (spool < 0)
		return;
	spool_remove(spool, job->file);
	spool_close(spool);
}

/* On the side's line: that of the job may be what broke. */
static bool end_job(struct worker *w, struct job *job, bool ok, const struct err *why, struct err *err)
{
	const char *outcome = outcome_of(job, ok, why);
	char sentence[sizeof why->sentence + sizeof why->hint + 2] = "";
	struct json file;
	const char *values[] = { job->id, job->claim, outcome, sentence[0] ? sentence : NULL, job->result, NULL };
	struct db_rows rows;
	bool told;

	if (!outcome) {
		tell(w, job, "lost", NULL);
		return true;
	}
	if (!ok && job->wish == JOB_GO) {
		snprintf(sentence, sizeof sentence, "%s%s%s", why->sentence, why->hint[0] ? " " : "", why->hint);
		values[3] = sentence;
	}
	values[5] = ok ? file_json(job, &file) : NULL;
	told = pq_run(w->side, sql_end, values, 6, &rows, NULL, err);
	if (ok)
		json_release(&file);
	/* The right went while it ran. */
	if (!told && ok && err->code != ERR_OFFLINE && strcmp(err->sqlstate, "42501") == 0) {
		struct err refused = *err;

		drop_file(job);
		refused.code = ERR_DENIED;
		return end_job(w, job, false, &refused, err);
	}
	if (!told)
		return strcmp(err->sqlstate, "ST007") == 0;
	tell(w, job, rows.count ? db_value(&rows, 0, 0) : outcome, sentence[0] ? sentence : NULL);
	arena_free(rows.arena);
	return true;
}

static bool do_job(struct worker *w, struct job *job, bool by_database, struct err *err)
{
	const struct job_kind *kind = by_database ? NULL : kind_of(job->kind);
	struct err why = { 0 };
	bool ended = false, ok;

	tell(w, job, "begun", NULL);
	if (kind)
		ok = kind->run(job, &why) && job_went(job);
	else if (by_database)
		ok = in_database(job, &ended, &why);
	else
		ok = err_set(&why, ERR_BUG, "%s", "This worker does not know the kind of job.");
	if (ended)
		tell(w, job, "done", NULL);
	else if (strcmp(why.sqlstate, "ST007") == 0)
		tell(w, job, "lost", NULL);
	else if (!end_job(w, job, ok, &why, err))
		return false;
	if (why.code == ERR_OFFLINE) {
		*err = why;
		return false;
	}
	return true;
}

bool worker_turn(struct worker *w, bool *ret_did, struct err *err)
{
	char kinds[1024];
	const char *values[] = { w->name, kinds };
	struct job job = { .pq = w->pq, .side = w->side, .config = w->config, .stop = w->stop, .total = -1, .asked_at = job_now() };
	struct db_rows rows;
	bool ok = true;

	known_kinds(kinds, sizeof kinds);
	*ret_did = false;
	if (!note_words(w->pq, ret_did, err) || !pq_run(w->pq, sql_claim, values, 2, &rows, NULL, err))
		return false;
	if (rows.count == 1 && rows.columns == CLAIM_COLUMNS) {
		snprintf(job.id, sizeof job.id, "%s", db_value(&rows, 0, JOB));
		snprintf(job.claim, sizeof job.claim, "%s", db_value(&rows, 0, TOKEN));
		job.kind = db_value(&rows, 0, KIND);
		job.arguments = db_value(&rows, 0, GIVEN);
		job.cursor = db_value(&rows, 0, PLACE);
		job.attempt = (int)strtol(db_value(&rows, 0, ATTEMPT), NULL, 10);
		*ret_did = true;
		ok = do_job(w, &job, db_value(&rows, 0, IN_DATABASE)[0] == 't', err);
		free(job.result);
	}
	arena_free(rows.arena);
	return ok;
}
