#include "backend/api.h"

#include <stdlib.h>
#include <string.h>

#include "backend/api_private.h"
#include "backend/words.h"

static const char sql_quiet[] = "SET steward.quiet = on";
static const char sql_loud[] = "SET steward.quiet = off";

struct api *api_new(struct db *db)
{
	struct api *a = calloc(1, sizeof *a);

	if (a)
		a->db = db;
	return a;
}

const struct err *api_no_memory(struct err *err)
{
	err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	return err;
}

struct api_op *api_op_new(struct api *a, api_read read, void *ctx)
{
	struct api_op *op = calloc(1, sizeof *op);

	if (!op)
		return NULL;
	*op = (struct api_op) { .next = a->ops, .at = &a->ops, .api = a, .quiet = a->quiet, .read = read, .ctx = ctx };
	if (op->next)
		op->next->at = &op->next;
	a->ops = op;
	return op;
}

static void unlink_op(struct api_op *op)
{
	*op->at = op->next;
	if (op->next)
		op->next->at = op->at;
}

static void first_done(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_op *op = ctx;

	(void)rows;
	op->first = *err;
}

/* An error of the first call tells more than the one it caused in the second. */
static void last_done(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct api_op *op = ctx;
	bool failed = op->first.code != ERR_NONE;

	if (op->api) {
		unlink_op(op);
		op->read(op, failed ? NULL : rows, failed ? &op->first : err);
	}
	free(op);
}

/* A cancel hits the whole round trip; what the connection was told about its calls must not outlive it. */
static void loud_again(void *ctx, struct db_rows *rows, const struct err *err)
{
	struct db *db = ctx;

	(void)rows;
	if (err->code != ERR_NONE && db_state(db) == DB_UP)
		db_call(db, &(struct db_call) { .sql = sql_loud });
}

static void begin(struct api_op *op)
{
	if (op->quiet && !op->begun)
		db_call(op->api->db, &(struct db_call) { .sql = sql_quiet, .more = true });
	op->begun = true;
}

void api_op_before(struct api_op *op, const char *sql, const char *const *values, int count)
{
	begin(op);
	db_call(op->api->db,
	    &(struct db_call) { .sql = sql, .values = values, .count = count, .more = true, .done = first_done, .ctx = op });
}

uint64_t api_op_call(struct api_op *op, const char *sql, const char *const *values, int count)
{
	struct db *db = op->api->db;
	struct db_call call = { .sql = sql, .values = values, .count = count, .write = op->write, .done = last_done, .ctx = op };
	bool quiet = op->quiet;
	uint64_t id;

	begin(op);
	call.more = quiet;
	id = db_call(db, &call);
	op->id = id;
	if (quiet)
		db_call(db, &(struct db_call) { .sql = sql_loud, .done = loud_again, .ctx = db });
	return id;
}

void api_quiet(struct api *a, bool on)
{
	a->quiet = on;
}

void api_free(struct api *a)
{
	struct err err;

	if (!a)
		return;
	api_login_drop(a);
	api_renewal_drop(a);
	api_unlock_drop(a);
	err_set(&err, ERR_CANCELLED, "%s", _("Cancelled."));
	while (a->ops) {
		struct api_op *op = a->ops;

		unlink_op(op);
		op->api = NULL;
		op->read(op, NULL, &err);
	}
	api_again_forget(a);
	arena_free(a->arena);
	free(a);
}

void api_cancel(struct api *a, uint64_t id)
{
	db_cancel(a->db, id);
}

void api_cancel_all(struct api *a)
{
	for (struct api_op *op = a->ops; op; op = op->next)
		if (!op->write)
			db_cancel(a->db, op->id);
}

bool api_busy(const struct api *a)
{
	return (a->login != NULL && !api_login_asking(a)) || a->renewing != NULL || a->unlocking != NULL;
}

const struct api_me *api_me(const struct api *a)
{
	return a->in ? &a->me : NULL;
}

bool api_may(const struct api *a, const char *right)
{
	if (!right)
		return true;
	for (const char *const *r = a->in ? a->me.rights : NULL; r && *r; r++)
		if (strcmp(*r, right) == 0)
			return true;
	return false;
}

const char *api_right_sentence(const struct api *a, const char *right)
{
	for (int i = 0; i < a->rights; i++)
		if (strcmp(a->names[i], right) == 0)
			return a->sentences[i];
	return NULL;
}

void api_again_forget(struct api *a)
{
	free(a->again.request);
	a->again.request = NULL;
}

bool api_waiting(const struct api *a)
{
	for (const struct api_op *op = a->ops; op; op = op->next)
		if (!op->quiet)
			return true;
	return api_busy(a);
}

void api_forget(struct api *a)
{
	a->in = false;
	api_again_forget(a);
}

/* Order of the columns in the query of api_login.c. */
enum {
	USER_ID,
	LOGIN,
	FULL_NAME,
	TYPE,
	ROLES,
	RIGHTS,
	SITE_NAME,
	CURRENCY,
	LANGUAGE,
	DEMO,
	LAST_AT,
	LAST_ADDRESS,
	IDLE,
	LOCK,
	ME_COLUMNS
};

static const char *text_of(const struct db_rows *r, int column)
{
	const char *s = db_value(r, 0, column);

	return s ? s : "";
}

static void take_me(struct api_me *me, const struct db_rows *r)
{
	me->user_id = strtoll(text_of(r, USER_ID), NULL, 10);
	me->login = text_of(r, LOGIN);
	me->full_name = text_of(r, FULL_NAME);
	me->type = text_of(r, TYPE);
	me->site_name = text_of(r, SITE_NAME);
	me->base_currency = text_of(r, CURRENCY);
	me->language = text_of(r, LANGUAGE);
	me->demo = strcmp(text_of(r, DEMO), "t") == 0;
	me->last_login_at = text_of(r, LAST_AT);
	me->last_login_address = text_of(r, LAST_ADDRESS);
	me->idle_seconds = (int)strtol(text_of(r, IDLE), NULL, 10);
	me->lock_seconds = (int)strtol(text_of(r, LOCK), NULL, 10);
}

/* The rights' rows move into the arena of me, pair by pair. */
static bool take_rights(struct api *a, const struct db_rows *r)
{
	const char **names = arena_alloc(a->arena, (size_t)(r->count + 1) * sizeof *names);
	const char **sentences = arena_alloc(a->arena, (size_t)(r->count + 1) * sizeof *sentences);

	if (!names || !sentences || r->columns < 2)
		return false;
	for (int i = 0; i < r->count; i++) {
		const char *name = db_value(r, i, 0), *sentence = db_value(r, i, 1);

		names[i] = arena_copy(a->arena, name ? name : "", name ? strlen(name) : 0);
		sentences[i] = arena_copy(a->arena, sentence ? sentence : "", sentence ? strlen(sentence) : 0);
		if (!names[i] || !sentences[i])
			return false;
	}
	a->names = names;
	a->sentences = sentences;
	a->rights = r->count;
	return true;
}

bool api_enter(struct api *a, struct db_rows *me, struct db_rows *rights)
{
	if (me->count != 1 || me->columns != ME_COLUMNS)
		return false;
	arena_free(a->arena);
	a->arena = me->arena;
	me->arena = NULL;
	a->rights = 0;
	take_me(&a->me, me);
	if (db_array(a->arena, text_of(me, ROLES), &a->me.roles) < 0 || db_array(a->arena, text_of(me, RIGHTS), &a->me.rights) < 0)
		return false;
	if (!take_rights(a, rights))
		return false;
	a->ticket = 0;
	api_again_forget(a);
	a->in = true;
	return true;
}
