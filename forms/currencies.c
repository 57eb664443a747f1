#include "forms/currencies.h"

#include <stdio.h>
#include <string.h>

#include "forms/console.h"

/*
 * How many decimals an amount has is the database's rule (site.decimals_of). Until its answer is there amounts have two, and the database
 * refuses what is wrong, as it always does.
 */
enum { MOST = 60 };

static void told(void *ctx, const char *const *names, const char *const *values, int n, const struct err *err)
{
	struct console *c = ctx;
	size_t used = 0;

	(void)values;
	c->whole_asked = err->code == ERR_NONE;
	for (int i = 0; i < n; i++)
		if (names[i] && used + strlen(names[i]) + 2 < sizeof c->whole)
			used += (size_t)snprintf(c->whole + used, sizeof c->whole - used, "%s%s", used ? " " : "", names[i]);
}

void currencies_need(struct console *c, const struct field *fields)
{
	bool needed = false;

	for (const struct field *f = fields; f && f->name; f++)
		needed |= f->currency && !(f->flags & FIELD_READONLY);
	if (!needed || c->whole_asked || !api_may(c->api, "user.view"))
		return;
	c->whole_asked = true;
	api_choices(c->api, "whole_currencies", "", MOST, told, c);
}
