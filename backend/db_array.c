#include "backend/db.h"

#include <string.h>
#include <strings.h>

static size_t skip_space(const char *s)
{
	return strspn(s, " \t\n\r\v\f");
}

/* Items there can be at most: one more than there are commas outside the quotes. Exact for well-formed text. */
static size_t count_items(const char *s)
{
	size_t n = 1;
	bool quoted = false;

	for (; *s; s++) {
		if (*s == '\\' && s[1])
			s++;
		else if (*s == '"')
			quoted = !quoted;
		else if (*s == ',' && !quoted)
			n++;
	}
	return n;
}

/* An item in quotes; s stands behind the first. Returns where it ends, behind the closing quote; NULL if it never does. */
static const char *read_quoted(const char *s, char *out, size_t *ret_n)
{
	size_t n = 0;

	for (; *s != '"'; s++) {
		if (*s == '\\')
			s++;
		if (!*s)
			return NULL;
		out[n++] = *s;
	}
	*ret_n = n;
	return s + 1;
}

static const char *read_bare(const char *s, char *out, size_t *ret_n)
{
	size_t n = 0;

	for (; *s && *s != ',' && *s != '}'; s++) {
		if (*s == '"' || *s == '{')
			return NULL;
		if (*s == '\\' && !*++s)
			return NULL;
		out[n++] = *s;
	}
	*ret_n = n;
	return n ? s : NULL;
}

/* Reads the items behind the opening brace; out has room for all of the text. */
static int read_items(const char *s, char *out, const char **items, size_t room)
{
	int count = 0;

	for (;;) {
		bool quoted;
		size_t n;

		s += skip_space(s);
		quoted = *s == '"';
		s = quoted ? read_quoted(s + 1, out, &n) : read_bare(s, out, &n);
		if (!s || (size_t)count == room)
			return -1;
		out[n] = '\0';
		items[count++] = !quoted && strcasecmp(out, "NULL") == 0 ? NULL : out;
		out += n + 1;
		s += skip_space(s);
		if (*s == '}')
			return s[1 + skip_space(s + 1)] ? -1 : count;
		if (*s++ != ',')
			return -1;
	}
}

int db_array(struct arena *a, const char *value, const char *const **ret_items)
{
	size_t room = count_items(value);
	const char **items;
	char *out;
	int count;

	value += skip_space(value);
	if (*value++ != '{')
		return -1;
	items = arena_alloc(a, (room + 1) * sizeof *items);
	out = arena_alloc(a, strlen(value) + room + 1);
	if (!items || !out)
		return -1;
	if (value[skip_space(value)] == '}')
		count = value[skip_space(value) + 1] ? -1 : 0;
	else
		count = read_items(value, out, items, room);
	if (count >= 0)
		*ret_items = items;
	return count;
}
