#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "forms/cli.h"
#include "forms/commands.h"
#include "forms/remote.h"

static void splits(const char *command, int count, const char *const *words)
{
	struct remote r;
	struct err err = { 0 };

	if (!remote_split(&r, command, &err))
		fail_msg("%s: %s", command, err.sentence);
	assert_int_equal(r.count, count);
	for (int i = 0; i < count; i++)
		assert_string_equal(r.words[i], words[i]);
	assert_null(r.words[count]);
}

#define SPLITS(command, ...)                                                                                                       \
	splits(command, (int)(sizeof((const char *[]) { __VA_ARGS__ }) / sizeof(const char *)), (const char *[]) { __VA_ARGS__ })

static void test_words(void **state)
{
	(void)state;
	splits("", 0, NULL);
	splits("   ", 0, NULL);
	SPLITS("find", "find");
	SPLITS("  user   show 42 ", "user", "show", "42");
	SPLITS("find 'Van den Berg'", "find", "Van den Berg");
	SPLITS("find \"O'Neill & Sons; $HOME `x` \\n (a) <b> | c\"", "find", "O'Neill & Sons; $HOME `x` \\n (a) <b> | c");
	SPLITS("find '\"'", "find", "\"");
	SPLITS("find a'b c'd\"e f\"", "find", "ab cde f");
	SPLITS("find ''", "find", "");
	SPLITS("find #42 * ? [a] {b} ~ ! %s %n", "find", "#42", "*", "?", "[a]", "{b}", "~", "!", "%s", "%n");
	SPLITS("find Müller 北京", "find", "Müller", "北京");
}

static void test_what_a_shell_would_act_on(void **state)
{
	static const char *const bad[] = { "find a;b", "find a&b", "find a|b", "find a<b", "find a>b", "find $(id)", "find `id`",
		"find a\\ b", "find (a", "find a)", "find 'a", "find \"a", "find O'Neill", "find a\tb", "find a\nb",
		"find \x1b[31m", "find \xff", "find \xe2\x80\xae" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct remote r;
		struct err err = { 0 };

		if (remote_split(&r, bad[i], &err))
			fail_msg("passed: %s", bad[i]);
		assert_int_equal(err.code, ERR_INPUT);
		assert_true(err.sentence[0] != '\0');
	}
}

static void test_lengths(void **state)
{
	char long_one[PROCESS_COMMAND + 10], words[3 * REMOTE_WORDS];
	struct remote r;
	struct err err;

	(void)state;
	memset(long_one, 'a', sizeof long_one);
	long_one[PROCESS_COMMAND - 1] = '\0';
	assert_true(remote_split(&r, long_one, &err));
	assert_int_equal(strlen(r.words[0]), PROCESS_COMMAND - 1);
	memset(long_one, 'a', sizeof long_one);
	long_one[PROCESS_COMMAND] = '\0';
	assert_false(remote_split(&r, long_one, &err));
	for (int i = 0; i <= REMOTE_WORDS; i++)
		memcpy(words + 2 * i, "a ", 3);
	assert_false(remote_split(&r, words, &err));
	words[2 * REMOTE_WORDS] = '\0';
	assert_true(remote_split(&r, words, &err));
	assert_int_equal(r.count, REMOTE_WORDS);
}

static struct options taken(const char *command, bool ok)
{
	static struct remote r;
	struct options o = { .idle_fd = -1, .secrets_fd = -1 };
	struct err err = { 0 };
	bool got = remote_read(&r, command, &o, &err);

	if (got != ok)
		fail_msg("%s: %s", command, err.sentence);
	if (!ok)
		assert_true(err.code == ERR_INPUT && err.sentence[0]);
	return o;
}

static void test_commands(void **state)
{
	struct options o;

	(void)state;
	o = taken("find Van den Berg", true);
	assert_int_equal(o.word_count, 2);
	assert_string_equal(o.words[0], "find");
	assert_string_equal(o.words[1], "Van den Berg");
	o = taken("user show 42 --json --login anna --secrets-fd 0", true);
	assert_int_equal(o.word_count, 3);
	assert_string_equal(o.words[2], "42");
	assert_string_equal(o.login, "anna");
	assert_int_equal(o.secrets_fd, 0);
	assert_true(o.json);
	assert_true(taken("help", true).help);
	assert_true(taken("--help", true).help);
	assert_true(taken("version", true).version);
	taken("keys", true);
	taken("doctor --login anna", true);
}

static void test_everything_else_is_refused(void **state)
{
	static const char *const bad[] = { "", "sh", "/bin/sh", "scp -t .", "/usr/lib/openssh/sftp-server", "internal-sftp",
		"migrate", "bootstrap anna", "manual keys", "user", "user delete 1", "users show 1", "show 1", "FIND x",
		"find x --config /tmp/c", "find x --config=/tmp/c", "find x --host h", "find x --secrets-fd 3",
		"find x --secrets-fd", "find x --login", "find x --idle-fd 1", "find x --sql-dir /tmp", "find x --user postgres",
		"find --", "find -x", "doctor --check", "--login anna", "-c id", "finder x", "find; id" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		taken(bad[i], false);
}

/* Each of them is one of the program's, or one of the two that only ssh has. */
static void test_the_list_names_commands(void **state)
{
	(void)state;
	for (const char *const *name = remote_commands; *name; name++) {
		bool known = strcmp(*name, "help") == 0 || strcmp(*name, "version") == 0;

		for (const struct command *c = commands; c->words; c++)
			known = known || strcmp(c->words, *name) == 0;
		if (!known)
			fail_msg("%s", *name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_what_a_shell_would_act_on),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_everything_else_is_refused),
		cmocka_unit_test(test_the_list_names_commands),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
