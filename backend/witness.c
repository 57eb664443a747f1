#include "backend/witness.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backend/pq.h"
#include "backend/witness_log.h"
#include "backend/words.h"

enum { ROUND_SEALS = 1000 };

static bool file_trouble(const char *what, const char *file, struct err *err)
{
	return err_set(err, ERR_SYSTEM, "%s %.200s: %s.", what, file, strerror(errno));
}

/* What was written is there after a power cut only if its folder was written too. */
static bool sync_folder(const char *file)
{
	char copy[256];
	int fd;
	bool ok;

	snprintf(copy, sizeof copy, "%s", file);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool write_whole(int fd, const void *data, size_t size)
{
	return write(fd, data, size) == (ssize_t)size && fsync(fd) == 0;
}

static bool key_is_fit(int fd, const char *file, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size != SECRET_KEY)
		return err_set(
		    err, ERR_SYSTEM, _("The witness's key %.200s must be a file of exactly %d bytes."), file, SECRET_KEY);
	if (st.st_uid != geteuid() || st.st_mode & (S_IRWXG | S_IRWXO))
		return err_set(
		    err, ERR_SYSTEM, _("The witness's key %.200s must belong to the witness and nobody else (chmod 0600)."), file);
	return true;
}

static bool read_key(struct witness *w, int fd, const char *file, struct err *err)
{
	if (!key_is_fit(fd, file, err))
		return false;
	return read(fd, w->key, SECRET_KEY) == SECRET_KEY || file_trouble(_("The witness's key cannot be read:"), file, err);
}

static bool make_key(struct witness *w, const char *file, struct err *err)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok;

	secret_random(w->key, SECRET_KEY);
	ok = fd >= 0 && write_whole(fd, w->key, SECRET_KEY) && sync_folder(file);
	if (!ok)
		file_trouble(_("The witness's key cannot be made:"), file, err);
	if (fd >= 0)
		close(fd);
	w->fresh = ok;
	return ok;
}

/* may_make: the log is empty. A log that has begun is signed with a key that must be there. */
static bool take_key(struct witness *w, const char *file, bool may_make, struct err *err)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	bool ok;

	w->key = secret_alloc(SECRET_KEY);
	if (!w->key)
		ok = err_set(err, ERR_SYSTEM, "%s", _("There is no locked memory left for secrets."));
	else if (fd >= 0)
		ok = read_key(w, fd, file, err);
	else if (errno == ENOENT && may_make)
		ok = make_key(w, file, err);
	else
		ok = file_trouble(_("The witness's key cannot be read:"), file, err);
	if (fd >= 0)
		close(fd);
	if (ok)
		secret_public_key(w->key, w->public_key);
	return ok;
}

static bool begin_log(struct witness *w, struct err *err)
{
	char line[WITNESS_LINE];
	int n;

	witness_format_head(w->public_key, line);
	n = (int)strlen(line);
	line[n++] = '\n';
	return (write_whole(w->fd, line, (size_t)n) && sync_folder(w->log)) ||
	       file_trouble(_("The witness's log cannot be written:"), w->log, err);
}

/* Goes on where the log ends. Every line is looked at, so that nobody edits it between two starts. */
static bool follow_log(struct witness *w, struct witness_log *l, struct err *err)
{
	enum witness_next next;
	struct witness_entry e;

	if (memcmp(l->public_key, w->public_key, SECRET_PUBLIC) != 0)
		return err_set(err, ERR_INPUT, _("The log %.200s is signed with another key."), w->log);
	while ((next = witness_log_next(l, &e)) != WITNESS_END) {
		if (next == WITNESS_BAD || e.seal.n != w->last + 1 || !witness_check(&e, w->public_key))
			return err_set(
			    err, ERR_INPUT, _("Line %d of the log %.200s was changed: put back a copy of it."), l->line, w->log);
		w->last = e.seal.n;
		w->upto = e.seal.upto;
		memcpy(w->hash, e.seal.hash, SECRET_KEY);
	}
	/* A power cut left the beginning of a line, which was never told to anybody. */
	if (l->torn && (ftruncate(w->fd, l->good) != 0 || fsync(w->fd) != 0))
		return file_trouble(_("The last line of the witness's log is torn and cannot be taken off:"), w->log, err);
	return true;
}

static bool read_log(struct witness *w, struct err *err)
{
	struct witness_log l;
	int fd = open(w->log, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	if (!witness_log_open(&l, fd >= 0 ? fdopen(fd, "r") : NULL, w->log, err))
		return false;
	ok = follow_log(w, &l, err);
	witness_log_close(&l);
	return ok;
}

static bool open_log(struct witness *w, bool *ret_empty, struct err *err)
{
	struct stat st;

	w->fd = open(w->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (w->fd < 0 || fstat(w->fd, &st) != 0)
		return file_trouble(_("The witness's log cannot be opened:"), w->log, err);
	if (flock(w->fd, LOCK_EX | LOCK_NB) != 0)
		return err_set(err, ERR_CONFLICT, _("Another witness writes to %.200s."), w->log);
	*ret_empty = st.st_size == 0;
	return true;
}

bool witness_open(struct witness *w, const char *log, const char *key, struct err *err)
{
	bool empty = false;

	*w = (struct witness) { .fd = -1 };
	snprintf(w->log, sizeof w->log, "%s", log);
	if (strlen(log) >= sizeof w->log)
		return err_set(err, ERR_INPUT, "%s", _("The name of the log is too long."));
	if (open_log(w, &empty, err) && take_key(w, key, empty, err) && (empty ? begin_log(w, err) : read_log(w, err)))
		return true;
	witness_close(w);
	return false;
}

void witness_close(struct witness *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	secret_free(w->key);
	w->key = NULL;
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* All of it, or the log is as it was. */
static bool append(struct witness *w, const struct witness_entry *e, struct err *err)
{
	char line[WITNESS_LINE];
	off_t end = lseek(w->fd, 0, SEEK_END);
	size_t n;

	witness_format(e, line);
	n = strlen(line);
	line[n++] = '\n';
	if (write(w->fd, line, n) == (ssize_t)n)
		return true;
	file_trouble(_("The witness's log cannot be written:"), w->log, err);
	if (end < 0 || ftruncate(w->fd, end) != 0)
		err_set(err, ERR_SYSTEM, _("The witness's log %.200s cannot be written, and its last line is torn."), w->log);
	return false;
}

static bool sign_next(struct witness *w, const struct seal *s, struct err *err)
{
	struct witness_entry e = { .seal = *s, .seen = now() };
	unsigned char hash[SECRET_KEY];

	seal_hash(s, hash);
	if (s->n != w->last + 1 || s->form != SEAL_FORM || memcmp(hash, s->hash, SECRET_KEY) != 0 ||
	    (w->last && (memcmp(s->previous, w->hash, SECRET_KEY) != 0 || s->upto <= w->upto)))
		return err_set(err, ERR_INPUT,
		    _("Seal %" PRId64 " of the database does not follow seal %" PRId64
		      ", which was signed last. Nothing more is signed."),
		    s->n, w->last);
	if (!witness_sign(&e, w->key, err) || !append(w, &e, err))
		return false;
	w->last = s->n;
	w->upto = s->upto;
	memcpy(w->hash, s->hash, SECRET_KEY);
	return true;
}

static bool sign_all(struct witness *w, const struct db_rows *rows, struct err *err)
{
	struct seal s;

	for (int i = 0; i < rows->count; i++) {
		if (!seal_take(rows, i, &s))
			return err_set(
			    err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
		if (s.n == w->last && i == 0 && memcmp(s.hash, w->hash, SECRET_KEY) == 0)
			continue;
		if (i == 0 && w->last && s.n != w->last + 1)
			return err_set(err, ERR_INPUT,
			    _("Seal %" PRId64
			      " of the database is not the one that was signed: the chain was rebuilt. Nothing more is signed."),
			    w->last);
		if (!sign_next(w, &s, err))
			return false;
	}
	return true;
}

/* The seal signed last is asked for too: if it is gone or another one, the chain was rebuilt. */
bool witness_round(struct witness *w, struct pq *pq, int64_t *ret_signed, struct err *err)
{
	int64_t before = w->last;
	struct db_rows rows;
	char from[24];
	const char *values[] = { from };
	bool ok, more;

	do {
		snprintf(from, sizeof from, "%" PRId64, w->last);
		if (!pq_run(pq, SEAL_SELECT " WHERE n >= $1 ORDER BY n LIMIT 1000", values, 1, &rows, NULL, err))
			return false;
		more = rows.count == ROUND_SEALS;
		if (w->last && (rows.count == 0 || strcmp(db_value(&rows, 0, 0), from) != 0))
			ok = err_set(err, ERR_INPUT,
			    _("Seal %" PRId64 " was signed and is gone from the database. Nothing more is signed."), w->last);
		else
			ok = sign_all(w, &rows, err);
		arena_free(rows.arena);
		if (fdatasync(w->fd) != 0 && ok)
			ok = file_trouble(_("The witness's log cannot be written:"), w->log, err);
	} while (ok && more);
	*ret_signed = w->last - before;
	/* For the screen; what counts is the log. */
	snprintf(from, sizeof from, "%" PRId64, w->last);
	return ok && pq_run(pq, "SELECT auth.witnessed($1)", values, 1, NULL, NULL, err);
}
