#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/api_private.h"
#include "backend/stretch.h"
#include "backend/words.h"

static const char sql_begin_enrol[] =
    "SELECT attempt, nonce, salt, kdf, address FROM api.begin_enrol($1::text, nullif($2::text, '')::inet, $3::int, $4::text)";
static const char sql_begin_change[] =
    "SELECT attempt, nonce, salt, kdf, address FROM api.begin_login($1::text, nullif($2::text, '')::inet, $3::int, $4::text)";
static const char sql_submit_enrol[] = "SELECT api.submit_enrol($1::bigint, $2::bytea, $3::bytea, $4::bytea)";
static const char sql_submit_change[] = "SELECT api.submit_change($1::bigint, $2::bytea, $5::bytea, $3::bytea, $4::bytea)";
static const char sql_finish_enrol[] = "SELECT api.finish_enrol($1::bigint)";
static const char sql_finish_change[] = "SELECT api.finish_change($1::bigint)";

enum { NAME_MAX_BYTES = 1024 };
enum { ATTEMPT, NONCE, SALT, KDF, ADDRESS, BEGIN_COLUMNS };
/* Secrets in the order in which they are stretched. */
enum { OLD_PASSWORD, OLD_PIN, NEW_PASSWORD, NEW_PIN };

/* New secrets on their way: begin -> stretch (in a thread) -> submit and finish. */
struct api_renewing {
	struct api *api; /* NULL: dropped; what is still to come frees this */
	struct api_renewal in;
	char login[NAME_MAX_BYTES], address[128];
	char settled[128];
	struct stretch stretch;
	struct err err;
};

static void release(struct api_renewing *r)
{
	stretch_release(&r->stretch);
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

/* What is signed after the nonce: attempt, name, address, purpose and what is to be stored, as text. */
static void write_signed(const struct api_renewing *r, const char *password, const char *pin, char *out, size_t size)
{
	snprintf(out, size, "%s|%s|%s|%s|%s|%s", r->stretch.attempt, r->login, r->settled, r->in.code ? "enrol" : "change",
	    password ? password + 2 : "", pin ? pin + 2 : "");
}

static void submit(struct api_renewing *r)
{
	const struct stretch *s = &r->stretch;
	char text[sizeof s->attempt + sizeof r->login + sizeof r->settled + 2 * STRETCH_HEX + 32];
	char first[STRETCH_HEX], second[STRETCH_HEX], password[STRETCH_HEX], pin[STRETCH_HEX];
	const char *values[] = { s->attempt, first, r->in.new_password[0] ? password : NULL, r->in.new_pin[0] ? pin : NULL,
		second };

	stretch_stored(s, NEW_PASSWORD, password);
	stretch_stored(s, NEW_PIN, pin);
	write_signed(r, values[2], values[3], text, sizeof text);
	stretch_prove(s, r->in.code ? r->in.code : stretch_key(s, OLD_PASSWORD), text, first);
	stretch_prove(s, stretch_key(s, OLD_PIN), text, second);
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

static void stretched(void *ctx, bool ok, const struct err *err)
{
	struct api_renewing *r = ctx;

	if (!r->api) {
		release(r);
		return;
	}
	if (!ok) {
		end(r, API_REFUSED, "", err);
		return;
	}
	submit(r);
	stretch_wipe(&r->stretch);
}

static bool read_begin(struct api_renewing *r, const struct db_rows *rows)
{
	const char *address;

	if (!stretch_begun(&r->stretch, rows, BEGIN_COLUMNS))
		return false;
	address = db_value(rows, 0, ADDRESS);
	return snprintf(r->settled, sizeof r->settled, "%s", address ? address : "") < (int)sizeof r->settled;
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
	else if (!stretch_start(&r->stretch))
		fail(r, ERR_SYSTEM, _("The machine gives no thread to work out the log-in."));
}

static bool prepare(struct api_renewing *r, const struct api_renewal *in)
{
	r->in = *in;
	snprintf(r->address, sizeof r->address, "%s", in->address ? in->address : "");
	r->stretch = (struct stretch) { .secrets = { [OLD_PASSWORD] = { in->code ? NULL : in->password, "password" },
					    [OLD_PIN] = { in->code ? NULL : in->pin, "pin" },
					    [NEW_PASSWORD] = { in->new_password[0] ? in->new_password : NULL, "password" },
					    [NEW_PIN] = { in->new_pin[0] ? in->new_pin : NULL, "pin" } },
		.pepper = in->pepper,
		.post = in->post,
		.post_ctx = in->post_ctx,
		.done = stretched,
		.ctx = r };
	return stretch_open(&r->stretch);
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
	a->renewing = r;
	if (!prepare(r, in)) {
		fail(r, ERR_SYSTEM, _("There is no locked memory left for secrets."));
		return;
	}
	/* A name that cannot be one is refused in the same words as a wrong code. */
	if (!api_normalise(in->login, r->login, sizeof r->login)) {
		end_refused(r);
		return;
	}
	snprintf(pid, sizeof pid, "%d", db_backend_pid(a->db));
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
	stretch_stop(&r->stretch);
}
