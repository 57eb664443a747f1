#include "tui/app.h"

#include <stdio.h>

#include "tui/app_private.h"
#include "tui/binding.h"
#include "tui/term.h"
#include "tui/text.h"

static void run_help(struct app *a, struct screen *s)
{
	(void)s;
	app_help(a);
}

static void run_palette(struct app *a, struct screen *s)
{
	(void)s;
	app_palette(a);
}

static void run_notices(struct app *a, struct screen *s)
{
	(void)s;
	app_notices(a);
}

/* One step back: what is under way first, then the screen. */
static void run_back(struct app *a, struct screen *s)
{
	(void)s;
	if (a->host.busy && a->host.cancel && a->host.busy(a->host.ctx)) {
		a->host.cancel(a->host.ctx);
		app_notice(a, NOTICE_INFO, _("Cancelled. Esc again goes back."));
		return;
	}
	app_back(a);
}

static void run_quit(struct app *a, struct screen *s)
{
	(void)s;
	app_quit(a);
}

static void run_redraw(struct app *a, struct screen *s)
{
	(void)s;
	(void)a;
	term_redraw();
}

static void run_mouse(struct app *a, struct screen *s)
{
	(void)s;
	app_mouse(a, !a->mouse);
	app_notice(a, NOTICE_INFO, a->mouse ? _("The mouse is on. Hold Shift to mark text with it.") : _("The mouse is off."));
}

/* The footer always ends with the first row; with the second one while a text is being typed. */
const struct action app_actions[] = {
	{ .key = '?',
	    .name = "app.help",
	    .label = N_("all keys"),
	    .hint = N_("all keys"),
	    .flags = ACTION_FOOTER,
	    .run = run_help,
	    .help = N_("Lists the keys that work here; type to find one, Enter does it.") },
	{ .key = K_F1,
	    .name = "app.help.f1",
	    .label = N_("all keys"),
	    .flags = ACTION_HIDDEN,
	    .run = run_help,
	    .help = N_("As ?, also while a text is being typed.") },
	{ .key = K_CTRL('p'),
	    .name = "app.palette",
	    .label = N_("find a screen or an action by name"),
	    .hint = N_("all"),
	    .run = run_palette,
	    .help = N_("Every screen and every action; type a part of its name.") },
	{ .key = ':',
	    .name = "app.palette.colon",
	    .label = N_("find a screen or an action by name"),
	    .flags = ACTION_HIDDEN,
	    .run = run_palette,
	    .help = N_("As Ctrl-P.") },
	{ .key = K_ESC,
	    .name = "app.back",
	    .label = N_("go back one step"),
	    .hint = N_("back"),
	    .run = run_back,
	    .help = N_("Cancels what is under way, else leaves the screen; never leaves the program.") },
	{ .key = K_CTRL('c'),
	    .name = "app.back.interrupt",
	    .label = N_("go back one step"),
	    .flags = ACTION_HIDDEN,
	    .run = run_back,
	    .help = N_("As Esc.") },
	{ .key = '!',
	    .name = "app.notices",
	    .label = N_("read the last messages again"),
	    .run = run_notices,
	    .help = N_("The last 50, with their time.") },
	{ .key = K_F9,
	    .name = "app.mouse",
	    .label = N_("mouse on or off"),
	    .run = run_mouse,
	    .help = N_("While it is off, the terminal marks text as always.") },
	{ .key = K_CTRL('l'),
	    .name = "app.redraw",
	    .label = N_("draw the screen again"),
	    .run = run_redraw,
	    .help = N_("When something else wrote on the terminal.") },
	{ .key = 'q',
	    .name = "app.quit",
	    .label = N_("leave Steward"),
	    .hint = N_("leave"),
	    .run = run_quit,
	    .help = N_("Asks first when something is not saved.") },
	{ .key = K_F10,
	    .name = "app.quit.f10",
	    .label = N_("leave Steward"),
	    .flags = ACTION_HIDDEN,
	    .run = run_quit,
	    .help = N_("As q, also while a text is being typed.") },
	{ 0 },
};

static const struct action *inside(const struct screen *top, bool *ret_typing)
{
	*ret_typing = false;
	return top && top->class->inside ? top->class->inside(top, ret_typing) : NULL;
}

bool app_is_typing(const struct app *a)
{
	bool typing;

	inside(a->depth > 0 ? &a->stack[a->depth - 1]->screen : NULL, &typing);
	return typing;
}

const struct action *app_table(const struct app *a, enum app_table t)
{
	const struct screen *top = a->depth > 0 ? &a->stack[a->depth - 1]->screen : NULL;
	bool typing;

	switch (t) {
	case TABLE_SCREEN:
		return top ? top->class->actions : NULL;
	case TABLE_ROWS:
		return top && top->class->rows ? top->class->rows(top) : NULL;
	case TABLE_MORE:
		return top ? top->more : NULL;
	case TABLE_INSIDE:
		return inside(top, &typing);
	case TABLE_WIDGET:
		return top ? top->class->extra : NULL;
	case TABLE_HOST:
		return a->host.actions;
	case TABLE_APP:
		return app_actions;
	default:
		return NULL;
	}
}

static bool is_possible(struct app *a, const struct action *action)
{
	return action->when == NULL || action->when(app_top(a));
}

bool app_action_can(struct app *a, const struct action *action)
{
	return app_may(a, action_right(action, app_top(a))) && is_possible(a, action);
}

static void say_denied(struct app *a, const struct action *action)
{
	const char *right = action_right(action, app_top(a));
	const char *what = a->host.right_label ? a->host.right_label(a->host.ctx, right) : NULL;

	app_noticef(a, NOTICE_WARNING, _("You may not %s: it needs the right %s%s%s%s. Ask a superadmin."), _(action->label), right,
	    what ? " (" : "", what ? what : "", what ? ")" : "");
}

static void feed_widget(struct app *a, uint32_t code)
{
	bool before = a->as_is;

	a->as_is = true;
	app_feed(a, &(struct key) { .code = code });
	a->as_is = before;
}

void app_do(struct app *a, const struct action *action)
{
	if (!app_may(a, action_right(action, app_top(a))))
		say_denied(a, action);
	else if (!is_possible(a, action))
		app_noticef(a, NOTICE_INFO, _("Not possible now: %s."), _(action->label));
	else if (action->run)
		action->run(a, app_top(a));
	else
		feed_widget(a, action->key);
}

/* Several rows may have one key, each for its own moment: the one that can be done goes first, then the one to complain about. */
static const struct action *find(struct app *a, const struct action *actions, uint32_t code)
{
	const struct action *denied = NULL, *found = action_find(actions, code, a, app_top(a), &denied);

	if (found || denied)
		return found ? found : denied;
	for (const struct action *action = actions; action && action->name; action++)
		if (app_key(a, action) == code && action->run)
			return action;
	return NULL;
}

bool app_action_key(struct app *a, uint32_t code)
{
	static const enum app_table order[] = { TABLE_SCREEN, TABLE_ROWS, TABLE_MORE, TABLE_APP, TABLE_HOST };

	if (code == 0)
		return false;
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct action *action = find(a, app_table(a, order[i]), code);

		if (action) {
			app_do(a, action);
			return true;
		}
	}
	return false;
}

uint32_t app_key(const struct app *a, const struct action *action)
{
	return a ? bindings_key(a->host.bindings, action) : action->key;
}

bool app_rebind(struct app *a, uint32_t *code)
{
	bool freed = false;

	if (!a->host.bindings || a->host.bindings->count == 0 || a->as_is ||
	    (app_is_typing(a) && key_is_text(&(struct key) { .code = *code })))
		return true;
	for (int t = 0; t < TABLE_COUNT; t++)
		for (const struct action *action = app_table(a, (enum app_table)t); action && action->name; action++) {
			const struct binding *own = bindings_find(a->host.bindings, action);

			if (own && own->key == *code && !action->run) {
				*code = action->key;
				return true;
			}
			freed = freed || (own && (own->key == *code || action->key == *code));
		}
	return !freed;
}

static void print_table(const char *screen, const struct action *actions, const struct bindings *bindings,
    void (*row)(void *ctx, const char *line), void *ctx)
{
	for (const struct action *action = actions; action && action->name; action++) {
		char key[32] = "", line[512];
		uint32_t code = bindings_key(bindings, action);

		if (code)
			key_name(code, key, sizeof(key));
		snprintf(line, sizeof(line), "%s\t%s\t%s\t%s\t%s", screen, key, action->name, action->right ? action->right : "",
		    action->label ? _(action->label) : "");
		row(ctx, line);
	}
}

void app_print_keys(const struct screen_class *const *classes, const struct action *global, const struct bindings *bindings,
    void (*row)(void *ctx, const char *line), void *ctx)
{
	for (; classes && *classes; classes++) {
		print_table((*classes)->name, (*classes)->actions, bindings, row, ctx);
		print_table((*classes)->name, (*classes)->extra, bindings, row, ctx);
	}
	print_table("*", global, bindings, row, ctx);
	print_table("*", app_actions, bindings, row, ctx);
}
