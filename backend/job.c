#include "backend/job.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "backend/db.h"
#include "backend/pq.h"

enum { BEAT_MS = 500 };

static const char sql_beat[] = "SELECT steward.job_beat($1, $2, $3, $4, $5)";
static const char sql_say[] = "SELECT steward.job_say($1, $2, $3)";
static const char sql_save[] = "SELECT steward.job_save($1, $2, $3)";

const struct job_kind job_kinds[] = {
	{ "list.csv", job_export },
	{ "person.zip", job_package },
	{ "import.users", job_import },
	{ "import.payments", job_import },
	{ "import.sales", job_import },
	{ "spool.clean", job_clean },
	{ 0 },
};

int64_t job_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum job_wish wish_of(const char *answer)
{
	static const struct {
		const char *word;
		enum job_wish wish;
	} words[] = { { "go", JOB_GO }, { "cancel", JOB_CANCEL }, { "pause", JOB_PAUSE } };

	for (size_t i = 0; answer && i < sizeof words / sizeof *words; i++)
		if (strcmp(answer, words[i].word) == 0)
			return words[i].wish;
	return JOB_LOST;
}

/* A beat that gets no answer is no reason to stop: the lease outlasts many, and what is written names the claim. */
static void beat(struct job *job)
{
	char done[24], total[24];
	const char *values[] = { job->id, job->claim, done, total, job->words };
	struct db_rows rows;
	struct err err;

	snprintf(done, sizeof done, "%lld", (long long)job->done);
	snprintf(total, sizeof total, "%lld", (long long)job->total);
	if (job->total < 0)
		values[3] = NULL;
	/* Nothing to tell: what the database's own steps noted stays. */
	if (job->done < 0)
		values[2] = values[3] = NULL;
	if (!pq_run(job->side, sql_beat, values, 5, &rows, NULL, &err))
		return;
	job->wish = rows.count == 1 ? wish_of(db_value(&rows, 0, 0)) : JOB_LOST;
	arena_free(rows.arena);
}

bool job_go(struct job *job)
{
	int64_t now = job_now();

	if (job->wish == JOB_GO && now - job->asked_at >= BEAT_MS) {
		job->asked_at = now;
		beat(job);
	}
	if (job->wish == JOB_GO && *job->stop)
		job->wish = JOB_STOP;
	return job->wish == JOB_GO;
}

bool job_went(struct job *job)
{
	job->total = job->done;
	beat(job);
	job->wish = JOB_GO;
	return true;
}

static bool go(void *ctx)
{
	return job_go(ctx);
}

bool job_sql(struct job *job, const char *sql, const char *const *values, int count, struct db_rows *rows, struct err *err)
{
	return pq_run_ticking(job->pq, sql, values, count, &(struct pq_tick) { .fn = go, .ctx = job, .ms = BEAT_MS }, rows, err);
}

void job_rollback(struct job *job)
{
	pq_run(job->pq, "ROLLBACK", NULL, 0, NULL, NULL, NULL);
}

void job_say(struct job *job, const char *format, ...)
{
	char line[1000];
	const char *values[] = { job->id, job->claim, line };
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	pq_run(job->side, sql_say, values, 3, NULL, NULL, NULL);
}

bool job_save(struct job *job, const char *cursor, struct err *err)
{
	const char *values[] = { job->id, job->claim, cursor };

	return pq_run(job->pq, sql_save, values, 3, NULL, NULL, err);
}
