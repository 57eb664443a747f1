#include "tests/lib/screen/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * Output reaches the master side some time after the program wrote it. To know that all has come, the harness itself writes this mark
 * to the slave side once the program is idle, and reads until the mark comes out. Zero bytes are ignored by terminals.
 */
static const char sync_mark[] = "\0\0\1sync\1\0\0";
#define SYNC_LENGTH (sizeof(sync_mark) - 1)

static int64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int terminal_patience(void)
{
	const char *value = getenv("SCREEN_PATIENCE");
	long seconds = value ? strtol(value, NULL, 10) : 0;
	return seconds > 0 && seconds < 3600 ? (int)seconds * 1000 : 20000;
}

static int on_property(VTermProp property, VTermValue *value, void *ctx)
{
	struct terminal *t = ctx;
	if (property == VTERM_PROP_CURSORVISIBLE)
		t->cursor_visible = value->boolean;
	else if (property == VTERM_PROP_ALTSCREEN)
		t->alternate = value->boolean;
	else if (property == VTERM_PROP_MOUSE)
		t->mouse = value->number != VTERM_PROP_MOUSE_NONE;
	return 1;
}

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *ctx)
{
	struct terminal *t = ctx;
	(void)old, (void)visible;
	t->cursor = pos;
	return 1;
}

void terminal_init(struct terminal *t)
{
	memset(t, 0, sizeof(*t));
	t->rows = 24, t->columns = 80, t->type = "xterm-256color";
	t->master = t->slave = t->idle = -1;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void terminal_free(struct terminal *t)
{
	if (t->pid > 0 && !t->exited) {
		kill(t->pid, SIGKILL);
		waitpid(t->pid, &t->status, 0);
	}
	close_fd(&t->master), close_fd(&t->slave), close_fd(&t->idle);
	if (t->vt)
		vterm_free(t->vt);
	t->vt = NULL;
	if (t->writes)
		munmap((void *)(uintptr_t)t->writes, sizeof(long));
	t->writes = NULL;
	t->pid = 0;
}

static bool open_emulator(struct terminal *t)
{
	static const VTermScreenCallbacks callbacks = { .movecursor = on_cursor, .settermprop = on_property };
	t->vt = vterm_new(t->rows, t->columns);
	if (!t->vt)
		return false;
	vterm_set_utf8(t->vt, 1);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
	t->cursor_visible = true;
	scan_init(&t->scan);
	return true;
}

bool terminal_count_writes(struct terminal *t, char *path, size_t size)
{
	long zero = 0;
	snprintf(path, size, "/tmp/steward-writes.XXXXXX");
	int fd = mkstemp(path);
	void *page = MAP_FAILED;
	if (fd >= 0 && write(fd, &zero, sizeof(zero)) == sizeof(zero))
		page = mmap(NULL, sizeof(zero), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (page == MAP_FAILED)
		return false;
	t->writes = page;
	return true;
}

static bool open_line(struct terminal *t)
{
	struct winsize size = { .ws_row = (unsigned short)t->rows, .ws_col = (unsigned short)t->columns };
	t->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t->master < 0 || grantpt(t->master) || unlockpt(t->master))
		return false;
	t->slave = open(ptsname(t->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	return t->slave >= 0 && ioctl(t->slave, TIOCSWINSZ, &size) == 0 && tcgetattr(t->slave, &t->before) == 0 &&
	       fcntl(t->master, F_SETFL, O_NONBLOCK) == 0;
}

__attribute__((noreturn)) static void be_child(struct terminal *t, char *const argv[], char *const env[])
{
	setsid();
	ioctl(t->slave, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(t->slave, fd);
	for (int s = 1; s < 32; s++)
		signal(s, SIG_DFL);
	execve(argv[0], argv, env);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

bool terminal_start(struct terminal *t, char *const argv[], char *const env[], bool idle_fd_option)
{
	int idle[2];
	char number[16];
	char *arguments[64];
	int n = 0;

	t->exited = false;
	t->tail_length = t->pending_length = 0;
	t->paste = t->mouse = t->alternate = false;
	if (!open_emulator(t) || !open_line(t) || pipe2(idle, 0))
		return false;
	fcntl(idle[0], F_SETFD, FD_CLOEXEC);
	fcntl(idle[0], F_SETFL, O_NONBLOCK);
	for (n = 0; argv[n] && n < 60; n++)
		arguments[n] = argv[n];
	if (idle_fd_option) {
		snprintf(number, sizeof(number), "%d", idle[1]);
		arguments[n++] = "--idle-fd";
		arguments[n++] = number;
	}
	arguments[n] = NULL;
	terminal_mark(t);
	t->pid = fork();
	if (t->pid == 0)
		be_child(t, arguments, env);
	close(idle[1]);
	t->idle = idle[0];
	return t->pid > 0;
}

/* Write calls on the terminal so far; -1 when nothing counts them. */
static long count_writes(const struct terminal *t)
{
	return t->writes ? *t->writes : -1;
}

void terminal_mark(struct terminal *t)
{
	t->bytes = 0;
	t->writes_before = count_writes(t);
}

long terminal_writes(const struct terminal *t)
{
	long n = count_writes(t);
	return n < 0 ? -1 : n - t->writes_before;
}

/* The emulator does not know "repeat the last character" (CSI n b) and bracketed paste: these two are looked after here. */
static void feed_sequence(struct terminal *t)
{
	const char *s = t->pending;
	size_t n = t->pending_length;
	if (s[n - 1] == 'b' && n > 2) {
		long times = strtol(s + 2, NULL, 10);
		char c = (char)t->last;
		for (long i = 0; i < times && i < 1000; i++)
			vterm_input_write(t->vt, &c, 1);
	} else {
		if (n == 8 && memcmp(s, "\033[?2004", 7) == 0)
			t->paste = s[7] == 'h';
		vterm_input_write(t->vt, s, n);
	}
	t->pending_length = 0;
}

static void feed(struct terminal *t, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char c = bytes[i];
		if (t->pending_length == 0 && c != '\033') {
			if (c >= ' ')
				t->last = (unsigned char)c;
			vterm_input_write(t->vt, &c, 1);
			continue;
		}
		t->pending[t->pending_length++] = c;
		bool second = t->pending_length == 2;
		bool csi = t->pending_length > 1 && t->pending[1] == '[';
		if ((second && !csi) || (t->pending_length > 2 && c >= '@') || t->pending_length == sizeof(t->pending))
			feed_sequence(t);
	}
}

static void take_output(struct terminal *t, const char *bytes, size_t length)
{
	t->bytes += (long)length;
	scan_bytes(&t->scan, bytes, length);
	feed(t, bytes, length);
	const size_t half = sizeof(t->tail) / 2;
	while (length > 0) {
		if (t->tail_length > half) {
			memmove(t->tail, t->tail + t->tail_length - half, half);
			t->tail_length = half;
		}
		size_t n = length < half ? length : half;
		memcpy(t->tail + t->tail_length, bytes, n);
		t->tail_length += n, bytes += n, length -= n;
	}
}

/* Reads what there is. Returns false when there was nothing. */
static bool read_output(struct terminal *t)
{
	char bytes[65536];
	ssize_t n = t->master < 0 ? -1 : read(t->master, bytes, sizeof(bytes));
	if (n <= 0)
		return false;
	take_output(t, bytes, (size_t)n);
	return true;
}

/* Reads until all that was written before has come. The mark may arrive in pieces. */
static void read_to_mark(struct terminal *t)
{
	char bytes[65536];
	size_t have = 0;
	if (t->master < 0 || t->slave < 0)
		return;
	struct termios line, raw;
	tcgetattr(t->slave, &line);
	raw = line;
	raw.c_oflag &= ~(tcflag_t)OPOST;
	tcsetattr(t->slave, TCSANOW, &raw);
	ssize_t written = write(t->slave, sync_mark, SYNC_LENGTH);
	tcsetattr(t->slave, TCSANOW, &line);
	for (int64_t end = now() + terminal_patience(); written > 0 && now() < end;) {
		struct pollfd p = { .fd = t->master, .events = POLLIN };
		poll(&p, 1, 1000);
		ssize_t n = read(t->master, bytes + have, sizeof(bytes) - have);
		if (n <= 0)
			continue;
		have += (size_t)n;
		char *mark = memmem(bytes, have, sync_mark, SYNC_LENGTH);
		if (mark) {
			take_output(t, bytes, (size_t)(mark - bytes));
			return;
		}
		size_t keep = have < SYNC_LENGTH ? have : SYNC_LENGTH;
		take_output(t, bytes, have - keep);
		memmove(bytes, bytes + have - keep, keep);
		have = keep;
	}
	take_output(t, bytes, have);
}

static void reap(struct terminal *t)
{
	if (!t->exited && t->pid > 0 && waitpid(t->pid, &t->status, WNOHANG) == t->pid)
		t->exited = true;
}

/* Takes all idle bytes that lie ready. Returns how many; -1 = the program has closed its end. */
static int read_idle(struct terminal *t)
{
	char bytes[256];
	int total = 0;
	for (;;) {
		ssize_t n = t->idle < 0 ? 0 : read(t->idle, bytes, sizeof(bytes));
		if (n == 0)
			return -1;
		if (n < 0)
			break;
		total += (int)n;
	}
	return total;
}

static bool has_unread_input(const struct terminal *t)
{
	int n = 0;
	return t->slave >= 0 && ioctl(t->slave, FIONREAD, &n) == 0 && n > 0;
}

/* One wait for output, idleness or the end, at most until the given time. */
static void wait_something(struct terminal *t, int64_t end)
{
	struct pollfd p[2] = { { .fd = t->master, .events = POLLIN }, { .fd = t->idle, .events = POLLIN } };
	int64_t left = end - now();
	poll(p, 2, left < 0 ? 0 : left > 100 ? 100 : (int)left);
	while (read_output(t))
		;
}

bool terminal_send(struct terminal *t, const char *bytes, size_t length)
{
	read_idle(t);
	for (int64_t end = now() + terminal_patience(); length > 0 && now() < end;) {
		ssize_t n = write(t->master, bytes, length < 4000 ? length : 4000);
		if (n > 0) {
			bytes += n, length -= (size_t)n;
			end = now() + terminal_patience();
		} else if (errno == EAGAIN) {
			struct pollfd p = { .fd = t->master, .events = POLLIN | POLLOUT };
			poll(&p, 1, 100);
			while (read_output(t))
				;
			reap(t);
			if (t->exited)
				return false;
		} else {
			return false;
		}
	}
	return length == 0;
}

bool terminal_wait_idle(struct terminal *t)
{
	for (int64_t end = now() + terminal_patience(); now() < end;) {
		wait_something(t, end);
		int n = read_idle(t);
		if (n < 0)
			return terminal_wait_exit(t);
		if (n > 0 && !has_unread_input(t)) {
			read_to_mark(t);
			return true;
		}
	}
	return false;
}

bool terminal_wait_exit(struct terminal *t)
{
	for (int64_t end = now() + terminal_patience(); !t->exited; reap(t)) {
		if (now() >= end)
			return false;
		/* The idle descriptor is at its end already, so only the line is watched. */
		struct pollfd p = { .fd = t->master, .events = POLLIN };
		poll(&p, 1, 10);
		while (read_output(t))
			;
	}
	close_fd(&t->idle);
	read_to_mark(t);
	return true;
}

bool terminal_wait_until(struct terminal *t, bool (*done)(struct terminal *t, void *ctx), void *ctx)
{
	for (int64_t end = now() + terminal_patience(); now() < end;) {
		if (done(t, ctx))
			return true;
		wait_something(t, end);
		if (read_idle(t) < 0) {
			terminal_wait_exit(t);
			return done(t, ctx);
		}
	}
	return false;
}

bool terminal_resize(struct terminal *t, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	bool changed = rows != t->rows || columns != t->columns;
	t->rows = rows, t->columns = columns;
	if (t->pid <= 0 || !changed)
		return false;
	read_idle(t);
	vterm_set_size(t->vt, rows, columns);
	return ioctl(t->master, TIOCSWINSZ, &size) == 0;
}

void terminal_hangup(struct terminal *t)
{
	close_fd(&t->slave);
	close_fd(&t->master);
}

static size_t put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(lead[n] | c);
	return n;
}

char *terminal_row(const struct terminal *t, int row, char *out, size_t size)
{
	size_t n = 0, end = 0;
	for (int x = 0; x < t->columns && n + 32 < size; x++) {
		VTermScreenCell cell;
		if (!vterm_screen_get_cell(t->screen, (VTermPos) { row, x }, &cell) || cell.chars[0] == (uint32_t)-1)
			continue;
		if (cell.chars[0] == 0)
			out[n++] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			n += put_utf8(out + n, cell.chars[i]);
		if (cell.chars[0] != 0 && cell.chars[0] != ' ')
			end = n;
	}
	out[end] = '\0';
	return out;
}

static size_t put_colour(char *out, size_t size, const char *name, const VTermColor *c)
{
	int n = 0;
	if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
		return 0;
	if (VTERM_COLOR_IS_INDEXED(c))
		n = snprintf(out, size, "%s=%d ", name, c->indexed.idx);
	else
		n = snprintf(out, size, "%s=#%02x%02x%02x ", name, c->rgb.red, c->rgb.green, c->rgb.blue);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

void terminal_look(const struct terminal *t, int row, int column, char *out, size_t size)
{
	VTermScreenCell cell;
	out[0] = '\0';
	if (!vterm_screen_get_cell(t->screen, (VTermPos) { row, column }, &cell))
		return;
	int written = snprintf(out, size, "%s%s%s%s", cell.attrs.bold ? "bold " : "", cell.attrs.underline ? "underline " : "",
	    cell.attrs.reverse ? "reverse " : "", cell.attrs.blink ? "blink " : "");
	size_t n = written > 0 && (size_t)written < size ? (size_t)written : 0;
	n += put_colour(out + n, size - n, "fg", &cell.fg);
	n += put_colour(out + n, size - n, "bg", &cell.bg);
	if (n > 0)
		out[n - 1] = '\0';
}
