#include "tui/copy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app.h"
#include "tui/term.h"
#include "tui/text.h"

void copy_clean(const char *text, char *out, size_t size)
{
	char *plain = strdup(text);

	out[0] = '\0';
	if (!plain)
		return;
	for (char *p = plain; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	text_clean(plain, strlen(plain), out, size);
	free(plain);
}

void copy_text(struct app *a, const char *text)
{
	char begin[64];

	if (!term_may_copy()) {
		app_notice(
		    a, NOTICE_WARNING, _("Copying is switched off here; the line clipboard = yes in steward.conf allows it."));
		return;
	}
	if (!term_copy(text)) {
		app_notice(a, NOTICE_WARNING, _("This was not copied: it is too long, or the terminal does not take copies."));
		return;
	}
	snprintf(begin, sizeof(begin), "%.*s", (int)text_fit(text, 30, NULL), text);
	for (char *tab = begin; (tab = strchr(tab, '\t'));)
		*tab = ' ';
	app_noticef(a, NOTICE_DONE, _("Copied: %s"), begin);
}
