#include "tui/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/form_private.h"

/* Amounts know the decimals of their currency, which stands in a field of the form or beside it. */

enum { SHOWN_BYTES = 256 };

void form_beside(struct form *f, const char *name, const char *value)
{
	int i = 0;

	while (i < FORM_BESIDE_MAX && f->beside[i].name && strcmp(f->beside[i].name, name) != 0)
		i++;
	if (i == FORM_BESIDE_MAX || form_has(f, name))
		return;
	free(f->beside[i].value);
	f->beside[i] = (struct form_beside) { .name = name, .value = value ? strdup(value) : NULL };
}

static const struct form_item *item_named(const struct form *f, const char *name)
{
	for (int i = 0; i < f->count; i++)
		if (strcmp(f->items[i].field->name, name) == 0)
			return &f->items[i];
	return NULL;
}

static bool has_decimals(const char *wire)
{
	const char *point = wire ? strchr(wire, '.') : NULL;

	return point && point[1 + strspn(point + 1, "0")] != '\0';
}

struct field_env form_env(const struct form *f, const struct form_item *item)
{
	struct field_env env = *app_env(f->app);
	const char *name = item->field->currency;
	const struct form_item *currency = name ? item_named(f, name) : NULL;

	if (currency)
		env.currency = form_value(currency);
	for (int i = 0; name && !currency && i < FORM_BESIDE_MAX && f->beside[i].name; i++)
		if (strcmp(f->beside[i].name, name) == 0)
			env.currency = f->beside[i].value;
	/* What was kept with decimals once may have them, as long as its currency stays. */
	if (has_decimals(item->loaded) && (!currency || !form_item_dirty(currency)))
		env.currency = NULL;
	return env;
}

/* What is no amount of the new currency stands as if it had been typed, with the sentence; typed again or with another currency it is one. */
static void read_again(struct form *f, int i)
{
	struct form_item *item = &f->items[i];
	struct field_env env = form_env(f, item);
	const char *value = form_value(item);
	char shown[SHOWN_BYTES] = "", out[SHOWN_BYTES];
	struct form_state next = { .touched = true };

	if (item->now.typed)
		snprintf(shown, sizeof(shown), "%s", item->now.typed);
	else if (value)
		field_format(item->field, &env, value, shown, sizeof(shown));
	item->error[0] = '\0';
	if (field_parse(item->field, &env, shown, out, sizeof(out), item->error, sizeof(item->error))) {
		form_put(f, i, out, NULL);
	} else {
		next.typed = strdup(shown);
		next.draft = value ? strdup(value) : NULL;
		if (!next.typed)
			free(next.draft);
		if (next.typed) {
			form_state_release(&item->now);
			item->now = next;
		}
	}
	if (i == f->focus)
		form_show_again(f);
}

void form_follow_currency(struct form *f, int i)
{
	for (int k = 0; k < f->count; k++)
		if (f->items[k].field->currency && strcmp(f->items[k].field->currency, f->items[i].field->name) == 0 &&
		    form_can_edit(f, k))
			read_again(f, k);
}
