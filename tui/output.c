#include "tui/output.h"

#include <stdint.h>
#include <string.h>

static bool starts_with(const char *s, size_t n, const char *start)
{
	return n >= strlen(start) && memcmp(s, start, strlen(start)) == 0;
}

/* True for "ESC [ numbers m". */
static bool sets_attributes(const char *s, size_t n)
{
	size_t i = 2;

	if (n < 3 || s[1] != '[')
		return false;
	while (i < n && (s[i] == ';' || s[i] == ':' || (s[i] >= '0' && s[i] <= '9')))
		i++;
	return i == n || s[i] == 'm';
}

size_t output_shorten(char *bytes, size_t n, bool *plain)
{
	static const char *const no_colour[] = { "\033[39m", "\033[39;49m" };
	static const char first_set[] = "\033(B", nothing[] = "\033[m", nothing_and[] = "\033[0;";
	size_t to = 0;

	for (size_t at = 0; at < n;) {
		const char *s = bytes + at;
		size_t left = n - at, skip = 0;

		for (size_t i = 0; i < 2 && skip == 0; i++) {
			size_t length = strlen(no_colour[i]);

			if (starts_with(s, left, no_colour[i]) && (starts_with(s + length, left - length, "\033(B\033[m") ||
								      starts_with(s + length, left - length, nothing)))
				skip = length;
		}
		if (skip == 0 && starts_with(s, left, first_set))
			skip = strlen(first_set);
		if (skip > 0) {
			at += skip;
		} else if (*plain && starts_with(s, left, nothing_and)) {
			memcpy(bytes + to, "\033[", 2);
			to += 2;
			at += strlen(nothing_and);
			*plain = false;
		} else {
			/* Any other sequence may set attributes. */
			if (*s == '\033')
				*plain = starts_with(s, left, nothing) || (*plain && !sets_attributes(s, left));
			bytes[to++] = bytes[at++];
		}
	}
	return to;
}

size_t output_base64(const char *bytes, size_t n, char *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t used = 0;

	for (size_t i = 0; i < n; i += 3) {
		uint32_t three = (uint32_t)(unsigned char)bytes[i] << 16;

		if (i + 1 < n)
			three |= (uint32_t)(unsigned char)bytes[i + 1] << 8;
		if (i + 2 < n)
			three |= (unsigned char)bytes[i + 2];
		out[used++] = digits[three >> 18];
		out[used++] = digits[three >> 12 & 63];
		out[used++] = i + 1 < n ? digits[three >> 6 & 63] : '=';
		out[used++] = i + 2 < n ? digits[three & 63] : '=';
	}
	out[used] = '\0';
	return used;
}
