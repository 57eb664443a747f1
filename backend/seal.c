#include "backend/seal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/config.h"
#include "backend/pq.h"
#include "backend/words.h"

enum { SEAL_TEXT = 700 };

static bool take_number(const char *text, int64_t *ret)
{
	char *end;

	errno = 0;
	*ret = text && *text ? strtoll(text, &end, 10) : 0;
	return text && *text && !*end && errno == 0;
}

/* NULL stands for no row. */
static bool take_id(const char *text, int64_t *ret)
{
	*ret = -1;
	return !text || take_number(text, ret);
}

static bool take_part(const struct db_rows *rows, int row, int column, struct seal_part *part)
{
	const char *hash = db_value(rows, row, column + 3);

	return take_number(db_value(rows, row, column), &part->rows) && take_id(db_value(rows, row, column + 1), &part->first) &&
	       take_id(db_value(rows, row, column + 2), &part->last) && hash && secret_unhex(hash, part->hash, sizeof part->hash);
}

bool seal_take(const struct db_rows *rows, int row, struct seal *ret)
{
	const char *upto, *previous, *hash;
	int64_t form;
	char *end;

	if (rows->columns != SEAL_COLUMNS)
		return false;
	upto = db_value(rows, row, 2);
	previous = db_value(rows, row, 12);
	hash = db_value(rows, row, 13);
	if (!upto || !previous || !hash || !take_number(db_value(rows, row, 0), &ret->n) ||
	    !take_number(db_value(rows, row, 1), &form) || !take_number(db_value(rows, row, 3), &ret->at))
		return false;
	ret->form = (int)form;
	errno = 0;
	ret->upto = strtoull(upto, &end, 10);
	return *upto && !*end && errno == 0 && take_part(rows, row, 4, &ret->parts[SEAL_CHANGES]) &&
	       take_part(rows, row, 8, &ret->parts[SEAL_ACCESS]) && secret_unhex(previous, ret->previous, sizeof ret->previous) &&
	       secret_unhex(hash, ret->hash, sizeof ret->hash);
}

static void put_id(char *out, size_t size, int64_t id)
{
	if (id < 0)
		snprintf(out, size, "-");
	else
		snprintf(out, size, "%" PRId64, id);
}

static void put_part(const struct seal_part *part, char *out, size_t size)
{
	char first[24], last[24], hash[2 * SECRET_KEY + 1];

	put_id(first, sizeof first, part->first);
	put_id(last, sizeof last, part->last);
	secret_hex(part->hash, SECRET_KEY, hash);
	snprintf(out, size, "%" PRId64 "|%s|%s|%s", part->rows, first, last, hash);
}

/* The text that audit.seal_hash hashes. */
void seal_hash(const struct seal *s, unsigned char *out)
{
	char changes[200], access[200], previous[2 * SECRET_KEY + 1], text[SEAL_TEXT];
	int n;

	put_part(&s->parts[SEAL_CHANGES], changes, sizeof changes);
	put_part(&s->parts[SEAL_ACCESS], access, sizeof access);
	secret_hex(s->previous, SECRET_KEY, previous);
	n = snprintf(text, sizeof text, "steward seal|%d|%" PRId64 "|%" PRIu64 "|%" PRId64 "|%s|%s|%s", s->form, s->n, s->upto,
	    s->at, changes, access, previous);
	secret_digest(text, (size_t)n, out);
}

void seal_link(unsigned char *chain, const unsigned char *row_hash)
{
	unsigned char both[2 * SECRET_KEY];

	memcpy(both, chain, SECRET_KEY);
	memcpy(both + SECRET_KEY, row_hash, SECRET_KEY);
	secret_digest(both, sizeof both, chain);
}

struct pq *seal_connect(const struct config *config, struct err *err)
{
	struct pq_place place = { .host = config->host,
		.port = config->port,
		.database = config->database,
		.user = config->user,
		.sslmode = config->sslmode,
		.sslrootcert = config->sslrootcert,
		.sslcert = config->sslcert,
		.sslkey = config->sslkey,
		.timeout = config->connect_timeout };

	return pq_open(&place, err);
}

/* One seal. A second sealer finds out here; that is no fault. */
static bool seal_one(struct pq *pq, int64_t *ret_n, int64_t *ret_rows, struct err *err)
{
	struct db_rows rows;
	bool ok;

	if (!pq_run(pq, "SELECT n, rows FROM audit.seal()", NULL, 0, &rows, NULL, err)) {
		if (err && strcmp(err->sqlstate, "55P03") == 0)
			err_set(err, ERR_CONFLICT, "%s", _("Another sealer is at work."));
		return false;
	}
	*ret_n = 0;
	ok = rows.count == 1 && rows.columns == 2 && take_number(db_value(&rows, 0, 1), ret_rows) &&
	     (!db_value(&rows, 0, 0) || take_number(db_value(&rows, 0, 0), ret_n));
	arena_free(rows.arena);
	return ok || err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
}

bool seal_all(struct pq *pq, struct seal_tally *ret, struct err *err)
{
	int64_t n, rows;

	*ret = (struct seal_tally) { 0 };
	for (;;) {
		if (!seal_one(pq, &n, &rows, err))
			return false;
		if (!n)
			return true;
		ret->seals++;
		ret->rows += rows;
		ret->last = n;
	}
}
