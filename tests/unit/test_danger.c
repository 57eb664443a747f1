/*
 * Every verb that the tables mark as dangerous asks before it acts, and Enter struck at once answers No: nothing is sent to the database, however
 * the question was opened. The verbs run as they are; what they would read of a record and send about it is answered here (--wrap in the Makefile).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "forms/entity.h"
#include "forms/screens.h"
#include "tests/lib/screen_unit.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/loop.h"

/* The opener of the first one is a letter, that of the second the key which agrees elsewhere, as when the palette starts a verb. */
enum { LETTER = 'd', STEPS = 4, LEAST = 40 };

static struct {
	const struct entity *entity; /* that has the verb; NULL = a screen of its own */
	const struct action *verb;
	int sent; /* calls that would write */
	char kind; /* of the last question: a word, yes or no, one of a list, a text */
	char word[64];
	int asked, by_kind[128];
} world;

static struct loop *loop;
static struct app *app;

/* ---- what stands in place of a record and of the database ---- */

struct console;
#define WRAPPED(type, name, ...)                                                                                                   \
	type __wrap_##name(__VA_ARGS__);                                                                                           \
	type __wrap_##name(__VA_ARGS__)

WRAPPED(const char *, entity_value, const struct screen *s, const char *column)
{
	(void)s;
	(void)column;
	return "7";
}

WRAPPED(const char *, list_value, const struct list *l, const char *column)
{
	(void)l;
	(void)column;
	return "7";
}

WRAPPED(const char *, entity_key, const struct screen *s)
{
	(void)s;
	return "1";
}

WRAPPED(const char *, entity_row, const struct screen *s)
{
	(void)s;
	return "1";
}

WRAPPED(const char *, entity_tab_row, const struct screen *s)
{
	(void)s;
	return "1";
}

WRAPPED(int64_t, entity_version, const struct screen *s)
{
	(void)s;
	return 1;
}

WRAPPED(const struct entity *, entity_of, const struct screen *s)
{
	(void)s;
	return world.entity;
}

WRAPPED(void, notices_soon, struct console *c)
{
	(void)c;
}

WRAPPED(void, entity_act, struct screen *s, const char *verb, const struct api_change *args, int n, const char *done)
{
	(void)s;
	(void)verb;
	(void)args;
	(void)n;
	(void)done;
	world.sent++;
}

WRAPPED(void, entity_act_row, struct screen *s, const char *verb, const struct api_change *args, int n, const char *done)
{
	(void)s;
	(void)verb;
	(void)args;
	(void)n;
	(void)done;
	world.sent++;
}

WRAPPED(void, entity_act_on, struct screen *s, const char *entity, const char *key, int64_t version, const char *verb,
    const struct api_change *args, int n, const char *done)
{
	(void)s;
	(void)entity;
	(void)key;
	(void)version;
	(void)verb;
	(void)args;
	(void)n;
	(void)done;
	world.sent++;
}

static void text_given(void *ctx, const char *text)
{
	(void)ctx;
	world.sent += text != NULL;
}

WRAPPED(void, entity_ask, struct screen *s, const struct entity_question *q)
{
	dialog_ask(s->app, q->title, q->field, NULL, text_given, s);
}

/* ---- the questions themselves are real ---- */

static void question(char kind, const char *word)
{
	world.kind = kind;
	world.by_kind[(unsigned char)kind]++;
	snprintf(world.word, sizeof world.word, "%s", word);
}

#define REAL(name, ...) void __real_##name(__VA_ARGS__)

REAL(dialog_confirm, struct app *a, const char *title, const char *text, const char *yes, const char *no, dialog_answer fn,
    void *ctx);
WRAPPED(void, dialog_confirm, struct app *a, const char *title, const char *text, const char *yes, const char *no, dialog_answer fn,
    void *ctx)
{
	question('y', "");
	__real_dialog_confirm(a, title, text, yes, no, fn, ctx);
}

REAL(dialog_confirm_typed, struct app *a, const char *title, const char *text, const char *word, dialog_answer fn, void *ctx);
WRAPPED(
    void, dialog_confirm_typed, struct app *a, const char *title, const char *text, const char *word, dialog_answer fn, void *ctx)
{
	question('w', word);
	__real_dialog_confirm_typed(a, title, text, word, fn, ctx);
}

REAL(dialog_choose, struct app *a, const char *title, const char *const *labels, int n, int current, void (*fn)(void *, int),
    void *ctx);
WRAPPED(void, dialog_choose, struct app *a, const char *title, const char *const *labels, int n, int current,
    void (*fn)(void *, int), void *ctx)
{
	question('c', "");
	__real_dialog_choose(a, title, labels, n, current, fn, ctx);
}

REAL(dialog_ask, struct app *a, const char *title, const struct field *f, const char *value, void (*fn)(void *, const char *),
    void *ctx);
WRAPPED(void, dialog_ask, struct app *a, const char *title, const struct field *f, const char *value,
    void (*fn)(void *, const char *), void *ctx)
{
	question('t', "reasons enough");
	__real_dialog_ask(a, title, f, value, fn, ctx);
}

/* ---- a screen with that one verb ---- */

static struct list *some_list(const struct screen *s)
{
	static char list;

	(void)s;
	return (struct list *)(void *)&list; /* asked for its values only */
}

static void run_verb(struct app *a, struct screen *s)
{
	world.verb->run(a, s);
}

static const struct action keys[] = {
	{ .key = LETTER, .name = "test.letter", .label = "ask", .run = run_verb, .help = "Asks." },
	{ .key = K_ENTER, .name = "test.enter", .label = "ask", .run = run_verb, .help = "Asks." },
	{ 0 },
};
static const struct screen_class one_verb = { .name = "test", .title = "Test", .actions = keys, .list = some_list };
static const struct app_host host = { .ctx = NULL };
static const struct field_env env = { .language = LANGUAGE_EN };

static void press(uint32_t code)
{
	app_feed(app, &(struct key) { .code = code });
	app_draw(app);
}

static void type(const char *text)
{
	for (; *text; text++)
		press((uint32_t)(unsigned char)*text);
}

static void open_question(uint32_t opener)
{
	world.sent = 0;
	press(opener);
	if (!dialog_open(app))
		fail_msg("%s asks nothing", world.verb->name);
	if (world.sent)
		fail_msg("%s acts before it asks", world.verb->name);
}

static void enter_is_no(uint32_t opener)
{
	open_question(opener);
	for (int i = 0; i < STEPS && dialog_open(app); i++)
		press(K_ENTER);
	if (world.sent)
		fail_msg("%s: Enter alone does it", world.verb->name);
	for (int i = 0; i < STEPS && dialog_open(app); i++)
		press(K_ESC);
	assert_false(dialog_open(app));
	if (world.sent)
		fail_msg("%s: Esc does it", world.verb->name);
}

/* Or the rest would show nothing. */
static void agreeing_does_it(void)
{
	open_question(LETTER);
	for (int i = 0; i < STEPS && dialog_open(app); i++) {
		if (world.kind == 'y')
			press('y');
		type(world.word);
		if (world.kind != 'y')
			press(K_ENTER);
	}
	assert_false(dialog_open(app));
	if (world.sent != 1)
		fail_msg("%s: agreed, it acts %d times", world.verb->name, world.sent);
}

/* These ask too, though what they do can be undone. */
static const char *const ask_as_well[] = { "invoice.remind_mail", "mail.again", "mail.switch", "staff.role", NULL };

static bool asks(const struct action *a)
{
	for (const char *const *name = ask_as_well; *name; name++)
		if (strcmp(a->name, *name) == 0)
			return true;
	return a->flags & ACTION_DANGER;
}

static void each_danger(const struct entity *e, const struct action *table)
{
	for (const struct action *a = table; a && a->name; a++) {
		if (!asks(a))
			continue;
		world.entity = e;
		world.verb = a;
		enter_is_no(LETTER);
		enter_is_no(K_ENTER);
		agreeing_does_it();
		world.asked++;
	}
}

static void enter_alone_is_no(void **state)
{
	(void)state;
	for (const struct entity *const *e = entities; *e; e++) {
		each_danger(*e, (*e)->actions);
		each_danger(*e, (*e)->row_actions);
		each_danger(*e, (*e)->verbs);
	}
	for (const struct screen_class *const *c = screen_classes; *c; c++)
		each_danger(NULL, (*c)->actions);
	each_danger(NULL, global_actions);
	/* Questions of every kind were among them. */
	assert_true(world.asked >= LEAST);
	assert_true(world.by_kind['y'] > 0 && world.by_kind['w'] > 0 && world.by_kind['c'] > 0 && world.by_kind['t'] > 0);
}

static int setup(void **state)
{
	(void)state;
	screen_open(24, 80);
	loop = loop_new();
	app = app_new(loop, &host, &env);
	app_fix_clock(app, 1795442520);
	app_push(app, &one_verb, NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	app_free(app);
	loop_free(loop);
	screen_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(enter_alone_is_no, setup, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
