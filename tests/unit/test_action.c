#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <string.h>

#include "tui/action.h"
#include "tui/app.h"
#include "tui/key.h"
#include "tui/loop.h"

static bool may_all, ready;

static bool may(void *ctx, const char *right)
{
	(void)ctx;
	return may_all || strcmp(right, "user.view") == 0;
}

static bool is_ready(const struct screen *s)
{
	(void)s;
	return ready;
}

static bool is_not_ready(const struct screen *s)
{
	(void)s;
	return !ready;
}

static void run(struct app *app, struct screen *s)
{
	(void)app;
	(void)s;
}

static const struct action actions[] = {
	{ K_F2, "user.edit", "edit", "edit", "user.edit", ACTION_FOOTER, NULL, run, "Changes the record." },
	{ 'v', "user.view", "view", NULL, "user.view", 0, NULL, run, "Shows the record." },
	{ 'e', "user.enable", "enable", NULL, NULL, 0, is_ready, run, "Lets it in." },
	{ 'e', "user.disable", "disable", NULL, NULL, 0, is_not_ready, run, "Keeps it out." },
	{ K_UP, "list.up", "up", NULL, NULL, 0, NULL, NULL, "Moves up." },
	{ 'k', "list.up", "up", NULL, NULL, ACTION_HIDDEN, NULL, NULL, "Moves up." },
	{ 0, "user.report", "report", NULL, NULL, 0, NULL, run, "By the palette only." },
	{ 0 },
};

static void test_find(void **state)
{
	static const struct action *const any = &actions[0];
	struct app_host host = { .may = may };
	struct field_env env = { LANGUAGE_EN, 0, NULL };
	struct loop *loop = loop_new();
	struct app *app = app_new(loop, &host, &env);
	const struct action *denied = any;

	(void)state;
	assert_non_null(app);
	may_all = false;
	assert_ptr_equal(action_find(actions, 'v', app, NULL, &denied), &actions[1]);
	assert_null(denied);
	assert_null(action_find(actions, K_F2, app, NULL, &denied));
	assert_ptr_equal(denied, &actions[0]);
	assert_null(action_find(actions, K_F2, app, NULL, NULL));
	may_all = true;
	assert_ptr_equal(action_find(actions, K_F2, app, NULL, &denied), &actions[0]);
	assert_null(denied);
	ready = true;
	assert_ptr_equal(action_find(actions, 'e', app, NULL, &denied), &actions[2]);
	ready = false;
	assert_ptr_equal(action_find(actions, 'e', app, NULL, &denied), &actions[3]);
	/* What the widget handles, what has no key, what is not there. */
	assert_null(action_find(actions, K_UP, app, NULL, &denied));
	assert_null(action_find(actions, 0, app, NULL, &denied));
	assert_null(action_find(actions, 'z', app, NULL, &denied));
	assert_null(denied);
	assert_null(action_find(NULL, 'z', app, NULL, &denied));
	app_free(app);
	loop_free(loop);
}

static void flawed(const struct action *table, const char *part)
{
	char why[128] = "";

	assert_false(action_table_check(table, why, sizeof(why)));
	if (!strstr(why, part))
		fail_msg("'%s' does not say '%s'", why, part);
}

static void test_table_check(void **state)
{
	char why[128];
	struct action two[] = { actions[0], actions[1], { 0 } };

	(void)state;
	assert_true(action_table_check(actions, why, sizeof(why)));
	two[1].key = K_F2;
	flawed(two, "same key F2");
	two[1] = actions[1];
	two[1].name = "user.edit";
	flawed(two, "twice");
	two[1].name = "User edit";
	flawed(two, "no name");
	two[1] = actions[1];
	two[1].label = NULL;
	flawed(two, "no label");
	two[1] = actions[1];
	two[1].help = "";
	flawed(two, "no help");
	two[1] = actions[1];
	two[1].flags = ACTION_DANGER;
	two[1].run = NULL;
	flawed(two, "dangerous");
	two[1] = actions[1];
	two[1].key = 0x1b;
	flawed(two, "no terminal sends");
	two[1].key = K_CTRL('P');
	flawed(two, "no terminal sends");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_table_check),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
