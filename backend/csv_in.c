#include "backend/csv_in.h"

#include <csv.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/words.h"

enum { CHUNK = 64 * 1024 };

struct reader {
	csv_row_fn row;
	void *ctx;
	struct err *err;
	long line, start, rows; /* line being read; where the row under way begins */
	bool inside; /* a row is under way */
	bool cut; /* the piece before ended between a carriage return and what follows it */
	bool ended; /* row said no */
	bool failed; /* err is set */
	char *text; /* cells of the row, one behind the other */
	size_t used, lengths[CSV_CELLS_MAX];
	int count;
};

static void fail(struct reader *r, const char *why)
{
	if (!r->failed)
		err_set(r->err, ERR_INPUT, _("Line %ld: %s"), r->start, why);
	r->failed = true;
}

/* libcsv's own buffer holds one field. */
static void *bounded(void *p, size_t size)
{
	return size > CSV_FIELD_MAX ? NULL : realloc(p, size);
}

static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void take_field(void *field, size_t size, void *ctx)
{
	struct reader *r = ctx;

	if (r->failed || r->ended)
		return;
	if (r->count == CSV_CELLS_MAX) {
		fail(r, _("there are too many values."));
		return;
	}
	if (size > CSV_ROW_MAX - r->used) {
		fail(r, _("the row is too long."));
		return;
	}
	if (size)
		memcpy(r->text + r->used, field, size);
	r->used += size;
	r->lengths[r->count++] = size;
}

static void take_row(int end, void *ctx)
{
	struct reader *r = ctx;
	const char *cells[CSV_CELLS_MAX], *at = r->text;

	(void)end;
	r->inside = false;
	if (r->failed || r->ended)
		return;
	for (int i = 0; i < r->count; i++) {
		cells[i] = at;
		at += r->lengths[i];
	}
	if (++r->rows > CSV_ROWS_MAX)
		fail(r, _("the file has too many rows."));
	else if (!r->row(r->ctx, r->start, cells, r->lengths, r->count))
		r->ended = true;
	r->count = 0;
	r->used = 0;
	/* More than one row on a line: the lines end in carriage returns. */
	r->start++;
}

static void tell(struct reader *r, struct csv_parser *p)
{
	switch (csv_error(p)) {
	case CSV_EPARSE:
		fail(r, _("a quotation mark is out of place, or never closed."));
		break;
	default:
		fail(r, _("a value is too long."));
	}
}

static bool is_blank(const char *s, size_t n)
{
	return n == 0 || (n == 1 && s[0] == '\n') || (n == 2 && s[0] == '\r' && s[1] == '\n');
}

/* One line, or what there is of it yet; whole: it ends here. */
static bool feed(struct reader *r, struct csv_parser *p, const char *s, size_t n, bool whole)
{
	bool fresh = !r->inside, blank = is_blank(s, n), rest = r->cut && n == 1 && s[0] == '\n';
	long rows = r->rows;

	if (fresh) {
		r->start = r->line;
		r->inside = !blank;
	}
	if (csv_parse(p, s, n, take_field, take_row, r) != n)
		tell(r, p);
	/* Lines may also end in carriage returns alone. */
	rows = r->rows - rows;
	r->line += rest ? 0 : whole && !rows ? 1 : rows;
	r->cut = !whole && s[n - 1] == '\r';
	return !r->failed && !r->ended;
}

static bool feed_all(struct reader *r, struct csv_parser *p, const char *s, size_t n)
{
	while (n) {
		const char *end = memchr(s, '\n', n);
		size_t piece = end ? (size_t)(end - s) + 1 : n;

		if (!feed(r, p, s, piece, end != NULL))
			return false;
		s += piece;
		n -= piece;
	}
	return true;
}

static bool pump(struct reader *r, struct csv_parser *p, int fd, char *buffer)
{
	long total = 0;
	ssize_t n;

	while ((n = read(fd, buffer, CHUNK)) != 0) {
		size_t skip = 0;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			r->failed = true;
			return err_set(r->err, ERR_SYSTEM, _("The file cannot be read: %s."), strerror(errno));
		}
		r->start = r->inside ? r->start : r->line;
		if (memchr(buffer, '\0', (size_t)n))
			fail(r, _("there is a NUL byte in the file."));
		if (!total && n >= 3 && memcmp(buffer, "\xef\xbb\xbf", 3) == 0)
			skip = 3;
		total += n;
		if (total > CSV_FILE_MAX)
			fail(r, _("the file is too large."));
		if (r->failed || !feed_all(r, p, buffer + skip, (size_t)n - skip))
			return false;
	}
	if (csv_fini(p, take_field, take_row, r) != 0)
		tell(r, p);
	return !r->failed && !r->ended;
}

bool csv_read(int fd, csv_row_fn row, void *ctx, struct err *err)
{
	struct reader r = { .row = row, .ctx = ctx, .err = err, .line = 1, .start = 1, .text = malloc(CSV_ROW_MAX) };
	struct csv_parser p;
	char *buffer = malloc(CHUNK);
	bool ok;

	if (!r.text || !buffer || csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		ok = err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	} else {
		csv_set_space_func(&p, no_space);
		csv_set_realloc_func(&p, bounded);
		ok = pump(&r, &p, fd, buffer);
		csv_free(&p);
	}
	free(r.text);
	free(buffer);
	return ok;
}

/* Bytes of the character at s; 0 = it is none. */
static size_t character(const unsigned char *s, size_t n)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t size = s[0] < 0x80 ? 1 : (s[0] & 0xe0) == 0xc0 ? 2 : (s[0] & 0xf0) == 0xe0 ? 3 : (s[0] & 0xf8) == 0xf0 ? 4 : 0;
	uint32_t c;

	if (size <= 1)
		return size;
	if (size > n)
		return 0;
	c = s[0] & (0x7fu >> size);
	for (size_t i = 1; i < size; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	/* 0x80 to 0x9f are control characters too. */
	return c < least[size] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || (c >= 0x80 && c < 0xa0) ? 0 : size;
}

bool csv_is_text(const char *value, size_t n)
{
	const unsigned char *s = (const unsigned char *)value;

	for (size_t at = 0, size; at < n; at += size) {
		if (s[at] == 0x7f || (s[at] < 0x20 && s[at] != '\t' && s[at] != '\n' && s[at] != '\r'))
			return false;
		size = character(s + at, n - at);
		if (!size)
			return false;
	}
	return true;
}

size_t csv_characters(const char *value, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)value[i] & 0xc0) != 0x80;
	return count;
}
