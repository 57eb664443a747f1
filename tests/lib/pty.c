#include "tests/lib/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tests/lib/measure.h"
#include "tests/lib/tap.h"

enum { PTY_ENV = 40 };

/* The file in which the preloaded library counts. Its name is needed only until the program has begun. */
static void map_counter(struct pty *p, char *path, size_t size)
{
	long zero = 0;
	void *page;
	int fd;

	snprintf(path, size, "/tmp/steward-writes.XXXXXX");
	fd = mkstemp(path);
	if (fd < 0 || write(fd, &zero, sizeof zero) != sizeof zero)
		tap_bail("no file to count writes in");
	page = mmap(NULL, sizeof zero, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (page == MAP_FAILED)
		tap_bail("no page to count writes in");
	p->writes = page;
}

_Noreturn static void be_child(const char *terminal, int idle, const char *const argv[], const char *const env[])
{
	int fd;

	setsid();
	fd = open(terminal, O_RDWR);
	if (fd < 0 || dup2(fd, 0) < 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0 || dup2(idle, PTY_IDLE) < 0)
		_exit(126);
	for (int extra = PTY_IDLE + 1; extra < 64; extra++)
		close(extra);
	for (int s = 1; s < 32; s++)
		signal(s, SIG_DFL);
	execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
	dprintf(2, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static int collect_env(const char **out, const char *const env[], const char *preload, const char *counter)
{
	int n = 0;

	while (env[n] && n < PTY_ENV - 3) {
		out[n] = env[n];
		n++;
	}
	if (preload) {
		out[n++] = preload;
		out[n++] = counter;
	}
	out[n] = NULL;
	return n;
}

void pty_start(struct pty *p, const char *const argv[], const char *const env[], const char *count_writes)
{
	struct winsize size = { .ws_row = PTY_ROWS, .ws_col = PTY_COLUMNS };
	char path[64] = "", preload[4200], counter[100];
	const char *whole[PTY_ENV];
	int idle[2];

	*p = (struct pty) { .master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC) };
	if (p->master < 0 || grantpt(p->master) < 0 || unlockpt(p->master) < 0 || ioctl(p->master, TIOCSWINSZ, &size) < 0 ||
	    pipe2(idle, O_CLOEXEC) < 0)
		tap_bail("no terminal: %s", strerror(errno));
	if (count_writes)
		map_counter(p, path, sizeof path);
	snprintf(preload, sizeof preload, "LD_PRELOAD=%s", count_writes ? count_writes : "");
	snprintf(counter, sizeof counter, "COUNT_WRITES=%s", path);
	collect_env(whole, env, count_writes ? preload : NULL, counter);
	fcntl(p->master, F_SETFL, O_NONBLOCK);
	fcntl(idle[0], F_SETFL, O_NONBLOCK);
	pty_mark(p);
	p->started = measure_now();
	p->pid = fork();
	if (p->pid == 0)
		be_child(ptsname(p->master), idle[1], argv, whole);
	close(idle[1]);
	p->idle = idle[0];
	if (count_writes) {
		/* The library has opened it by the time of the first output. */
		pty_until(p, "\033", 5000);
		unlink(path);
	}
}

void pty_stop(struct pty *p)
{
	if (p->pid > 0) {
		kill(-p->pid, SIGKILL);
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
	close(p->master);
	close(p->idle);
	if (p->writes)
		munmap((void *)(uintptr_t)p->writes, sizeof(long));
	free(p->seen);
	*p = (struct pty) { .master = -1, .idle = -1 };
}

void pty_mark(struct pty *p)
{
	p->length = 0;
	p->bytes = 0;
	if (p->seen)
		p->seen[0] = '\0';
}

double pty_send(struct pty *p, const char *keys)
{
	char stale[64];
	double now;

	while (read(p->idle, stale, sizeof stale) > 0)
		;
	now = measure_now();
	for (size_t n = strlen(keys); n > 0;) {
		ssize_t written = write(p->master, keys, n);

		if (written < 0 && errno != EAGAIN && errno != EINTR)
			break;
		keys += written > 0 ? written : 0;
		n -= written > 0 ? (size_t)written : 0;
	}
	return now;
}

/* False: nothing was there. */
static bool take(struct pty *p)
{
	ssize_t n;

	if (p->room - p->length < 65536) {
		p->room = 2 * p->room + 131072;
		p->seen = realloc(p->seen, p->room);
		if (!p->seen)
			tap_bail("no memory");
	}
	n = read(p->master, p->seen + p->length, 65535);
	if (n <= 0)
		return false;
	p->last = measure_now();
	p->length += (size_t)n;
	p->bytes += n;
	p->seen[p->length] = '\0';
	return true;
}

/* Waits until there is output or word on the idle descriptor. */
static bool await(struct pty *p, double until, bool with_idle)
{
	struct pollfd fds[2] = { { .fd = p->master, .events = POLLIN }, { .fd = with_idle ? p->idle : -1, .events = POLLIN } };
	double left = until - measure_now();
	struct timespec wait = { .tv_sec = (time_t)(left / 1e3), .tv_nsec = (long)(left * 1e6) % 1000000000 };

	if (left <= 0)
		return false;
	return ppoll(fds, 2, &wait, NULL) > 0;
}

double pty_until(struct pty *p, const char *text, int ms)
{
	double until = measure_now() + ms;
	size_t from = 0, n = strlen(text);

	for (;;) {
		size_t back = from > n ? from - n : 0;

		if (p->length > 0 && memmem(p->seen + back, p->length - back, text, n))
			return p->last;
		from = p->length;
		if (!await(p, until, false))
			return -1;
		/* The line is at its end when poll says so and nothing can be read. */
		if (!take(p) && errno != EAGAIN)
			return -1;
	}
}

double pty_until_idle(struct pty *p, int ms)
{
	double until = measure_now() + ms;
	char word[64];

	p->last = 0;
	for (;;) {
		ssize_t n = read(p->idle, word, sizeof word);

		if (n == 0)
			return -1;
		if (n > 0)
			break;
		if (!await(p, until, true))
			return -1;
		while (take(p))
			;
	}
	/* What it wrote before it said so may still be on its way through the terminal. */
	pty_until_quiet(p, 2, 50);
	return p->last;
}

double pty_until_quiet(struct pty *p, int gap, int ms)
{
	double until = measure_now() + ms, last = 0;

	for (;;) {
		double end = measure_now() + gap;

		if (!await(p, end < until ? end : until, false))
			return last;
		if (!take(p))
			return last;
		last = p->last;
	}
}

double pty_until_end(struct pty *p, int ms)
{
	double until = measure_now() + ms;

	while (measure_now() < until) {
		while (take(p))
			;
		if (waitpid(p->pid, NULL, WNOHANG) == p->pid) {
			p->pid = 0;
			return measure_now();
		}
		if (await(p, measure_now() + 1, false) && !take(p))
			usleep(200);
	}
	return -1;
}

static long find_line(FILE *f, const char *line)
{
	char text[256];
	long value = -1;
	size_t n = strlen(line);

	while (value < 0 && fgets(text, sizeof text, f))
		if (strncmp(text, line, n) == 0 && text[n] == ':')
			value = strtol(text + n + 1, NULL, 10);
	fclose(f);
	return value;
}

long process_memory(pid_t pid, const char *line)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	f = fopen(path, "re");
	return f ? find_line(f, line) : -1;
}

long process_private(pid_t pid)
{
	static const char *const lines[] = { "Private_Clean", "Private_Dirty" };
	char path[64];
	long sum = 0;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	for (int i = 0; i < 2; i++) {
		FILE *f = fopen(path, "re");
		long part = f ? find_line(f, lines[i]) : -1;

		if (part < 0)
			return -1;
		sum += part;
	}
	return sum;
}

bool process_forget_peak(pid_t pid)
{
	char path[64];
	int fd;
	bool ok;

	snprintf(path, sizeof path, "/proc/%d/clear_refs", (int)pid);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	ok = fd >= 0 && write(fd, "5", 1) == 1;
	close(fd);
	return ok;
}

long process_tree_peak(pid_t pid)
{
	char path[64], text[512], *at = text, *end;
	long most = process_memory(pid, "VmHWM");
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
	f = fopen(path, "re");
	if (!f)
		return most;
	if (!fgets(text, sizeof text, f))
		text[0] = '\0';
	fclose(f);
	for (long child = strtol(at, &end, 10); end != at; child = strtol(at, &end, 10)) {
		long peak = process_tree_peak((pid_t)child);

		most = peak > most ? peak : most;
		at = end;
	}
	return most;
}
