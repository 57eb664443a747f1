/* Whatever the bytes: the sanitiser's output is harmless, stays as it is when cleaned again, and all walks over the text agree. */
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tui/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		abort();
	return 0;
}

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_clean(const char *s, size_t n)
{
	size_t room = 3 * n + 1;
	char *once = malloc(room), *twice = malloc(room);
	size_t length, again;

	must(once && twice);
	length = text_clean(s, n, once, room);
	again = text_clean(once, length, twice, room);
	must(length == again && memcmp(once, twice, length + 1) == 0);
	must(text_is_clean(once, length) && text_is_utf8(once, length));
	must(text_is_clean(s, n) == (length == n && memcmp(once, s, n) == 0));
	must(mbstowcs(NULL, once, 0) != (size_t)-1);
	for (size_t at = 0, step; at < length; at += step) {
		uint32_t c = 0;

		step = text_decode(once + at, length - at, &c);
		must(step > 0 && c >= 0x20 && !(c >= 0x7f && c < 0xa0) && wcwidth((wchar_t)c) >= 0);
		must(
		    !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069) && !(c >= 0xe000 && c <= 0xf8ff) && c < 0xe0000);
	}
	free(once);
	free(twice);
}

static void check_walks(const char *s, int columns)
{
	size_t n = strlen(s), at = 0, previous = 0;
	int width, whole = text_width(s);

	must(text_fit(s, columns, &width) <= n && width <= (columns > 0 ? columns : 0));
	must(text_fit(s, whole, &width) == n && width == whole);
	while (at < n) {
		previous = at;
		at = text_next(s, at);
		must(at > previous && at <= n && text_prev(s, at) == previous);
	}
	for (const char *line = s; *line;) {
		size_t length = text_wrap(line, columns);

		must(length <= strlen(line) && (length > 0 || *line == '\n'));
		line += length;
		if (*line == '\n' || *line == ' ')
			line++;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1), *folded = malloc(3 * size + 1), *again = malloc(3 * size + 1);

	if (size > 4096 || !s || !folded || !again)
		goto out;
	memcpy(s, data, size);
	s[size] = '\0';
	check_clean(s, size);
	check_walks(s, size > 0 ? data[0] % 40 : 10);
	text_fold(s, folded, 3 * size + 1);
	must(text_is_utf8(folded, strlen(folded)));
	text_fold(folded, again, 3 * size + 1);
	must(strcmp(folded, again) == 0);
	must(text_fuzzy(s, s) > 0);
	must(text_fuzzy(s, "") >= 0 && text_fuzzy("", s) > 0);
out:
	free(s);
	free(folded);
	free(again);
	return 0;
}
