#include <stdlib.h>

#include "backend/secret.h"
#include "forms/console.h"
#include "forms/entity_private.h"
#include "tui/text.h"

/* A record made out of another one: an order from a lightbox, an invoice from an order. */

static void made(void *ctx, const struct api_outcome *o, const struct err *err)
{
	void *extra;
	struct screen *s = link_take(ctx, &extra);
	const struct entity *e = extra;

	if (s && o && o->kind == API_SAVED) {
		console_of(s->app)->writes++;
		entity_reload(s);
		entity_open(s->app, e, o->key);
		app_noticef(s->app, NOTICE_DONE, _("Made: %s %s."), _(e->one), o->key);
	} else if (s && err->code == ERR_UNCERTAIN) {
		app_notice(s->app, NOTICE_WARNING,
		    _("The line was lost before the answer: look, when you are logged in again, whether it was done."));
	} else if (s && !o) {
		console_error(console_of(s->app), err);
	}
	if (s)
		app_dirty(s->app);
}

void entity_make(struct screen *s, const struct entity *e, const struct api_change *fields, int n)
{
	struct record_screen *rs = record_screen_of(s);
	struct links *links = rs ? &rs->links : entity_list_links(s);
	struct link *l = links ? link_new(links, s, (void *)(uintptr_t)e) : NULL;
	char request[37];

	if (!l)
		return;
	secret_uuid(request);
	api_save(console_of(s->app)->api, e->name, NULL, 0, fields, n, request, made, l);
}
