#include "forms/contact/requests.h"
#include "tui/text.h"

/* What quote requests and search requests have in common: they close, and open again. */

void site_request_close(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "close", NULL, 0, _("The request is closed."));
}

void site_request_reopen(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "reopen", NULL, 0, _("The request is open again."));
}
