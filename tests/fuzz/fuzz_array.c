#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/db.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes items as the database does, all in quotes. */
static char *write_array(const char *const *items, int n)
{
	size_t room = 3;
	char *out, *p;

	for (int i = 0; i < n; i++)
		room += items[i] ? 2 * strlen(items[i]) + 3 : 5;
	p = out = malloc(room);
	if (!out)
		abort();
	*p++ = '{';
	for (int i = 0; i < n; i++) {
		if (i)
			*p++ = ',';
		if (!items[i]) {
			memcpy(p, "NULL", 4);
			p += 4;
			continue;
		}
		*p++ = '"';
		for (const char *s = items[i]; *s; s++) {
			if (*s == '"' || *s == '\\')
				*p++ = '\\';
			*p++ = *s;
		}
		*p++ = '"';
	}
	*p++ = '}';
	*p = '\0';
	return out;
}

/* No text breaks the parser; what it understood is understood again in the same way. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	char *text = malloc(size + 1), *again;
	const char *const *items, *const *items2;
	int n;

	if (!a || !text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	n = db_array(a, text, &items);
	if (n >= 0) {
		again = write_array(items, n);
		if (db_array(a, again, &items2) != n || items2[n])
			abort();
		for (int i = 0; i < n; i++)
			if (!items[i] != !items2[i] || (items[i] && strcmp(items[i], items2[i]) != 0))
				abort();
		free(again);
	}
	free(text);
	arena_free(a);
	return 0;
}
