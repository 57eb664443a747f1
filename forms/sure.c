#include "forms/sure.h"

#include "backend/api.h"
#include "backend/err.h"
#include "tui/text.h"

bool sure_needed(const struct err *err)
{
	return api_wants_word(err);
}

void sure_ask(struct app *app, const struct err *err, dialog_answer fn, void *ctx)
{
	dialog_confirm_typed(app, _("Are you sure?"), err->sentence, err->hint, fn, ctx);
}
