#ifndef TESTS_LIB_PTY_H
#define TESTS_LIB_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * A program on a pseudo terminal, driven for measuring: keys go in, bytes and their times come out. No emulator stands behind it (the screen
 * tests have one), because that would take longer than what is measured.
 */
struct pty {
	pid_t pid;
	int master;
	int idle; /* what the program writes to its descriptor 3: the console with --idle-fd 3 tells there that it waits */
	double started; /* all times in milliseconds of measure_now */
	double last; /* of the last output */
	long bytes; /* since pty_mark */
	char *seen; /* output since pty_mark, ended by a zero */
	size_t length, room;
	volatile long
	    *writes; /* write calls to the terminal since the start, counted by the preloaded library; NULL = not counted */
};

enum { PTY_ROWS = 40, PTY_COLUMNS = 120, PTY_IDLE = 3 };

/* The child sees only env. count_writes: the preloaded library to count with, NULL = none. Bails out when there is no terminal. */
void pty_start(struct pty *p, const char *const argv[], const char *const env[], const char *count_writes);
/* Ends the program and all that it started, unless it has ended. */
void pty_stop(struct pty *p);

void pty_mark(struct pty *p);
/* Time at which it was sent. */
double pty_send(struct pty *p, const char *keys);

/* Reads until the text has come since pty_mark; the time of the bytes that completed it, -1 if it did not come. */
double pty_until(struct pty *p, const char *text, int ms);
/* Reads until the program says that it waits, and then what is left; the time of its last output. -1 if it does not say so. */
double pty_until_idle(struct pty *p, int ms);
/* Reads until nothing came for gap milliseconds, at most ms altogether. The time of the last output, 0 if there was none. */
double pty_until_quiet(struct pty *p, int gap, int ms);
/* Reads until the program has ended; the time of that. */
double pty_until_end(struct pty *p, int ms);

/* KiB of a line such as "VmHWM" of /proc/PID/status; -1 if it cannot be read. */
long process_memory(pid_t pid, const char *line);
/* KiB that belong to the process alone. */
long process_private(pid_t pid);
/* The peak is counted from now on. */
bool process_forget_peak(pid_t pid);
/* The largest peak (VmHWM) of the process and its children. */
long process_tree_peak(pid_t pid);

#endif
