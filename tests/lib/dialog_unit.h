#ifndef TESTS_LIB_DIALOG_UNIT_H
#define TESTS_LIB_DIALOG_UNIT_H

#include <stdlib.h>
#include <string.h>

#include "tests/lib/screen_unit.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/loop.h"

/* What the last question was answered with. */
static struct {
	int answers, agreed, value;
	char text[256];
	bool was_null;
	bool take[64];
	int cancelled;
	const char *next; /* asked from inside the answer */
} got;

static struct loop *loop;
static struct app *app;

static inline void on_answer(void *ctx, bool agreed)
{
	const char *next = got.next;

	assert_ptr_equal(ctx, &got);
	got.answers++;
	got.agreed = agreed;
	got.next = NULL;
	if (next)
		dialog_confirm(app, next, "And this?", NULL, NULL, on_answer, &got);
}

static inline void on_value(void *ctx, int value)
{
	(void)ctx;
	got.answers++;
	got.value = value;
}

static inline void on_text(void *ctx, const char *text)
{
	(void)ctx;
	got.answers++;
	got.was_null = text == NULL;
	snprintf(got.text, sizeof(got.text), "%s", text ? text : "");
}

static inline void on_take(void *ctx, const bool *take)
{
	(void)ctx;
	got.answers++;
	got.was_null = take == NULL;
	if (take)
		memcpy(got.take, take, 3 * sizeof(bool));
}

static inline void on_cancel(void *ctx)
{
	(void)ctx;
	got.cancelled++;
}

static inline void ask_delete(struct app *a, struct screen *s)
{
	(void)s;
	dialog_confirm(a, "Delete", "Delete 3 notes of Anna Meier?", "Delete", "Keep", on_answer, &got);
}

static const struct action actions[] = {
	{ .key = 'y', .name = "test.y", .label = "ask", .run = ask_delete, .help = "Asks." },
	{ .key = K_ENTER, .name = "test.enter", .label = "ask", .run = ask_delete, .help = "Asks." },
	{ .key = 'd', .name = "test.d", .label = "ask", .run = ask_delete, .help = "Asks." },
	{ 0 },
};

static const struct screen_class screen_class = { .name = "test", .title = "Test", .actions = actions };
static const struct app_host host = { .ctx = NULL };
static const struct field_env env = { .language = LANGUAGE_EN };

static inline void make_app(void)
{
	memset(&got, 0, sizeof(got));
	got.agreed = got.value = -9;
	loop = loop_new();
	app = app_new(loop, &host, &env);
	app_fix_clock(app, 1795442520);
	app_push(app, &screen_class, NULL);
}

static inline int setup(void **state)
{
	(void)state;
	screen_open(24, 80);
	make_app();
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	app_free(app);
	loop_free(loop);
	screen_close();
	return 0;
}

static inline void press(uint32_t code)
{
	app_feed(app, &(struct key) { .code = code });
	app_draw(app);
}

static inline void type(const char *text)
{
	for (; *text; text++)
		press((uint32_t)(unsigned char)*text);
}

static inline void confirm(void)
{
	dialog_confirm(app, "Erase", "Really?", NULL, NULL, on_answer, &got);
	app_draw(app);
}

static const struct field street = { .name = "street", .label = "Street", .kind = FIELD_TEXT, .help = "Street." };
static const struct field phone = { .name = "phone", .label = "Phone", .kind = FIELD_TEXT, .help = "Phone." };
static const struct dialog_clash clashes[] = {
	{ &street, "Ringstr. 4", "Ringstraße 4", "Ringstr. 44" },
	{ &phone, NULL, "+49 221 555 01", NULL },
	{ &phone, "1", "1", "2" },
};

#define ON_SCREEN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
