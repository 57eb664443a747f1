#include "backend/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/arena.h"
#include "backend/config.h"
#include "backend/csv.h"
#include "backend/db.h"
#include "backend/pq.h"
#include "backend/spool.h"
#include "backend/words.h"

/* Kind list.csv: a list as CSV. The rows come through a cursor, so that memory stays flat, and from one snapshot. */

static const char sql_open[] = "SELECT headings, numbers, guard, mark, total FROM steward.export_open($1, $2)";
enum { HEADINGS, NUMBERS, GUARD, MARK, TOTAL, OPEN_COLUMNS };
static const char sql_fetch[] = "FETCH FORWARD 2000 FROM export";
enum { COLUMNS_MAX = 100 };

struct export
{
	struct job *job;
	struct csv_writer *csv;
	bool plain[COLUMNS_MAX];
	int columns;
};

static bool write_row(void *ctx, const char *const *cells, const size_t *lengths, int columns)
{
	struct export *x = ctx;

	for (int i = 0; i < columns; i++)
		csv_cell(x->csv, cells[i], lengths[i], x->plain[i]);
	csv_end_line(x->csv);
	x->job->done++;
	/* The clock is not asked at every row. */
	return !x->csv->error && (x->job->done % 512 || job_go(x->job));
}

static bool tick(void *ctx)
{
	return job_go(ctx);
}

/* What export_open tells; writes the line of headings. */
static bool begin(struct export *x, int fd, const struct db_rows *rows)
{
	const char *const *headings, *const *numbers;
	const char *guard, *mark, *total;

	if (rows->count != 1 || rows->columns != OPEN_COLUMNS)
		return false;
	guard = db_value(rows, 0, GUARD);
	mark = db_value(rows, 0, MARK);
	total = db_value(rows, 0, TOTAL);
	x->columns = db_array(rows->arena, db_value(rows, 0, HEADINGS), &headings);
	if (x->columns < 1 || x->columns > COLUMNS_MAX || db_array(rows->arena, db_value(rows, 0, NUMBERS), &numbers) != x->columns)
		return false;
	csv_begin(x->csv, fd, guard && guard[0] == 't', mark && mark[0] == 't');
	for (int i = 0; i < x->columns; i++) {
		x->plain[i] = numbers[i][0] == 't';
		csv_cell(x->csv, headings[i], strlen(headings[i]), true);
	}
	csv_end_line(x->csv);
	if (total)
		x->job->total = strtoll(total, NULL, 10);
	return true;
}

static bool copy_rows(struct job *job, struct csv_writer *csv, int fd, struct err *err)
{
	const char *values[] = { job->id, job->claim };
	struct export x = { .job = job, .csv = csv };
	struct db_rows rows;
	bool ok;

	if (!job_sql(job, "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY", NULL, 0, NULL, err))
		return false;
	ok = job_sql(job, sql_open, values, 2, &rows, err);
	if (ok && !begin(&x, fd, &rows))
		ok = err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
	arena_free(rows.arena);
	ok = ok && pq_stream(job->pq, sql_fetch, &(struct pq_tick) { .fn = tick, .ctx = job, .ms = 500 }, write_row, &x, err);
	job_rollback(job);
	return ok && job_go(job);
}

static bool write_file(struct job *job, int spool, struct csv_writer *csv, struct err *err)
{
	char name[SPOOL_NAME];
	int fd;

	spool_name(name, job->id, job->claim, "csv");
	fd = spool_create(spool, name, err);
	if (fd < 0)
		return false;
	if (!copy_rows(job, csv, fd, err) || !csv_finish(csv, job->sha256, err)) {
		spool_drop(spool, fd, name);
		return false;
	}
	if (!spool_keep(spool, fd, name, err))
		return false;
	snprintf(job->file, sizeof job->file, "%s", name);
	job->bytes = (int64_t)csv->bytes;
	job->rows = job->done;
	return true;
}

bool job_export(struct job *job, struct err *err)
{
	struct csv_writer *csv = malloc(sizeof *csv);
	int spool = spool_open(job->config->spool, err);
	bool ok;

	job->done = 0;
	job->words = "writing rows";
	if (!csv)
		ok = err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	else
		ok = spool >= 0 && write_file(job, spool, csv, err);
	if (ok)
		job_say(job, "%lld rows, %lld bytes", (long long)job->rows, (long long)job->bytes);
	if (spool >= 0)
		spool_close(spool);
	free(csv);
	return ok;
}
