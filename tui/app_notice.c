#include "tui/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app_private.h"
#include "tui/dialog.h"
#include "tui/text.h"

enum { NOTICE_BYTES = 2048, WHEN_BYTES = 64 };

const char *app_notice_word(enum notice_kind kind)
{
	switch (kind) {
	case NOTICE_DONE:
		return _("Done");
	case NOTICE_WARNING:
		return _("Warning");
	case NOTICE_ERROR:
		return _("Error");
	default:
		return "";
	}
}

void app_notice(struct app *a, enum notice_kind kind, const char *text)
{
	char *copy = strdup(text);

	if (copy == NULL)
		return;
	for (char *c = copy; *c; c++)
		if (*c == '\n')
			*c = ' ';
	if (a->notice_count == APP_NOTICES_MAX) {
		free(a->notices[0].text);
		memmove(&a->notices[0], &a->notices[1], (APP_NOTICES_MAX - 1) * sizeof(a->notices[0]));
		a->notice_count--;
	}
	app_refresh_now(a);
	a->notices[a->notice_count++] = (struct notice) { .kind = kind, .at = a->env.now, .text = copy };
	a->notice_keys = kind == NOTICE_ERROR ? 2 : 1;
	app_dirty(a);
}

void app_noticef(struct app *a, enum notice_kind kind, const char *format, ...)
{
	char text[NOTICE_BYTES];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	app_notice(a, kind, text);
}

void app_notice_key(struct app *a, uint32_t code)
{
	if (a->notice_keys > 0)
		a->notice_keys = code == K_ESC ? 0 : a->notice_keys - 1;
}

const struct notice *app_notice_shown(const struct app *a)
{
	return a->notice_keys > 0 && a->notice_count > 0 ? &a->notices[a->notice_count - 1] : NULL;
}

void app_notices_release(struct app *a)
{
	for (int i = 0; i < a->notice_count; i++)
		free(a->notices[i].text);
	a->notice_count = 0;
}

/* Newest first: the one that was just missed stands on top. */
void app_notices(struct app *a)
{
	char *all = NULL;
	size_t size;
	FILE *out;

	if (a->notice_count == 0) {
		app_notice(a, NOTICE_INFO, _("There are no messages yet."));
		return;
	}
	out = open_memstream(&all, &size);
	if (out == NULL)
		return;
	for (int i = a->notice_count - 1; i >= 0; i--) {
		const struct notice *n = &a->notices[i];
		const char *word = app_notice_word(n->kind);
		char when[WHEN_BYTES];

		fprintf(out, "%s  %s%s%s\n", app_clock(a, n->at, when, sizeof(when)), word, word[0] ? ": " : "", n->text);
	}
	fclose(out);
	if (all)
		dialog_show(a, _("Last messages"), all);
	free(all);
}
