#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/api_private.h"
#include "backend/stretch.h"
#include "backend/words.h"

static const char sql_lock[] = "SELECT api.lock()";
static const char sql_begin[] = "SELECT attempt, nonce, salt, kdf, login, address, secret FROM api.begin_unlock()";
static const char sql_submit[] = "SELECT api.submit_unlock($1::bigint, $2::bytea)";
static const char sql_finish[] = "SELECT api.finish_unlock($1::bigint)";

enum { ATTEMPT, NONCE, SALT, KDF, LOGIN, ADDRESS, SECRET, COLUMNS };

/* An unlocking on its way: begin -> stretch (in a thread) -> submit and finish. */
struct api_unlocking {
	struct api *api; /* NULL: dropped; what is still to come frees this */
	struct api_unlock in;
	char signed_text[1200]; /* what is signed after the nonce */
	char purpose[12]; /* "pin" or "password" */
	struct stretch stretch;
	struct err err;
};

static void release(struct api_unlocking *u)
{
	stretch_release(&u->stretch);
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
	char proof[STRETCH_HEX];
	const char *values[] = { u->stretch.attempt, proof };

	stretch_prove(&u->stretch, stretch_key(&u->stretch, 0), u->signed_text, proof);
	db_call(u->api->db,
	    &(struct db_call) { .sql = sql_submit, .values = values, .count = 2, .more = true, .done = submitted, .ctx = u });
	db_call(u->api->db, &(struct db_call) { .sql = sql_finish, .values = values, .count = 1, .done = finished, .ctx = u });
	secret_wipe(proof, sizeof proof);
}

static void stretched(void *ctx, bool ok, const struct err *err)
{
	struct api_unlocking *u = ctx;

	if (!u->api) {
		release(u);
		return;
	}
	if (!ok) {
		end(u, false, err);
		return;
	}
	submit(u);
	stretch_wipe(&u->stretch);
}

static bool read_begin(struct api_unlocking *u, const struct db_rows *r)
{
	const char *login, *address, *purpose;

	if (!stretch_begun(&u->stretch, r, COLUMNS))
		return false;
	login = db_value(r, 0, LOGIN);
	address = db_value(r, 0, ADDRESS);
	purpose = db_value(r, 0, SECRET);
	return login && purpose && snprintf(u->purpose, sizeof u->purpose, "%s", purpose) < (int)sizeof u->purpose &&
	       snprintf(u->signed_text, sizeof u->signed_text, "%s|%s|%s|unlock||", u->stretch.attempt, login,
		   address ? address : "") < (int)sizeof u->signed_text;
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
	else if (!stretch_start(&u->stretch))
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
	u->stretch = (struct stretch) { .secrets = { { in->secret, u->purpose } },
		.pepper = in->pepper,
		.post = in->post,
		.post_ctx = in->post_ctx,
		.done = stretched,
		.ctx = u };
	if (stretch_open(&u->stretch))
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
	stretch_stop(&u->stretch);
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

bool api_wants_proof(const struct err *err)
{
	return strcmp(err->sqlstate, "ST005") == 0;
}

bool api_wants_word(const struct err *err)
{
	return strcmp(err->sqlstate, "ST006") == 0;
}
