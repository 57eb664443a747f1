#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "backend/process.h"

extern char **environ;

static void start(struct process *p)
{
	struct err err;

	if (!process_start(p, &err))
		fail_msg("%s", err.sentence);
}

static void test_only_fit_terminal_types_pass(void **state)
{
	static const char *const good[] = { "xterm-256color", "vt100", "tmux", "linux", "screen.xterm-new", "a" };
	static const char *const bad[] = { "", "../../etc/passwd", "XTERM", "xterm 256", "x\x1b[31m", "x/y", "%s%n",
		"abcdefghijklmnopqrstuvwxyzabcdefg" };
	struct process p;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		setenv("TERM", good[i], 1);
		start(&p);
		assert_string_equal(p.term, good[i]);
		assert_string_equal(getenv("TERM"), good[i]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		setenv("TERM", bad[i], 1);
		start(&p);
		assert_string_equal(p.term, "");
	}
	unsetenv("TERM");
	start(&p);
	assert_string_equal(p.term, "");
}

static void address_is(const char *connection, const char *address)
{
	struct process p;

	setenv("SSH_CONNECTION", connection, 1);
	start(&p);
	assert_string_equal(p.address, address);
}

static void test_addresses_of_ssh(void **state)
{
	(void)state;
	address_is("192.0.2.7 51234 198.51.100.1 22", "192.0.2.7");
	address_is("2001:db8::7 51234 2001:db8::1 22", "2001:db8::7");
	address_is("::ffff:192.0.2.7 1 x 22", "::ffff:192.0.2.7");
	address_is("192.0.2.7", "192.0.2.7");
	address_is("", "");
	address_is("localhost 1 2 3", "");
	address_is("192.0.2.7/8 1 2 3", "");
	address_is("192.0.2.7'; DROP TABLE x 1 2 3", "");
	address_is("fe80::1%eth0 1 2 3", "");
	address_is("999.1.1.1 1 2 3", "");
	address_is("11111111111111111111111111111111111111111111111111111111111111111111111 1 2 3", "");
}

static void test_the_environment_is_gone(void **state)
{
	static const char *const names[] = { "LD_PRELOAD_X", "PGHOST", "LANG", "TERMINFO", "TERMINFO_DIRS", "LINES", "COLUMNS",
		"HOME", "NLSPATH", "TZDIR", "LESS" };
	struct process p;
	int left = 0;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		setenv(names[i], "hostile", 1);
	start(&p);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_null(getenv(names[i]));
	assert_string_equal(getenv("TZ"), "UTC");
	assert_string_equal(getenv("PATH"), "/nonexistent");
	for (char **e = environ; *e; e++)
		left++;
	assert_in_range(left, 1, 4);
}

static void test_words_of_the_locale(void **state)
{
	struct process p;

	(void)state;
	setenv("LANG", "nl_BE.UTF-8", 1);
	start(&p);
	assert_string_equal(p.language, "nl");
	assert_true(p.utf8);
	setenv("LANG", "nl_NL", 1);
	setenv("LC_ALL", "C", 1);
	setenv("NO_COLOR", "1", 1);
	start(&p);
	assert_string_equal(p.language, "en");
	assert_false(p.utf8);
	assert_true(p.no_color);
	setenv("NO_COLOR", "", 1);
	start(&p);
	assert_true(p.utf8);
	assert_false(p.no_color);
}

/* Nobody may look into the process, and it gains nothing by exec. */
static void test_the_process_is_closed(void **state)
{
	struct process p;
	struct rlimit core;

	(void)state;
	start(&p);
	assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
	assert_int_equal(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
	assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
	assert_int_equal(core.rlim_max, 0);
	assert_int_equal(umask(077), 077);
}

static void test_the_key_that_let_in(void **state)
{
	char path[] = "/tmp/steward-auth-XXXXXX";
	static const char text[] =
	    "password\npublickey ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILRPnCLjtAYU9BJ6jjy5Y/TfjplQiu6S5N/FYD7+LuE5\n";
	struct process p;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
	close(fd);
	setenv("SSH_USER_AUTH", path, 1);
	start(&p);
	assert_string_equal(p.fingerprint, "SHA256:13cmxsdEW4ZmqacgulhYmIfrdWb73ezn1ExRzFdy1Tk");
	unlink(path);
	setenv("SSH_USER_AUTH", path, 1);
	start(&p);
	assert_string_equal(p.fingerprint, "");
}

/* Certificates, other people's files and pipes tell no key; none of them holds the start up. */
static void test_keys_that_are_not_told(void **state)
{
	char path[] = "/tmp/steward-auth-XXXXXX", link_path[64];
	static const char text[] = "publickey ssh-ed25519-cert-v01@openssh.com AAAAC3NzaC1lZDI1NTE5AAAAILRPnCLjtAYU9BJ6jjy5\n"
				   "password\n";
	struct process p;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
	close(fd);
	setenv("SSH_USER_AUTH", path, 1);
	start(&p);
	assert_string_equal(p.fingerprint, "");
	snprintf(link_path, sizeof link_path, "%s.link", path);
	assert_int_equal(symlink(path, link_path), 0);
	setenv("SSH_USER_AUTH", link_path, 1);
	start(&p);
	assert_string_equal(p.fingerprint, "");
	unlink(link_path);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	setenv("SSH_USER_AUTH", path, 1);
	start(&p);
	assert_string_equal(p.fingerprint, "");
	unlink(path);
}

static void test_commands_of_ssh(void **state)
{
	char text[PROCESS_COMMAND + 1];
	struct process p;

	(void)state;
	unsetenv("SSH_ORIGINAL_COMMAND");
	start(&p);
	assert_false(p.commanded);
	setenv("SSH_ORIGINAL_COMMAND", "find Müller", 1);
	start(&p);
	assert_true(p.commanded);
	assert_string_equal(p.command, "find Müller");
	setenv("SSH_ORIGINAL_COMMAND", "find\nx", 1);
	start(&p);
	assert_true(p.commanded);
	assert_string_equal(p.command, "");
	memset(text, 'a', sizeof text);
	text[PROCESS_COMMAND] = '\0';
	setenv("SSH_ORIGINAL_COMMAND", text, 1);
	start(&p);
	assert_true(p.commanded);
	assert_string_equal(p.command, "");
	text[PROCESS_COMMAND - 1] = '\0';
	setenv("SSH_ORIGINAL_COMMAND", text, 1);
	start(&p);
	assert_string_equal(p.command, text);
}

/* Not even /proc/PID/environ, which shows where the kernel put the strings, has them any more. */
static void test_the_strings_are_wiped(void **state)
{
	char secret[] = "STEWARD_TEST_SECRET=geheim";
	struct process p;

	(void)state;
	putenv(secret);
	start(&p);
	for (size_t i = 0; i < sizeof secret; i++)
		assert_int_equal(secret[i], 0);
}

/* In a child, since the test's own descriptors would go too. Its status is the number of the first thing that is wrong. */
static int close_and_look(void)
{
	int stray = dup(0), kept = fcntl(0, F_DUPFD, 20), far = fcntl(0, F_DUPFD, 200), near = fcntl(0, F_DUPFD, 3);
	struct rlimit few;
	struct err err;

	if (stray < 0 || kept < 20 || far < 200 || near < 3)
		return 1;
	if (!process_close_others((const int[]) { kept, -1 }, 2, &err))
		return 2;
	if (fcntl(kept, F_GETFD) < 0 || fcntl(0, F_GETFD) < 0 || fcntl(2, F_GETFD) < 0)
		return 3;
	if (fcntl(stray, F_GETFD) >= 0 || fcntl(far, F_GETFD) >= 0 || fcntl(near, F_GETFD) >= 0)
		return 4;
	return getrlimit(RLIMIT_NOFILE, &few) == 0 && few.rlim_cur <= 64 ? 0 : 5;
}

static void test_other_descriptors_are_closed(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0)
		_exit(close_and_look());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_time_zones(void **state)
{
	struct err err;

	(void)state;
	assert_true(process_zone("", &err));
	assert_true(process_zone("Europe/Amsterdam", &err));
	assert_string_equal(tzname[0], "CET");
	assert_false(process_zone("Europe/Nowhere", &err));
	assert_false(process_zone("../../../etc/passwd", &err));
	assert_false(process_zone("/etc/localtime", &err));
	assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_fit_terminal_types_pass),
		cmocka_unit_test(test_addresses_of_ssh),
		cmocka_unit_test(test_the_environment_is_gone),
		cmocka_unit_test(test_words_of_the_locale),
		cmocka_unit_test(test_the_process_is_closed),
		cmocka_unit_test(test_the_key_that_let_in),
		cmocka_unit_test(test_keys_that_are_not_told),
		cmocka_unit_test(test_commands_of_ssh),
		cmocka_unit_test(test_the_strings_are_wiped),
		cmocka_unit_test(test_other_descriptors_are_closed),
		cmocka_unit_test(test_time_zones),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
