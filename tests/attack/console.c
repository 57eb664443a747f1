/*
 * Attacks 33, 62 and 64 on the console as a process, the part behind tests/attack/console.sh: its line is cut, its environment is
 * hostile, and others of the machine look into it. With arguments: only types a log-in into that program, for tests/attack/ssh.sh.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/pty.h"
#include "tests/lib/trial.h"

enum { WAIT = 30000, ENV_MAX = 36 };

static const char secrets[] = "anna\tdemo-anna-lumen-2026\t402816\r";
/* Set by console.sh for him; unlike those of the demo it stands on no screen. */
static const char own_password[] = "quilp-vortag-zemmel-brux", own_secrets[] = "ben\tquilp-vortag-zemmel-brux\t518274\r";

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	if (!value)
		tap_bail("%s is not set: tests/attack/console.sh starts this", name);
	return value;
}

/* With more variables than the usual ones; those of the same name come first and win. */
static void start_with(struct pty *p, const char *const more[])
{
	static char uid[32], gid[32];
	const char *argv[] = { "/usr/bin/setpriv", uid, gid, "--clear-groups", "--", setting("CONSOLE_PROGRAM"), "--config",
		setting("CONSOLE_CONFIG"), "--idle-fd", "3", NULL };
	static const char *const usual[] = { "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", NULL };
	const char *env[ENV_MAX + 1];
	int n = 0;

	snprintf(uid, sizeof uid, "--reuid=%s", setting("CONSOLE_UID"));
	snprintf(gid, sizeof gid, "--regid=%s", setting("CONSOLE_GID"));
	for (int i = 0; more && more[i] && n < ENV_MAX; i++)
		env[n++] = more[i];
	for (int i = 0; usual[i] && n < ENV_MAX; i++) {
		size_t name = strcspn(usual[i], "=") + 1;
		bool given = false;

		for (int j = 0; more && more[j]; j++)
			given = given || strncmp(usual[i], more[j], name) == 0;
		if (!given)
			env[n++] = usual[i];
	}
	env[n] = NULL;
	pty_start(p, geteuid() == 0 ? argv : argv + 5, env, NULL);
}

static bool type_in(struct pty *p, const char *keys)
{
	/* The demo's log-ins come with the connection. */
	if (pty_until(p, "demo-dirk", WAIT) < 0)
		return false;
	pty_send(p, keys);
	return pty_until(p, "Newest users", WAIT) >= 0;
}

static void enter(struct pty *p, const char *keys)
{
	start_with(p, NULL);
	if (!type_in(p, keys))
		tap_bail("the log-in did not lead to Home: %.3000s", p->seen ? p->seen : "");
	pty_until_idle(p, WAIT);
}

static long long sessions_open(struct trial *t)
{
	return raw_count(t->admin, "SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL");
}

/* Logging out is sent before the process ends; -1: it has not ended. */
static int end_of(struct pty *p)
{
	int status = -1;

	for (int i = 0; i < WAIT / 10; i++) {
		char sink[4096];

		while (read(p->master, sink, sizeof sink) > 0)
			;
		if (waitpid(p->pid, &status, WNOHANG) == p->pid) {
			p->pid = 0;
			return status;
		}
		usleep(10000);
	}
	return -1;
}

/* Attack 33 */

static void signals(struct trial *t)
{
	static const struct {
		int number;
		const char *name;
	} all[] = { { SIGHUP, "SIGHUP" }, { SIGTERM, "SIGTERM" }, { SIGINT, "SIGINT" } };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct pty p;
		int status;

		enter(&p, secrets);
		tap_number(&t->tap, sessions_open(t), 1, "attack 33 there is a session before %s", all[i].name);
		kill(p.pid, all[i].number);
		status = end_of(&p);
		tap_ok(
		    &t->tap, WIFEXITED(status) && WEXITSTATUS(status) == 0, "attack 33 %s ends the console in order", all[i].name);
		tap_number(&t->tap, sessions_open(t), 0, "attack 33 %s logs out", all[i].name);
		pty_stop(&p);
	}
}

static void closed_terminal(struct trial *t)
{
	struct pty p;
	int status = -1;

	enter(&p, secrets);
	close(p.master);
	p.master = -1;
	for (int i = 0; i < WAIT / 10 && waitpid(p.pid, &status, WNOHANG) != p.pid; i++)
		usleep(10000);
	tap_ok(&t->tap, WIFEXITED(status), "attack 33 the console ends with its terminal");
	tap_number(&t->tap, sessions_open(t), 0, "attack 33 and logs out");
	p.pid = 0;
	pty_stop(&p);
}

/* Halted, the session ends behind its back: somebody who comes in again has ended it. Awake, it must not go on with what it knew. */
static void halted(struct trial *t)
{
	struct pty first, second;

	enter(&first, secrets);
	kill(first.pid, SIGSTOP);
	enter(&second, secrets);
	tap_number(&t->tap, sessions_open(t), 1, "attack 33 a halted console does not keep its session against a new log-in");
	pty_mark(&first);
	kill(first.pid, SIGCONT);
	pty_send(&first, "u");
	tap_ok(&t->tap, pty_until(&first, "Password", WAIT) >= 0, "attack 33 awake again, it asks for the log-in");
	tap_ok(&t->tap, !strstr(first.seen, "@example"), "attack 33 and shows nobody before");
	pty_stop(&first);
	kill(second.pid, SIGKILL);
	end_of(&second);
	pty_stop(&second);
	trial_forget(t);
}

/* Attack 62 */

static char evil_terminfo[300], evil_dirs[300], evil_home[300], evil_pgservice[300], evil_pgpass[300], evil_nls[300],
    evil_gconv[300], evil_locale[300], evil_ssl[300], evil_log[300], evil_trace[300], big[65536];

static const char *evil(char *out, const char *name, const char *rest)
{
	snprintf(out, 300, "%s=%s%s", name, setting("CONSOLE_EVIL"), rest);
	return out;
}

static void survives(struct trial *t, const char *what, const char *const env[])
{
	struct pty p;
	bool up;

	start_with(&p, env);
	up = pty_until(&p, "demo-anna", WAIT) >= 0 && pty_until_idle(&p, WAIT) >= 0;
	if (!tap_ok(&t->tap, up, "attack 62 the log-in comes up: %s", what))
		tap_diag("%.2000s", p.seen ? p.seen : "nothing came");
	tap_ok(&t->tap, p.seen && !strstr(p.seen, "PWNED"), "attack 62 nothing of the attacker's shows: %s", what);
	kill(p.pid, SIGTERM);
	end_of(&p);
	pty_stop(&p);
}

#define SURVIVES(t, what, ...) survives(t, what, (const char *const[]) { __VA_ARGS__, NULL })

static void hostile_environment(struct trial *t)
{
	evil(evil_terminfo, "TERMINFO", "/terminfo");
	evil(evil_dirs, "TERMINFO_DIRS", "/terminfo");
	evil(evil_home, "HOME", "");
	evil(evil_pgservice, "PGSERVICEFILE", "/.pg_service.conf");
	evil(evil_pgpass, "PGPASSFILE", "/.pgpass");
	evil(evil_nls, "NLSPATH", "/%N:%L");
	evil(evil_gconv, "GCONV_PATH", "/gconv");
	evil(evil_locale, "LOCPATH", "/locale");
	evil(evil_ssl, "OPENSSL_CONF", "/openssl.cnf");
	evil(evil_log, "SSLKEYLOGFILE", "/log/keys");
	evil(evil_trace, "MALLOC_TRACE", "/log/malloc");
	memset(big, 'A', sizeof big - 1);
	memcpy(big, "HUGE=", 5);
	SURVIVES(t, "another server", "PGHOST=/nonexistent", "PGPORT=1", "PGDATABASE=postgres", "PGUSER=postgres",
	    "PGHOSTADDR=192.0.2.1");
	SURVIVES(t, "a service file", evil_home, evil_pgservice, "PGSERVICE=evil", "PGSYSCONFDIR=/tmp");
	SURVIVES(t, "settings of the session", "PGOPTIONS=-c role=postgres -c search_path=evil", "PGCLIENTENCODING=LATIN1",
	    "PGTZ=Mars", "PGDATESTYLE=German", "PGTARGETSESSIONATTRS=standby", "PGREQUIREPEER=nobody", "PGAPPNAME=x",
	    "PGSSLMODE=disable", "PGGSSENCMODE=require", "PGCHANNELBINDING=require", "PGPASSWORD=x", evil_pgpass);
	SURVIVES(t, "a description of the terminal", evil_terminfo);
	SURVIVES(t, "folders of descriptions", evil_dirs, evil_home);
	SURVIVES(t, "a termcap", "TERMCAP=xterm-256color:co#80:cl=PWNED:cm=PWNED:", "TERMPATH=/tmp/termcap");
	SURVIVES(t, "sizes", "COLUMNS=100000", "LINES=100000");
	SURVIVES(
	    t, "sizes below nothing", "COLUMNS=-1", "LINES=x", "ESCDELAY=99999999", "NCURSES_NO_PADDING=1", "NCURSES_TRACE=9999");
	SURVIVES(t, "a path as language", "LANGUAGE=../../../../../../tmp/evil", "LANG=../../tmp", evil_nls, evil_locale,
	    "TEXTDOMAINDIR=/tmp", "OUTPUT_CHARSET=UTF-7");
	SURVIVES(t, "converters of characters", evil_gconv, "CHARSET=EVIL", "LC_MESSAGES=nl_NL.UTF-8");
	SURVIVES(t, "a path as time zone", "TZ=:/etc/passwd", "TZDIR=/etc");
	SURVIVES(t, "the allocator", "MALLOC_PERTURB_=255", "MALLOC_ARENA_MAX=1", "MALLOC_CHECK_=3", evil_trace,
	    "GLIBC_TUNABLES=glibc.malloc.perturb=255:glibc.malloc.tcache_count=0");
	SURVIVES(t, "names of hosts", "HOSTALIASES=/etc/passwd", "LOCALDOMAIN=evil", "RES_OPTIONS=debug",
	    "RESOLV_HOST_CONF=/etc/shadow");
	SURVIVES(t, "the line's encryption", evil_ssl, "SSL_CERT_FILE=/etc/passwd", "SSL_CERT_DIR=/tmp", evil_log,
	    "KRB5_CONFIG=/etc/passwd");
	SURVIVES(
	    t, "what ssh tells", "SSH_CONNECTION=x' y z", "SSH_USER_AUTH=/dev/zero", "SSH_TTY=/dev/mem", "SSH_AUTH_SOCK=/tmp/x");
	SURVIVES(t, "one that is huge", big);
}

/* A sentence, an end with a status, and not one control sequence. */
static void odd_terminal(struct trial *t, const char *what, const char *term)
{
	const char *const env[] = { term, evil_terminfo, evil_home, NULL };
	struct pty p;
	int status = -1;

	start_with(&p, env);
	pty_until(&p, "steward: ", WAIT);
	pty_until_quiet(&p, 50, 2000);
	tap_ok(&t->tap, p.seen && strstr(p.seen, "steward: ") && strstr(p.seen, "TERM"), "attack 62 a sentence for %s", what);
	tap_ok(&t->tap, p.seen && !strchr(p.seen, '\033') && !strstr(p.seen, "PWNED"), "attack 62 and nothing else for %s", what);
	status = end_of(&p);
	tap_ok(&t->tap, WIFEXITED(status) && WEXITSTATUS(status) != 0, "attack 62 no console on %s", what);
	pty_stop(&p);
}

static void odd_terminals(struct trial *t)
{
	odd_terminal(t, "no terminal type", "TERM=");
	odd_terminal(t, "a path", "TERM=../../../../tmp/evil");
	odd_terminal(t, "an escape sequence", "TERM=xterm\033]0;PWNED\a");
	odd_terminal(t, "a type that nobody knows", "TERM=nosuchterminal");
	odd_terminal(t, "a name too long", "TERM=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	odd_terminal(t, "a description of the attacker's", "TERM=evil");
}

static void nothing_was_written(struct trial *t)
{
	char path[300];

	snprintf(path, sizeof path, "%s/log/keys", setting("CONSOLE_EVIL"));
	tap_ok(&t->tap, access(path, F_OK) < 0, "attack 62 no keys of the encryption were written");
	snprintf(path, sizeof path, "%s/log/malloc", setting("CONSOLE_EVIL"));
	tap_ok(&t->tap, access(path, F_OK) < 0, "attack 62 nor a trace");
}

/* Attack 64 */

static const char *const closed_files[] = { "environ", "maps", "mem", "smaps", "pagemap", "fd", "cwd", "exe", "auxv", "stack",
	"syscall", "map_files", "io", "task", NULL };

/* What of a process can be opened: the first such name, "" for none. Folders that list nothing are closed too. */
static const char *first_open(pid_t pid)
{
	for (int i = 0; closed_files[i]; i++) {
		char path[64], link_text[64];
		int fd;

		snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, closed_files[i]);
		if (strcmp(closed_files[i], "task") == 0)
			snprintf(path, sizeof path, "/proc/%d/task/%d/mem", (int)pid, (int)pid);
		if (strcmp(closed_files[i], "exe") == 0 || strcmp(closed_files[i], "cwd") == 0) {
			if (readlink(path, link_text, sizeof link_text) > 0)
				return closed_files[i];
			continue;
		}
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd >= 0) {
			char byte;
			bool got = read(fd, &byte, 1) == 1 || errno == EISDIR;

			close(fd);
			if (got)
				return closed_files[i];
		}
	}
	return "";
}

/* In the attacker's own process: 0 = nothing could be done. */
static int attack(pid_t pid)
{
	char byte;
	struct iovec here = { &byte, 1 }, there = { (void *)(uintptr_t)0x400000, 1 };

	if (first_open(pid)[0])
		return 1;
	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) == 0)
		return 2;
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0)
		return 3;
	if (process_vm_readv(pid, &here, 1, &there, 1, 0) >= 0 || errno != EPERM)
		return 4;
	return 0;
}

static void attacker(struct trial *t, pid_t pid, uid_t uid, gid_t gid, const char *who)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		if (geteuid() == 0 && (setgid(gid) < 0 || setuid(uid) < 0))
			_exit(99);
		_exit(attack(pid));
	}
	waitpid(child, &status, 0);
	tap_ok(&t->tap, WIFEXITED(status) && WEXITSTATUS(status) == 0, "attack 64 %s cannot look into a console (%d)", who,
	    WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static bool file_has(pid_t pid, const char *name, const char *text)
{
	char path[64], *bytes = malloc(1 << 20);
	int fd;
	ssize_t n;
	bool found;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd >= 0 && bytes ? read(fd, bytes, 1 << 20) : -1;
	found = n > 0 && memmem(bytes, (size_t)n, text, strlen(text));
	close(fd);
	free(bytes);
	return found;
}

/* How often the text lies in the memory that can be written; root only. */
static int in_memory(pid_t pid, const char *text)
{
	enum { PIECE = 1 << 20 };
	char path[64], line[512], *piece = malloc(PIECE);
	FILE *maps;
	int mem, found = 0;

	snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
	maps = fopen(path, "re");
	snprintf(path, sizeof path, "/proc/%d/mem", (int)pid);
	mem = open(path, O_RDONLY | O_CLOEXEC);
	while (maps && piece && mem >= 0 && fgets(line, sizeof line, maps)) {
		unsigned long from, to;
		char rights[8];

		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r')
			continue;
		for (unsigned long at = from; at < to; at += PIECE) {
			size_t want = to - at < PIECE ? to - at : PIECE;
			ssize_t n = pread(mem, piece, want, (off_t)at);

			for (char *hit = piece; n > 0 && (hit = memmem(hit, (size_t)(n - (hit - piece)), text, strlen(text)));
			     hit++) {
				found++;
				tap_diag("%s in %s", text, line);
			}
		}
	}
	if (maps)
		fclose(maps);
	close(mem);
	free(piece);
	return found;
}

static void looking_in(struct trial *t)
{
	uid_t uid = (uid_t)strtoul(setting("CONSOLE_UID"), NULL, 10);
	gid_t gid = (gid_t)strtoul(setting("CONSOLE_GID"), NULL, 10);
	struct pty p;
	int status;

	start_with(&p, (const char *const[]) { "STEWARD_TEST_SECRET=do-not-keep-this", NULL });
	if (!type_in(&p, own_secrets))
		tap_bail("ben could not log in: %.3000s", p.seen ? p.seen : "");
	pty_until_idle(&p, WAIT);
	tap_is(&t->tap, first_open(getpid())[0] ? "open" : "closed", "open", "attack 64 the looking itself works");
	attacker(t, p.pid, uid, gid, "a colleague of the same account");
	if (geteuid() == 0)
		attacker(t, p.pid, 65534, 65534, "another account");
	else
		tap_skip(&t->tap, "only root can become another account", "attack 64 another account cannot look into a console");
	tap_ok(&t->tap, file_has(p.pid, "status", "Seccomp:\t2"), "attack 64 system calls are given up");
	tap_ok(&t->tap, file_has(p.pid, "status", "NoNewPrivs:\t1"), "attack 64 there are no new privileges");
	tap_ok(&t->tap, file_has(p.pid, "limits", "Max core file size        0                    0"),
	    "attack 64 cores are not allowed to be");
	tap_ok(&t->tap, !file_has(p.pid, "cmdline", own_password), "attack 64 no secret among the arguments");
	if (geteuid() == 0) {
		tap_ok(&t->tap, file_has(getpid(), "environ", "PGDATABASE") && !file_has(p.pid, "environ", "do-not-keep"),
		    "attack 64 nothing of the environment is left, even for root");
		tap_ok(&t->tap, in_memory(p.pid, "Newest users") > 0, "attack 64 the looking into memory works");
		tap_number(&t->tap, in_memory(p.pid, own_password), 0, "attack 64 the password is wiped once it was used");
	} else {
		tap_skip(&t->tap, "only root can look", "attack 64 the password is wiped once it was used");
	}
	kill(p.pid, SIGSEGV);
	status = end_of(&p);
	tap_ok(
	    &t->tap, WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV && !WCOREDUMP(status), "attack 64 a crash leaves no core");
	pty_stop(&p);
	trial_forget(t);
}

/* For ssh.sh: logs in through whatever the arguments start, and then the terminal goes. */
static int only_enter(char *const argv[])
{
	static const char *const env[] = { "TERM=xterm-256color", "PATH=/usr/bin:/bin", NULL };
	struct pty p;
	bool in;

	pty_start(&p, (const char *const *)argv, env, NULL);
	in = type_in(&p, secrets);
	if (!in)
		printf("%s\n", p.seen ? p.seen : "nothing came");
	pty_stop(&p);
	return in ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct trial t;

	if (argc > 1)
		return only_enter(argv + 1);
	trial_open(&t);
	signals(&t);
	closed_terminal(&t);
	halted(&t);
	hostile_environment(&t);
	odd_terminals(&t);
	nothing_was_written(&t);
	looking_in(&t);
	return trial_close(&t);
}
