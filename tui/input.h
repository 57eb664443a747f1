#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "key.h"

/*
 * From the bytes of a terminal to keys: UTF-8, the sequences of vt100, xterm, screen, tmux, linux and rxvt, bracketed paste, SGR mouse.
 * Knows no terminal and no clock. What it does not know becomes K_UNKNOWN as a whole, so that no rest of it is ever typed.
 */
enum { INPUT_BYTES = 16384, INPUT_PASTE_MAX = 1 << 20 };

struct input {
	char bytes[INPUT_BYTES]; /* read and not yet understood: [start, end) */
	size_t start, end;
	bool pasting;
	char *paste; /* owned; of the key last given, or being collected */
	size_t paste_length, paste_room;
	bool paste_cut;
	int64_t now; /* ms, set by the caller; for double clicks */
	int64_t click_time;
	int click_y, click_x;
};

enum input_state {
	INPUT_NONE, /* nothing is waiting */
	INPUT_KEY, /* a key was given */
	INPUT_MORE, /* the start of a sequence: ask again with more bytes, or with `rest` when none came in time */
	INPUT_PASTE, /* in the middle of a paste */
};

void input_init(struct input *in);
void input_release(struct input *in); /* wipes: what was typed may be secret */

/* Where to read more bytes to; *ret_room is never 0 after input_next gave no key. Then input_add tells how many came. */
char *input_space(struct input *in, size_t *ret_room);
void input_add(struct input *in, size_t n);

/* The next key. rest: nothing more will come, so take what there is for what it is (a lone Esc, an unended paste). */
enum input_state input_next(struct input *in, bool rest, struct key *ret);

#endif
