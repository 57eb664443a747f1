#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "key.h"
#include "theme.h"

/* The terminal: opened once, given back on every exit. The only users of curses are term.c, draw.c and theme.c. */

struct term_options {
	const char *type; /* TERM, already checked against [a-z0-9.+-]{1,32}; NULL or unknown is an error */
	struct theme theme;
	bool depth_given; /* theme.depth was asked for; else it is taken from the terminal */
	bool mouse;
	bool clipboard; /* copying to the terminal's clipboard is allowed */
};

/* Opens the terminal on standard input and output. False leaves it as it was and puts a sentence into why. */
bool term_open(const struct term_options *o, char *why, size_t size);

/* For tests: draws into memory only, no keys come. type as above. */
bool term_open_memory(const char *type, const struct theme *theme, int rows, int columns);

/* Gives the terminal back: safe to call twice, and from an exit path. Not from a signal handler. */
void term_close(void);

/*
 * Reads one key if there is one. False when there is none. Waits for the rest of a sequence at most 25 ms, and inside a paste for
 * at most 300 ms a call: read until false, for keys may be waiting in memory while the descriptor is silent.
 */
bool term_key(struct key *ret);

/*
 * A change of size arrives as a signal, not as input: wake is called in the signal handler and should loop_post something that reads
 * term_key until it returns false (K_RESIZE comes first).
 */
void term_on_resize(void (*wake)(void *ctx), void *ctx);

void term_size(int *ret_rows, int *ret_columns);
void term_mouse(bool on);

/* Copies text to the local clipboard by OSC 52, if the terminal is of a kind that knows it. False if too long (8 KiB) or not possible. */
bool term_copy(const char *text);
bool term_may_copy(void); /* whether the site allows it at all */

/* One write of all that changed since the last flush; nothing when nothing changed. */
void term_flush(void);
void term_redraw(void); /* Ctrl-L: everything again */

#endif
