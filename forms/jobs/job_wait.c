#include "forms/jobs/job_wait.h"

#include <stdio.h>
#include <string.h>

#include "forms/console.h"
#include "tui/loop.h"
#include "tui/text.h"

enum { LOOK_MS = 300 };

static const char *const columns[] = { "state_name", "percent", "done", "total", "words", "error", "file_name", "file_sha256",
	"result" };
enum { STATE, PERCENT, DONE, TOTAL, WORDS, ERROR, FILE_NAME, SHA256, RESULT, COLUMNS };

static void look(void *ctx);

static void copy(char *out, size_t size, const char *value)
{
	snprintf(out, size, "%s", value ? value : "");
}

/* A line for each change, so that it can be read in a log too. */
static void tell(struct job_wait *w, const char *const *v)
{
	char text[sizeof w->told], clean[3 * sizeof text];

	snprintf(text, sizeof text, _("job %s: %s %s%s %s of %s"), w->job, v[STATE] ? _(v[STATE]) : "",
	    v[PERCENT] ? v[PERCENT] : "", v[PERCENT] ? " %" : "", v[DONE] ? v[DONE] : "0", v[TOTAL] ? v[TOTAL] : "?");
	if (strcmp(text, w->told) == 0)
		return;
	memcpy(w->told, text, sizeof text);
	text_clean(text, strlen(text), clean, sizeof clean);
	fprintf(stderr, "steward: %s\n", clean);
}

static void ended(struct job_wait *w, const char *const *v)
{
	const char *state = v[STATE] ? v[STATE] : "";
	struct err err = { 0 };

	copy(w->file, sizeof w->file, v[FILE_NAME]);
	copy(w->sha256, sizeof w->sha256, v[SHA256]);
	copy(w->result, sizeof w->result, v[RESULT]);
	if (strcmp(state, "cancelled") == 0)
		err_set(&err, ERR_CANCELLED, _("Job %s was cancelled."), w->job);
	else if (strcmp(state, "failed") == 0)
		err_set(&err, ERR_INPUT, _("Job %s failed: %s"), w->job, v[ERROR] ? gettext(v[ERROR]) : "");
	w->done(w->ctx, &err);
}

static void seen(void *ctx, int64_t version, const char *const *v, const struct err *err)
{
	struct job_wait *w = ctx;

	(void)version;
	if (err->code != ERR_NONE) {
		w->done(w->ctx, err);
		return;
	}
	w->opened = true;
	if (w->show)
		tell(w, v);
	if (v[STATE] && (strcmp(v[STATE], "queued") == 0 || strcmp(v[STATE], "running") == 0 || strcmp(v[STATE], "paused") == 0))
		loop_after(w->console->loop, LOOK_MS, look, w);
	else
		ended(w, v);
}

static void look(void *ctx)
{
	struct job_wait *w = ctx;

	api_get(w->console->api, "jobs", w->job, "steward", columns, COLUMNS, w->opened, seen, w);
}

void job_wait_start(
    struct job_wait *w, struct console *c, const char *job, bool show, void (*done)(void *ctx, const struct err *err), void *ctx)
{
	*w = (struct job_wait) { .console = c, .job = job, .show = show, .done = done, .ctx = ctx };
	look(w);
}
