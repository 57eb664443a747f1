#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/config.h"

static char file[] = "/tmp/steward-config-XXXXXX";

static int make_file(void **state)
{
	int fd = mkstemp(file);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int drop_file(void **state)
{
	(void)state;
	return unlink(file);
}

static bool read_bytes(struct config *c, const char *text, size_t n, struct err *err)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	fclose(f);
	config_init(c);
	err_clear(err);
	return config_read(c, file, true, err);
}

static bool read_text(struct config *c, const char *text, struct err *err)
{
	return read_bytes(c, text, strlen(text), err);
}

/* The sentence names file, line and what is wrong. */
static void refuses(const char *text, int line, const char *word)
{
	struct config c;
	struct err err;
	char where[128];

	assert_false(read_text(&c, text, &err));
	snprintf(where, sizeof where, "%s, line %d: ", file, line);
	if (strncmp(err.sentence, where, strlen(where)) != 0 || !strstr(err.sentence, word))
		fail_msg("\"%s\" does not begin with \"%s\" and name \"%s\"", err.sentence, where, word);
	assert_int_equal(err.code, ERR_INPUT);
}

static void test_every_option_is_sound(void **state)
{
	struct config c;
	struct err err;

	(void)state;
	config_init(&c);
	for (const struct config_option *o = config_options; o->name; o++) {
		assert_true(o->help && o->help[0]);
		assert_true(o->offset + o->size <= sizeof c);
		if (!config_set(&c, o->name, o->initial, &err))
			fail_msg("the default of %s is refused: %s", o->name, err.sentence);
		for (const struct config_option *other = config_options; other < o; other++)
			assert_string_not_equal(o->name, other->name);
		if (o->kind == CONFIG_BOOL)
			assert_int_equal(o->size, sizeof(bool));
		if (o->kind == CONFIG_INT)
			assert_int_equal(o->size, sizeof(int));
	}
}

static void test_reads_what_is_there(void **state)
{
	struct config c;
	struct err err;

	(void)state;
	assert_true(read_text(&c,
	    "# comment\n\n  host =  /run/pg  \nport=5433\r\nascii = yes\nconnect_timeout = 3\nlanguage =\nkey.user.rename = "
	    "F6\nkey.user.rename = Ctrl-R",
	    &err));
	assert_string_equal(c.host, "/run/pg");
	assert_string_equal(c.port, "5433");
	assert_true(c.ascii);
	assert_false(c.mouse);
	assert_int_equal(c.connect_timeout, 3);
	assert_string_equal(c.language, "");
	assert_int_equal(c.key_count, 1);
	assert_string_equal(c.keys[0].action, "user.rename");
	assert_string_equal(c.keys[0].key, "Ctrl-R");
	assert_int_equal(c.keys[0].line, 9);
	assert_string_equal(c.user, "steward_console");
}

static void test_errors_name_the_place(void **state)
{
	(void)state;
	refuses("host = a\nhosd = b\n", 2, "hosd");
	refuses("nonsense\n", 1, "=");
	refuses("= value\n", 1, "no option");
	refuses("\n\nport = 70000\n", 3, "1..65535");
	refuses("port = -1\n", 1, "port");
	refuses("port = 5432x\n", 1, "port");
	refuses("port =\n", 1, "port");
	refuses("port = 99999999999999999999\n", 1, "port");
	refuses("connect_timeout = 0\n", 1, "1..300");
	refuses("ascii = true\n", 1, "yes|no");
	refuses("theme = pink\n", 1, "dark|light");
	refuses("colours = mon\n", 1, "colours");
	refuses("port = 1234567\n", 1, "port");
	refuses("host = a\x1b[31m\n", 1, "control character");
	refuses("key. = F1\n", 1, "key.");
	refuses("key.x =\n", 1, "key.x");
}

static void test_values_that_do_not_fit(void **state)
{
	char text[600] = "host = ";

	(void)state;
	memset(text + 7, 'h', 255);
	text[262] = '\0';
	{
		struct config c;
		struct err err;

		assert_true(read_text(&c, text, &err));
		assert_int_equal(strlen(c.host), 255);
	}
	text[262] = 'h';
	text[263] = '\0';
	refuses(text, 1, "too long");
}

static void test_too_many_keys(void **state)
{
	struct config c;
	struct err err;
	char name[32];

	(void)state;
	config_init(&c);
	for (int i = 0; i < 64; i++) {
		snprintf(name, sizeof name, "key.a%d", i);
		assert_true(config_set(&c, name, "F1", &err));
	}
	assert_false(config_set(&c, "key.more", "F1", &err));
	assert_true(config_set(&c, "key.a5", "F9", &err));
	assert_string_equal(c.keys[5].key, "F9");
}

static void test_files_that_are_none(void **state)
{
	struct config c;
	struct err err;

	(void)state;
	config_init(&c);
	assert_true(config_read(&c, "/nonexistent/steward.conf", false, &err));
	assert_false(config_read(&c, "/nonexistent/steward.conf", true, &err));
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_false(config_read(&c, "/tmp", true, &err));
	assert_false(config_read(&c, "/dev/zero", true, &err));
	assert_false(read_bytes(&c, "host = a\0b\n", 11, &err));
	assert_true(read_text(&c, "", &err));
	assert_true(read_text(&c, "\xff\xfe = x\n", &err) == false);
	chmod(file, 0606);
	assert_false(config_read(&c, file, true, &err));
	assert_non_null(strstr(err.sentence, "chmod"));
	chmod(file, 0600);
}

static void test_a_huge_file_is_refused(void **state)
{
	struct config c;
	struct err err;
	char *text = malloc(70000);

	(void)state;
	memset(text, '\n', 70000);
	assert_false(read_bytes(&c, text, 70000, &err));
	assert_true(read_bytes(&c, text, 60000, &err));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_option_is_sound),
		cmocka_unit_test(test_reads_what_is_there),
		cmocka_unit_test(test_errors_name_the_place),
		cmocka_unit_test(test_values_that_do_not_fit),
		cmocka_unit_test(test_too_many_keys),
		cmocka_unit_test(test_files_that_are_none),
		cmocka_unit_test(test_a_huge_file_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_file, drop_file);
}
