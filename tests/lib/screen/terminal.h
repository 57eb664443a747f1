#ifndef TESTS_LIB_SCREEN_TERMINAL_H
#define TESTS_LIB_SCREEN_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "tests/lib/screen/scan.h"

/*
 * A program on a pseudo terminal, with a terminal emulator at the other end. In step with the program by its idle descriptor: it
 * writes a byte there each time it is about to wait with nothing under way (--idle-fd). Nothing here sleeps.
 */
struct terminal {
	int rows, columns;
	const char *type; /* TERM */
	pid_t pid; /* 0 = none */
	int master, slave, idle; /* -1 = closed; the slave is held open so that late output is not lost */
	bool exited;
	int status; /* of waitpid */
	struct termios before; /* modes of the line before the program touched it */
	VTerm *vt;
	VTermScreen *screen;
	struct scan scan;
	VTermPos cursor;
	bool cursor_visible, alternate, mouse, paste;
	uint32_t last; /* last printed byte, for the repeat sequence */
	char pending[32]; /* start of a sequence that the emulator does not know */
	size_t pending_length;
	long bytes; /* since terminal_mark */
	volatile long *writes; /* counted by tests/lib/preload, shared with the program; NULL = nobody counts */
	long writes_before; /* at terminal_mark */
	char tail[16384]; /* last raw output, for the report of a failure */
	size_t tail_length;
};

/* Longest wait for anything, in milliseconds. */
int terminal_patience(void);

void terminal_init(struct terminal *t);
void terminal_free(struct terminal *t); /* kills the program if it still runs */

/* After terminal_free: starts argv (searched in no path) with env. idle_fd_option: adds "--idle-fd N". False: it could not be started. */
bool terminal_start(struct terminal *t, char *const argv[], char *const env[], bool idle_fd_option);

/* After terminal_free: makes the file in which the preloaded library counts writes. Its name goes to path; unlink it after the start. */
bool terminal_count_writes(struct terminal *t, char *path, size_t size);

/* Counters of bytes and writes start again from here. */
void terminal_mark(struct terminal *t);
/* Write calls of the program since terminal_mark; -1 if nobody counts them. */
long terminal_writes(const struct terminal *t);

/* Sends bytes as if typed. Reads output meanwhile, so that any length goes through. */
bool terminal_send(struct terminal *t, const char *bytes, size_t length);

/* Waits until the program is idle, or has ended. False after terminal_patience. */
bool terminal_wait_idle(struct terminal *t);
/* Waits until the program has ended. */
bool terminal_wait_exit(struct terminal *t);
/* Waits until done(t, ctx) says yes after some output. */
bool terminal_wait_until(struct terminal *t, bool (*done)(struct terminal *t, void *ctx), void *ctx);

/* Another size. Returns false if nothing changed: then no signal is sent and the program does not wake. */
bool terminal_resize(struct terminal *t, int rows, int columns);
/* The line is cut, as when the window of the terminal is closed. */
void terminal_hangup(struct terminal *t);

/* One row as UTF-8 without the spaces at its end. out must hold columns * 24 + 1 bytes. Returns out. */
char *terminal_row(const struct terminal *t, int row, char *out, size_t size);
/* How the cell looks: "bold reverse fg=4 bg=#ffffff", "" if plain. */
void terminal_look(const struct terminal *t, int row, int column, char *out, size_t size);

#endif
