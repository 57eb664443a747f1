#ifndef TESTS_LIB_FORM_UNIT_H
#define TESTS_LIB_FORM_UNIT_H

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/lib/screen_unit.h"
#include "tui/app.h"
#include "tui/form.h"
#include "tui/loop.h"

static const struct field_choice languages[] = { { "en", "English" }, { "de", "German" }, { "nl", "Dutch" }, { 0 } };

static const struct field fields[] = {
	{ .name = "id", .label = "Id", .kind = FIELD_NUMBER, .flags = FIELD_READONLY, .help = "Given by the system." },
	{ .name = "name", .label = "Name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, .limit = 20, .help = "As on the invoice." },
	{ .name = "login",
	    .label = "Log-in",
	    .kind = FIELD_TEXT,
	    .flags = FIELD_READONLY | FIELD_ON_CREATE,
	    .limit = 40,
	    .help = "Renamed by staff only." },
	{ .name = "born", .label = "Born", .kind = FIELD_DATE, .help = "A date, or today." },
	{ .name = "credit", .label = "Credit", .kind = FIELD_MONEY, .help = "Euros." },
	{ .name = "enabled", .label = "Enabled", .kind = FIELD_YESNO, .help = "May log in." },
	{ .name = "agent", .label = "Agent", .kind = FIELD_TRISTATE, .help = "Empty inherits." },
	{ .name = "language", .label = "Language", .kind = FIELD_CHOICE, .choices = languages, .help = "Of letters." },
	{ .name = "org", .label = "Organisation", .kind = FIELD_REFERENCE, .source = "organisations", .help = "Who pays." },
	{ .name = "notes", .label = "Notes", .kind = FIELD_LINES, .limit = 2000, .help = "Free text." },
	{ .name = "rank", .label = "Rank", .kind = FIELD_NUMBER, .right = "user.rank", .help = "By the boss." },
	{ .name = "secret", .label = "Password", .kind = FIELD_SECRET, .limit = 64, .help = "At least 15." },
	{ 0 },
};

/* What the source of organisations answers. */
static const char *const ids[] = { "7", "8", "9" };
static const char *const names[] = { "Meier & Söhne", "Meierhof", "Studio \x1b[31m54" };

static struct {
	int asked;
	char typed[64];
	int changes;
	char change_log[1024];
} world;

static struct loop *loop;
static struct app *app;
static struct form *form;

static inline void ask(void *ctx, struct form *f, const struct field *field, const char *typed)
{
	(void)ctx;
	(void)f;
	assert_string_equal(field->name, "org");
	world.asked++;
	snprintf(world.typed, sizeof(world.typed), "%s", typed);
}

static inline const char *label_of(void *ctx, const struct field *field, const char *value)
{
	(void)ctx;
	return strcmp(field->name, "org") == 0 && strcmp(value, "7") == 0 ? "Meier & Söhne" : NULL;
}

static inline bool may(void *ctx, const char *right)
{
	(void)ctx;
	(void)right;
	return false;
}

static const struct app_host host = { .may = may };
static const struct field_env env = { .language = LANGUAGE_EN };
static const struct screen_class screen_class = { .name = "test", .title = "Test" };

static inline void make_form(bool create)
{
	struct form_spec spec = { .fields = fields, .create = create, .ask_choices = ask, .label_of = label_of };

	form_free(form);
	form = form_new(app, &spec);
	assert_non_null(form);
	form_load(form, "id", "10009292");
	form_load(form, "name", "Anna Meier");
	form_load(form, "login", "anna@meier.example");
	form_load(form, "born", "1990-02-11");
	form_load(form, "credit", "1234.50");
	form_load(form, "enabled", "t");
	form_load(form, "language", "de");
	form_load(form, "org", "7");
	form_load(form, "notes", "first line\nsecond line");
}

static inline int setup(void **state)
{
	(void)state;
	memset(&world, 0, sizeof(world));
	screen_open(24, 80);
	loop = loop_new();
	app = app_new(loop, &host, &env);
	app_fix_clock(app, 1795442520); /* 2026-11-23 */
	app_push(app, &screen_class, NULL);
	form = NULL;
	make_form(false);
	return 0;
}

static inline int teardown(void **state)
{
	(void)state;
	form_free(form);
	app_free(app);
	loop_free(loop);
	screen_close();
	return 0;
}

static inline void draw_in(int rows, int columns)
{
	draw_begin();
	form_draw(form, (struct area) { 0, 0, rows, columns }, true);
	draw_end();
}

static inline void draw(void)
{
	draw_in(20, 80);
}

static inline bool press(uint32_t code)
{
	bool used = form_key(form, &(struct key) { .code = code });

	draw();
	return used;
}

static inline void type(const char *text)
{
	for (size_t at = 0, n = strlen(text); at < n;) {
		uint32_t c;

		at += text_decode(text + at, n - at, &c);
		press(c);
	}
}

static inline void log_change(void *ctx, const struct field *field, const char *was, const char *now)
{
	size_t n = strlen(world.change_log);

	(void)ctx;
	snprintf(world.change_log + n, sizeof(world.change_log) - n, "%s:%s>%s ", field->name, was ? was : "-", now ? now : "-");
}

static inline const char *changes(void)
{
	world.change_log[0] = '\0';
	world.changes = form_changes(form, log_change, NULL);
	return world.change_log;
}

#define ON_SCREEN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

#endif
