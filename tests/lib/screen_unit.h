#ifndef TESTS_LIB_SCREEN_UNIT_H
#define TESTS_LIB_SCREEN_UNIT_H

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

/* curses has a key_name of its own, which nobody uses. */
#define key_name curses_key_name
#include <curses.h>
#undef key_name
#undef timeout

#include "tui/key.h"
#include "tui/term.h"
#include "tui/text.h"

/*
 * A terminal inside a unit test: the picture is read back cell by cell. Most tests need no real one (screen_open); those that look at
 * bytes, or at keys that wait, sit on a pseudo-terminal (screen_open_pty).
 */
enum { SCREEN_ROW = 4096 };

static inline void screen_open(int rows, int columns)
{
	struct theme theme = { THEME_DARK, DEPTH_256, false };

	setlocale(LC_ALL, "C.UTF-8");
	if (!term_open_memory("xterm-256color", &theme, rows, columns)) {
		fprintf(stderr, "no terminal in memory\n");
		abort();
	}
}

static inline void screen_resize(int rows, int columns)
{
	resizeterm(rows, columns);
}

static inline void screen_close(void)
{
	term_close();
}

/* The text of a row without the spaces at its end; valid until the fourth call after it. */
static inline const char *screen_row(int y)
{
	static char rows[4][SCREEN_ROW];
	static int turn;
	char *out = rows[turn++ % 4];
	size_t used = 0, end = 0;
	int columns = getmaxx(stdscr);

	for (int x = 0; x < columns && used + 32 < SCREEN_ROW;) {
		cchar_t cell;
		wchar_t characters[CCHARW_MAX + 1] = { 0 };
		attr_t attributes;
		short pair;
		int width;

		if (mvin_wch(y, x, &cell) == ERR)
			break;
		getcchar(&cell, characters, &attributes, &pair, NULL);
		width = wcwidth(characters[0]);
		for (int i = 0; i < CCHARW_MAX && characters[i]; i++)
			used += text_encode((uint32_t)characters[i], out + used);
		if (characters[0] != L' ')
			end = used;
		x += width > 1 ? width : 1;
	}
	out[end] = '\0';
	return out;
}

/* First row from `from` on that holds the text; -1 when there is none. */
static inline int screen_find_from(int from, const char *text)
{
	int rows = getmaxy(stdscr);

	for (int y = from; y < rows; y++)
		if (strstr(screen_row(y), text))
			return y;
	return -1;
}

static inline int screen_find(const char *text)
{
	return screen_find_from(0, text);
}

static inline bool screen_has(const char *text)
{
	return screen_find(text) >= 0;
}

/* Column (in cells) at which the text starts in row y; -1 when it is not there. */
static inline int screen_column(int y, const char *text)
{
	const char *row = screen_row(y), *found = strstr(row, text);
	char before[SCREEN_ROW];

	if (!found)
		return -1;
	snprintf(before, sizeof(before), "%.*s", (int)(found - row), row);
	return text_width(before);
}

static inline attr_t screen_attributes(int y, int x)
{
	cchar_t cell;
	wchar_t characters[CCHARW_MAX + 1];
	attr_t attributes = 0;
	short pair;

	if (mvin_wch(y, x, &cell) != ERR)
		getcchar(&cell, characters, &attributes, &pair, NULL);
	return attributes;
}

static inline void screen_dump(void)
{
	for (int y = 0; y < getmaxy(stdscr); y++)
		fprintf(stderr, "%2d|%s\n", y, screen_row(y));
}

struct screen_pty {
	int master, old_in, old_out;
};

/* The program's standard input and output become a pseudo-terminal of that size; what it writes is read from master. */
static inline struct screen_pty screen_open_pty(int rows, int columns)
{
	struct screen_pty p = { .master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), .old_in = dup(0), .old_out = dup(1) };
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	struct term_options options = { .type = "xterm-256color", .theme = { THEME_DARK, DEPTH_256, false }, .depth_given = true };
	char why[256] = "no pseudo-terminal";
	int slave;

	setlocale(LC_ALL, "C.UTF-8");
	fflush(stdout);
	if (p.master < 0 || grantpt(p.master) < 0 || unlockpt(p.master) < 0 ||
	    (slave = open(ptsname(p.master), O_RDWR | O_NOCTTY)) < 0)
		abort();
	ioctl(slave, TIOCSWINSZ, &size);
	dup2(slave, 0);
	dup2(slave, 1);
	close(slave);
	if (!term_open(&options, why, sizeof(why))) {
		dup2(p.old_out, 1);
		fprintf(stderr, "%s\n", why);
		abort();
	}
	return p;
}

static inline void screen_type(struct screen_pty *p, const char *bytes)
{
	size_t n = strlen(bytes);

	if (write(p->master, bytes, n) != (ssize_t)n)
		abort();
}

/* Takes what the program wrote so far; returns how many bytes. */
static inline size_t screen_written(struct screen_pty *p)
{
	char bytes[65536];
	size_t all = 0;
	struct pollfd ready = { .fd = p->master, .events = POLLIN };

	while (poll(&ready, 1, 20) == 1 && (ready.revents & POLLIN)) {
		ssize_t n = read(p->master, bytes, sizeof(bytes));

		if (n <= 0)
			break;
		all += (size_t)n;
	}
	return all;
}

static inline void screen_close_pty(struct screen_pty *p)
{
	term_close();
	dup2(p->old_in, 0);
	dup2(p->old_out, 1);
	close(p->old_in);
	close(p->old_out);
	close(p->master);
}

#endif
