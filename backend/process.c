#include "backend/process.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
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

/* SSH_USER_AUTH names a file with lines "publickey ssh-ed25519 AAAA…": the last key stands for the person. */
static void copy_fingerprint(struct process *p, const char *file)
{
	char line[4096];
	FILE *f = file ? fopen(file, "re") : NULL;

	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "publickey ", 10) == 0) {
			const char *key = strchr(line + 10, ' ');

			if (!key || !secret_fingerprint(key + 1, p->fingerprint, sizeof p->fingerprint))
				p->fingerprint[0] = '\0';
		}
	if (f)
		fclose(f);
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

bool process_start(struct process *p, struct err *err)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");

	*p = (struct process) { .no_color = no_color && no_color[0] };
	if (term && term_is_fit(term))
		snprintf(p->term, sizeof p->term, "%s", term);
	copy_address(p, getenv("SSH_CONNECTION"));
	copy_fingerprint(p, getenv("SSH_USER_AUTH"));
	copy_locale(p);
	if (clearenv() != 0)
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
