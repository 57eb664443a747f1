#include "tests/lib/screen/keys.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <curses.h>
#include <term.h>

static const struct {
	const char *name;
	const char *bytes; /* the same on every terminal, or NULL */
	const char *capability; /* name in terminfo */
} named[] = {
	{ "Enter", "\r", NULL },
	{ "Tab", "\t", NULL },
	{ "Backtab", NULL, "kcbt" },
	{ "Esc", "\033", NULL },
	{ "Space", " ", NULL },
	{ "Backspace", "\177", NULL },
	{ "Up", NULL, "kcuu1" },
	{ "Down", NULL, "kcud1" },
	{ "Left", NULL, "kcub1" },
	{ "Right", NULL, "kcuf1" },
	{ "Home", NULL, "khome" },
	{ "End", NULL, "kend" },
	{ "PgUp", NULL, "kpp" },
	{ "PgDn", NULL, "knp" },
	{ "Insert", NULL, "kich1" },
	{ "Delete", NULL, "kdch1" },
	{ "F1", NULL, "kf1" },
	{ "F2", NULL, "kf2" },
	{ "F3", NULL, "kf3" },
	{ "F4", NULL, "kf4" },
	{ "F5", NULL, "kf5" },
	{ "F6", NULL, "kf6" },
	{ "F7", NULL, "kf7" },
	{ "F8", NULL, "kf8" },
	{ "F9", NULL, "kf9" },
	{ "F10", NULL, "kf10" },
	{ "F11", NULL, "kf11" },
	{ "F12", NULL, "kf12" },
	{ "Ctrl-Space", NULL, NULL },
};

static const char *from_terminfo(const char *type, const char *capability)
{
	static char loaded[64];
	int result;
	if (strcmp(loaded, type) != 0) {
		if (setupterm(type, 1, &result) != OK)
			return NULL;
		snprintf(loaded, sizeof(loaded), "%s", type);
	}
	char *bytes = tigetstr(capability);
	return bytes == (char *)-1 ? NULL : bytes;
}

size_t keys_encode(const char *type, const char *name, char *out, size_t size)
{
	const char *bytes = NULL;
	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		if (strcmp(named[i].name, name) == 0)
			bytes = named[i].bytes        ? named[i].bytes
				: named[i].capability ? from_terminfo(type, named[i].capability)
						      : NULL;
	int n = 0;
	if (bytes)
		n = snprintf(out, size, "%s", bytes);
	else if (strncmp(name, "Ctrl-", 5) == 0 && name[5] && !name[6])
		n = snprintf(out, size, "%c", name[5] & 0x1F);
	else if (strncmp(name, "Alt-", 4) == 0 && name[4] && !name[5])
		n = snprintf(out, size, "\033%c", name[4]);
	else if ((unsigned char)name[0] >= 0x80 || (name[0] && !name[1]))
		n = snprintf(out, size, "%s", name);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static size_t put_code(char *out, unsigned long c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3F));
	out[2] = (char)(0x80 | (c & 0x3F));
	return 3;
}

size_t keys_unescape(char *text)
{
	size_t n = 0;
	for (const char *p = text; *p; p++) {
		if (*p != '\\' || !p[1]) {
			text[n++] = *p;
			continue;
		}
		char digits[5] = "";
		p++;
		if (*p == 'x' || *p == 'u') {
			size_t count = *p == 'x' ? 2 : 4;
			snprintf(digits, count + 1, "%s", p + 1);
			unsigned long value = strtoul(digits, NULL, 16);
			if (*p == 'x')
				text[n++] = (char)value;
			else
				n += put_code(text + n, value);
			p += strlen(digits);
		} else {
			text[n++] = *p == 'n' ? '\n' : *p == 't' ? '\t' : *p == 'e' ? '\033' : *p;
		}
	}
	text[n] = '\0';
	return n;
}
