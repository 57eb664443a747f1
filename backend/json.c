#include "backend/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void json_init(struct json *j)
{
	memset(j, 0, sizeof *j);
}

void json_release(struct json *j)
{
	free(j->text);
	json_init(j);
}

const char *json_text(struct json *j)
{
	return j->failed ? NULL : j->text;
}

static void put(struct json *j, const char *s, size_t n)
{
	if (j->failed)
		return;
	if (j->size - j->used <= n) {
		size_t size = j->size ? j->size * 2 : 256;
		char *text;

		while (size - j->used <= n)
			size *= 2;
		text = realloc(j->text, size);
		if (!text) {
			j->failed = true;
			return;
		}
		j->text = text;
		j->size = size;
	}
	memcpy(j->text + j->used, s, n);
	j->used += n;
	j->text[j->used] = '\0';
}

static void put_string(struct json *j, const char *s)
{
	put(j, s, strlen(s));
}

static bool in(unsigned char c, unsigned char low, unsigned char high)
{
	return c >= low && c <= high;
}

/* Length of the well-formed UTF-8 character at s (RFC 3629), 0 if there is none. s is ended, so no byte past the end is read. */
static size_t character(const unsigned char *s)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t n;

	if (s[0] < 0x80)
		return 1;
	if (in(s[0], 0xc2, 0xdf))
		return in(s[1], 0x80, 0xbf) ? 2 : 0;
	if (in(s[0], 0xe0, 0xef))
		n = 3;
	else if (in(s[0], 0xf0, 0xf4))
		n = 4;
	else
		return 0;
	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;
	if (!in(s[1], low, high) || !in(s[2], 0x80, 0xbf))
		return 0;
	return n == 3 || in(s[3], 0x80, 0xbf) ? n : 0;
}

static void put_quoted(struct json *j, const char *s)
{
	put(j, "\"", 1);
	while (*s) {
		unsigned char c = (unsigned char)*s;
		size_t n = character((const unsigned char *)s);

		if (c == '"' || c == '\\') {
			char two[2] = { '\\', (char)c };

			put(j, two, 2);
		} else if (c < 0x20) {
			char six[7];

			snprintf(six, sizeof six, "\\u%04x", (unsigned)c);
			put(j, six, 6);
		} else if (n) {
			put(j, s, n);
		} else {
			put_string(j, "\xef\xbf\xbd");
		}
		s += n ? n : 1;
	}
	put(j, "\"", 1);
}

static void begin(struct json *j, const char *key)
{
	if (j->comma)
		put(j, ",", 1);
	j->comma = true;
	if (!key)
		return;
	put_quoted(j, key);
	put(j, ":", 1);
}

void json_open(struct json *j, const char *key, char bracket)
{
	begin(j, key);
	put(j, &bracket, 1);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	put(j, &bracket, 1);
	j->comma = true;
}

void json_string(struct json *j, const char *key, const char *value)
{
	begin(j, key);
	if (value)
		put_quoted(j, value);
	else
		put_string(j, "null");
}

void json_number(struct json *j, const char *key, int64_t value)
{
	char text[24];

	begin(j, key);
	snprintf(text, sizeof text, "%" PRId64, value);
	put_string(j, text);
}

void json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	put_string(j, value ? "true" : "false");
}
