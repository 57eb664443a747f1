#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/api_private.h"
#include "backend/secret.h"
#include "backend/words.h"

static const char sql_begin_enrol[] =
    "SELECT attempt, nonce, salt, kdf, address FROM api.begin_enrol($1::text, nullif($2::text, '')::inet, $3::int, $4::text)";
static const char sql_begin_change[] =
    "SELECT attempt, nonce, salt, kdf, address FROM api.begin_login($1::text, nullif($2::text, '')::inet, $3::int, $4::text)";
static const char sql_submit_enrol[] = "SELECT api.submit_enrol($1::bigint, $2::bytea, $3::bytea, $4::bytea)";
static const char sql_submit_change[] = "SELECT api.submit_change($1::bigint, $2::bytea, $5::bytea, $3::bytea, $4::bytea)";
static const char sql_finish_enrol[] = "SELECT api.finish_enrol($1::bigint)";
static const char sql_finish_change[] = "SELECT api.finish_change($1::bigint)";

enum { NAME_MAX_BYTES = 1024, POST_TRIES = 1000, HEX = 2 + 2 * SECRET_KEY + 1 };
/* Client keys in the order in which they are stretched. */
enum { OLD_PASSWORD, OLD_PIN, NEW_PASSWORD, NEW_PIN, KEYS };

/*
 * New secrets on their way: begin -> stretch (in a thread) -> submit and finish. As with a log-in the thread touches nothing but this
 * structure, and this side leaves it alone until the thread has posted.
 */
struct api_renewing {
	struct api *api; /* NULL: dropped; what is still to come frees this */
	struct api_renewal in;
	char login[NAME_MAX_BYTES], address[128];
	char attempt[24], settled[128];
	unsigned char nonce[SECRET_NONCE], salt[SECRET_SALT];
	int kdf;
	unsigned char *keys; /* KEYS client keys, in locked memory */
	bool stretched;
	struct err err;
	pthread_t thread;
	bool running; /* the thread is to be joined */
};

static void release(struct api_renewing *r)
{
	secret_free(r->keys);
	free(r);
}

static void end(struct api_renewing *r, enum api_renewed what, const char *kind, const struct err *err)
{
	struct api_renewal in = r->in;
	struct err kept = *err;
	char copy[16];

	snprintf(copy, sizeof copy, "%s", kind);
	r->api->renewing = NULL;
	release(r);
	in.done(in.ctx, what, copy, &kept);
}

static void fail(struct api_renewing *r, enum err_code code, const char *sentence)
{
	struct err err;

	err_set(&err, code, "%s", sentence);
	end(r, API_REFUSED, "", &err);
}

static void end_refused(struct api_renewing *r)
{
	struct err err;

	if (r->in.code) {
		err_set(&err, ERR_DENIED, "%s", _("The code was refused."));
		snprintf(err.hint, sizeof err.hint, "%s",
		    _("It works once, for a day, with your own log-in name. After five wrong ones nothing is looked at for a "
		      "quarter of "
		      "an hour."));
	} else {
		err_set(&err, ERR_DENIED, "%s", _("Nothing was changed: the present password or PIN is wrong."));
		snprintf(
		    err.hint, sizeof err.hint, "%s", _("After five wrong ones nothing is looked at for a quarter of an hour."));
	}
	end(r, API_REFUSED, "", &err);
}

static void finished(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_renewing *r = ctx;
	const char *answer;
	struct err none = { 0 };

	if (!r->api) {
		release(r);
		return;
	}
	if (!rows) {
		end(r, API_REFUSED, "", r->err.code != ERR_NONE ? &r->err : err);
		return;
	}
	answer = rows->count == 1 && rows->columns == 1 ? db_value(rows, 0, 0) : NULL;
	if (answer && strncmp(answer, "ok", 2) == 0)
		end(r, API_RENEWED, answer[2] ? answer + 3 : "", &none);
	else if (answer && strncmp(answer, "incomplete ", 11) == 0)
		end(r, API_INCOMPLETE, answer + 11, &none);
	else
		end_refused(r);
}

static void submitted(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_renewing *r = ctx;

	(void)rows;
	r->err = *err;
}

static unsigned char *key_of(struct api_renewing *r, int which)
{
	return r->keys + which * SECRET_KEY;
}

/* "\x…" of what the database stores of a new secret; "" when it stays. */
static void stored(struct api_renewing *r, const char *secret, int which, char *out)
{
	unsigned char digest[SECRET_KEY];

	out[0] = '\0';
	if (!secret[0])
		return;
	secret_stored_key(key_of(r, which), digest);
	memcpy(out, "\\x", 2);
	secret_hex(digest, sizeof digest, out + 2);
}

static void prove(const unsigned char *key, const void *message, size_t n, char *out)
{
	unsigned char proof[SECRET_KEY];

	secret_proof(key, message, n, proof);
	memcpy(out, "\\x", 2);
	secret_hex(proof, sizeof proof, out + 2);
	secret_wipe(proof, sizeof proof);
}

/* What is signed: the nonce, then attempt, name, address, purpose and what is to be stored, as text. */
static size_t write_message(const struct api_renewing *r, const char *password, const char *pin, unsigned char *out, size_t size)
{
	memcpy(out, r->nonce, SECRET_NONCE);
	return SECRET_NONCE + (size_t)snprintf((char *)out + SECRET_NONCE, size - SECRET_NONCE, "%s|%s|%s|%s|%s|%s", r->attempt,
				  r->login, r->settled, r->in.code ? "enrol" : "change", password[0] ? password + 2 : "",
				  pin[0] ? pin + 2 : "");
}

static void submit(struct api_renewing *r)
{
	unsigned char message[SECRET_NONCE + sizeof r->attempt + sizeof r->login + sizeof r->settled + 2 * HEX + 32];
	char first[HEX], second[HEX], password[HEX], pin[HEX];
	const char *values[5];
	size_t n;

	stored(r, r->in.new_password, NEW_PASSWORD, password);
	stored(r, r->in.new_pin, NEW_PIN, pin);
	n = write_message(r, password, pin, message, sizeof message);
	prove(r->in.code ? r->in.code : key_of(r, OLD_PASSWORD), message, n, first);
	prove(key_of(r, OLD_PIN), message, n, second);
	values[0] = r->attempt;
	values[1] = first;
	values[2] = password[0] ? password : NULL;
	values[3] = pin[0] ? pin : NULL;
	values[4] = second;
	db_call(r->api->db, &(struct db_call) { .sql = r->in.code ? sql_submit_enrol : sql_submit_change,
				.values = values,
				.count = r->in.code ? 4 : 5,
				.more = true,
				.done = submitted,
				.ctx = r });
	db_call(r->api->db, &(struct db_call) { .sql = r->in.code ? sql_finish_enrol : sql_finish_change,
				.values = values,
				.count = 1,
				.done = finished,
				.ctx = r });
	secret_wipe(first, sizeof first);
	secret_wipe(second, sizeof second);
}

/* Back in the caller's thread. */
static void arrived(void *arg)
{
	struct api_renewing *r = arg;

	if (!r->api) {
		release(r);
		return;
	}
	pthread_join(r->thread, NULL);
	r->running = false;
	if (!r->stretched) {
		end(r, API_REFUSED, "", &r->err);
		return;
	}
	submit(r);
	secret_wipe(r->keys, KEYS * SECRET_KEY);
}

static bool stretch_one(struct api_renewing *r, const char *secret, const char *purpose, int which)
{
	return secret_client_key(secret, r->salt, r->kdf, purpose, r->in.pepper, key_of(r, which), &r->err);
}

static void *stretch(void *arg)
{
	struct api_renewing *r = arg;
	const struct api_renewal *in = &r->in;

	r->stretched =
	    (in->code || (stretch_one(r, in->password, "password", OLD_PASSWORD) && stretch_one(r, in->pin, "pin", OLD_PIN))) &&
	    (!in->new_password[0] || stretch_one(r, in->new_password, "password", NEW_PASSWORD)) &&
	    (!in->new_pin[0] || stretch_one(r, in->new_pin, "pin", NEW_PIN));
	/* The loop has few places for posts; one gets free as soon as it turns, unless it has ended. */
	for (int tries = 0; tries < POST_TRIES && !in->post(in->post_ctx, arrived, r); tries++)
		nanosleep(&(struct timespec) { .tv_nsec = 10000000 }, NULL);
	return NULL;
}

static bool start_thread(struct api_renewing *r)
{
	sigset_t all, before;

	/* Signals belong to the thread of the loop. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	r->running = pthread_create(&r->thread, NULL, stretch, r) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return r->running;
}

static bool unhex(const char *s, unsigned char *out, size_t n)
{
	return s && strncmp(s, "\\x", 2) == 0 && secret_unhex(s + 2, out, n);
}

static bool read_begin(struct api_renewing *r, const struct db_rows *rows)
{
	const char *attempt, *kdf, *address;

	if (rows->count != 1 || rows->columns != 5)
		return false;
	attempt = db_value(rows, 0, 0);
	kdf = db_value(rows, 0, 3);
	address = db_value(rows, 0, 4);
	if (!attempt || !kdf || !unhex(db_value(rows, 0, 1), r->nonce, sizeof r->nonce) ||
	    !unhex(db_value(rows, 0, 2), r->salt, sizeof r->salt))
		return false;
	r->kdf = (int)strtol(kdf, NULL, 10);
	return snprintf(r->attempt, sizeof r->attempt, "%s", attempt) < (int)sizeof r->attempt &&
	       snprintf(r->settled, sizeof r->settled, "%s", address ? address : "") < (int)sizeof r->settled;
}

static void begun(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_renewing *r = ctx;

	if (!r->api)
		release(r);
	else if (!rows)
		end(r, API_REFUSED, "", err);
	else if (!read_begin(r, rows))
		fail(r, ERR_BUG, _("The database answered the log-in with something else than an answer."));
	else if (!start_thread(r))
		fail(r, ERR_SYSTEM, _("The machine gives no thread to work out the log-in."));
}

void api_renew(struct api *a, const struct api_renewal *in)
{
	struct api_renewing *r = a->renewing ? NULL : calloc(1, sizeof *r);
	struct err err;
	char pid[16];
	const char *values[4];

	if (!r) {
		err_set(
		    &err, ERR_SYSTEM, "%s", a->renewing ? _("A log-in is under way already.") : _("There is not enough memory."));
		in->done(in->ctx, API_REFUSED, "", &err);
		return;
	}
	r->api = a;
	r->in = *in;
	a->renewing = r;
	r->keys = secret_alloc(KEYS * SECRET_KEY);
	if (!r->keys) {
		fail(r, ERR_SYSTEM, _("There is no locked memory left for secrets."));
		return;
	}
	/* A name that cannot be one is refused in the same words as a wrong code. */
	if (!api_normalise(in->login, r->login, sizeof r->login)) {
		end_refused(r);
		return;
	}
	snprintf(pid, sizeof pid, "%d", db_backend_pid(a->db));
	snprintf(r->address, sizeof r->address, "%s", in->address ? in->address : "");
	values[0] = r->login;
	values[1] = r->address;
	values[2] = pid;
	values[3] = in->fingerprint && in->fingerprint[0] ? in->fingerprint : NULL;
	db_call(a->db,
	    &(struct db_call) {
		.sql = in->code ? sql_begin_enrol : sql_begin_change, .values = values, .count = 4, .done = begun, .ctx = r });
}

/* As api_login_drop. */
void api_renewal_drop(struct api *a)
{
	struct api_renewing *r = a->renewing;

	if (!r)
		return;
	a->renewing = NULL;
	r->api = NULL;
	if (r->running)
		pthread_join(r->thread, NULL);
	secret_wipe(r->keys, KEYS * SECRET_KEY);
}
