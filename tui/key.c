#include "tui/key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "tui/text.h"

struct key_label {
	uint32_t code;
	const char *name;
};

/* The first name of a code is the one shown; the others are understood too. */
static const struct key_label labels[] = {
	{ K_ESC, "Esc" },
	{ K_ESC, "Escape" },
	{ K_ENTER, "Enter" },
	{ K_ENTER, "Return" },
	{ K_TAB, "Tab" },
	{ K_BACKTAB, "Shift-Tab" },
	{ K_BACKTAB, "BackTab" },
	{ K_BACKSPACE, "Backspace" },
	{ K_DELETE, "Del" },
	{ K_DELETE, "Delete" },
	{ K_INSERT, "Ins" },
	{ K_INSERT, "Insert" },
	{ K_UP, "Up" },
	{ K_DOWN, "Down" },
	{ K_LEFT, "Left" },
	{ K_RIGHT, "Right" },
	{ K_HOME, "Home" },
	{ K_END, "End" },
	{ K_PAGEUP, "PgUp" },
	{ K_PAGEUP, "PageUp" },
	{ K_PAGEDOWN, "PgDn" },
	{ K_PAGEDOWN, "PageDown" },
	{ K_F1, "F1" },
	{ K_F2, "F2" },
	{ K_F3, "F3" },
	{ K_F4, "F4" },
	{ K_F5, "F5" },
	{ K_F6, "F6" },
	{ K_F7, "F7" },
	{ K_F8, "F8" },
	{ K_F9, "F9" },
	{ K_F10, "F10" },
	{ K_F11, "F11" },
	{ K_F12, "F12" },
	{ ' ', "Space" },
};

/* What the terminal tells without a key being struck: has a name for logs and tests, and cannot be bound. */
static const struct key_label events[] = {
	{ K_RESIZE, "(resize)" },
	{ K_PASTE, "(paste)" },
	{ K_MOUSE, "(mouse)" },
	{ K_HANGUP, "(hang-up)" },
	{ K_UNKNOWN, "(unknown)" },
};

static const char *label_of(const struct key_label *table, size_t n, uint32_t code)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].code == code)
			return table[i].name;
	return NULL;
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

const char *key_name(uint32_t code, char *out, size_t size)
{
	uint32_t base = code & ~(KEY_CTRL | KEY_ALT);
	const char *name = label_of(labels, sizeof(labels) / sizeof(labels[0]), base);
	char letter[8];

	if (!name)
		name = label_of(events, sizeof(events) / sizeof(events[0]), base);
	if (!name) {
		size_t n = text_encode(base, letter);

		letter[n] = '\0';
		if (n > 0 && (code & KEY_CTRL) && base >= 'a' && base <= 'z')
			letter[0] = (char)(base - 'a' + 'A');
		name = n > 0 && text_is_clean(letter, n) ? letter : "(unknown)";
	}
	snprintf(out, size, "%s%s%s", code & KEY_CTRL ? "Ctrl-" : "", code & KEY_ALT ? "Alt-" : "", name);
	return out;
}

/* Takes a modifier's name and its hyphen off the front, unless nothing would be left. */
static bool take_modifier(const char **name, const char *modifier)
{
	size_t n = strlen(modifier);

	if (strncasecmp(*name, modifier, n) != 0 || (*name)[n] == '\0')
		return false;
	*name += n;
	return true;
}

uint32_t key_parse(const char *name)
{
	uint32_t modifiers = 0, c;
	size_t n;

	for (bool more = true; more;) {
		more = false;
		if (!(modifiers & KEY_CTRL) && take_modifier(&name, "Ctrl-"))
			modifiers |= KEY_CTRL, more = true;
		if (!(modifiers & KEY_ALT) && take_modifier(&name, "Alt-"))
			modifiers |= KEY_ALT, more = true;
	}
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcasecmp(name, labels[i].name) == 0)
			return labels[i].code | modifiers;
	n = strlen(name);
	if (n == 0 || text_decode(name, n, &c) != n || !text_is_clean(name, n))
		return 0;
	if ((modifiers & KEY_CTRL) && c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	return c | modifiers;
}

bool key_is_text(const struct key *k)
{
	return k->code <= 0x10ffff && !is_control(k->code) && !(k->code >= 0xd800 && k->code <= 0xdfff);
}
