#include "backend/job.h"

#include <stdlib.h>
#include <string.h>

#include "backend/arena.h"
#include "backend/config.h"
#include "backend/db.h"
#include "backend/pq.h"
#include "backend/spool.h"

/* Kind spool.clean: removes the files whose term has ended, and what workers that died left unfinished. */

static const char sql_files[] = "SELECT file, keep FROM steward.job_files()";
static const char sql_gone[] = "SELECT steward.job_file_gone($1)";
enum { FORGOTTEN_S = 24 * 3600 };

struct clean {
	struct job *job;
	const struct db_rows *known;
	int spool;
	int removed;
};

/* A file that the database does not know, or knows to be over. What is being written now is not known yet. */
static bool is_over(const struct clean *c, const char *name, long age)
{
	for (int i = 0; i < c->known->count; i++)
		if (strcmp(db_value(c->known, i, 0), name) == 0)
			return db_value(c->known, i, 1)[0] != 't';
	return age > FORGOTTEN_S;
}

static void look(void *ctx, const char *name, long age)
{
	struct clean *c = ctx;
	const char *values[] = { name };

	if (!is_over(c, name, age) || !spool_remove(c->spool, name))
		return;
	c->removed++;
	pq_run(c->job->pq, sql_gone, values, 1, NULL, NULL, NULL);
}

bool job_clean(struct job *job, struct err *err)
{
	struct clean c = { .job = job, .spool = spool_open(job->config->spool, err) };
	struct db_rows rows;
	bool ok;

	job->done = 0;
	if (c.spool < 0)
		return false;
	ok = job_sql(job, sql_files, NULL, 0, &rows, err);
	if (ok) {
		c.known = &rows;
		ok = spool_each(c.spool, look, &c, err);
		arena_free(rows.arena);
	}
	spool_close(c.spool);
	if (ok && c.removed)
		job_say(job, "%d files removed", c.removed);
	job->done = job->total = c.removed;
	return ok;
}
