#include "backend/process.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backend/secret.h"

enum { DESCRIPTORS = 64, DESCRIPTORS_LOOKED_AT = 4096 };

static bool term_is_fit(const char *term)
{
	size_t n = strspn(term, "abcdefghijklmnopqrstuvwxyz0123456789.+-");

	return n >= 1 && n <= 32 && !term[n];
}

/* SSH_CONNECTION is "client-address client-port server-address server-port"; only an address passes. */
static void copy_address(struct process *p, const char *connection)
{
	unsigned char scratch[16];
	size_t n = connection ? strcspn(connection, " ") : 0;
	char text[64];

	if (!n || n >= sizeof text)
		return;
	memcpy(text, connection, n);
	text[n] = '\0';
	if (inet_pton(AF_INET, text, scratch) == 1 || inet_pton(AF_INET6, text, scratch) == 1)
		memcpy(p->address, text, n + 1);
}

/* A regular file of ours or root's. Opening waits for nothing: the name might be that of a pipe. */
static FILE *open_own(const char *file)
{
	int fd = file ? open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW) : -1;
	struct stat st;
	FILE *f;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || (st.st_uid != geteuid() && st.st_uid != 0)) {
		close(fd);
		return NULL;
	}
	f = fdopen(fd, "r");
	if (!f)
		close(fd);
	return f;
}

/* A certificate's blob has other fields besides the key, so that its hash is not that of the key: it counts as not told. */
static void take_key(struct process *p, const char *line)
{
	size_t type = strcspn(line, " ");

	p->fingerprint[0] = '\0';
	if (line[type] == ' ' && !memmem(line, type, "-cert-", 6) &&
	    !secret_fingerprint(line + type + 1, p->fingerprint, sizeof p->fingerprint))
		p->fingerprint[0] = '\0';
}

/* SSH_USER_AUTH names a file with lines "publickey ssh-ed25519 AAAA…": the last key stands for the person. */
static void copy_fingerprint(struct process *p, const char *file)
{
	char line[4096];
	FILE *f = open_own(file);

	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "publickey ", 10) == 0)
			take_key(p, line + 10);
	if (f)
		fclose(f);
}

static void copy_command(struct process *p, const char *command)
{
	size_t n = command ? strlen(command) : 0;

	p->commanded = command != NULL;
	if (n >= sizeof p->command)
		return;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)command[i] < ' ' || command[i] == 0x7f)
			return;
	if (n)
		memcpy(p->command, command, n + 1);
}

static void copy_locale(struct process *p)
{
	const char *all = getenv("LC_ALL"), *messages = getenv("LC_MESSAGES"), *ctype = getenv("LC_CTYPE"), *lang = getenv("LANG");
	const char *words = all && all[0] ? all : messages && messages[0] ? messages : lang ? lang : "";
	const char *charset = all && all[0] ? all : ctype && ctype[0] ? ctype : lang && lang[0] ? lang : "";

	snprintf(p->language, sizeof p->language, "%s", strncmp(words, "nl", 2) == 0 ? "nl" : "en");
	/* Over ssh no locale is accepted from the client; an unset one is taken for UTF-8, as terminals are today. */
	p->utf8 = !charset[0] || strcasestr(charset, "utf-8") || strcasestr(charset, "utf8");
}

static bool harden(struct err *err)
{
	struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) < 0)
		return err_set(err, ERR_SYSTEM, gettext("Core dumps cannot be switched off: %s."), strerror(errno));
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_set(err, ERR_SYSTEM, gettext("The process cannot be closed to others: %s."), strerror(errno));
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	return true;
}

/* Descriptors 0, 1 and 2 must be open, or the first file we open would become one of them. */
static bool standard_descriptors(struct err *err)
{
	int fd = open("/dev/null", O_RDWR);

	while (fd >= 0 && fd <= 2)
		fd = dup(fd);
	if (fd < 0)
		return err_set(err, ERR_SYSTEM, gettext("/dev/null cannot be opened: %s."), strerror(errno));
	close(fd);
	return true;
}

/* clearenv forgets the strings, but they would stay where the kernel put them. */
static bool wipe_environment(void)
{
	for (char **e = environ; e && *e; e++)
		explicit_bzero(*e, strlen(*e));
	return clearenv() == 0;
}

bool process_start(struct process *p, struct err *err)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	*p = (struct process) { .no_color = no_color && no_color[0] };
	if (term && term_is_fit(term))
		snprintf(p->term, sizeof p->term, "%s", term);
	copy_address(p, getenv("SSH_CONNECTION"));
	copy_fingerprint(p, getenv("SSH_USER_AUTH"));
	copy_command(p, getenv("SSH_ORIGINAL_COMMAND"));
	copy_locale(p);
	if (!wipe_environment())
		return err_set(err, ERR_SYSTEM, "%s", gettext("The environment cannot be cleared."));
	setenv("TERM", p->term, 1);
	setenv("PATH", "/nonexistent", 1);
	setenv("TZ", "UTC", 1);
	tzset();
	if (!setlocale(LC_CTYPE, "C.UTF-8") || !setlocale(LC_MESSAGES, "C.UTF-8"))
		return err_set(
		    err, ERR_SYSTEM, "%s", gettext("The locale C.UTF-8 is missing on this machine: install the package libc-bin."));
	return standard_descriptors(err) && harden(err);
}

/* Where the kernel or valgrind knows no such call, one by one. */
static void close_between(unsigned first, unsigned last)
{
	if (first > last || close_range(first, last, 0) == 0)
		return;
	for (unsigned fd = first; fd <= last && fd < DESCRIPTORS_LOOKED_AT; fd++)
		close((int)fd);
}

static bool few_descriptors(struct err *err)
{
	struct rlimit now, few;

	if (getrlimit(RLIMIT_NOFILE, &now) == 0) {
		few.rlim_cur = now.rlim_cur < DESCRIPTORS ? now.rlim_cur : DESCRIPTORS;
		few.rlim_max = now.rlim_max < DESCRIPTORS ? now.rlim_max : DESCRIPTORS;
		if (setrlimit(RLIMIT_NOFILE, &few) == 0)
			return true;
		/* valgrind keeps the upper limit for itself. */
		few.rlim_max = now.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &few) == 0)
			return true;
	}
	return err_set(err, ERR_SYSTEM, gettext("The number of open files cannot be limited: %s."), strerror(errno));
}

bool process_close_others(const int *keep, int count, struct err *err)
{
	unsigned from = 3;

	for (;;) {
		unsigned next = UINT_MAX;

		for (int i = 0; i < count; i++)
			if (keep[i] >= 0 && (unsigned)keep[i] >= from && (unsigned)keep[i] < next)
				next = (unsigned)keep[i];
		if (next == UINT_MAX)
			break;
		close_between(from, next - 1);
		from = next + 1;
	}
	close_between(from, UINT_MAX);
	return few_descriptors(err);
}

bool process_zone(const char *zone, struct err *err)
{
	char path[256];

	if (!zone[0])
		return true;
	if (strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/") != strlen(zone) || zone[0] == '/')
		return err_set(err, ERR_INPUT, gettext("\"%s\" is no time zone: write it as Europe/Amsterdam."), zone);
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
	if (access(path, R_OK) < 0)
		return err_set(
		    err, ERR_INPUT, gettext("The time zone \"%s\" is not known on this machine: see /usr/share/zoneinfo."), zone);
	setenv("TZ", zone, 1);
	tzset();
	return true;
}
