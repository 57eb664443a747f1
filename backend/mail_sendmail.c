#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "backend/config.h"
#include "backend/mail.h"
#include "backend/words.h"

/* A program that takes a message as sendmail does, named by the configuration: by its full path, without a shell, with no environment. */
enum { WHOLE_MS = 120000, TURN_MS = 20 };

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

/* Whoever can write the program would be us. */
static bool is_safe(const char *path)
{
	struct stat st;

	return path[0] == '/' && stat(path, &st) == 0 && S_ISREG(st.st_mode) && (st.st_uid == 0 || st.st_uid == geteuid()) &&
	       !(st.st_mode & (S_IWGRP | S_IWOTH)) && (st.st_mode & S_IXUSR);
}

static pid_t start(const struct mail_out *out, int *ret_pipe)
{
	char *const argv[] = { (char *)out->config->mail_sendmail, "-i", "-f", (char *)out->from, "--", (char *)out->to, NULL };
	char *const environment[] = { "PATH=/usr/sbin:/usr/bin:/sbin:/bin", NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, pipe_only;
	int ends[2];
	pid_t pid = -1;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, ends[0], STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	/* Signals that this process holds back or ignores are nothing to the other. */
	sigemptyset(&none);
	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	posix_spawnattr_init(&how);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &pipe_only);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	if (posix_spawn(&pid, argv[0], &files, &how, argv, environment) != 0)
		pid = -1;
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	close(ends[0]);
	if (pid < 0)
		close(ends[1]);
	*ret_pipe = ends[1];
	return pid;
}

/* The lines end with CR LF for SMTP; such programs want them to end with LF. */
static bool write_all(int fd, const char *text, size_t n, int64_t until)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	fcntl(fd, F_SETFL, O_NONBLOCK);
	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\r', n - at);
		size_t piece = text[at] == '\r' ? 0 : end ? (size_t)(end - text) - at : n - at;
		ssize_t wrote;

		if (!piece) {
			at++;
			continue;
		}
		wrote = write(fd, text + at, piece);
		if (wrote > 0)
			at += (size_t)wrote;
		else if (errno != EINTR && (errno != EAGAIN || now_ms() > until || poll(&p, 1, 1000) < 0))
			return false;
	}
	return true;
}

/* -1 = it did not end in time and was killed. */
static int wait_for(pid_t pid, int64_t until)
{
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, WNOHANG)) == 0 || (got < 0 && errno == EINTR)) {
		if (now_ms() > until) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -1;
		}
		nanosleep(&(struct timespec) { .tv_nsec = TURN_MS * 1000000 }, NULL);
	}
	return got == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

enum mail_result mail_sendmail(struct mail_out *out)
{
	const char *path = out->config->mail_sendmail;
	int64_t until = now_ms() + WHOLE_MS;
	int fd = -1, status;
	bool whole;
	pid_t pid;

	if (!is_safe(path)) {
		snprintf(out->said, sizeof out->said, _("%.200s is no program that only its owner, or root, can write."), path);
		return MAIL_LATER;
	}
	if (!out->handing(out->ctx))
		return MAIL_LATER;
	pid = start(out, &fd);
	if (pid < 0) {
		snprintf(out->said, sizeof out->said, _("%.200s cannot be started."), path);
		return MAIL_LATER;
	}
	whole = write_all(fd, out->text, out->n, until);
	close(fd);
	status = wait_for(pid, until);
	snprintf(out->said, sizeof out->said, _("%.200s ended with status %d."), path, status);
	if (status == EX_OK && whole)
		return MAIL_SENT;
	if (status == EX_NOUSER || status == EX_NOHOST || status == EX_DATAERR || status == EX_UNAVAILABLE)
		return MAIL_REFUSED;
	return status < 0 || status == EX_OK ? MAIL_UNCERTAIN : MAIL_LATER;
}
