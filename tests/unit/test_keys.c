/* Lines key.ACTION = KEY of the configuration: what is taken, and the sentence that refuses the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "backend/config.h"
#include "forms/keys.h"
#include "tui/key.h"

static const char *read_keys(const char *const *pairs, struct bindings *ret)
{
	static struct err err;
	struct config c;

	config_init(&c);
	err_clear(&err);
	for (int n = 0; pairs[n]; n += 2) {
		struct config_key *k = &c.keys[c.key_count++];

		memcpy(k->action, pairs[n], strlen(pairs[n]) + 1);
		memcpy(k->key, pairs[n + 1], strlen(pairs[n + 1]) + 1);
		k->line = 7 + n / 2;
	}
	return keys_read(&c, "test.conf", ret, &err) ? NULL : err.sentence;
}

#define KEYS(...) ((const char *const[]) { __VA_ARGS__, NULL })

static void good_keys(void **state)
{
	struct bindings b;

	(void)state;
	assert_null(read_keys((const char *const[]) { NULL }, &b));
	assert_int_equal(b.count, 0);
	assert_null(read_keys(KEYS("list.filter", "Ctrl-T", "record.save", "F8"), &b));
	assert_int_equal(b.count, 2);
	assert_int_equal(b.list[0].key, K_CTRL('t'));
	assert_int_equal(b.list[1].line, 8);
	/* Two that change places. */
	assert_null(read_keys(KEYS("home.users", "l", "home.logins", "u"), &b));
	/* The same letter on screens that never meet. */
	assert_null(read_keys(KEYS("home.users", "z", "list.sort", "z"), &b));
}

static void bad_keys(void **state)
{
	struct bindings b = { .count = -1 };

	(void)state;
	assert_string_equal(read_keys(KEYS("no.such", "F8"), &b),
	    "test.conf, line 7: key.no.such: there is no such action; `steward keys` lists them.");
	assert_string_equal(read_keys(KEYS("list.filter", "Hyper-X"), &b),
	    "test.conf, line 7: key.list.filter: \"Hyper-X\" is no key. Write it as F2, Ctrl-S or x.");
	assert_string_equal(read_keys(KEYS("list.filter", "F8", "list.sort", "c"), &b),
	    "test.conf, line 8: key.list.sort: on a screen where it works, c is the key of list.columns (choose the columns). Take "
	    "another key.");
	/* A key that works everywhere belongs to nobody else anywhere. */
	assert_non_null(strstr(read_keys(KEYS("home.users", "?"), &b), "? is the key of app.help"));
	assert_non_null(strstr(read_keys(KEYS("app.help", "u"), &b), "u is the key of"));
	assert_non_null(strstr(read_keys(KEYS("list.sort", "x", "list.mark", "x"), &b), "x is the key of list."));
	assert_int_equal(b.count, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_keys),
		cmocka_unit_test(bad_keys),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
