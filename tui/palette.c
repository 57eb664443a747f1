#include "tui/app.h"

#include "tui/app_private.h"
#include "tui/text.h"

static void fill(struct app *a, struct menu *m)
{
	static const enum app_table order[] = { TABLE_SCREEN, TABLE_ROWS, TABLE_MORE, TABLE_HOST, TABLE_APP };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		for (const struct action *action = app_table(a, order[i]); action && action->name; action++) {
			char key[32];

			if ((action->flags & ACTION_HIDDEN) || !action->run || !app_action_can(a, action))
				continue;
			menu_add(m, action, app_key(a, action) ? key_name(app_key(a, action), key, sizeof(key)) : "",
			    _(action->label), NULL, false);
		}
	}
}

void app_palette(struct app *a)
{
	menu_open(a, _("Screens and actions"), _("Go to:"), fill);
}
