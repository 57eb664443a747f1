#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/bridge.h"
#include "forms/console.h"
#include "forms/link.h"
#include "tui/text.h"

enum { LABELS_MAX = 64, CHOICES_ASKED = 50 /* lists of people are counted by the rows that are asked for */ };

/* Labels that records and answers brought along, the oldest overwritten. */
struct label {
	const struct field *field;
	char value[64], text[128];
};

struct choices {
	struct console *console;
	struct links links;
	uint64_t asked;
	struct form *form; /* who asked last */
	const struct field *field;
	struct label labels[LABELS_MAX];
	int next;
};

struct choices *choices_new(struct console *c)
{
	struct choices *h = calloc(1, sizeof *h);

	if (h)
		h->console = c;
	return h;
}

void choices_free(struct choices *h)
{
	if (!h)
		return;
	links_cut(&h->links);
	if (h->asked)
		api_cancel(h->console->api, h->asked);
	free(h);
}

void choices_forget(struct choices *h, const struct form *f)
{
	if (h->form == f)
		h->form = NULL;
}

static struct label *find_label(struct choices *h, const struct field *field, const char *value)
{
	for (int i = 0; i < LABELS_MAX; i++)
		if (h->labels[i].field == field && strcmp(h->labels[i].value, value) == 0)
			return &h->labels[i];
	return NULL;
}

void choices_know(struct choices *h, const struct field *field, const char *value, const char *label)
{
	struct label *l;

	if (!value || !label)
		return;
	l = find_label(h, field, value);
	if (!l) {
		l = &h->labels[h->next];
		h->next = (h->next + 1) % LABELS_MAX;
	}
	l->field = field;
	snprintf(l->value, sizeof l->value, "%s", value);
	snprintf(l->text, sizeof l->text, "%s", label);
}

const char *choices_label(void *ctx, const struct field *field, const char *value)
{
	const struct label *l = find_label(ctx, field, value);

	return l ? l->text : NULL;
}

/* Countries, languages and the like are in the catalogue; records, which a reference names, are called as they are called. */
static const char *label_here(const struct field *field, const char *label)
{
	return field->kind == FIELD_CHOICE && label && label[0] ? _(label) : label;
}

static void answered(void *ctx, const char *const *names, const char *const *values, int n, const struct err *err)
{
	struct choices *h = link_take(ctx, NULL);
	const char *labels[CHOICES_ASKED];

	if (!h)
		return;
	h->asked = 0;
	if (err->code != ERR_NONE) {
		console_error(h->console, err);
		return;
	}
	if (!h->form)
		return;
	for (int i = 0; i < n && i < CHOICES_ASKED; i++) {
		labels[i] = label_here(h->field, values[i]);
		choices_know(h, h->field, names[i], labels[i]);
	}
	form_choices(h->form, h->field, names, labels, n < CHOICES_ASKED ? n : CHOICES_ASKED, n == CHOICES_ASKED);
	app_dirty(h->console->app);
}

void choices_ask(void *ctx, struct form *f, const struct field *field, const char *typed)
{
	struct choices *h = ctx;
	struct link *l = link_new(&h->links, h, NULL);

	if (!l)
		return;
	if (h->asked)
		api_cancel(h->console->api, h->asked);
	h->form = f;
	h->field = field;
	h->asked = api_choices(h->console->api, field->source, typed, CHOICES_ASKED, answered, l);
}

void changes_add(struct changes *c, const char *column, const char *value)
{
	if (c->count == CHANGES_MAX) {
		c->failed = true;
		return;
	}
	c->owned[c->count] = value ? strdup(value) : NULL;
	if (value && !c->owned[c->count])
		c->failed = true;
	c->list[c->count] = (struct api_change) { .column = column, .value = c->owned[c->count] };
	c->count++;
}

void changes_collect(void *ctx, const struct field *field, const char *was, const char *now)
{
	(void)was;
	changes_add(ctx, field->name, now && now[0] ? now : NULL);
}

void changes_release(struct changes *c)
{
	for (int i = 0; i < c->count; i++) {
		if (c->owned[i])
			explicit_bzero(c->owned[i], strlen(c->owned[i]));
		free(c->owned[i]);
	}
	*c = (struct changes) { 0 };
}
