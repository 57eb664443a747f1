#include "backend/code.h"

#include <string.h>

#include "backend/words.h"

/* Sixteen letters, four bits each: no vowels, so that no words come about, and none that look or sound alike. */
static const char letters[] = "bcdfghjkmnprtwxz";

enum { RANDOM = 16, CHECK = 2, BYTES = RANDOM + CHECK };

/* The digest of a label and what follows: the check letters and the key are of the same bits, and tell nothing of one another. */
static void labelled(const char *label, const unsigned char *bits, unsigned char *out)
{
	unsigned char data[32 + RANDOM];
	size_t n = strlen(label);

	memcpy(data, label, n);
	memcpy(data + n, bits, RANDOM);
	secret_digest(data, n + RANDOM, out);
	secret_wipe(data, sizeof data);
}

static void check_of(const unsigned char *bits, unsigned char *out)
{
	unsigned char digest[SECRET_KEY];

	labelled("steward code check", bits, digest);
	memcpy(out, digest, CHECK);
	secret_wipe(digest, sizeof digest);
}

void code_make(char out[CODE_TEXT])
{
	unsigned char bits[BYTES];
	char *at = out;

	secret_random(bits, RANDOM);
	check_of(bits, bits + RANDOM);
	for (int i = 0; i < CODE_LETTERS; i++) {
		if (i && i % 4 == 0)
			*at++ = '-';
		*at++ = letters[bits[i / 2] >> (i % 2 ? 0 : 4) & 15];
	}
	*at = '\0';
	secret_wipe(bits, sizeof bits);
}

/* The value of a letter; -1: it separates, -2: it is none of ours. */
static int value(char c)
{
	const char *at;

	if (c == '-' || c == ' ')
		return -1;
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	at = strchr(letters, c);
	return at ? (int)(at - letters) : -2;
}

static bool read_letters(const char *typed, unsigned char *bits)
{
	int n = 0;

	memset(bits, 0, BYTES);
	for (; *typed; typed++) {
		int v = value(*typed);

		if (v == -1)
			continue;
		if (v < 0 || n == CODE_LETTERS)
			return false;
		bits[n / 2] = (unsigned char)(bits[n / 2] << 4 | v);
		n++;
	}
	return n == CODE_LETTERS;
}

bool code_key(const char *typed, unsigned char *out, struct err *err)
{
	unsigned char bits[BYTES], check[CHECK];
	bool ok = read_letters(typed, bits);

	if (ok) {
		check_of(bits, check);
		ok = memcmp(check, bits + RANDOM, CHECK) == 0;
	}
	if (ok)
		labelled("steward code key", bits, out);
	secret_wipe(bits, sizeof bits);
	return ok ||
	       err_set(err, ERR_INPUT, "%s", _("A letter of the code is wrong or missing: compare it with what you were given."));
}
