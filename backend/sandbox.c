#include "backend/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "backend/config.h"
#include "backend/sandbox_private.h"
#include "backend/words.h"

#if defined(STEWARD_NO_SANDBOX) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BUILT false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define BUILT false
#endif
#endif
#ifndef BUILT
#define BUILT true
#endif

/*
 * landlock's interface as far as we use it. The header of the C library's machine is older than many kernels that the program runs on,
 * so it is written down here; a kernel takes as much of the structures as it knows.
 */
enum {
	FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3,
	FS_MAKE_REG = 1 << 8,
	FS_FIRST = (1 << 13) - 1, /* all of version 1 */
	FS_REFER = 1 << 13, /* 2: linking between folders */
	FS_TRUNCATE = 1 << 14, /* 3 */
	FS_IOCTL_DEV = 1 << 15, /* 5 */
	NET_BIND = 1, /* 4 */
	NET_CONNECT = 2,
	SCOPE_ABSTRACT = 1, /* 6: sockets without a file */
	SCOPE_SIGNAL = 2,
	RULE_PATH = 1,
	RULE_PORT = 2,
	ASK_VERSION = 1,
	DNS_PORT = 53,
};

struct ruleset_rights {
	uint64_t files, net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

struct port_rule {
	uint64_t allowed, port;
};

/* Read after the start: for drawing, translating, showing times, loading parts of the C library late. */
static const char *const always[] = { "/usr/lib", "/lib", "/usr/lib64", "/lib64", "/etc/ld.so.cache", "/usr/share/terminfo",
	"/etc/terminfo", "/usr/share/zoneinfo", "/etc/localtime", "/usr/share/locale", NULL };

/* For reconnecting by name, and for the server's certificate. Nothing of it is secret. */
static const char *const for_network[] = { "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf",
	"/etc/gai.conf", "/etc/services", "/etc/protocols", "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates", NULL };

static int landlock_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);

	return version > 0 ? (int)version : 0;
}

/* What is not there needs no right. */
static bool allow_reading(int rules, const char *path)
{
	struct path_rule rule = { .folder = path[0] ? open(path, O_PATH | O_CLOEXEC) : -1 };
	struct stat st;
	bool ok = true;

	if (rule.folder < 0)
		return true;
	if (fstat(rule.folder, &st) == 0) {
		rule.allowed = FS_READ_FILE | (S_ISDIR(st.st_mode) ? (uint64_t)FS_READ_DIR : 0);
		ok = syscall(SYS_landlock_add_rule, rules, RULE_PATH, &rule, 0) == 0;
	}
	close(rule.folder);
	return ok;
}

static bool allow_port(int rules, uint64_t port)
{
	struct port_rule rule = { .allowed = NET_CONNECT, .port = port };

	return syscall(SYS_landlock_add_rule, rules, RULE_PORT, &rule, 0) == 0;
}

/* Where /etc/resolv.conf is a link, its target is replaced by a new file whenever the network changes: the folder is what stays. */
static bool allow_resolver(int rules)
{
	char *target = realpath("/etc/resolv.conf", NULL), *slash = target ? strrchr(target, '/') : NULL;
	bool ok = true;

	if (slash && slash != target && strncmp(target, "/run/", 5) == 0) {
		*slash = '\0';
		ok = allow_reading(rules, target);
	}
	free(target);
	return ok;
}

static bool allow_network(int rules, int version, const struct config *c)
{
	bool ok = allow_resolver(rules);

	for (int i = 0; ok && for_network[i]; i++)
		ok = allow_reading(rules, for_network[i]);
	ok = ok && allow_reading(rules, c->sslrootcert) && allow_reading(rules, c->sslcert) && allow_reading(rules, c->sslkey);
	if (version >= 4)
		ok = ok && allow_port(rules, strtoull(c->port, NULL, 10)) && allow_port(rules, DNS_PORT);
	return ok;
}

static bool allow_name(int rules, int folder)
{
	struct path_rule rule = { .allowed = FS_MAKE_REG, .folder = folder };

	return folder < 0 || syscall(SYS_landlock_add_rule, rules, RULE_PATH, &rule, 0) == 0;
}

static bool add_rules(int rules, int version, const struct config *c)
{
	bool ok = allow_reading(rules, c->locale_dir) && (!c->reads_spool || allow_reading(rules, c->spool)) &&
		  allow_name(rules, c->keeps_in);

	for (int i = 0; ok && always[i]; i++)
		ok = allow_reading(rules, always[i]);
	return ok && (!sandbox_needs_network(c) || allow_network(rules, version, c));
}

static bool restrict_files(const struct config *c, struct err *err)
{
	int version = landlock_version(), rules;
	struct ruleset_rights rights = { .files = FS_FIRST, .net = NET_BIND | NET_CONNECT, .scoped = SCOPE_SIGNAL };
	size_t size = sizeof rights;
	bool ok;

	if (!version)
		return true;
	if (version >= 2)
		rights.files |= FS_REFER;
	if (version >= 3)
		rights.files |= FS_TRUNCATE;
	if (version >= 5)
		rights.files |= FS_IOCTL_DEV;
	if (version < 4)
		size = offsetof(struct ruleset_rights, net);
	else if (version < 6)
		size = offsetof(struct ruleset_rights, scoped);
	if (!strchr(c->host, '@')) /* libpq's spelling of a server on a socket without a file */
		rights.scoped |= SCOPE_ABSTRACT;
	rules = (int)syscall(SYS_landlock_create_ruleset, &rights, size, 0);
	if (rules < 0)
		return err_set(err, ERR_SYSTEM, _("The files cannot be closed off: %s."), strerror(errno));
	ok = add_rules(rules, version, c) && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	if (!ok)
		err_set(err, ERR_SYSTEM, _("The files cannot be closed off: %s."), strerror(errno));
	close(rules);
	return ok;
}

bool sandbox_needs_network(const struct config *c)
{
	/* libpq takes a list of hosts. An empty one is its default, a socket. */
	for (const char *host = c->host;; host++) {
		size_t n = strcspn(host, ",");

		if (n && host[0] != '/' && host[0] != '@')
			return true;
		host += n;
		if (!*host)
			return false;
	}
}

void sandbox_support(struct sandbox_support *s)
{
	*s = (struct sandbox_support) { .landlock = landlock_version(), .seccomp = sandbox_calls_supported(), .built = BUILT };
}

bool sandbox_enter(const struct config *c, struct err *err)
{
	if (!BUILT)
		return true;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_set(err, ERR_SYSTEM, _("The process cannot give up its privileges: %s."), strerror(errno));
	return restrict_files(c, err) && sandbox_calls(sandbox_needs_network(c), c->keeps_in, err);
}
