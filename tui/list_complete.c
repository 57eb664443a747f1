#include "tui/list_private.h"

#include <stdio.h>
#include <string.h>

#include "tui/app.h"
#include "tui/editor.h"
#include "tui/text.h"

/* What could stand at the end of the line: names of fields, or values of the field that is being typed. */
struct completion {
	const char *start; /* of the word to complete, inside the line */
	const struct field *field; /* values of this one; NULL = names of fields */
	int count;
	char common[128]; /* what all candidates start with */
	char words[256]; /* all of them, for the hint */
};

static void candidate_add(struct completion *c, const char *word)
{
	size_t same = 0, used = strlen(c->words);

	if (c->count++ == 0) {
		snprintf(c->common, sizeof(c->common), "%s", word);
	} else {
		for (size_t next; c->common[same] && (next = text_next(c->common, same)) > same; same = next)
			if (strncmp(c->common + same, word + same, next - same) != 0)
				break;
		c->common[same] = '\0';
	}
	if (used + strlen(word) + 3 < sizeof(c->words))
		snprintf(c->words + used, sizeof(c->words) - used, "%s%s", used ? "  " : "", word);
}

static void complete_names(const struct list *l, struct completion *c)
{
	char folded[256];

	text_fold(c->start, folded, sizeof(folded));
	for (const struct field *f = l->spec->fields; f->name; f++)
		if (list_can_filter(f) &&
		    (list_folds_to(f->name, folded, true) || (folded[0] && list_folds_to(_(f->label), folded, true))))
			candidate_add(c, f->name);
}

static void complete_values(const struct list *l, struct completion *c)
{
	static const char *const truths[] = { "t", "f" };
	char folded[256], shown[64];

	text_fold(c->start, folded, sizeof(folded));
	if (c->field->kind == FIELD_YESNO || c->field->kind == FIELD_TRISTATE)
		for (int i = 0; i < 2; i++) {
			field_format(c->field, app_env(l->app), truths[i], shown, sizeof(shown));
			if (list_folds_to(shown, folded, true))
				candidate_add(c, shown);
		}
	for (const struct field_choice *choice = c->field->choices; choice && choice->value; choice++)
		if (list_folds_to(choice->value, folded, true) || list_folds_to(_(choice->label), folded, true))
			candidate_add(c, choice->value);
}

static void complete(const struct list *l, const char *line, struct completion *c)
{
	const char *start = line, *value;
	bool quoted = false;
	char name[64];

	for (const char *p = line; *p; p++) {
		quoted = *p == '"' ? !quoted : quoted;
		if (*p == ' ' && !quoted)
			start = p + 1;
	}
	*c = (struct completion) { .start = start };
	value = strpbrk(start, LIST_OPERATORS);
	if (!value) {
		complete_names(l, c);
		return;
	}
	snprintf(name, sizeof(name), "%.*s", (int)(value - start), start);
	c->field = list_field_by_word(l, name);
	c->start = value + strspn(value, LIST_OPERATORS);
	if (c->field && *c->start != '"')
		complete_values(l, c);
}

static void filter_tab(struct list *l)
{
	const char *line = editor_text(l->editor);
	char text[LIST_FILTER_SIZE];
	struct completion c;

	complete(l, line, &c);
	if (c.count == 0 || strlen(c.common) + (c.count > 1) < strlen(c.start))
		return;
	snprintf(text, sizeof(text), "%.*s%s%s", (int)(c.start - line), line, c.common, c.count > 1 ? "" : c.field ? " " : ":");
	editor_set(l->editor, text);
}

/* The line above: what is wrong, what can come next, or which signs the field takes. */
static void filter_hint(struct list *l)
{
	struct completion c;

	l->why_wrong = false;
	complete(l, editor_text(l->editor), &c);
	if (c.count > 0)
		snprintf(l->why, sizeof(l->why), "%s", c.words);
	else if (!c.field)
		snprintf(l->why, sizeof(l->why), "%s", _("No field starts with this."));
	else if (list_kind_takes(c.field, OP_CONTAINS))
		snprintf(l->why, sizeof(l->why), "%s", _(": is  :! is not  ~ contains  : alone: empty  :! alone: filled"));
	else if (list_kind_takes(c.field, OP_LESS))
		snprintf(l->why, sizeof(l->why), "%s", _(": is  :! is not  < less  > more  : alone: empty  :! alone: filled"));
	else
		snprintf(l->why, sizeof(l->why), "%s", _(": is  :! is not  : alone: empty  :! alone: filled"));
}

void list_filter_open(struct list *l)
{
	char text[LIST_FILTER_SIZE];

	list_filter_text(l, text, sizeof(text));
	list_line_open(l, MODE_FILTER, l->filter_draft[0] ? l->filter_draft : text);
	if (l->mode == MODE_FILTER)
		filter_hint(l);
}

static void filter_enter(struct list *l)
{
	if (!list_set_filter(l, editor_text(l->editor), l->why, sizeof(l->why))) {
		l->why_wrong = true;
		return;
	}
	l->filter_draft[0] = '\0';
	list_line_close(l);
}

static void filter_escape(struct list *l)
{
	/* What was typed and not used is there again on the next 'f'. */
	if (editor_changed(l->editor))
		snprintf(l->filter_draft, sizeof(l->filter_draft), "%s", editor_text(l->editor));
	list_line_close(l);
}

bool list_filter_key(struct list *l, const struct key *k)
{
	app_dirty(l->app);
	switch (k->code) {
	case K_ESC:
		filter_escape(l);
		return true;
	case K_ENTER:
		filter_enter(l);
		return true;
	case K_TAB:
		filter_tab(l);
		filter_hint(l);
		return true;
	}
	if (!editor_key(l->editor, k))
		return false;
	if (editor_complaint(l->editor))
		app_notice(l->app, NOTICE_WARNING, editor_complaint(l->editor));
	filter_hint(l);
	return true;
}
