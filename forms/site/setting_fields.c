#include "forms/site/setting_fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "tui/text.h"

enum { SETTINGS_MAX = 200, CHOICES_MAX = 8, VALUE = 2, FORM_FIELDS = 6 };

/* A form of one setting, and the strings that its table points to. */
struct setting {
	char name[64], help[512], source[48], choices[128];
	struct field_choice list[CHOICES_MAX + 1];
	struct field fields[FORM_FIELDS];
};

struct setting_fields {
	int count;
	struct setting settings[SETTINGS_MAX];
};

static const struct field_choice on_off[] = { { "on", N_("on") }, { "off", N_("off") }, { 0 } };

static const struct field form[FORM_FIELDS] = {
	{ "label", N_("Setting"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("What it is about.") },
	{ "description", N_("What for"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("What it is good for.") },
	[VALUE] = { "value", N_("Value"), FIELD_LINES, 0, 0, 2000, N_("What holds now.") },
	{ "name", N_("Name"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Name by which programs ask.") },
	{ "updated_at", N_("Changed"), FIELD_TIME, FIELD_READONLY, 0, 0,
	    N_("When it was changed last; the tab History tells by whom.") },
	{ 0 },
};

enum { NAME, KIND, DESCRIPTION, LEAST, MOST, SOURCE, CHOICES, NEEDED, COLUMNS };
static const char *const columns[COLUMNS] = { "name", "kind", "description", "least", "most", "source", "choices", "needed" };

/* A short list of words that stands in the row itself. */
static const struct field_choice *choices_in(struct setting *s, const char *words)
{
	int n = 0;

	snprintf(s->choices, sizeof s->choices, "%s", words);
	for (char *at = s->choices; *at && n < CHOICES_MAX; n++) {
		s->list[n] = (struct field_choice) { at, at };
		at += strcspn(at, " ");
		if (*at)
			*at++ = '\0';
	}
	return s->list;
}

/* Kinds that need no more than another kind of field; the others are completed below. */
static enum field_kind kind_of(const char *kind)
{
	static const struct {
		const char *name;
		enum field_kind kind;
	} kinds[] = { { "yesno", FIELD_CHOICE }, { "number", FIELD_NUMBER }, { "days", FIELD_NUMBER }, { "choice", FIELD_CHOICE },
		{ "group", FIELD_REFERENCE }, { "document", FIELD_REFERENCE }, { "lines", FIELD_LINES } };

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return kinds[i].kind;
	return FIELD_TEXT;
}

static void add(struct setting_fields *f, const char *const *cells)
{
	struct setting *s = &f->settings[f->count++];
	struct field *value = &s->fields[VALUE];

	memcpy(s->fields, form, sizeof form);
	snprintf(s->name, sizeof s->name, "%s", cells[NAME]);
	snprintf(s->source, sizeof s->source, "%s", cells[SOURCE]);
	if (cells[LEAST] && cells[MOST])
		snprintf(s->help, sizeof s->help, _("From %s to %s. %s"), cells[LEAST], cells[MOST], _(cells[DESCRIPTION]));
	else
		snprintf(s->help, sizeof s->help, "%s", cells[DESCRIPTION]);
	if (s->help[0])
		value->help = s->help;
	value->kind = kind_of(cells[KIND]);
	value->limit = value->kind == FIELD_LINES ? 2000 : 400;
	if (cells[NEEDED][0] == 't')
		value->flags |= FIELD_REQUIRED;
	if (strcmp(cells[KIND], "yesno") == 0)
		value->choices = on_off;
	else if (s->source[0])
		value->source = s->source;
	else if (value->kind == FIELD_CHOICE)
		value->choices = choices_in(s, cells[CHOICES]);
}

static void loaded(void *ctx, struct api_page *page, const struct err *err)
{
	struct console *c = ctx;
	struct setting_fields *f;

	if (!page) {
		console_error(c, err);
		return;
	}
	f = calloc(1, sizeof *f);
	for (int i = 0; f && i < page->count && f->count < SETTINGS_MAX; i++) {
		const char *const *cells = page->rows[i].cells;

		if (cells[NAME] && cells[KIND] && cells[DESCRIPTION] && cells[SOURCE] && cells[CHOICES] && cells[NEEDED])
			add(f, cells);
	}
	arena_free(page->arena);
	/* Open forms point into the old table: it is replaced only when there is none. */
	if (f && !c->settings)
		c->settings = f;
	else
		setting_fields_free(f);
}

void setting_fields_load(struct console *c)
{
	struct api_list q = {
		.entity = "settings", .columns = columns, .column_count = COLUMNS, .sort = "name", .limit = SETTINGS_MAX
	};

	if (!c->settings && api_may(c->api, "settings.view"))
		api_list(c->api, &q, loaded, c);
}

const struct field *setting_fields_of(struct console *c, const char *name)
{
	for (int i = 0; c->settings && i < c->settings->count; i++)
		if (strcmp(c->settings->settings[i].name, name) == 0)
			return c->settings->settings[i].fields;
	return form;
}

void setting_fields_free(struct setting_fields *f)
{
	free(f);
}
