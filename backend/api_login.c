#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "backend/api_private.h"
#include "backend/stretch.h"
#include "backend/words.h"

static const char sql_begin[] =
    "SELECT attempt, nonce, salt, kdf, address FROM api.begin_login($1::text, nullif($2::text, '')::inet, $3::int, $4::text)";
static const char sql_submit[] = "SELECT api.submit_login($1::bigint, $2::bytea, $3::bytea)";
static const char sql_finish[] = "SELECT api.finish_login($1::bigint, $2::boolean)";
static const char sql_me[] =
    "SELECT user_id, login, full_name, type, roles, rights, site_name, base_currency, language, demo, last_login_at,"
    " last_login_address, idle_seconds, lock_seconds FROM api.me()";
static const char sql_rights[] = "SELECT name, sentence FROM api.rights()";
static const char sql_logout[] = "SELECT api.logout()";

enum { LOGIN_MAX = 1024 };
enum { ATTEMPT, NONCE, SALT, KDF, ADDRESS, BEGIN_COLUMNS };
enum { PASSWORD, PIN }; /* secrets in the order in which they are stretched */

/*
 * A log-in on its way: begin -> stretch (in a thread) -> submit and finish -> me and rights.
 */
struct api_logging_in {
	struct api *api; /* NULL: dropped; the post that is still to come frees this */
	struct api_login in; /* login and address point at the copies below */
	char login[LOGIN_MAX], address[128];
	char settled[128];
	struct stretch stretch;
	struct err err;
	bool asking; /* the caller is asked whether the session elsewhere is to go; nothing is under way */
	struct db_rows me;
};

static void release(struct api_logging_in *l)
{
	stretch_release(&l->stretch);
	arena_free(l->me.arena);
	free(l);
}

static void end(struct api_logging_in *l, bool ok, const struct err *err)
{
	struct api_login in = l->in;
	struct err kept = *err;

	l->api->login = NULL;
	release(l);
	in.done(in.ctx, ok, &kept);
}

static void end_bug(struct api_logging_in *l)
{
	struct err err;

	err_set(&err, ERR_BUG, "%s", _("The database answered the log-in with something else than an answer."));
	end(l, false, &err);
}

static void end_refused(struct api_logging_in *l)
{
	struct err err;

	err_set(&err, ERR_DENIED, "%s", _("The log-in was refused."));
	snprintf(err.hint, sizeof err.hint, "%s",
	    _("Check log-in name, password and PIN. After five wrong ones nothing is looked at for a quarter of an hour."));
	end(l, false, &err);
}

bool api_normalise(const char *s, char *out, size_t size)
{
	mbstate_t from = { 0 }, to = { 0 };
	size_t used = 0;

	s += strspn(s, " ");
	while (*s) {
		wchar_t c;
		char bytes[16];
		size_t n = mbrtowc(&c, s, strlen(s), &from), m;

		if (n == (size_t)-1 || n == (size_t)-2)
			return false;
		m = wcrtomb(bytes, (wchar_t)towlower((wint_t)c), &to);
		if (m == (size_t)-1 || m >= size - used)
			return false;
		memcpy(out + used, bytes, m);
		used += m;
		s += n;
	}
	while (used > 0 && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
	return true;
}

static void entered(void *ctx, struct db_rows *rights, const struct err *err)
{
	struct api_logging_in *l = ctx;
	bool ok;

	if (!l->api) {
		release(l);
		return;
	}
	if (!rights || !l->me.arena) {
		end(l, false, l->err.code != ERR_NONE ? &l->err : err);
		return;
	}
	ok = api_enter(l->api, &l->me, rights);
	if (ok)
		end(l, true, err);
	else
		end_bug(l);
}

static void known(void *ctx, struct db_rows *me, const struct err *err)
{
	struct api_logging_in *l = ctx;

	l->err = *err;
	if (!me)
		return;
	l->me = *me;
	me->arena = NULL;
}

/* Without the sentences of the rights. */
static void entered_bare(void *ctx, struct db_rows *me, const struct err *err)
{
	struct db_rows none = { .columns = 2 };

	known(ctx, me, err);
	entered(ctx, &none, err);
}

static void end_elsewhere(struct api_logging_in *l, enum err_code code)
{
	struct err err;

	err_set(&err, code, "%s", _("You are logged in somewhere else, and that session goes on."));
	end(l, false, &err);
}

/* The answer is elsewhere|ADDRESS|SINCE. */
static void ask_elsewhere(struct api_logging_in *l, const char *answer)
{
	char address[64], since[40];
	int bar;

	if (!l->in.elsewhere) {
		end_elsewhere(l, ERR_DENIED);
		return;
	}
	answer = strchr(answer, '|') + 1;
	bar = (int)strcspn(answer, "|");
	snprintf(address, sizeof address, "%.*s", bar, answer);
	snprintf(since, sizeof since, "%s", answer[bar] ? answer + bar + 1 : "");
	l->asking = true;
	l->in.elsewhere(l->in.ctx, address, since);
}

static void finished(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_logging_in *l = ctx;
	const char *answer;

	if (!l->api) {
		release(l);
		return;
	}
	if (!rows) {
		end(l, false, l->err.code != ERR_NONE ? &l->err : err);
		return;
	}
	answer = rows->count == 1 && rows->columns == 1 ? db_value(rows, 0, 0) : NULL;
	if (answer && strncmp(answer, "elsewhere|", 10) == 0) {
		ask_elsewhere(l, answer);
		return;
	}
	if (!answer || strcmp(answer, "ok") != 0) {
		end_refused(l);
		return;
	}
	if (l->in.bare) {
		db_call(l->api->db, &(struct db_call) { .sql = sql_me, .done = entered_bare, .ctx = l });
		return;
	}
	db_call(l->api->db, &(struct db_call) { .sql = sql_me, .more = true, .done = known, .ctx = l });
	db_call(l->api->db, &(struct db_call) { .sql = sql_rights, .done = entered, .ctx = l });
}

static void finish(struct api_logging_in *l, bool replace)
{
	const char *values[] = { l->stretch.attempt, replace ? "t" : "f" };

	db_call(l->api->db, &(struct db_call) { .sql = sql_finish, .values = values, .count = 2, .done = finished, .ctx = l });
}

void api_login_answer(struct api *a, bool replace)
{
	struct api_logging_in *l = a->login;

	if (!l || !l->asking)
		return;
	l->asking = false;
	if (replace)
		finish(l, true);
	else
		end_elsewhere(l, ERR_CANCELLED);
}

static void submitted(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_logging_in *l = ctx;

	(void)rows;
	l->err = *err;
}

/* What is signed after the nonce: attempt, name and address as text. */
static void submit(struct api_logging_in *l)
{
	char text[sizeof l->stretch.attempt + sizeof l->login + sizeof l->settled + 2];
	char password[STRETCH_HEX], pin[STRETCH_HEX];
	const char *values[] = { l->stretch.attempt, password, pin };

	snprintf(text, sizeof text, "%s|%s|%s", l->stretch.attempt, l->login, l->settled);
	stretch_prove(&l->stretch, stretch_key(&l->stretch, PASSWORD), text, password);
	stretch_prove(&l->stretch, stretch_key(&l->stretch, PIN), text, pin);
	db_call(l->api->db,
	    &(struct db_call) { .sql = sql_submit, .values = values, .count = 3, .more = true, .done = submitted, .ctx = l });
	finish(l, l->in.replace);
	secret_wipe(password, sizeof password);
	secret_wipe(pin, sizeof pin);
}

static void stretched(void *ctx, bool ok, const struct err *err)
{
	struct api_logging_in *l = ctx;

	if (!l->api) {
		release(l);
		return;
	}
	if (!ok) {
		end(l, false, err);
		return;
	}
	submit(l);
	stretch_wipe(&l->stretch);
}

static bool read_begin(struct api_logging_in *l, const struct db_rows *r)
{
	const char *address;

	if (!stretch_begun(&l->stretch, r, BEGIN_COLUMNS))
		return false;
	address = db_value(r, 0, ADDRESS);
	return snprintf(l->settled, sizeof l->settled, "%s", address ? address : "") < (int)sizeof l->settled;
}

static void begun(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_logging_in *l = ctx;
	struct err why;

	if (!l->api) {
		release(l);
		return;
	}
	if (!rows) {
		end(l, false, err);
	} else if (!read_begin(l, rows)) {
		end_bug(l);
	} else if (!stretch_start(&l->stretch)) {
		err_set(&why, ERR_SYSTEM, "%s", _("The machine gives no thread to work out the log-in."));
		end(l, false, &why);
	}
}

static bool prepare(struct api_logging_in *l, const struct api_login *in)
{
	l->in = *in;
	l->stretch = (struct stretch) { .secrets = { [PASSWORD] = { in->password, "password" }, [PIN] = { in->pin, "pin" } },
		.pepper = in->pepper,
		.post = in->post,
		.post_ctx = in->post_ctx,
		.done = stretched,
		.ctx = l };
	snprintf(l->address, sizeof l->address, "%s", in->address ? in->address : "");
	l->in.login = l->login;
	l->in.address = l->address;
	return stretch_open(&l->stretch);
}

void api_login(struct api *a, const struct api_login *in)
{
	struct api_logging_in *l = a->login ? NULL : calloc(1, sizeof *l);
	struct err err;
	char pid[16];
	const char *values[4];

	if (!l) {
		err_set(&err, ERR_SYSTEM, "%s", a->login ? _("A log-in is under way already.") : _("There is not enough memory."));
		in->done(in->ctx, false, &err);
		return;
	}
	l->api = a;
	a->login = l;
	if (!prepare(l, in)) {
		err_set(&err, ERR_SYSTEM, "%s", _("There is no locked memory left for secrets."));
		end(l, false, &err);
		return;
	}
	/* A name that cannot be one is refused in the same words as a wrong one. */
	if (!api_normalise(in->login, l->login, sizeof l->login)) {
		end_refused(l);
		return;
	}
	snprintf(pid, sizeof pid, "%d", db_backend_pid(a->db));
	values[0] = l->login;
	values[1] = l->address;
	values[2] = pid;
	values[3] = in->fingerprint && in->fingerprint[0] ? in->fingerprint : NULL;
	db_call(a->db, &(struct db_call) { .sql = sql_begin, .values = values, .count = 4, .done = begun, .ctx = l });
}

/* The api goes: the log-in is forgotten without a word, and freed by whatever of it is still to come. */
void api_login_drop(struct api *a)
{
	struct api_logging_in *l = a->login;

	if (!l)
		return;
	a->login = NULL;
	l->api = NULL;
	stretch_stop(&l->stretch);
	if (l->asking)
		release(l);
}

bool api_login_asking(const struct api *a)
{
	return a->login && a->login->asking;
}

static void logged_out(struct api_op *op, struct db_rows *rows, const struct err *err)
{
	(void)rows;
	if (op->done.plain)
		op->done.plain(op->ctx, err);
}

void api_logout(struct api *a, void (*done)(void *ctx, const struct err *err), void *ctx)
{
	struct api_op *op = api_op_new(a, logged_out, ctx);
	struct err err;

	api_forget(a);
	if (!op) {
		if (done)
			done(ctx, api_no_memory(&err));
		return;
	}
	op->done.plain = done;
	api_op_call(op, sql_logout, NULL, 0);
}
