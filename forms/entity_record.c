#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/currencies.h"
#include "forms/entity_private.h"
#include "forms/security/security.h"
#include "tui/dialog.h"
#include "tui/text.h"

struct record_screen *record_screen_of(const struct screen *s)
{
	return s->class == &entity_record_class ? s->data : NULL;
}

static const struct entity_tab *tab_named(const struct record_screen *rs, const char *name)
{
	for (const struct entity_tab *t = rs->entity->tabs; t->name; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

/* record.c makes the tab that is being shown: record_tab() names it. */
static struct form *make_form(void *ctx, struct record *r)
{
	struct record_screen *rs = ctx;
	const struct entity_tab *t = tab_named(rs, record_tab(r));
	struct form_spec spec = { .fields = t->fields_of ? t->fields_of(rs->console, rs->key) : t->fields,
		.ask_choices = choices_ask,
		.label_of = choices_label,
		.ctx = rs->choices };
	struct form *f = form_new(rs->console->app, &spec);

	currencies_need(rs->console, spec.fields);
	if (f)
		record_fill_form(rs, r, t->name, f);
	return f;
}

static struct list *make_list(void *ctx, struct record *r)
{
	struct record_screen *rs = ctx;
	const struct entity_tab *t = tab_named(rs, record_tab(r));
	const char *value = t->key_from ? record_value(rs, t->key_from) : NULL;
	struct list_part *p = list_part_new(rs->console, t->related, t->column, value ? value : rs->key);

	if (p && t->fixed)
		list_part_fix(p, t->fixed);
	for (int i = 0; p && rs->tabs[i].name; i++)
		if (strcmp(rs->tabs[i].name, t->name) == 0)
			rs->lists[i] = p;
	return p ? list_part_list(p) : NULL;
}

static void facts(void *ctx, char *out, size_t size)
{
	struct record_screen *rs = ctx;
	size_t at = 0;

	out[0] = '\0';
	for (const char *const *f = rs->entity->facts; f && *f; f++) {
		const struct field *d = field_find(rs->entity->fields, *f);
		const char *value = record_value(rs, *f);
		char text[256];
		int n;

		if (!value || !value[0])
			continue;
		if (d)
			value = field_format_short(d, app_env(rs->console->app), value, text, sizeof text);
		/* A date alone does not say what happened then. */
		if (d && d->kind == FIELD_TIME)
			n = snprintf(out + at, size - at, "%s%s %s", at ? " · " : "", _(d->label), value);
		else
			n = snprintf(out + at, size - at, "%s%s", at ? " · " : "", value);
		if (n < 0 || (size_t)n >= size - at)
			return;
		at += (size_t)n;
	}
}

static void draw(struct screen *s, struct area a)
{
	record_draw(record_screen_of(s)->record, a);
}

struct list_part *record_shown_list(const struct record_screen *rs)
{
	for (int i = 0; rs->tabs[i].name; i++)
		if (strcmp(rs->tabs[i].name, record_tab(rs->record)) == 0)
			return rs->lists[i];
	return NULL;
}

static bool key(struct screen *s, const struct key *k)
{
	return record_key(record_screen_of(s)->record, k);
}

static void crumb(const struct screen *s, char *out, size_t size)
{
	const struct record_screen *rs = record_screen_of(s);
	const char *name = rs->entity->heading ? record_value(rs, rs->entity->heading) : NULL;
	const struct field *f = name ? field_find(rs->entity->fields, rs->entity->heading) : NULL;
	char text[256];

	if (f)
		name = field_format_short(f, app_env(s->app), name, text, sizeof text);
	snprintf(out, size, "%s > %s %s", _(rs->entity->title), rs->key, name ? name : "");
}

static void status(const struct screen *s, char *out, size_t size)
{
	const struct record_screen *rs = record_screen_of(s);
	const struct field *f = rs->entity->state ? field_find(rs->entity->fields, rs->entity->state) : NULL;
	const char *value = rs->entity->state ? record_value(rs, rs->entity->state) : NULL;
	char text[128];

	if (record_dirty(rs->record))
		snprintf(out, size, "%s", _("not saved"));
	else if (f && value)
		snprintf(out, size, "%s%s%s", field_sign(f, value), field_sign(f, value)[0] ? " " : "",
		    field_format(f, app_env(s->app), value, text, sizeof text));
	else
		out[0] = '\0';
}

static void left(void *ctx, int answer)
{
	struct record_screen *rs = ctx;

	if (answer == 's') {
		rs->leaving = true;
		record_save(rs);
	} else if (answer == 'd') {
		app_pop(rs->console->app);
	}
}

static bool leave(struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);

	if (!record_dirty(rs->record) && rs->writing < 0)
		return true;
	dialog_unsaved(s->app, record_value(rs, rs->entity->heading ? rs->entity->heading : "id"), left, rs);
	return false;
}

static void close_record(struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);

	live_stop(&rs->live);
	links_cut(&rs->links);
	record_free(rs->record);
	for (int i = 0; i < RECORD_TABS_MAX; i++)
		list_part_free(rs->lists[i], true);
	choices_free(rs->choices);
	record_parts_free(rs);
	record_recent_free(rs);
	free(rs);
}

/* Reads itself again, and the rows of the tab that is shown; never under what is being typed or saved. */
static void again(struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);
	struct form *f = record_form(rs->record);
	struct list_part *p = record_shown_list(rs);

	if (rs->writing >= 0 || record_dirty(rs->record) || (f && form_editing(f)) || (rs->entity->lives && !rs->entity->lives(s)))
		return;
	record_load(rs, true);
	if (p)
		list_refresh(list_part_list(p));
}

static void edit(struct app *a, struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);
	struct form *f = record_form(rs->record);

	if (f)
		form_edit(f, NULL); /* says so when there is nothing */
	else
		app_notice(a, NOTICE_INFO, _("There is nothing to edit in this tab: change to one with fields first."));
}

static void save(struct app *a, struct screen *s)
{
	(void)a;
	record_save(record_screen_of(s));
}

static void reload(struct app *a, struct screen *s)
{
	(void)a;
	entity_reload(s);
}

static bool is_editing(const struct screen *s)
{
	struct form *f = record_form(record_screen_of(s)->record);

	return f && form_editing(f);
}

static bool can_edit(const struct screen *s)
{
	struct form *f = record_form(record_screen_of(s)->record);

	return f && !form_editing(f) && form_editable(f);
}

static bool has_nothing_to_edit(const struct screen *s)
{
	return !is_editing(s) && !can_edit(s);
}

static bool can_copy(const struct screen *s)
{
	struct form *f = record_form(record_screen_of(s)->record);

	return f && !form_editing(f) && form_can_copy(f);
}

static const char *right_edit(const struct screen *s)
{
	return record_screen_of(s)->entity->right_edit;
}

/* A tab that another column narrows ("ordered" of a file) tells nothing about whose a new row would be. */
static bool can_create(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);
	struct list_part *p = record_shown_list(rs);
	const struct entity *e = p ? list_part_entity(p) : NULL;

	for (const struct entity_tab *t = rs->entity->tabs; t && t->name; t++)
		if (strcmp(t->name, record_tab(rs->record)) == 0)
			return e && e->create && e->parent && t->column && strcmp(t->column, e->parent) == 0;
	return false;
}

static const char *right_create(const struct screen *s)
{
	struct list_part *p = record_shown_list(record_screen_of(s));

	return p ? list_part_entity(p)->right_create : NULL;
}

static void create(struct app *a, struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);

	entity_create(a, list_part_entity(record_shown_list(rs)), rs->key);
}

static bool is_dirty(const struct screen *s)
{
	return record_dirty(record_screen_of(s)->record);
}

static void revert(struct app *a, struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);
	struct form *f = record_form(rs->record);

	if (f)
		form_revert(f);
	app_notice(a, NOTICE_INFO, _("What was typed in this tab has been taken back."));
}

static struct list *list_in(const struct screen *s)
{
	return record_list(record_screen_of(s)->record);
}

/* A list in a tab brings its own keys. */
static const struct action *inside(const struct screen *s, bool *ret_typing)
{
	struct list *l = list_in(s);

	*ret_typing = l ? list_typing(l) : is_editing(s);
	if (!l)
		return *ret_typing ? form_actions : NULL;
	return *ret_typing ? list_inside(l) : list_actions;
}

/* In a list the verbs of its rows, else those of the record's own kind. */
static const struct action *rows(const struct screen *s)
{
	const struct record_screen *rs = record_screen_of(s);
	struct list_part *p = record_shown_list(rs);

	return p ? list_part_entity(p)->verbs : rs->entity->verbs;
}

static void copy(struct app *a, struct screen *s)
{
	(void)a;
	form_copy(record_form(record_screen_of(s)->record));
}

static void looked(struct app *a, struct screen *s)
{
	const struct record_screen *rs = s->data;
	char filter[160];

	snprintf(filter, sizeof filter, "entity:%s key:\"%s\"", rs->entity->name, rs->key);
	entity_open_filtered(a, &look_entity, filter);
}

static const struct action actions[] = {
	{ K_F2, "record.edit", N_("edit"), N_("edit"), NULL, ACTION_FOOTER, can_edit, edit, N_("Starts editing; again to save."),
	    right_edit },
	{ K_F2, "record.edit.save", N_("save"), N_("save"), NULL, ACTION_FOOTER, is_editing, save,
	    N_("Saves what was changed in all tabs.") },
	{ K_F2, "record.edit.elsewhere", N_("edit"), NULL, NULL, ACTION_HIDDEN, has_nothing_to_edit, edit,
	    N_("Says why nothing can be changed in this tab.") },
	{ K_CTRL('s'), "record.save", N_("save"), N_("save"), NULL, ACTION_FOOTER, is_dirty, save,
	    N_("Saves what was changed in all tabs.") },
	{ 'n', "record.new", N_("make a new row in this tab"), N_("new"), NULL, ACTION_FOOTER, can_create, create,
	    N_("Opens an empty form for a row of this record."), right_create },
	{ 'J', "record.jump", N_("jump to what this belongs to"), N_("jump"), NULL, 0, entity_can_jump, entity_jump,
	    N_("Opens its account, order, invoice or what a field names; Esc comes back.") },
	{ 'y', "record.copy", N_("copy a value"), NULL, NULL, 0, can_copy, copy,
	    N_("Copies the value of a field to the clipboard of your own terminal.") },
	{ 'L', "record.looked", N_("who looked at this record?"), NULL, "audit.view", 0, NULL, looked,
	    N_("Every look at it that the trail has, newest first.") },
	{ K_CTRL('r'), "record.revert", N_("take back what was typed in this tab"), NULL, NULL, 0, is_dirty, revert,
	    N_("Shows again what the database holds.") },
	{ K_F5, "record.reload", N_("load again"), NULL, NULL, 0, NULL, reload,
	    N_("Asks the database again; what you typed stays.") },
	{ 0 },
};

const struct screen_class entity_record_class = {
	.name = "record",
	.title = N_("Record"),
	.actions = actions,
	.extra = record_actions,
	.draw = draw,
	.key = key,
	.leave = leave,
	.close = close_record,
	.status = status,
	.crumb = crumb,
	.inside = inside,
	.rows = rows,
	.list = list_in,
};

static void build_tabs(struct record_screen *rs)
{
	int n = 0;

	for (const struct entity_tab *t = rs->entity->tabs; t->name && n < RECORD_TABS_MAX; t++) {
		if (!app_may(rs->console->app, t->right) || (t->fields_of && !t->fields_of(rs->console, rs->key)))
			continue;
		rs->tabs[n++] = (struct record_tab) { .name = t->name,
			.label = t->label,
			.form = t->related ? NULL : make_form,
			.list = t->related ? make_list : NULL };
	}
}

static bool build(struct record_screen *rs)
{
	rs->choices = choices_new(rs->console);
	if (!rs->choices)
		return false;
	build_tabs(rs);
	record_parts_build(rs);
	rs->record = record_new(rs->console->app, &(struct record_spec) { .tabs = rs->tabs,
						      .facts = rs->entity->facts ? facts : NULL,
						      .below = rs->entity->recent ? record_recent_draw : NULL,
						      .ctx = rs });
	return rs->record != NULL;
}

void entity_open(struct app *app, const struct entity *e, const char *key_of_record)
{
	struct record_screen *rs = calloc(1, sizeof *rs);
	struct screen *s;

	if (rs) {
		rs->console = console_of(app);
		rs->entity = e;
		rs->writing = -1;
		snprintf(rs->key, sizeof rs->key, "%s", key_of_record);
	}
	if (!rs || !build(rs)) {
		if (rs)
			choices_free(rs->choices);
		free(rs);
		app_notice(app, NOTICE_ERROR, _("There is not enough memory to open the record."));
		return;
	}
	s = app_push(app, &entity_record_class, rs);
	if (!s)
		return;
	s->more = e->actions;
	rs->screen = s;
	record_load(rs, false);
	live_start(&rs->live, s, e->live, again);
}

void entity_reload(struct screen *s)
{
	struct record_screen *rs = record_screen_of(s);

	if (!rs) {
		list_part_reload(entity_list_part(s));
		return;
	}
	record_load(rs, true);
	for (int i = 0; rs->tabs[i].name; i++)
		if (rs->lists[i])
			list_part_reload(rs->lists[i]);
}
