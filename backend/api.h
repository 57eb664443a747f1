#ifndef BACKEND_API_H
#define BACKEND_API_H

#include <stdbool.h>
#include <stdint.h>

#include "backend/db.h"
#include "backend/err.h"

/*
 * The database's verbs (schema api), one function each: they put the call together and read the answer. All are asynchronous;
 * done is called once. Every function returns the id for api_cancel. err is never NULL; its code is ERR_NONE when all went
 * well.
 */
struct api;

struct api *api_new(struct db *db); /* borrows db */
/* Before db_free. What is open ends with ERR_CANCELLED, but a log-in under way is dropped without a word. */
void api_free(struct api *a);
void api_cancel(struct api *a, uint64_t id);
/* Cancels every read under way (writes go on); log-ins are left alone. */
void api_cancel_all(struct api *a);
/*
 * The calls made between on and off are what a screen asks by itself: the database does not take them for the person's activity, so
 * that a screen which reads itself again keeps no session alive.
 */
void api_quiet(struct api *a, bool on);
/* An answer is awaited that somebody asked for. */
bool api_waiting(const struct api *a);
/* A log-in is stretching secrets: an answer will come though the line is quiet. */
bool api_busy(const struct api *a);

/* Who is logged in; arrays end with NULL; lives in the api until the next log-in. */
struct api_me {
	int64_t user_id;
	const char *login, *full_name, *type, *site_name, *base_currency, *language;
	const char *const *roles, *const *rights;
	bool demo;
	const char *last_login_at, *last_login_address; /* "" = never */
	int idle_seconds, lock_seconds;
};
const struct api_me *api_me(const struct api *a); /* NULL when nobody is */
bool api_may(const struct api *a, const char *right); /* true for NULL right */
const char *api_right_sentence(const struct api *a, const char *right); /* NULL if unknown */

/* Before log-in: the name of the site, and whether this is a demo database. */
uint64_t api_greeting(struct api *a, void (*done)(void *ctx, const char *site, bool demo, const struct err *err), void *ctx);

/*
 * Log-in, all three calls and me(): the stretch of password and PIN runs in a thread. password and pin stay the caller's and
 * must live until done.
 */
typedef void (*api_login_done)(void *ctx, bool ok, const struct err *err);
struct api_login {
	const char *login, *address; /* address as the console host knows it; "" = none */
	const char *fingerprint; /* of the SSH key that let in, "" or NULL = none told */
	const char *password, *pin;
	const unsigned char *pepper;
	bool replace; /* of a superadmin or sysadmin: a session elsewhere goes without asking */
	bool bare; /* for a command that explains no right: the sentences of the rights are not fetched */
	/*
	 * A superadmin or sysadmin is logged in elsewhere: where from ("" = unknown) and since when, in wire form. The log-in waits for
	 * api_login_answer. NULL: it is refused then. Others are not asked.
	 */
	void (*elsewhere)(void *ctx, const char *address, const char *since);
	api_login_done done;
	void *ctx;
	/* Runs fn(arg) in the caller's thread soon: the loop's post. */
	bool (*post)(void *post_ctx, void (*fn)(void *arg), void *arg);
	void *post_ctx;
};
void api_login(struct api *a, const struct api_login *l);

/*
 * New secrets, proved by a one-time code before any log-in, or by the present password and PIN of who is logged in. Everything named
 * stays the caller's and must live until done. Its rules are those of secret_password_ok and secret_pin_ok, which the caller asks.
 */
enum api_renewed { API_RENEWED, API_INCOMPLETE, API_REFUSED };
/* kind of the code: "enrol", "password" or "pin"; "" when none is told. err is set unless API_RENEWED or API_INCOMPLETE. */
typedef void (*api_renewal_done)(void *ctx, enum api_renewed what, const char *kind, const struct err *err);
struct api_renewal {
	const char *login, *address, *fingerprint;
	const unsigned char *code; /* key of the one-time code (code_key); NULL: by password and PIN */
	const char *password, *pin; /* the present ones, when code is NULL */
	const char *new_password, *new_pin; /* "" = not this one */
	const unsigned char *pepper;
	api_renewal_done done;
	void *ctx;
	bool (*post)(void *post_ctx, void (*fn)(void *arg), void *arg);
	void *post_ctx;
};
void api_renew(struct api *a, const struct api_renewal *r);

void api_login_answer(struct api *a, bool replace);

/*
 * The lock of the screen. While the session is locked every other call fails with ERR_SESSION and the state ST004; api_is_locked knows
 * that. secret is the PIN, or the password of somebody who has none; it stays the caller's and must live until done. Refused is
 * ERR_DENIED, and api_alive tells whether the session has ended with it.
 */
void api_lock(struct api *a, void (*done)(void *ctx, const struct err *err), void *ctx);
struct api_unlock {
	const char *secret;
	const unsigned char *pepper;
	api_login_done done;
	void *ctx;
	bool (*post)(void *post_ctx, void (*fn)(void *arg), void *arg);
	void *post_ctx;
};
void api_unlock(struct api *a, const struct api_unlock *u);
void api_unlock_drop(struct api *a); /* forgets it without a word: done never comes */
bool api_is_locked(const struct err *err);
/* The call is dangerous and takes the PIN once more: after api_unlock it can be made again. */
bool api_wants_proof(const struct err *err);
/* The call would hurt who makes it; with the word of the hint as argument "sure" it can be made again. */
bool api_wants_word(const struct err *err);

void api_logout(struct api *a, void (*done)(void *ctx, const struct err *err), void *ctx);
void api_forget(struct api *a); /* the connection or session is gone: nobody is logged in */

/* A question for a page of rows. */
struct api_filter {
	const char *column, *op, *value;
};
struct api_list {
	const char *entity; /* "*" = find anything */
	const char *const *columns;
	int column_count;
	const struct api_filter *filters;
	int filter_count;
	const char *search, *sort, *after; /* NULL or "" = none */
	bool descending, backwards;
	int limit;
};
/* cells end with NULL after the last; a NULL before that is no value. match_cell -1: nothing matched. */
struct api_row {
	const char *key, *after;
	const char *const *cells;
	int match_cell, match_from, match_length;
};
struct api_page {
	struct arena *arena;
	struct api_row *rows;
	int count;
	bool last;
}; /* last: fewer rows than asked for came */
/* page is NULL on error; else the callee owns page->arena (the page itself lives in it). */
typedef void (*api_list_done)(void *ctx, struct api_page *page, const struct err *err);
uint64_t api_list(struct api *a, const struct api_list *q, api_list_done done, void *ctx);

typedef void (*api_count_done)(void *ctx, int64_t total, bool exact, bool capped, const struct err *err);
uint64_t api_count(struct api *a, const struct api_list *q, bool exact, api_count_done done, void *ctx);

/*
 * Opens (recorded first) and gets, one round trip. values in the order of columns, NULL = no value; valid during the call.
 * again: only get, the record was opened before.
 */
typedef void (*api_get_done)(void *ctx, int64_t version, const char *const *values, const struct err *err);
uint64_t api_get(struct api *a, const char *entity, const char *key, const char *reason, const char *const *columns, int n,
    bool again, api_get_done done, void *ctx);

typedef void (*api_pairs_done)(void *ctx, const char *const *names, const char *const *values, int n, const struct err *err);
uint64_t api_counts(struct api *a, const char *entity, const char *key, api_pairs_done done, void *ctx);
/* What a field can be. Lists of records about people are recorded first, in the same round trip. */
uint64_t api_choices(struct api *a, const char *name, const char *typed, int limit, api_pairs_done done, void *ctx);

/* Writes. request is made anew by secret_uuid for each intent and kept by the caller until the outcome is known. */
struct api_change {
	const char *column;
	const char *value;
}; /* NULL = no value */
struct api_outcome {
	enum { API_SAVED, API_CONFLICT, API_UNKNOWN } kind; /* API_UNKNOWN: the server never got the request */
	const char *key;
	int64_t version;
	const char *const *names, *const *values; /* on conflict: what is there now */
	int n;
};
typedef void (*api_saved)(void *ctx, const struct api_outcome *o, const struct err *err); /* o NULL on error */
uint64_t api_save(struct api *a, const char *entity, const char *key, int64_t version, const struct api_change *changes, int n,
    const char *request, api_saved done, void *ctx);
uint64_t api_act(struct api *a, const char *entity, const char *key, const char *verb, int64_t version,
    const struct api_change *args, int n, const char *request, api_saved done, void *ctx);
/* After ERR_UNCERTAIN: did it happen? */
uint64_t api_outcome(struct api *a, const char *request, api_saved done, void *ctx);

/* A list as CSV: a job, or a schedule for one. The answer's key is its number. */
struct api_export {
	const struct api_list *list; /* its columns are those of the file */
	bool all; /* all columns that one may see, instead */
	bool mark; /* begin with the byte order mark */
	const char *const *keys; /* these records only; NULL = all of the list */
	int key_count;
	const char *every, *day; /* "daily", "weekly" or "monthly", and its day; NULL = now, once */
};
uint64_t api_export(struct api *a, const struct api_export *x, const char *request, api_saved done, void *ctx);
/* Something done with many: a job that tries it. argument, value NULL = it takes none; keys as in an export. */
struct api_bulk {
	const struct api_list *list;
	const char *verb, *argument, *value, *shown; /* shown: the value in words */
	const char *const *keys;
	int key_count;
};
uint64_t api_bulk(struct api *a, const struct api_bulk *x, const char *request, api_saved done, void *ctx);
/* Jobs of the header: now (milliseconds, for the next question), how many run, and one's own that ended since. */
struct api_ended {
	int64_t id;
	const char *state, *title; /* title in English */
};
typedef void (*api_jobs_done)(void *ctx, int64_t now, int running, const struct api_ended *ended, int n, const struct err *err);
uint64_t api_jobs(struct api *a, int64_t since, api_jobs_done done, void *ctx);

/* Home: rows tile, line, label, value, detail. */
typedef void (*api_rows_done)(void *ctx, const struct db_rows *rows, const struct err *err);
uint64_t api_home(struct api *a, api_rows_done done, void *ctx);
/* An export that was recorded before: its parts, and the next rows behind a place of a part (NULL = from the first of all). */
uint64_t api_export_parts(struct api *a, const char *export_id, api_rows_done done, void *ctx);
/* One row: what the package leaves out and why, the schema of its data.json (both JSON); the language of its report. */
uint64_t api_export_omissions(struct api *a, const char *export_id, api_rows_done done, void *ctx);
/* One value: the JSON Schema of an export of this kind, without any export. */
uint64_t api_export_schema(struct api *a, const char *kind, api_rows_done done, void *ctx);
uint64_t api_export_page(struct api *a, const char *export_id, const char *part, const char *after, api_rows_done done, void *ctx);
/* "ok", "locked", or why there is no session any more, as a translated sentence; "" on error. */
uint64_t api_alive(struct api *a, void (*done)(void *ctx, const char *answer, const struct err *err), void *ctx);

#endif
