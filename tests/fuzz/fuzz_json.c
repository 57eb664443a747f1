#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/arena.h"
#include "backend/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever bytes are written as text come out as JSON that the reader takes, and no text breaks the reader. */
static void write_and_read(struct arena *a, const char *text)
{
	const char *const *names, *const *values;
	struct json j;

	json_init(&j);
	json_open(&j, NULL, '{');
	json_string(&j, text, text);
	json_close(&j, '}');
	if (json_flat(a, json_text(&j), &names, &values) != 1 || strcmp(names[0], values[0]) != 0)
		abort();
	json_release(&j);
}

/* What was read can be written and read again, and is the same. */
static void read_and_write(struct arena *a, const char *text)
{
	const char *const *names, *const *values, *const *names2, *const *values2;
	int n = json_flat(a, text, &names, &values);
	struct json j;

	if (n < 0)
		return;
	json_init(&j);
	json_open(&j, NULL, '{');
	for (int i = 0; i < n; i++)
		json_string(&j, names[i], values[i]);
	json_close(&j, '}');
	if (json_flat(a, json_text(&j), &names2, &values2) != n)
		abort();
	for (int i = 0; i < n; i++)
		if (!values[i] != !values2[i])
			abort();
	json_release(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(0);
	char *text = malloc(size + 1);

	if (!a || !text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	write_and_read(a, text);
	read_and_write(a, text);
	free(text);
	arena_free(a);
	return 0;
}
