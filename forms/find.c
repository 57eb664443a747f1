#include <stdlib.h>

#include "forms/bridge.h"
#include "forms/console.h"
#include "forms/screens.h"
#include "tui/text.h"

/* Find anything: the search line is open at once, Enter on a row opens the record. */
static struct list *list_in(const struct screen *s)
{
	return list_part_list(s->data);
}

static void draw(struct screen *s, struct area a)
{
	list_draw(list_in(s), a);
}

static bool key(struct screen *s, const struct key *k)
{
	/* With nothing typed, the line that Esc closes is all there is. */
	if (k->code == K_ESC && list_typing(list_in(s)) && !list_search(list_in(s))[0]) {
		app_back(s->app);
		return true;
	}
	return list_key(list_in(s), k);
}

static void status(const struct screen *s, char *out, size_t size)
{
	list_status(list_in(s), out, size);
}

static const struct action *inside(const struct screen *s, bool *ret_typing)
{
	*ret_typing = list_typing(list_in(s));
	return list_inside(list_in(s));
}

static void close_find(struct screen *s)
{
	list_part_free(s->data, false);
}

static void shown(struct screen *s)
{
	if (!list_current(list_in(s)))
		list_search_begin(list_in(s));
}

const struct screen_class find_class = {
	.name = "find",
	.title = N_("Find anything"),
	.extra = list_actions,
	.draw = draw,
	.key = key,
	.close = close_find,
	.shown = shown,
	.status = status,
	.inside = inside,
	.list = list_in,
};

void find_open(struct app *a)
{
	struct list_part *p = list_part_new(console_of(a), NULL, NULL, NULL);

	if (!p) {
		app_notice(a, NOTICE_ERROR, _("There is not enough memory to open the search."));
		return;
	}
	app_push(a, &find_class, p);
}
