#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/api_private.h"
#include "backend/secret.h"
#include "backend/words.h"

static const char sql_lock[] = "SELECT api.lock()";
static const char sql_begin[] = "SELECT attempt, nonce, salt, kdf, login, address, secret FROM api.begin_unlock()";
static const char sql_submit[] = "SELECT api.submit_unlock($1::bigint, $2::bytea)";
static const char sql_finish[] = "SELECT api.finish_unlock($1::bigint)";

enum { POST_TRIES = 1000, HEX = 2 + 2 * SECRET_KEY + 1 };
enum { ATTEMPT, NONCE, SALT, KDF, LOGIN, ADDRESS, SECRET, COLUMNS };

/*
 * An unlocking on its way: begin -> stretch (in a thread) -> submit and finish. As with a log-in the thread touches nothing but this
 * structure, and this side leaves it alone until the thread has posted.
 */
struct api_unlocking {
	struct api *api; /* NULL: dropped; what is still to come frees this */
	struct api_unlock in;
	char attempt[24], signed_text[1200]; /* what is signed after the nonce */
	char purpose[12]; /* "pin" or "password" */
	unsigned char nonce[SECRET_NONCE], salt[SECRET_SALT];
	int kdf;
	unsigned char *key; /* in locked memory */
	bool stretched;
	struct err err;
	pthread_t thread;
	bool running; /* the thread is to be joined */
};

static void release(struct api_unlocking *u)
{
	secret_free(u->key);
	free(u);
}

static void end(struct api_unlocking *u, bool ok, const struct err *err)
{
	struct api_unlock in = u->in;
	struct err kept = *err;

	u->api->unlocking = NULL;
	release(u);
	in.done(in.ctx, ok, &kept);
}

static void fail(struct api_unlocking *u, enum err_code code, const char *sentence)
{
	struct err err;

	err_set(&err, code, "%s", sentence);
	end(u, false, &err);
}

static void finished(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_unlocking *u = ctx;
	const char *answer;

	if (!u->api) {
		release(u);
		return;
	}
	if (!rows) {
		end(u, false, u->err.code != ERR_NONE ? &u->err : err);
		return;
	}
	answer = rows->count == 1 && rows->columns == 1 ? db_value(rows, 0, 0) : NULL;
	if (answer && strcmp(answer, "ok") == 0)
		end(u, true, err);
	else
		fail(u, ERR_DENIED,
		    strcmp(u->purpose, "pin") == 0 ? _("That is not the PIN. After five wrong ones the session ends.")
						   : _("That is not the password. After five wrong ones the session ends."));
}

static void submitted(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_unlocking *u = ctx;

	(void)rows;
	u->err = *err;
}

static void submit(struct api_unlocking *u)
{
	unsigned char message[SECRET_NONCE + sizeof u->signed_text], proof[SECRET_KEY];
	size_t n = strlen(u->signed_text);
	char text[HEX];
	const char *values[] = { u->attempt, text };

	memcpy(message, u->nonce, SECRET_NONCE);
	memcpy(message + SECRET_NONCE, u->signed_text, n);
	secret_proof(u->key, message, SECRET_NONCE + n, proof);
	memcpy(text, "\\x", 2);
	secret_hex(proof, sizeof proof, text + 2);
	db_call(u->api->db,
	    &(struct db_call) { .sql = sql_submit, .values = values, .count = 2, .more = true, .done = submitted, .ctx = u });
	db_call(u->api->db, &(struct db_call) { .sql = sql_finish, .values = values, .count = 1, .done = finished, .ctx = u });
	secret_wipe(proof, sizeof proof);
	secret_wipe(text, sizeof text);
}

/* Back in the caller's thread. */
static void arrived(void *arg)
{
	struct api_unlocking *u = arg;

	if (!u->api) {
		release(u);
		return;
	}
	pthread_join(u->thread, NULL);
	u->running = false;
	if (!u->stretched) {
		end(u, false, &u->err);
		return;
	}
	submit(u);
	secret_wipe(u->key, SECRET_KEY);
}

static void *stretch(void *arg)
{
	struct api_unlocking *u = arg;
	const struct api_unlock *in = &u->in;

	u->stretched = secret_client_key(in->secret, u->salt, u->kdf, u->purpose, in->pepper, u->key, &u->err);
	/* The loop has few places for posts; one gets free as soon as it turns, unless it has ended. */
	for (int tries = 0; tries < POST_TRIES && !in->post(in->post_ctx, arrived, u); tries++)
		nanosleep(&(struct timespec) { .tv_nsec = 10000000 }, NULL);
	return NULL;
}

static bool start_thread(struct api_unlocking *u)
{
	sigset_t all, before;

	/* Signals belong to the thread of the loop. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	u->running = pthread_create(&u->thread, NULL, stretch, u) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return u->running;
}

static bool unhex(const char *s, unsigned char *out, size_t n)
{
	return s && strncmp(s, "\\x", 2) == 0 && secret_unhex(s + 2, out, n);
}

static bool read_begin(struct api_unlocking *u, const struct db_rows *r)
{
	const char *attempt, *kdf, *login, *address, *purpose;

	if (r->count != 1 || r->columns != COLUMNS)
		return false;
	attempt = db_value(r, 0, ATTEMPT);
	kdf = db_value(r, 0, KDF);
	login = db_value(r, 0, LOGIN);
	address = db_value(r, 0, ADDRESS);
	purpose = db_value(r, 0, SECRET);
	if (!attempt || !kdf || !login || !purpose || !unhex(db_value(r, 0, NONCE), u->nonce, sizeof u->nonce) ||
	    !unhex(db_value(r, 0, SALT), u->salt, sizeof u->salt))
		return false;
	u->kdf = (int)strtol(kdf, NULL, 10);
	return snprintf(u->attempt, sizeof u->attempt, "%s", attempt) < (int)sizeof u->attempt &&
	       snprintf(u->purpose, sizeof u->purpose, "%s", purpose) < (int)sizeof u->purpose &&
	       snprintf(u->signed_text, sizeof u->signed_text, "%s|%s|%s|unlock||", attempt, login, address ? address : "") <
		   (int)sizeof u->signed_text;
}

static void begun(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_unlocking *u = ctx;

	if (!u->api)
		release(u);
	else if (!rows)
		end(u, false, err);
	else if (!read_begin(u, rows))
		fail(u, ERR_BUG, _("The database answered the log-in with something else than an answer."));
	else if (!start_thread(u))
		fail(u, ERR_SYSTEM, _("The machine gives no thread to work out the log-in."));
}

void api_unlock(struct api *a, const struct api_unlock *in)
{
	struct api_unlocking *u = a->unlocking ? NULL : calloc(1, sizeof *u);
	struct err err;

	if (!u) {
		err_set(
		    &err, ERR_SYSTEM, "%s", a->unlocking ? _("A log-in is under way already.") : _("There is not enough memory."));
		in->done(in->ctx, false, &err);
		return;
	}
	u->api = a;
	u->in = *in;
	a->unlocking = u;
	u->key = secret_alloc(SECRET_KEY);
	if (u->key)
		db_call(a->db, &(struct db_call) { .sql = sql_begin, .done = begun, .ctx = u });
	else
		fail(u, ERR_SYSTEM, _("There is no locked memory left for secrets."));
}

/* The api goes: forgotten without a word, and freed by whatever of it is still to come. */
void api_unlock_drop(struct api *a)
{
	struct api_unlocking *u = a->unlocking;

	if (!u)
		return;
	a->unlocking = NULL;
	u->api = NULL;
	/* It may be reading the caller's secret. */
	if (u->running)
		pthread_join(u->thread, NULL);
	secret_wipe(u->key, SECRET_KEY);
}

static void locked(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	(void)rows;
	if (op->done.plain)
		op->done.plain(op->ctx, err);
}

void api_lock(struct api *a, void (*done)(void *ctx, const struct err *err), void *ctx)
{
	struct api_op *op = api_op_new(a, locked, ctx);
	struct err err;

	if (!op) {
		if (done)
			done(ctx, api_no_memory(&err));
		return;
	}
	op->done.plain = done;
	api_op_call(op, sql_lock, NULL, 0);
}

bool api_is_locked(const struct err *err)
{
	return strcmp(err->sqlstate, "ST004") == 0;
}
