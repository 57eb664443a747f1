#include "backend/json.h"

#include <string.h>

#include "backend/arena.h"

enum { DEPTH_MAX = 64 };

/* Reading position. Everything below returns false at the first byte that does not belong there. */
struct reader {
	struct arena *arena;
	const char *at;
};

static void skip_space(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

static bool eat(struct reader *r, char c)
{
	skip_space(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Four hex digits at s; -1 if they are not. Stops at the end of the text. */
static long hex4(const char *s)
{
	long value = 0;

	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(s[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static size_t encode(long c, char *out)
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
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* \uXXXX, a pair of surrogates as one character. A lone surrogate and U+0000 are refused: no text of the database holds them. */
static bool read_unicode(struct reader *r, char *out, size_t *ret_n)
{
	long c = hex4(r->at), low;

	if (c <= 0 || (c >= 0xdc00 && c <= 0xdfff))
		return false;
	r->at += 4;
	if (c >= 0xd800 && c <= 0xdbff) {
		if (r->at[0] != '\\' || r->at[1] != 'u')
			return false;
		low = hex4(r->at + 2);
		if (low < 0xdc00 || low > 0xdfff)
			return false;
		r->at += 6;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	*ret_n = encode(c, out);
	return true;
}

static bool read_escape(struct reader *r, char *out, size_t *ret_n)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;
	char c = *r->at;

	if (!c)
		return false;
	r->at++;
	if (c == 'u')
		return read_unicode(r, out, ret_n);
	at = strchr(from, c);
	if (!at)
		return false;
	out[0] = to[at - from];
	*ret_n = 1;
	return true;
}

/* Bytes up to the closing quote; what is decoded is never longer. */
static size_t raw_length(const char *s)
{
	size_t n = 0;

	while (s[n] && s[n] != '"')
		n += s[n] == '\\' && s[n + 1] ? 2 : 1;
	return n;
}

static bool read_string(struct reader *r, const char **ret_s)
{
	char *out, *p;
	size_t n;

	if (!eat(r, '"'))
		return false;
	p = out = arena_alloc(r->arena, raw_length(r->at) + 1);
	if (!out)
		return false;
	while (*r->at != '"') {
		if ((unsigned char)*r->at < 0x20)
			return false;
		if (*r->at != '\\') {
			*p++ = *r->at++;
			continue;
		}
		r->at++;
		if (!read_escape(r, p, &n))
			return false;
		p += n;
	}
	r->at++;
	*ret_s = out;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool skip_digits(struct reader *r)
{
	if (!is_digit(*r->at))
		return false;
	while (is_digit(*r->at))
		r->at++;
	return true;
}

static bool skip_number(struct reader *r)
{
	if (*r->at == '-')
		r->at++;
	if (*r->at == '0')
		r->at++;
	else if (!skip_digits(r))
		return false;
	if (*r->at == '.') {
		r->at++;
		if (!skip_digits(r))
			return false;
	}
	if (*r->at != 'e' && *r->at != 'E')
		return true;
	r->at++;
	if (*r->at == '+' || *r->at == '-')
		r->at++;
	return skip_digits(r);
}

static bool word(struct reader *r, const char *w)
{
	size_t n = strlen(w);

	if (strncmp(r->at, w, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* Steps over an array or object, checking no more than brackets and strings: its text goes to who understands it. */
static bool skip_nested(struct reader *r)
{
	char open[DEPTH_MAX];
	int depth = 0;
	const char *unused;

	do {
		skip_space(r);
		if (*r->at == '\0')
			return false;
		if (*r->at == '"') {
			if (!read_string(r, &unused))
				return false;
			continue;
		}
		if (*r->at == '{' || *r->at == '[') {
			if (depth == DEPTH_MAX)
				return false;
			open[depth++] = *r->at == '{' ? '}' : ']';
		} else if ((*r->at == '}' || *r->at == ']') && (depth == 0 || open[--depth] != *r->at)) {
			return false;
		}
		r->at++;
	} while (depth > 0);
	return true;
}

static bool read_value(struct reader *r, const char **ret_s)
{
	const char *start;
	bool ok;

	skip_space(r);
	start = r->at;
	switch (*start) {
	case '"':
		return read_string(r, ret_s);
	case 't':
		*ret_s = "t";
		return word(r, "true");
	case 'f':
		*ret_s = "f";
		return word(r, "false");
	case 'n':
		*ret_s = NULL;
		return word(r, "null");
	case '{':
	case '[':
		ok = skip_nested(r);
		break;
	default:
		ok = skip_number(r);
	}
	if (!ok)
		return false;
	*ret_s = arena_copy(r->arena, start, (size_t)(r->at - start));
	return *ret_s != NULL;
}

struct pairs {
	const char **names, **values;
	int count, room;
};

static bool add(struct arena *a, struct pairs *p, const char *name, const char *value)
{
	if (p->count == p->room) {
		int room = p->room ? p->room * 2 : 32;
		const char **names = arena_alloc(a, (size_t)room * sizeof *names);
		const char **values = arena_alloc(a, (size_t)room * sizeof *values);

		if (!names || !values)
			return false;
		if (p->count) {
			memcpy(names, p->names, (size_t)p->count * sizeof *names);
			memcpy(values, p->values, (size_t)p->count * sizeof *values);
		}
		*p = (struct pairs) { .names = names, .values = values, .count = p->count, .room = room };
	}
	p->names[p->count] = name;
	p->values[p->count++] = value;
	return true;
}

int json_flat(struct arena *a, const char *text, const char *const **ret_names, const char *const **ret_values)
{
	struct reader r = { .arena = a, .at = text };
	struct pairs p = { 0 };
	const char *name, *value;

	if (!eat(&r, '{'))
		return -1;
	if (!eat(&r, '}')) {
		do {
			if (!read_string(&r, &name) || !eat(&r, ':') || !read_value(&r, &value) || !add(a, &p, name, value))
				return -1;
		} while (eat(&r, ','));
		if (!eat(&r, '}'))
			return -1;
	}
	skip_space(&r);
	if (*r.at != '\0')
		return -1;
	*ret_names = p.names;
	*ret_values = p.values;
	return p.count;
}
