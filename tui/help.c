#include "tui/app.h"

#include <stdio.h>

#include "tui/app_private.h"
#include "tui/text.h"

enum { NOTE = 160, KEY_NAME = 32, LABEL = 256 };

/* Each key once, as the screen would use it: what comes first hides what comes later, and what can be done what only says why not. */
static bool is_hidden(struct app *a, enum app_table t, const struct action *action)
{
	uint32_t key = app_key(a, action);

	for (const struct action *other = app_table(a, t); other->name; other++)
		if (other != action && app_key(a, other) == key && key && !app_action_can(a, action) &&
		    (app_action_can(a, other) || other < action))
			return true;
	for (int earlier = 0; key && earlier < (int)t; earlier++)
		for (const struct action *other = app_table(a, (enum app_table)earlier); other && other->name; other++)
			if (app_key(a, other) == key)
				return true;
	return false;
}

static void add(struct app *a, struct menu *m, const struct action *action)
{
	char key[KEY_NAME], label[LABEL], note[NOTE] = "";
	const char *right = action_right(action, app_top(a));
	bool may = app_may(a, right);

	if (!may)
		snprintf(note, sizeof(note), _("needs %s"), right);
	else if (!app_action_can(a, action))
		snprintf(note, sizeof(note), "%s", _("not now"));
	if (app_key(a, action)) {
		key_name(app_key(a, action), key, sizeof(key));
		snprintf(label, sizeof(label), "%s", _(action->label));
	} else { /* has no key of its own: it is found by its name */
		key_name(K_CTRL('p'), key, sizeof(key));
		snprintf(label, sizeof(label), "› %s", _(action->label));
	}
	menu_add(m, action, key, label, note[0] ? note : NULL, !may);
}

static void fill(struct app *a, struct menu *m)
{
	static const enum app_table order[] = { TABLE_SCREEN, TABLE_ROWS, TABLE_MORE, TABLE_INSIDE, TABLE_WIDGET, TABLE_HOST,
		TABLE_APP };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		for (const struct action *action = app_table(a, order[i]); action && action->name; action++)
			if (!is_hidden(a, order[i], action))
				add(a, m, action);
}

void app_help(struct app *a)
{
	menu_open(a, _("Keys here"), _("Type to filter:"), fill);
}
