#ifndef BACKEND_API_PRIVATE_H
#define BACKEND_API_PRIVATE_H

#include "backend/api.h"

struct api_op;

/* Reads the rows of the last call and tells the caller; rows is NULL when err says why. */
typedef void (*api_read)(struct api_op *op, struct db_rows *rows, const struct err *err);

/*
 * One verb under way: one call of the database, or two in one round trip (first the record of what will be looked at, then the
 * look). Lives until its last call has ended.
 */
struct api_op {
	struct api_op *next, **at;
	struct api *api; /* NULL: the api is gone, the caller has been told */
	uint64_t id; /* of the last call, and for api_cancel */
	bool write;
	bool quiet, begun; /* not counted as activity; its first call is out */
	struct err first; /* what became of the first of two calls */
	int wanted; /* rows or cells asked for */
	int cells;
	api_read read;
	union {
		api_list_done list;
		api_count_done count;
		api_get_done get;
		api_pairs_done pairs;
		api_saved saved;
		api_rows_done rows;
		api_jobs_done jobs;
		void (*plain)(void *ctx, const struct err *err);
		void (*text)(void *ctx, const char *answer, const struct err *err);
		void (*greeting)(void *ctx, const char *site, bool demo, const struct err *err);
	} done;
	void *ctx;
};

struct api_logging_in;
struct api_renewing;
struct api_unlocking;

struct api {
	struct db *db;
	int ticket; /* last one used in this session */
	bool in, quiet;
	/* The question that a screen asks by itself again and again: its record lasts for a while. */
	struct {
		char *request;
		int ticket;
		int64_t at; /* monotonic milliseconds */
	} again;
	struct api_me me;
	struct arena *arena; /* of me and the sentences */
	const char *const *names, *const *sentences;
	int rights;
	struct api_op *ops;
	struct api_logging_in *login; /* NULL = none under way */
	struct api_renewing *renewing;
	struct api_unlocking *unlocking;
};

/* NULL when out of memory. The caller sets what its read needs. */
struct api_op *api_op_new(struct api *a, api_read read, void *ctx);
/* The first of two calls. */
void api_op_before(struct api_op *op, const char *sql, const char *const *values, int count);
/* The call that answers. Returns the id of the op. */
uint64_t api_op_call(struct api_op *op, const char *sql, const char *const *values, int count);
/* The members of a question that do not depend on the page: what, which columns and rows, in which order. */
struct json;
void api_write_question(struct json *j, const struct api_list *q);
/* What a caller hears when there was not even memory to ask. */
const struct err *api_no_memory(struct err *err);

/* Takes over what me() and rights() said. False: the answer is not what it should be. */
bool api_enter(struct api *a, struct db_rows *me, struct db_rows *rights);
/* The next question of a screen is recorded again. */
void api_again_forget(struct api *a);
void api_login_drop(struct api *a);
bool api_login_asking(const struct api *a); /* nothing is under way: the user is to answer */
void api_renewal_drop(struct api *a);
/* As the database compares it and the proof signs it: lower case, no blanks around. False when it is no text or too long. */
bool api_normalise(const char *s, char *out, size_t size);

#endif
