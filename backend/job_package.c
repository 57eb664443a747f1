#include "backend/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/arena.h"
#include "backend/config.h"
#include "backend/db.h"
#include "backend/package.h"
#include "backend/pq.h"
#include "backend/secret.h"
#include "backend/spool.h"
#include "backend/words.h"

/*
 * Kind person.zip: all that is held on a person, as one encrypted package. One snapshot, one cursor a table: memory stays flat for a
 * million rows. The file has its name only when it is complete, and counts only when the database has noted it with the job's end.
 */

static const char sql_open[] =
    "SELECT site, kind, person, language, passphrase, omissions, steward.package_schema($1, $2) FROM steward.package_open($1, $2)";
enum { SITE, KIND, PERSON, LANGUAGE, PASSPHRASE, OMISSIONS, SCHEMA, OPEN_COLUMNS };
static const char sql_parts[] =
    "SELECT p.label, category, category_name, columns, shapes, facts, purposes, recipients, left_out, masked, row_source"
    " FROM steward.package_parts($1, $2) p JOIN steward.package_rows($1, $2) r USING (label) ORDER BY substr(row_source::text, "
    "6)::integer";
enum { LABEL, CATEGORY, CATEGORY_NAME, COLUMNS, SHAPES, FACTS, PURPOSES, RECIPIENTS, LEFT_OUT, MASKED, ROW_SOURCE, PART_COLUMNS };

struct packing {
	struct job *job;
	struct package *package;
	struct err *err;
	bool failed;
};

static bool not_understood(struct err *err)
{
	return err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
}

static bool write_row(void *ctx, const char *const *values, const size_t *lengths, int columns)
{
	struct packing *x = ctx;

	x->failed = !package_row(x->package, values, lengths, columns, x->err);
	x->job->done++;
	/* The clock is not asked at every row. */
	return !x->failed && (x->job->done % 256 || job_go(x->job));
}

static bool tick(void *ctx)
{
	return job_go(ctx);
}

static bool write_part(struct packing *x, const struct db_rows *parts, int i)
{
	struct job *job = x->job;
	const char *source = db_value(parts, i, ROW_SOURCE);
	char fetch[64];
	struct package_part part = { .label = db_value(parts, i, LABEL),
		.category = db_value(parts, i, CATEGORY_NAME),
		.number = (int)strtol(db_value(parts, i, CATEGORY), NULL, 10),
		.columns = db_value(parts, i, COLUMNS),
		.shapes = db_value(parts, i, SHAPES),
		.facts = db_value(parts, i, FACTS),
		.purposes = db_value(parts, i, PURPOSES),
		.recipients = db_value(parts, i, RECIPIENTS),
		.left_out = db_value(parts, i, LEFT_OUT),
		.masked = db_value(parts, i, MASKED) };

	/* part_ and a number: the database made it, and it is looked at all the same. */
	if (strncmp(source, "part_", 5) != 0 || strspn(source + 5, "0123456789") != strlen(source + 5))
		return not_understood(x->err);
	snprintf(fetch, sizeof fetch, "FETCH FORWARD 1000 FROM %.20s", source);
	return package_part(x->package, &part, x->err) &&
	       pq_stream(job->pq, fetch, &(struct pq_tick) { .fn = tick, .ctx = job, .ms = 500 }, write_row, x, x->err) &&
	       !x->failed && job_go(job);
}

static bool write_parts(struct packing *x)
{
	const char *values[] = { x->job->id, x->job->claim };
	struct db_rows parts;
	bool ok = job_sql(x->job, sql_parts, values, 2, &parts, x->err);

	if (ok && parts.columns != PART_COLUMNS)
		ok = not_understood(x->err);
	for (int i = 0; ok && i < parts.count; i++)
		ok = write_part(x, &parts, i);
	arena_free(parts.arena);
	return ok;
}

static bool write_package(struct packing *x, const struct db_rows *about)
{
	char made[32];
	time_t now = time(NULL);

	strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
	if (!package_begin(x->package,
		&(struct package_about) { .site = db_value(about, 0, SITE),
		    .kind = db_value(about, 0, KIND),
		    .person = db_value(about, 0, PERSON),
		    .made = made,
		    .language = db_value(about, 0, LANGUAGE),
		    .left_out = db_value(about, 0, OMISSIONS),
		    .schema = db_value(about, 0, SCHEMA) },
		x->err) ||
	    !write_parts(x))
		return false;
	x->job->words = "packing";
	return job_go(x->job) && package_finish(x->package, &x->job->rows, &x->job->bytes, x->job->sha256, x->err);
}

/* The package gets its name in the spool folder when it is complete. */
static bool open_package(struct packing *x, const struct db_rows *about, const char *name)
{
	unsigned char *pepper = secret_alloc(SECRET_KEY);
	char *passphrase = secret_alloc(SECRET_PASSPHRASE), file[sizeof x->job->config->spool + SPOOL_NAME + 1];
	bool ok = pepper && passphrase;

	if (!ok)
		err_set(x->err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	snprintf(file, sizeof file, "%s/%s", x->job->config->spool, name);
	ok = ok && secret_pepper(x->job->config->pepper_file, pepper, x->err) &&
	     secret_unwrap(pepper, db_value(about, 0, PASSPHRASE), passphrase, x->err) &&
	     package_open(&x->package, file, passphrase, NULL, x->err);
	secret_free(passphrase);
	secret_free(pepper);
	return ok;
}

static bool pack(struct packing *x, const char *name)
{
	const char *values[] = { x->job->id, x->job->claim };
	struct db_rows about;
	bool ok;

	if (!job_sql(x->job, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, 0, NULL, x->err))
		return false;
	ok = job_sql(x->job, sql_open, values, 2, &about, x->err);
	if (ok && (about.count != 1 || about.columns != OPEN_COLUMNS || !db_value(&about, 0, PASSPHRASE)))
		ok = not_understood(x->err);
	ok = ok && open_package(x, &about, name) && write_package(x, &about);
	arena_free(about.arena);
	package_close(x->package);
	job_rollback(x->job);
	return ok;
}

bool job_package(struct job *job, struct err *err)
{
	struct packing x = { .job = job, .err = err };
	char name[SPOOL_NAME];
	int spool = spool_open(job->config->spool, err);

	if (spool < 0)
		return false;
	spool_close(spool);
	spool_name(name, job->id, job->claim, "zip");
	job->done = 0;
	job->words = "writing rows";
	if (!pack(&x, name))
		return false;
	snprintf(job->file, sizeof job->file, "%s", name);
	job_say(job, "%lld rows, %lld bytes", (long long)job->rows, (long long)job->bytes);
	return true;
}
