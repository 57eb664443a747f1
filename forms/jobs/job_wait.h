#ifndef FORMS_JOBS_JOB_WAIT_H
#define FORMS_JOBS_JOB_WAIT_H

#include <stdbool.h>

struct console;
struct err;

/* Waits, on the command line, until a job is over, and tells on stderr how far it is. Belongs to the caller, who must live until done. */
struct job_wait {
	struct console *console;
	const char *job;
	bool opened, show;
	char told[128];
	void (*done)(void *ctx, const struct err *err);
	void *ctx;
	/* Of a job that is done. */
	char file[64], sha256[72]; /* "" = it left no file, or the file's term is over */
	char result[1024];
};

/* done: ERR_NONE when the job is done; else why it failed, or cannot be seen. show: lines about how far it is. */
void job_wait_start(
    struct job_wait *w, struct console *c, const char *job, bool show, void (*done)(void *ctx, const struct err *err), void *ctx);

#endif
