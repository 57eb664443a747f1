#include "backend/csv.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "backend/words.h"

/* Beginnings that spreadsheets take for a formula, or skip to find one; the wide forms are those of East Asian keyboards. */
static const char *const beginnings[] = { "=", "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
	"\xef\xbc\xa0", NULL };

/* How many bytes of value are apostrophes before a formula; -1: it is no formula, guarded or not. */
static long apostrophes(const char *value, size_t n)
{
	size_t at = 0;

	while (at < n && value[at] == '\'')
		at++;
	for (const char *const *b = beginnings; *b; b++)
		if (n - at >= strlen(*b) && memcmp(value + at, *b, strlen(*b)) == 0)
			return (long)at;
	return -1;
}

/* Nearly all cells begin with a letter or a digit. */
static bool begins_plainly(const char *value, size_t n)
{
	unsigned char c = n ? (unsigned char)value[0] : 'a';

	return (unsigned)(c | 0x20) - 'a' < 26u || (unsigned)c - '0' < 10u;
}

bool csv_needs_guard(const char *value, size_t n)
{
	return !begins_plainly(value, n) && apostrophes(value, n) >= 0;
}

size_t csv_unguard(const char *value, size_t n)
{
	return n && value[0] == '\'' && apostrophes(value, n) > 0;
}

static void flush(struct csv_writer *w)
{
	size_t at = 0;

	secret_sum_add(&w->hash, w->buffer, w->used);
	w->bytes += w->used;
	while (at < w->used && !w->error) {
		ssize_t n = write(w->fd, w->buffer + at, w->used - at);

		if (n >= 0)
			at += (size_t)n;
		else if (errno != EINTR)
			w->error = errno;
	}
	w->used = 0;
}

static void put(struct csv_writer *w, char c)
{
	if (w->used == sizeof w->buffer)
		flush(w);
	w->buffer[w->used++] = c;
}

static void put_all(struct csv_writer *w, const char *s, size_t n)
{
	if (n > sizeof w->buffer - w->used)
		flush(w);
	if (n <= sizeof w->buffer) {
		memcpy(w->buffer + w->used, s, n);
		w->used += n;
		return;
	}
	for (size_t i = 0; i < n; i++)
		put(w, s[i]);
}

void csv_begin(struct csv_writer *w, int fd, bool guard, bool mark)
{
	w->fd = fd;
	w->guard = guard;
	w->begun = w->blank = false;
	w->error = 0;
	w->bytes = 0;
	w->used = 0;
	secret_sum_begin(&w->hash);
	if (mark)
		put_all(w, "\xef\xbb\xbf", 3);
}

/* A separator, a quotation mark or a line break in it; blanks at its ends, which some readers drop; what looks like a byte order mark. */
static bool needs_quotes(const char *value, size_t n)
{
	static const bool special[256] = { [','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true };

	for (size_t i = 0; i < n; i++)
		if (special[(unsigned char)value[i]])
			return true;
	return n && (value[0] == ' ' || value[n - 1] == ' ' || (n >= 3 && memcmp(value, "\xef\xbb\xbf", 3) == 0));
}

void csv_cell(struct csv_writer *w, const char *value, size_t n, bool plain)
{
	bool guard = w->guard && !plain && value && csv_needs_guard(value, n), quotes = guard || (value && needs_quotes(value, n));

	if (w->begun)
		put(w, ',');
	w->blank = !w->begun && !(value && n);
	w->begun = true;
	if (!value)
		return;
	if (!quotes) {
		put_all(w, value, n);
		return;
	}
	put(w, '"');
	if (guard)
		put(w, '\'');
	for (size_t i = 0; i < n; i++) {
		if (value[i] == '"')
			put(w, '"');
		put(w, value[i]);
	}
	put(w, '"');
}

void csv_end_line(struct csv_writer *w)
{
	if (w->blank)
		put_all(w, "\"\"", 2);
	put_all(w, "\r\n", 2);
	w->begun = w->blank = false;
}

bool csv_finish(struct csv_writer *w, char out[2 * SECRET_KEY + 1], struct err *err)
{
	unsigned char hash[SECRET_KEY];

	flush(w);
	if (w->error)
		return err_set(err, ERR_SYSTEM, _("The file cannot be written: %s."), strerror(w->error));
	secret_sum_end(&w->hash, hash);
	secret_hex(hash, sizeof hash, out);
	return true;
}
