#ifndef TUI_KEY_H
#define TUI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A key as the program means it. Printable characters are themselves (Unicode scalar values); the named ones stand above the
 * Unicode range. Modifiers are or-ed in. The terminal's own codes are known to input.c only.
 */
enum key_code {
	KEY_NAMED = 0x200000,
	K_ESC,
	K_ENTER,
	K_TAB,
	K_BACKTAB,
	K_BACKSPACE,
	K_DELETE,
	K_INSERT,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PAGEUP,
	K_PAGEDOWN,
	K_F1,
	K_F2,
	K_F3,
	K_F4,
	K_F5,
	K_F6,
	K_F7,
	K_F8,
	K_F9,
	K_F10,
	K_F11,
	K_F12,
	K_RESIZE, /* the terminal has another size now */
	K_PASTE, /* bracketed paste: text and length stand in the key */
	K_MOUSE, /* button, y, x stand in the key */
	K_HANGUP, /* the terminal is gone */
	K_UNKNOWN, /* a sequence we do not know: ignored, never typed */
};

#define KEY_CTRL 0x1000000u
#define KEY_ALT 0x2000000u
/* Ctrl with a letter, as tables write it: K_CTRL('p'). */
#define K_CTRL(c) (KEY_CTRL | (uint32_t)(c))

enum mouse_button { MOUSE_LEFT = 1, MOUSE_DOUBLE, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct key {
	uint32_t code; /* enum key_code, or a character, with KEY_CTRL and KEY_ALT */
	enum mouse_button button;
	int y, x; /* mouse cell from 0 */
	const char *text; /* paste: cleaned of nothing, valid until the next key; not ended */
	size_t length; /* line ends are \n */
	bool cut; /* the paste was longer than 1 MiB: the rest was dropped */
};

/* Name of a key for help and footer: "Enter", "Ctrl-P", "F2", "e". Returns out. */
const char *key_name(uint32_t code, char *out, size_t size);

/* Parses such a name (config file, tests): 0 if it is no key. */
uint32_t key_parse(const char *name);

/* True if the key types a character into a field (no modifier, not named). */
bool key_is_text(const struct key *k);

#endif
