#ifndef FORMS_SURE_H
#define FORMS_SURE_H

#include <stdbool.h>

#include "tui/dialog.h"

struct err;

/*
 * What would hurt the person himself, as locking himself out: the database refuses and says which word makes it go on (ST006, the hint).
 * The word is typed, and the call made again with the argument "sure". The generic screens do so by themselves.
 */
bool sure_needed(const struct err *err);
void sure_ask(struct app *app, const struct err *err, dialog_answer fn, void *ctx);

#endif
