#ifndef BACKEND_JOB_H
#define BACKEND_JOB_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "backend/err.h"

struct config;
struct db_rows;
struct pq;

/*
 * A job that a worker holds. Kinds of jobs that the database does by itself are known there only (steward.job_kinds); those for which
 * a worker reads or writes files are in a table here, each in a file of its own.
 */
enum job_wish { JOB_GO, JOB_CANCEL, JOB_PAUSE, JOB_STOP, JOB_LOST }; /* STOP: the worker itself has to end */

struct job {
	struct pq *pq; /* for the job's statements and transactions */
	struct pq *side; /* for lease, progress and log, whatever pq is at */
	const struct config *config;
	const volatile sig_atomic_t *stop;
	char id[24], claim[40];
	const char *kind, *arguments, *cursor; /* JSON; cursor NULL = from the beginning */
	int attempt;
	/* How far it is; job_go tells the database. */
	int64_t done, total; /* total -1 = unknown */
	const char *words; /* constant, not translated; NULL = none */
	enum job_wish wish;
	int64_t asked_at; /* milliseconds; when the database was asked last */
	/* The file that came of it; name "" = none. */
	char file[64], sha256[65];
	int64_t bytes, rows;
	char *result; /* JSON of what came of it, from malloc; NULL = nothing */
};

/*
 * Does it. Runs in steps that can be done again: a worker may die at any moment, and another begins anew, or at the cursor that
 * job_save noted. False with err, or because job_go said no. ERR_INPUT and ERR_DENIED are final, all else is tried again.
 */
struct job_kind {
	const char *name;
	bool (*run)(struct job *job, struct err *err);
};
extern const struct job_kind job_kinds[]; /* ended by NULL */
bool job_export(struct job *job, struct err *err);
bool job_package(struct job *job, struct err *err);
bool job_clean(struct job *job, struct err *err);
bool job_import(struct job *job, struct err *err);

/* Whether to go on; to be asked often. Renews the lease, tells how far it is and hears wishes, twice a second at most. */
bool job_go(struct job *job);
/* It came to its end, whatever anybody wishes by now: tells how far that was. Always true. */
bool job_went(struct job *job);
/* A statement on pq while which job_go is asked; rows may be NULL. */
bool job_sql(struct job *job, const char *sql, const char *const *values, int count, struct db_rows *rows, struct err *err);
/* The same within the one transaction that a job has open: rolls it back when it fails. */
void job_rollback(struct job *job);
/* A line for the job's log, in English. */
void job_say(struct job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool job_save(struct job *job, const char *cursor, struct err *err);

/* Milliseconds of a clock that nobody sets. */
int64_t job_now(void);

#endif
