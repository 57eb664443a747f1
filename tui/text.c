#include "tui/text.h"

#include <string.h>
#include <wchar.h>

enum { REPLACEMENT = 0xfffd, MARKS_MAX = 4 };
static const char replacement[] = "\xef\xbf\xbd";

/*
 * Characters that wcwidth would let through though a reader cannot see them, or though they change how their neighbours are
 * drawn: the default-ignorable ones, bidi controls, prefixes of the Arabic kind, format controls, private use, noncharacters.
 */
struct range {
	uint32_t first, last;
};

static const struct range unseen[] = {
	{ 0x0000, 0x001f },
	{ 0x007f, 0x009f },
	{ 0x00ad, 0x00ad },
	{ 0x034f, 0x034f },
	{ 0x0600, 0x0605 },
	{ 0x061c, 0x061c },
	{ 0x06dd, 0x06dd },
	{ 0x070f, 0x070f },
	{ 0x0890, 0x0891 },
	{ 0x08e2, 0x08e2 },
	{ 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },
	{ 0x200b, 0x200f },
	{ 0x2028, 0x202e },
	{ 0x2060, 0x206f },
	{ 0x3164, 0x3164 },
	{ 0xd800, 0xf8ff },
	{ 0xfdd0, 0xfdef },
	{ 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb },
	{ 0xfffe, 0xffff },
	{ 0x110bd, 0x110bd },
	{ 0x110cd, 0x110cd },
	{ 0x13430, 0x1343f },
	{ 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a },
	{ 0x1fffe, 0x1ffff },
	{ 0x2fffe, 0x2ffff },
	{ 0x3fffe, 0x3ffff },
	{ 0x4fffe, 0x10ffff },
};

static bool is_unseen(uint32_t c)
{
	size_t low = 0, high = sizeof(unseen) / sizeof(unseen[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (c > unseen[middle].last)
			low = middle + 1;
		else if (c < unseen[middle].first)
			high = middle;
		else
			return true;
	}
	return c > 0x10ffff;
}

size_t text_decode(const char *s, size_t n, uint32_t *ret_c)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t c, least;
	size_t length;

	if (n == 0)
		return 0;
	if (p[0] < 0x80) {
		*ret_c = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		length = 2, c = p[0] & 0x1fu, least = 0x80;
	} else if ((p[0] & 0xf0) == 0xe0) {
		length = 3, c = p[0] & 0x0fu, least = 0x800;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		length = 4, c = p[0] & 0x07u, least = 0x10000;
	} else {
		return 0;
	}
	if (length > n)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3fu);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*ret_c = c;
	return length;
}

size_t text_encode(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c >= 0xd800 && c <= 0xdfff)
		return 0;
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	if (c > 0x10ffff)
		return 0;
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* As wcwidth, and -1 too for what must not be seen. */
static int raw_width(uint32_t c)
{
	if (c >= 0x20 && c < 0x7f)
		return 1;
	if (is_unseen(c))
		return -1;
	return wcwidth((wchar_t)c);
}

int text_char_width(uint32_t c)
{
	int width = raw_width(c);

	return width < 0 ? 1 : width;
}

/*
 * One pass over raw text, character by character, as it will be drawn. Everything below walks with it, so that bytes, columns and
 * clusters never disagree. marks counts the combining marks on the current base; MARKS_MAX + 1 means that there is no base that
 * could take one: at the start, or behind a replacement, which swallows the marks that follow it.
 */
struct walk {
	const char *s;
	size_t n, at;
	int marks;
};

struct piece {
	const char *bytes; /* what is drawn: of the text, or the replacement; length 0 = swallowed */
	size_t length;
	int width;
	bool joins; /* belongs to the cluster before it */
};

static struct walk walk_start(const char *s, size_t n)
{
	return (struct walk) { .s = s, .n = n, .marks = MARKS_MAX };
}

static struct piece walk_replace(struct walk *w)
{
	w->marks = MARKS_MAX + 1;
	return (struct piece) { .bytes = replacement, .length = 3, .width = 1 };
}

/* False at the end of the text. */
static bool walk_next(struct walk *w, struct piece *ret)
{
	uint32_t c;
	size_t length;
	int width;

	if (w->at >= w->n)
		return false;
	length = text_decode(w->s + w->at, w->n - w->at, &c);
	width = length > 0 && c != REPLACEMENT ? raw_width(c) : -1;
	if (width < 0) {
		w->at += length > 0 ? length : 1;
		*ret = walk_replace(w);
		return true;
	}
	*ret = (struct piece) { .bytes = w->s + w->at, .length = length, .width = width, .joins = width == 0 };
	w->at += length;
	if (width > 0) {
		w->marks = 0;
	} else if (w->marks > MARKS_MAX) {
		ret->length = 0;
	} else if (w->marks == MARKS_MAX) {
		*ret = walk_replace(w);
	} else {
		w->marks++;
	}
	return true;
}

size_t text_clean(const char *s, size_t n, char *out, size_t size)
{
	struct walk w = walk_start(s, n);
	struct piece p;
	size_t used = 0;

	if (size == 0)
		return 0;
	while (walk_next(&w, &p) && used + p.length < size) {
		memcpy(out + used, p.bytes, p.length);
		used += p.length;
	}
	out[used] = '\0';
	return used;
}

bool text_is_clean(const char *s, size_t n)
{
	struct walk w = walk_start(s, n);
	struct piece p;

	for (size_t at = 0; walk_next(&w, &p); at = w.at) {
		if (p.length != w.at - at || memcmp(p.bytes, s + at, p.length) != 0)
			return false;
	}
	return true;
}

bool text_is_utf8(const char *s, size_t n)
{
	uint32_t c;

	for (size_t at = 0, length; at < n; at += length) {
		length = text_decode(s + at, n - at, &c);
		if (length == 0)
			return false;
	}
	return true;
}

int text_width(const char *s)
{
	struct walk w = walk_start(s, strlen(s));
	struct piece p;
	int width = 0;

	while (walk_next(&w, &p))
		width += p.width;
	return width;
}

size_t text_fit(const char *s, int columns, int *ret_columns)
{
	/* A column takes at most one base and its marks, or swallowed marks without end: these are bounded by the text alone. */
	struct walk w = walk_start(s, strlen(s));
	struct piece p;
	size_t fits = 0;
	int width = 0;

	while (walk_next(&w, &p) && width + p.width <= columns) {
		width += p.width;
		fits = w.at;
	}
	if (ret_columns)
		*ret_columns = width;
	return fits;
}

/* End of the cluster that starts at `at`, where n is the end of the text. */
static size_t cluster_end(const char *s, size_t n, size_t at)
{
	struct walk w = walk_start(s + at, n - at);
	struct piece p;
	size_t end = at;

	if (!walk_next(&w, &p))
		return at;
	do {
		end = at + w.at;
	} while (walk_next(&w, &p) && p.joins);
	return end;
}

size_t text_next(const char *s, size_t at)
{
	size_t n = strlen(s);

	return at >= n ? n : cluster_end(s, n, at);
}

size_t text_prev(const char *s, size_t at)
{
	size_t n = strlen(s), start, end;

	if (at > n)
		at = n;
	if (at == 0)
		return 0;
	/* A printable ASCII character always starts a cluster: walk on from there. */
	start = at - 1;
	while (start > 0 && ((unsigned char)s[start] < 0x20 || (unsigned char)s[start] >= 0x7f))
		start--;
	while ((end = cluster_end(s, n, start)) < at)
		start = end;
	return start;
}

size_t text_wrap(const char *s, int columns)
{
	size_t n = strcspn(s, "\n"), space = 0, at = 0;
	struct walk w = walk_start(s, n);
	struct piece p;
	int width = 0;

	while (walk_next(&w, &p)) {
		if (s[at] == ' ')
			space = at;
		if (width + p.width > columns) {
			if (space > 0)
				return space;
			return at > 0 ? at : cluster_end(s, n, 0);
		}
		width += p.width;
		at = w.at;
	}
	return n;
}
