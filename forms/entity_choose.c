#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/entity_private.h"
#include "tui/dialog.h"
#include "tui/text.h"

enum { CHOICES_MAX = 200 };

/* One question: what to call it, whom to tell, and the values while the dialog is open. */
struct question {
	struct screen *screen;
	char title[128];
	void (*fn)(struct screen *s, const char *value);
	char values[CHOICES_MAX][64];
};

static void chosen(void *ctx, int index)
{
	struct question *q = ctx;

	if (index >= 0)
		q->fn(q->screen, q->values[index]);
	free(q);
}

static void answered(void *ctx, const char *const *names, const char *const *labels, int n, const struct err *err)
{
	void *extra;
	struct screen *s = link_take(ctx, &extra);
	struct question *q = extra;

	if (!s || err->code != ERR_NONE || !n) {
		if (s && err->code != ERR_NONE)
			console_error(console_of(s->app), err);
		else if (s)
			app_notice(s->app, NOTICE_INFO, _("There is nothing to choose from."));
		free(q);
		return;
	}
	if (n > CHOICES_MAX)
		n = CHOICES_MAX;
	for (int i = 0; i < n; i++)
		snprintf(q->values[i], sizeof q->values[i], "%s", names[i]);
	dialog_choose(s->app, q->title, labels, n, -1, chosen, q);
	app_dirty(s->app);
}

void entity_choose(struct screen *s, const char *source, const char *title, void (*fn)(struct screen *s, const char *value))
{
	struct record_screen *rs = record_screen_of(s);
	struct links *links = rs ? &rs->links : entity_list_links(s);
	struct question *q = links ? calloc(1, sizeof *q) : NULL;
	struct link *l = q ? link_new(links, s, q) : NULL;

	if (!l) {
		free(q);
		return;
	}
	q->screen = s;
	q->fn = fn;
	snprintf(q->title, sizeof q->title, "%s", title);
	api_choices(console_of(s->app)->api, source, "", CHOICES_MAX, answered, l);
}
