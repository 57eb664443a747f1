#include "tui/dialog.h"

#include <stdlib.h>
#include <string.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/loop.h"
#include "tui/text.h"
#include "tui/wrap.h"

enum { ROWS_WITH_FRAME = 14, TEXT_MAX = 64 * 1024, COLUMNS_MAX = 100, GUARD_MS = 400 };

/* Copies at most TEXT_MAX bytes, cut at a whole character. */
static char *copy_text(const char *s)
{
	size_t n = s ? strlen(s) : 0;

	if (n > TEXT_MAX) {
		n = TEXT_MAX;
		while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
			n--;
	}
	return s ? strndup(s, n) : strdup("");
}

void *dialog_new(struct app *a, const struct dialog_class *class, size_t size, const char *title, const char *text)
{
	struct dialog *d = calloc(1, size);

	if (d != NULL) {
		d->class = class;
		d->app = a;
		d->title = copy_text(title);
		d->text = copy_text(text);
		if (d->title && d->text)
			return d;
		free(d->title);
		free(d->text);
		free(d);
	}
	app_notice(a, NOTICE_ERROR, _("There is not enough memory to ask. Close something and try again."));
	return NULL;
}

static void become_first(struct dialog *d)
{
	d->opener = d->app->handling;
	app_dirty(d->app);
}

void dialog_push(struct dialog *d)
{
	struct app *a = d->app;
	struct dialog **end = &a->dialogs;

	d->screen = app_top(a);
	while (*end)
		end = &(*end)->next;
	*end = d;
	if (a->dialogs == d)
		become_first(d);
}

/* Takes *at out of the queue; the one behind it comes to the front if it was the first. */
static struct dialog *detach(struct app *a, struct dialog **at)
{
	struct dialog *d = *at;
	bool first = at == &a->dialogs;

	*at = d->next;
	d->next = NULL;
	if (first && a->dialogs)
		become_first(a->dialogs);
	app_dirty(a);
	return d;
}

void dialog_unlink(struct dialog *d)
{
	struct dialog **at = &d->app->dialogs;

	while (*at && *at != d)
		at = &(*at)->next;
	if (*at)
		detach(d->app, at);
}

void dialog_free(struct dialog *d)
{
	if (d == NULL)
		return;
	if (d->guard)
		loop_cancel(d->app->loop, d->guard);
	if (d->class->release)
		d->class->release(d);
	free(d->title);
	free(d->text);
	free(d);
}

static void answer_no(struct dialog *d)
{
	if (d->class->dismiss)
		d->class->dismiss(d);
	dialog_free(d);
}

void dialog_dismiss(struct dialog *d)
{
	dialog_unlink(d);
	answer_no(d);
}

/* Starts again after each one: its answer may have changed the queue. */
void dialogs_dismiss(struct app *a, const struct screen *s)
{
	for (;;) {
		struct dialog **at = &a->dialogs;

		while (*at && s != NULL && (*at)->screen != s)
			at = &(*at)->next;
		if (*at == NULL)
			return;
		answer_no(detach(a, at));
	}
}

bool dialog_open(const struct app *a)
{
	return a->dialogs != NULL;
}

static uint32_t lower(uint32_t code)
{
	return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
}

bool dialog_is_opener(const struct dialog *d, uint32_t code)
{
	return d->opener != 0 && lower(d->opener) == lower(code);
}

int dialog_text_rows(const struct dialog *d, int columns)
{
	return wrap_rows(d->text, columns, TEXT_MAX);
}

void dialog_draw_text(struct dialog *d, struct area a)
{
	int rows = dialog_text_rows(d, a.columns);

	d->text_rows = a.rows;
	if (d->top > rows - a.rows)
		d->top = rows - a.rows;
	if (d->top < 0)
		d->top = 0;
	wrap_draw(a, STYLE_PLAIN, d->text, d->top);
	/* More below: the mark stands in the margin, where no text is. */
	if (d->top + a.rows < rows && a.rows > 0) {
		struct area edge = { a.y, a.x + a.columns, a.rows, 1 };

		draw_glyph(edge, a.rows - 1, 0, STYLE_ACCENT, GLYPH_MORE);
	}
}

bool dialog_scroll(struct dialog *d, const struct key *k)
{
	int page = d->text_rows > 1 ? d->text_rows - 1 : 1;

	switch (k->code) {
	case K_UP:
		d->top--;
		break;
	case K_DOWN:
		d->top++;
		break;
	case K_PAGEUP:
	case K_CTRL('u'):
		d->top -= page;
		break;
	case K_PAGEDOWN:
	case K_CTRL('d'):
		d->top += page;
		break;
	case K_HOME:
		d->top = 0;
		break;
	case K_END:
		d->top = TEXT_MAX;
		break;
	case K_MOUSE:
		if (k->button != MOUSE_WHEEL_UP && k->button != MOUSE_WHEEL_DOWN)
			return false;
		d->top += k->button == MOUSE_WHEEL_UP ? -3 : 3;
		break;
	default:
		return false;
	}
	if (d->top < 0)
		d->top = 0;
	return true;
}

static void guard_over(void *ctx)
{
	struct dialog *d = ctx;

	d->guard = 0;
}

/* Before its first drawing: nothing that was typed without seeing it may answer it. */
static void first_shown(struct dialog *d)
{
	struct app *a = d->app;

	d->shown = true;
	if (!d->class->confirms)
		return;
	app_drain_keys(a);
	/* It came up by itself while the user may be typing: a moment in which keys are dropped. */
	if (a->running && d->opener == 0)
		d->guard = loop_after(a->loop, GUARD_MS, guard_over, d);
}

void dialogs_draw(struct app *a, struct area all)
{
	struct dialog *d = a->dialogs;
	int rows = 0, columns = 0, most;
	struct area box;

	if (d == NULL)
		return;
	if (!d->shown)
		first_shown(d);
	/* Header and footer stay in sight where there is room: they tell the state of the line, and what was refused. */
	if (all.rows >= ROWS_WITH_FRAME)
		all = area_inside(all, 1, 0, 1, 0);
	most = all.columns - 6 < COLUMNS_MAX ? all.columns - 6 : COLUMNS_MAX;
	d->class->measure(d, most > 1 ? most : 1, &rows, &columns);
	if (columns < text_width(d->title))
		columns = text_width(d->title);
	if (columns > most)
		columns = most;
	box = area_centre(all, rows + 2, columns + 4);
	draw_box(box, d->class->frame, d->title);
	d->drawn = area_inside(box, 1, 2, 1, 2);
	d->class->draw(d, d->drawn);
}

bool dialogs_key(struct app *a, const struct key *k)
{
	struct dialog *d = a->dialogs;

	if (d == NULL)
		return false;
	if (d->class->confirms && (!d->shown || d->guard))
		return true;
	d->class->key(d, k);
	app_dirty(a);
	return true;
}

/* Text to read. */

static void show_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	int hint = text_width(_("Esc closes"));

	*ret_columns = wrap_columns(d->text, columns);
	if (*ret_columns < hint)
		*ret_columns = hint;
	*ret_rows = dialog_text_rows(d, *ret_columns) + 2;
}

static void show_draw(struct dialog *d, struct area a)
{
	dialog_draw_text(d, area_inside(a, 0, 0, 2, 0));
	draw_text(a, a.rows - 1, 0, -1, STYLE_DIM, _("Esc closes"));
	draw_cursor(a, 0, 0, false);
}

static void show_key(struct dialog *d, const struct key *k)
{
	if (k->code == K_ESC || k->code == K_ENTER || k->code == 'q')
		dialog_dismiss(d);
	else
		dialog_scroll(d, k);
}

static const struct dialog_class show_class = { .measure = show_measure, .draw = show_draw, .key = show_key };

void dialog_show(struct app *a, const char *title, const char *text)
{
	struct dialog *d = dialog_new(a, &show_class, sizeof(*d), title, text);

	if (d)
		dialog_push(d);
}
