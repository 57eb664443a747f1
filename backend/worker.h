#ifndef BACKEND_WORKER_H
#define BACKEND_WORKER_H

#include <signal.h>
#include <stdbool.h>

#include "backend/err.h"

struct config;
struct job;
struct pq;

/* A worker: two connections as steward_jobs, and jobs one after the other. */
struct worker {
	const struct config *config;
	const volatile sig_atomic_t *stop; /* set by a signal: the step ends, and with it the worker */
	char name[100]; /* host and process */
	const char *ledger; /* file of the ledger of erasures, told at every connection; NULL or not there = none */
	struct pq *pq, *side;
	/* One line for each job begun and ended, in English, for a journal. May be NULL */
	void (*tell)(void *ctx, const struct job *job, const char *what, const char *why);
	void *ctx;
};

void worker_init(struct worker *w, const struct config *config, const volatile sig_atomic_t *stop);
/* False: err says why; what was connected is closed. */
bool worker_connect(struct worker *w, struct err *err);
void worker_close(struct worker *w);
/* Notes words of the trail, takes the next job and does it. ret_did false: there is nothing to do now. False: the line is gone, connect anew. */
bool worker_turn(struct worker *w, bool *ret_did, struct err *err);
/* Waits until there may be something to do, at most ms. False: the line is gone. */
bool worker_wait(struct worker *w, int ms);
/* Waits without a line, until stop is set or ms are over. */
void worker_pause(const volatile sig_atomic_t *stop, int ms);

#endif
