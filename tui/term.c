#define NCURSES_WIDECHAR 1
#include "tui/term.h"

/* curses has a key_name of its own, which nobody uses. */
#define key_name curses_key_name
#include <curses.h>
#undef key_name
#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
/* term.h makes macros of these words. */
#undef columns
#undef lines
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "tui/input.h"
#include "tui/output.h"
#include "tui/text.h"

enum { ESCAPE_MS = 25, PASTE_MS = 300, PICTURE_BYTES = 1 << 20, COPY_MAX = 8192 };

/*
 * Curses writes its output in pieces of some kilobytes. So that a frame is one write, its descriptor is led into memory once the
 * terminal is set up; term_flush hands all of it to the terminal at once.
 */
static struct {
	bool open, memory_only, mouse, clipboard;
	bool hung_up, hang_up_told;
	bool whole; /* the next frame repairs the terminal: send it as it is */
	bool plain; /* the last attributes sent were none */
	SCREEN *screen;
	FILE *output; /* what curses writes to: descriptor led to `picture` while open */
	int picture; /* memory file */
	char *bytes; /* the same, mapped */
	struct input input;
	struct sigaction old_winch, old_stop;
} term;

static volatile sig_atomic_t resized;
static void (*volatile resize_wake)(void *ctx);
static void *volatile resize_ctx;

static void on_winch(int signal_number)
{
	(void)signal_number;
	resized = 1;
	if (resize_wake)
		resize_wake(resize_ctx);
}

void term_on_resize(void (*wake)(void *ctx), void *ctx)
{
	resize_wake = NULL;
	resize_ctx = ctx;
	resize_wake = wake;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool explain(char *why, size_t size, const char *sentence)
{
	snprintf(why, size, "%s", sentence);
	return false;
}

static bool check_type(const char *type, char *why, size_t size)
{
	int found = 0;
	char *can_move;

	if (!type || type[0] == '\0')
		return explain(why, size, _("The terminal does not say what it is: set TERM, for example TERM=xterm-256color."));
	if (setupterm(type, STDOUT_FILENO, &found) != OK) {
		snprintf(why, size,
		    _("The terminal type “%s” is unknown here: set TERM to one that is known, for example TERM=xterm."), type);
		return false;
	}
	can_move = tigetstr("cup");
	del_curterm(cur_term);
	if (!can_move || can_move == (char *)-1) {
		snprintf(why, size,
		    _("The terminal type “%s” cannot draw a screen: use another terminal, or the commands with --plain."), type);
		return false;
	}
	return true;
}

/* The picture's memory: false when the kernel has none. */
static bool open_picture(void)
{
	term.picture = memfd_create("screen", MFD_CLOEXEC);
	if (term.picture < 0)
		return false;
	term.bytes = MAP_FAILED;
	if (ftruncate(term.picture, PICTURE_BYTES) == 0)
		term.bytes = mmap(NULL, PICTURE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, term.picture, 0);
	if (term.bytes == MAP_FAILED) {
		close(term.picture);
		return false;
	}
	return true;
}

static void close_picture(void)
{
	munmap(term.bytes, PICTURE_BYTES);
	close(term.picture);
}

/* Sends bytes to the terminal, whatever it takes; a terminal that is gone gets nothing more. */
static void send_bytes(const char *bytes, size_t n)
{
	while (n > 0 && !term.hung_up) {
		ssize_t sent = write(STDOUT_FILENO, bytes, n);

		if (sent > 0) {
			bytes += sent;
			n -= (size_t)sent;
		} else if (sent < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = STDOUT_FILENO, .events = POLLOUT };

			poll(&p, 1, -1);
		} else if (sent < 0 && errno != EINTR) {
			term.hung_up = true;
		}
	}
}

void term_flush(void)
{
	off_t n;

	doupdate();
	if (term.memory_only)
		return;
	n = lseek(term.picture, 0, SEEK_CUR);
	if (n <= 0)
		return;
	if (n <= PICTURE_BYTES) {
		send_bytes(term.bytes, term.whole ? (size_t)n : output_shorten(term.bytes, (size_t)n, &term.plain));
	} else {
		/* A screen beyond all measure: the rest in slices. */
		char slice[4096];
		ssize_t got;

		send_bytes(term.bytes, PICTURE_BYTES);
		for (off_t at = PICTURE_BYTES; at < n && (got = pread(term.picture, slice, sizeof(slice), at)) > 0; at += got)
			send_bytes(slice, (size_t)got);
		if (ftruncate(term.picture, PICTURE_BYTES) < 0)
			term.hung_up = true;
	}
	if (term.whole || n > PICTURE_BYTES)
		term.plain = false;
	term.whole = false;
	lseek(term.picture, 0, SEEK_SET);
}

/* Joins what curses is about to send. */
static void send_with_picture(const char *sequence)
{
	size_t n = strlen(sequence);

	if (!term.memory_only && write(term.picture, sequence, n) != (ssize_t)n)
		term.hung_up = true;
}

/* Kinds that know more than their description tells: mouse reports, clipboard. */
static bool is_modern(void)
{
	static const char *const plain[] = { "vt", "linux", "cons", "ansi", "dumb", "sun", "wy" };
	const char *type = termname();

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strncmp(type, plain[i], strlen(plain[i])) == 0)
			return false;
	return true;
}

void term_mouse(bool on)
{
	if (!term.open || term.memory_only || on == term.mouse || !is_modern())
		return;
	term.mouse = on;
	send_with_picture(on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
}

static bool terminal_size(int *ret_rows, int *ret_columns)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0)
		return false;
	*ret_rows = size.ws_row;
	*ret_columns = size.ws_col;
	return true;
}

static void take_signals(void)
{
	struct sigaction winch = { .sa_handler = on_winch }, ignore = { .sa_handler = SIG_IGN };

	/* Set before curses starts, which then leaves both alone. Ctrl-Z is a key, and there is no shell to stop for. */
	sigemptyset(&winch.sa_mask);
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGWINCH, &winch, &term.old_winch);
	sigaction(SIGTSTP, &ignore, &term.old_stop);
}

static void give_signals_back(void)
{
	sigaction(SIGWINCH, &term.old_winch, NULL);
	sigaction(SIGTSTP, &term.old_stop, NULL);
}

/* Starts curses on a descriptor of its own, for it will be led elsewhere. */
static bool start_curses(const char *type, int fd)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 10);

	term.output = own >= 0 ? fdopen(own, "w") : NULL;
	if (!term.output) {
		if (own >= 0)
			close(own);
		return false;
	}
	term.screen = newterm(type, term.output, stdin);
	if (!term.screen) {
		fclose(term.output);
		return false;
	}
	typeahead(-1); /* a frame is drawn whole, keys or not */
	idlok(stdscr, TRUE); /* a scrolled list moves in the terminal */
	return true;
}

static void stop_curses(void)
{
	endwin();
	delscreen(term.screen);
	fclose(term.output);
}

bool term_open(const struct term_options *o, char *why, size_t size)
{
	struct theme theme = o->theme;
	int rows, columns;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return explain(
		    why, size, _("There is no terminal here: log in with one (ssh -t), or use the commands with --plain."));
	if (!check_type(o->type, why, size))
		return false;
	memset(&term, 0, sizeof(term));
	if (!open_picture())
		return explain(why, size, _("There is too little memory for the screen: end other programs and try again."));
	take_signals();
	if (!start_curses(o->type, STDOUT_FILENO)) {
		give_signals_back();
		close_picture();
		return explain(why, size, _("The terminal could not be set up: try again, or set TERM=xterm."));
	}
	raw();
	noecho();
	nonl();
	fflush(term.output);
	dup3(term.picture, fileno(term.output), O_CLOEXEC);
	term.open = term.whole = true;
	input_init(&term.input);
	if (terminal_size(&rows, &columns))
		resizeterm(rows, columns);
	if (!o->depth_given)
		theme.depth = DEPTH_TRUE; /* the best that the terminal has */
	theme_start(&theme);
	send_with_picture("\033[?2004h");
	term.clipboard = o->clipboard;
	term_mouse(o->mouse);
	return true;
}

bool term_open_memory(const char *type, const struct theme *theme, int rows, int columns)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	bool started;

	if (fd < 0)
		return false;
	memset(&term, 0, sizeof(term));
	take_signals();
	started = start_curses(type, fd);
	close(fd);
	if (!started) {
		give_signals_back();
		return false;
	}
	term.open = term.memory_only = true;
	input_init(&term.input);
	resizeterm(rows, columns);
	theme_start(theme);
	return true;
}

void term_close(void)
{
	if (!term.open)
		return;
	term_mouse(false);
	send_with_picture("\033[?2004l");
	if (!term.memory_only) {
		term_flush();
		dup3(STDOUT_FILENO, fileno(term.output), O_CLOEXEC);
	}
	stop_curses();
	if (!term.memory_only)
		close_picture();
	give_signals_back();
	input_release(&term.input);
	term.open = false;
}

static bool take_resize(struct key *ret)
{
	int rows, columns;

	resized = 0;
	if (!terminal_size(&rows, &columns))
		return false;
	resizeterm(rows, columns);
	term_redraw(); /* terminals differ in what they keep of the old picture */
	*ret = (struct key) { .code = K_RESIZE };
	return true;
}

/* Waits up to ms for bytes and takes them in. Returns how many; -1 when the terminal is gone. */
static int read_more(int ms)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	size_t room;
	char *space;
	ssize_t got;
	int ready;

	do
		ready = poll(&p, 1, ms);
	while (ready < 0 && errno == EINTR);
	if (ready <= 0)
		return 0;
	space = input_space(&term.input, &room);
	got = read(STDIN_FILENO, space, room);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (got <= 0)
		return -1;
	input_add(&term.input, (size_t)got);
	return (int)got;
}

/* Told once only, so that who reads until there is nothing more comes to an end. */
static bool tell_hang_up(struct key *ret)
{
	term.hung_up = true;
	if (term.hang_up_told)
		return false;
	term.hang_up_told = true;
	*ret = (struct key) { .code = K_HANGUP };
	return true;
}

bool term_key(struct key *ret)
{
	int64_t start = now_ms();

	if (!term.open || term.memory_only)
		return false;
	if (resized && take_resize(ret))
		return true;
	for (;;) {
		enum input_state state;
		int got;

		term.input.now = now_ms();
		state = input_next(&term.input, false, ret);
		if (state == INPUT_KEY)
			return true;
		if (state == INPUT_PASTE && term.input.now - start > PASTE_MS)
			return false; /* it still flows: let others have their turn */
		got = term.hung_up ? -1 : read_more(state == INPUT_NONE ? 0 : state == INPUT_MORE ? ESCAPE_MS : PASTE_MS);
		if (got == 0 && state == INPUT_NONE)
			return false;
		if (got == 0 && input_next(&term.input, true, ret) == INPUT_KEY)
			return true;
		if (got < 0)
			return tell_hang_up(ret);
	}
}

void term_size(int *ret_rows, int *ret_columns)
{
	getmaxyx(stdscr, *ret_rows, *ret_columns);
}

bool term_may_copy(void)
{
	return term.clipboard;
}

bool term_copy(const char *text)
{
	char encoded[(COPY_MAX + 2) / 3 * 4 + 1];
	size_t n = strlen(text);
	bool in_screen;

	if (!term.open || term.memory_only || !term.clipboard || n > COPY_MAX || !is_modern())
		return false;
	in_screen = strncmp(termname(), "screen", 6) == 0;
	output_base64(text, n, encoded);
	/* screen passes a sequence on to its own terminal only when it is wrapped. */
	send_with_picture(in_screen ? "\033P\033]52;c;" : "\033]52;c;");
	send_with_picture(encoded);
	send_with_picture(in_screen ? "\a\033\\" : "\a");
	term_flush();
	return true;
}

void term_redraw(void)
{
	clearok(curscr, TRUE);
	term.whole = true;
}
