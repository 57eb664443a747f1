#ifndef FORMS_CONSOLE_H
#define FORMS_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/api.h"
#include "backend/config.h"
#include "backend/db.h"
#include "backend/process.h"
#include "tui/app.h"
#include "tui/binding.h"
#include "tui/field.h"

struct fresh;
struct loop;

/*
 * What one running program holds: connection, verbs, loop, and, with a screen, the app. Made by main, lent to every screen as the app's
 * context. Life of the connection: connect, log in, lose it, back off, connect, log in again; the screens stay meanwhile.
 */
struct console {
	struct config config;
	struct process process; /* what was kept of the environment */
	struct loop *loop;
	struct app *app; /* NULL on the command line */
	struct db *db;
	struct api *api;
	struct field_env env;
	unsigned char *pepper; /* locked memory */
	char site[128]; /* name of the site, known before log-in */
	bool demo;
	bool entered; /* logged in, and the line is up; rights stay known while it is down */
	int64_t owner; /* who the open screens belong to; 0 = nobody yet */
	int fd; /* of the database, in the loop; -1 = none */
	int attempt; /* of reconnecting */
	uint64_t lock; /* timer: locks the screen */
	struct fresh *fresh; /* what waits for the PIN; NULL = nothing */
	uint64_t retry, watch; /* timers: next connect; is the session alive */
	char trouble[512]; /* why the line is down, "" = it is not */
	char lost[512]; /* why the session was lost with it, for the log-in that follows */
	/* Field tables that the database defines: custom fields with their labels. */
	struct custom_fields *custom;
	struct bindings bindings; /* keys of the configuration */
	int import_dir; /* opened before the process closed itself off; -1 = none */
	char import_trouble[512]; /* why not, "" = none is named */
	char whole[256]; /* currencies without decimals, for env; "" = not told yet */
	bool whole_asked;
	struct unseen *unseen; /* columns that the person may not see; NULL = not told yet */
	struct preferences *preferences; /* what the person keeps of his own; NULL = not told yet */
	uint64_t job_timer; /* looks how jobs go */
	int64_t jobs_since; /* the server's clock when it was looked last, in milliseconds; 0 = not yet */
	int due, jobs; /* for the header, as Home last heard; -1 = not told */
	struct setting_fields *settings;
	unsigned writes; /* saves and verbs so far: lists that were loaded before are stale */
	/* For the command line: told when the connection is up or has failed. */
	void (*connected)(void *ctx, const struct err *err);
	void *connected_ctx;
};

/* Opens loop, database handle and verbs by the config. False: err says why. Nothing is connected yet. */
bool console_open(struct console *c, struct err *err);
void console_close(struct console *c);

/* Starts connecting; with a screen it retries by itself with growing pauses. */
void console_connect(struct console *c);

/* The session or the line is gone: keeps the screens, shows the log-in over them with the reason. */
void console_lost(struct console *c, const char *reason);

/* Tells the user about an error, by its code. Cancelled ones are silent; ended sessions lead to the log-in. */
void console_error(struct console *c, const struct err *err);

/* Called by the log-in when it succeeded: first time opens Home, after a loss goes on with the screens that are there. */
void console_entered(struct console *c);

static inline struct console *console_of(struct app *a)
{
	return app_ctx(a);
}

#endif
