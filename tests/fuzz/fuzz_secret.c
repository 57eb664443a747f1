#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The rules come to an end for any bytes, and what they let through is a password: long enough, without control characters. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *words[] = { "anna", NULL, NULL };
	char *text = malloc(size + 1);
	struct err err;

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	words[1] = text + size / 2;
	if (secret_password_ok(text, words, &err)) {
		if (strlen(text) < 15)
			abort();
		for (const char *s = text; *s; s++)
			if ((unsigned char)*s < 0x20 || *s == 0x7f)
				abort();
	}
	if (secret_pin_ok(text, &err) && strspn(text, "0123456789") != strlen(text))
		abort();
	free(text);
	return 0;
}
