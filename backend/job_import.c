#include "backend/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/arena.h"
#include "backend/config.h"
#include "backend/csv.h"
#include "backend/csv_in.h"
#include "backend/db.h"
#include "backend/import_dir.h"
#include "backend/json.h"
#include "backend/pq.h"
#include "backend/spool.h"
#include "backend/words.h"

/*
 * Kinds import.*: reads a file from the spool folder, stages its rows, has the database check them, and writes all of them or none. A dry
 * run is the same and rolled back, but that accounts are only checked. That it was written is noted in the transaction that writes, so that
 * it is never written twice.
 */

static const char sql_begin[] = "SELECT places, longest, names FROM steward.import_begin($1, $2, $3)";
static const char sql_stage[] = "SELECT steward.import_stage($1, $2, $3)";
static const char sql_refuse[] = "SELECT steward.import_refuse($1, $2, $3)";
static const char sql_check[] = "SELECT rejected FROM steward.import_check($1, $2)";
static const char sql_write[] = "SELECT result->>'added', result->>'changed', result->>'same', result->>'invoice' FROM "
				"steward.import_write($1, $2, $3)";
static const char sql_rejected[] = "SELECT line, column_name, value, reason FROM steward.import_rejected($1, $2)";

/* As sql/functions/73_imports.sql reads them; no value has any of these. */
#define ROW_END "\x1e"
#define CELL_END "\x1f"
#define NO_VALUE "\x1a"
enum { BATCH_ROWS = 1000, BATCH_BYTES = 512 * 1024, POSITIONS_MAX = 60, VALUE_SHOWN = 200 };

/* A text that grows; failed when memory ran out. */
struct text {
	char *s;
	size_t used, size;
	int rows;
	bool failed;
};

struct import {
	struct job *job;
	struct err *err;
	int columns, positions; /* of the file; of what is staged */
	int place[CSV_CELLS_MAX], of[POSITIONS_MAX + 1]; /* of a column of the file, from 1, 0 = ignored; and back, -1 = none */
	long longest[CSV_CELLS_MAX];
	char names[CSV_CELLS_MAX][32];
	struct text rows, refused;
	bool failed;
};

static void add(struct text *t, const char *s, size_t n)
{
	if (!n)
		return;
	if (n > t->size - t->used) {
		size_t size = 2 * (t->size + n) + 4096;
		char *p = realloc(t->s, size);

		if (!p) {
			t->failed = true;
			return;
		}
		t->s = p;
		t->size = size;
	}
	memcpy(t->s + t->used, s, n);
	t->used += n;
}

static void add_text(struct text *t, const char *s)
{
	add(t, s, strlen(s));
}

static void begin_row(struct text *t, long line)
{
	char number[24];

	if (t->rows++)
		add_text(t, ROW_END);
	snprintf(number, sizeof number, "%ld", line);
	add_text(t, number);
}

static bool send(struct import *m, struct text *t, const char *sql)
{
	const char *values[] = { m->job->id, m->job->claim, t->s };

	if (!t->rows)
		return true;
	add(t, "", 1);
	if (t->failed)
		m->failed = !err_set(m->err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	else
		m->failed = !job_sql(m->job, sql, values, 3, NULL, m->err);
	t->used = 0;
	t->rows = 0;
	return !m->failed;
}

/* Both halves of what was read; the refused ones never wait long, so that memory stays flat. */
static bool send_batch(struct import *m, bool all)
{
	struct text *t[] = { &m->rows, &m->refused };
	const char *const sql[] = { sql_stage, sql_refuse };

	for (int i = 0; i < 2; i++)
		if ((all || t[i]->rows >= BATCH_ROWS || t[i]->used >= BATCH_BYTES) && !send(m, t[i], sql[i]))
			return false;
	return true;
}

static void refuse(struct import *m, long line, const char *column, const char *value, size_t n, const char *reason)
{
	begin_row(&m->refused, line);
	add_text(&m->refused, CELL_END);
	add_text(&m->refused, column);
	add_text(&m->refused, CELL_END);
	/* Cut between characters. */
	while (n > VALUE_SHOWN && ((unsigned char)value[n > VALUE_SHOWN ? VALUE_SHOWN : n] & 0xc0) == 0x80)
		n--;
	if (csv_is_text(value, n > VALUE_SHOWN ? VALUE_SHOWN : n))
		add(&m->refused, value, n > VALUE_SHOWN ? VALUE_SHOWN : n);
	add_text(&m->refused, CELL_END);
	add_text(&m->refused, reason);
}

static bool take_headings(struct import *m, const char *const *cells, const size_t *lengths, int count)
{
	const char *const *places, *const *longest, *const *names;
	struct text head = { 0 };
	const char *values[] = { m->job->id, m->job->claim, NULL };
	struct db_rows rows;
	bool fit = true;

	for (int i = 0; i < count; i++) {
		if (!csv_is_text(cells[i], lengths[i])) {
			free(head.s);
			return err_set(m->err, ERR_INPUT, "%s", _("The headings are not in UTF-8."));
		}
		if (i)
			add_text(&head, CELL_END);
		add(&head, cells[i], lengths[i]);
	}
	add(&head, "", 1);
	values[2] = head.s;
	if (head.failed || !job_sql(m->job, sql_begin, values, 3, &rows, m->err)) {
		free(head.s);
		return false;
	}
	free(head.s);
	fit = rows.count == 1 && rows.columns == 3 && db_array(rows.arena, db_value(&rows, 0, 0), &places) == count &&
	      db_array(rows.arena, db_value(&rows, 0, 1), &longest) == count &&
	      db_array(rows.arena, db_value(&rows, 0, 2), &names) == count;
	for (int i = 0; i <= POSITIONS_MAX; i++)
		m->of[i] = -1;
	for (int i = 0; fit && i < count; i++) {
		m->place[i] = (int)strtol(places[i], NULL, 10);
		m->longest[i] = strtol(longest[i], NULL, 10);
		snprintf(m->names[i], sizeof m->names[i], "%s", names[i]);
		fit = m->place[i] >= 0 && m->place[i] <= POSITIONS_MAX;
		if (fit && m->place[i])
			m->of[m->place[i]] = i;
		if (fit && m->place[i] > m->positions)
			m->positions = m->place[i];
	}
	m->columns = count;
	arena_free(rows.arena);
	return fit ||
	       err_set(m->err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
}

/* Whether the values can be taken; each that cannot is told. */
static bool check_cells(struct import *m, long line, const char *const *cells, const size_t *lengths)
{
	bool good = true;
	char why[80];

	for (int i = 0; i < m->columns; i++) {
		if (!m->place[i])
			continue;
		if (!csv_is_text(cells[i], lengths[i])) {
			refuse(m, line, m->names[i], "", 0, "This is not UTF-8, or has control characters in it.");
			good = false;
		} else if (csv_characters(cells[i], lengths[i]) - csv_unguard(cells[i], lengths[i]) > (size_t)m->longest[i]) {
			snprintf(why, sizeof why, "This is too long: at most %ld characters.", m->longest[i]);
			refuse(m, line, m->names[i], cells[i], lengths[i], why);
			good = false;
		}
	}
	return good;
}

static void stage(struct import *m, long line, const char *const *cells, const size_t *lengths)
{
	begin_row(&m->rows, line);
	for (int p = 1; p <= m->positions; p++) {
		int i = m->of[p];

		add_text(&m->rows, CELL_END);
		if (i < 0) {
			add_text(&m->rows, NO_VALUE);
		} else {
			size_t guard = csv_unguard(cells[i], lengths[i]);

			add(&m->rows, cells[i] + guard, lengths[i] - guard);
		}
	}
}

static bool take(void *ctx, long line, const char *const *cells, const size_t *lengths, int count)
{
	struct import *m = ctx;
	char why[96];

	if (!m->columns) {
		m->failed = !take_headings(m, cells, lengths, count);
		return !m->failed;
	}
	m->job->done++;
	if (count != m->columns) {
		snprintf(why, sizeof why, "This line has %d values, the line of headings %d.", count, m->columns);
		refuse(m, line, "", "", 0, why);
	} else if (check_cells(m, line, cells, lengths)) {
		stage(m, line, cells, lengths);
	}
	return send_batch(m, false) && (m->job->done % 256 || job_go(m->job));
}

static bool read_file(struct import *m, int fd)
{
	bool ok = csv_read(fd, take, m, m->err) && send_batch(m, true);

	if (ok && !m->columns)
		ok = err_set(m->err, ERR_INPUT, "%s", _("The file is empty."));
	free(m->rows.s);
	free(m->refused.s);
	return ok;
}

static bool write_reject(void *ctx, const char *const *cells, const size_t *lengths, int columns)
{
	struct csv_writer *csv = ctx;

	for (int i = 0; i < columns; i++)
		csv_cell(csv, cells[i], lengths[i], i == 0);
	csv_end_line(csv);
	return true;
}

static bool copy_rejects(struct job *job, struct csv_writer *csv, int fd, struct err *err)
{
	static const char *const heads[] = { "LINE", "COLUMN", "VALUE", "REASON" };
	const char *values[] = { job->id, job->claim };
	struct db_rows rows;

	csv_begin(csv, fd, true, false);
	for (int i = 0; i < 4; i++)
		csv_cell(csv, heads[i], strlen(heads[i]), true);
	csv_end_line(csv);
	if (!job_sql(job, sql_rejected, values, 2, &rows, err))
		return false;
	for (int i = 0; i < rows.count; i++) {
		const char *cells[4];
		size_t lengths[4];

		for (int c = 0; c < 4; c++) {
			cells[c] = db_value(&rows, i, c);
			lengths[c] = cells[c] ? strlen(cells[c]) : 0;
		}
		write_reject(csv, cells, lengths, 4);
	}
	job->rows = rows.count;
	arena_free(rows.arena);
	return csv_finish(csv, job->sha256, err);
}

static bool write_rejects(struct job *job, int spool, struct err *err)
{
	struct csv_writer *csv = calloc(1, sizeof *csv);
	char name[SPOOL_NAME];
	int fd;

	if (!csv)
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	spool_name(name, job->id, job->claim, "csv");
	fd = spool_create(spool, name, err);
	if (fd >= 0 && !copy_rejects(job, csv, fd, err)) {
		spool_drop(spool, fd, name);
		fd = -1;
	} else if (fd >= 0 && !spool_keep(spool, fd, name, err)) {
		fd = -1;
	}
	job->bytes = (int64_t)csv->bytes;
	free(csv);
	if (fd >= 0)
		snprintf(job->file, sizeof job->file, "%s", name);
	return fd >= 0;
}

/* rows: the one that import_write gave. */
static void set_result(struct job *job, const struct db_rows *rows, long rejected, bool written)
{
	static const char *const names[] = { "added", "changed", "same", "invoice" };
	struct json j;
	const char *text;

	json_init(&j);
	json_open(&j, NULL, '{');
	json_number(&j, "rows", job->done);
	for (int i = 0; i < 4 && i < rows->columns; i++)
		if (db_value(rows, 0, i) && (written || strcmp(names[i], "invoice") != 0))
			json_string(&j, names[i], db_value(rows, 0, i));
	json_number(&j, "rejected", rejected);
	json_string(&j, "written", written ? "yes" : "no");
	json_close(&j, '}');
	text = json_text(&j);
	free(job->result);
	job->result = text ? strdup(text) : NULL;
	json_release(&j);
}

/* One transaction: written, noted, committed; or rolled back. */
static bool write_rows(struct job *job, bool dry, long rejected, struct err *err)
{
	bool written = !dry && !rejected, ok;
	const char *values[] = { job->id, job->claim, written ? "f" : "t" };
	struct db_rows rows;

	job->words = written ? "writing" : "trying";
	if (!job_sql(job, "BEGIN ISOLATION LEVEL READ COMMITTED", NULL, 0, NULL, err))
		return false;
	ok = job_sql(job, sql_write, values, 3, &rows, err);
	if (ok) {
		set_result(job, &rows, rejected, written);
		arena_free(rows.arena);
	}
	ok = ok && (!written || (job_save(job, job->result, err) && job_go(job)));
	if (ok && written)
		return job_sql(job, "COMMIT", NULL, 0, NULL, err);
	job_rollback(job);
	return ok;
}

static bool check_and_write(struct job *job, bool dry, int spool, struct err *err)
{
	const char *values[] = { job->id, job->claim };
	struct db_rows rows;
	long rejected;

	job->words = "checking";
	if (!job_sql(job, sql_check, values, 2, &rows, err))
		return false;
	rejected = rows.count ? strtol(db_value(&rows, 0, 0), NULL, 10) : 0;
	arena_free(rows.arena);
	if (!write_rows(job, dry, rejected, err))
		return false;
	job_say(job, "%lld rows read, %ld rejected, %s", (long long)job->done, rejected,
	    rejected ? "nothing is written"
	    : dry    ? "a dry run: nothing is written"
		     : "written");
	return !rejected || write_rejects(job, spool, err);
}

/* What the job says of its file. */
struct source {
	char file[SPOOL_NAME]; /* in the spool folder */
	char from[256]; /* of the folder of files to import, from which a dry run fetches it; "" = it was brought in */
	bool dry;
};

static bool arguments_of(const struct job *job, struct source *s, struct err *err)
{
	const char *const *names, *const *values;
	struct arena *a = arena_new(1024);
	int n = a ? json_flat(a, job->arguments, &names, &values) : -1;

	*s = (struct source) { .dry = true };
	for (int i = 0; i < n; i++) {
		if (strcmp(names[i], "file") == 0 && values[i])
			snprintf(s->file, sizeof s->file, "%s", values[i]);
		else if (strcmp(names[i], "from") == 0 && values[i])
			snprintf(s->from, sizeof s->from, "%s", values[i]);
		else if (strcmp(names[i], "dry_run") == 0 && values[i])
			s->dry = strcmp(values[i], "f") != 0;
	}
	arena_free(a);
	return strncmp(s->file, "upload-", 7) == 0 ||
	       err_set(err, ERR_INPUT, "%s", _("The job names no file that was brought in."));
}

/*
 * A file that was chosen on the screen is fetched by its dry run, once: what is imported for real is what the dry run read, whatever became of
 * it meanwhile.
 */
static int open_file(const struct job *job, const struct source *s, int spool, struct err *err)
{
	struct err missing = { 0 };
	int fd = spool_read(spool, s->file, &missing);

	if (fd >= 0)
		return fd;
	if (!s->from[0] || !s->dry)
		*err = missing;
	else if (s->file[strspn(s->file, "abcdefghijklmnopqrstuvwxyz0123456789-.")] != '\0')
		err_set(err, ERR_INPUT, "%s", _("The job names no file that was brought in."));
	else if (import_dir_take(job->config->import_dir, s->from, spool, s->file, err))
		fd = spool_read(spool, s->file, err);
	return fd;
}

bool job_import(struct job *job, struct err *err)
{
	struct import *m;
	struct source s;
	bool ok = false;
	int spool, fd;

	/* An earlier attempt wrote it and died before it could say so. */
	if (job->cursor) {
		job->result = strdup(job->cursor);
		return true;
	}
	if (!arguments_of(job, &s, err))
		return false;
	spool = spool_open(job->config->spool, err);
	fd = spool >= 0 ? open_file(job, &s, spool, err) : -1;
	m = fd >= 0 ? calloc(1, sizeof *m) : NULL;
	job->done = 0;
	job->words = "reading";
	if (m) {
		m->job = job;
		m->err = err;
		ok = read_file(m, fd) && check_and_write(job, s.dry, spool, err);
	} else if (fd >= 0) {
		err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	}
	free(m);
	if (fd >= 0)
		close(fd);
	if (spool >= 0)
		spool_close(spool);
	return ok;
}
