#include "tui/form.h"

#include <stdio.h>
#include <stdlib.h>

#include "tui/app.h"
#include "tui/copy.h"
#include "tui/dialog.h"
#include "tui/form_private.h"
#include "tui/text.h"

enum { CHOICES_MAX = 64, CHOICE_SIZE = 256 };

/* What was offered: the fields that have a value, in their order. The form is under the dialog, and cannot go away meanwhile. */
static int offered(const struct form *f, int items[CHOICES_MAX])
{
	int n = 0;

	for (int i = 0; i < f->count && n < CHOICES_MAX; i++) {
		const char *value = f->items[i].secret ? NULL : form_value(&f->items[i]);

		if (value && value[0])
			items[n++] = i;
	}
	return n;
}

static void chosen(void *ctx, int index)
{
	struct form *f = ctx;
	char text[COPY_SIZE], clean[COPY_SIZE];
	int items[CHOICES_MAX];

	if (index < 0 || index >= offered(f, items))
		return;
	copy_clean(form_shown(f, &f->items[items[index]], text, sizeof(text)), clean, sizeof(clean));
	copy_text(f->app, clean);
}

bool form_can_copy(const struct form *f)
{
	int items[CHOICES_MAX];

	return offered(f, items) > 0;
}

void form_copy(struct form *f)
{
	char lines[CHOICES_MAX][CHOICE_SIZE], text[COPY_SIZE], clean[160];
	const char *labels[CHOICES_MAX];
	int items[CHOICES_MAX], n = offered(f, items);

	for (int i = 0; i < n; i++) {
		const struct form_item *item = &f->items[items[i]];

		copy_clean(form_shown(f, item, text, sizeof(text)), clean, sizeof(clean));
		snprintf(lines[i], sizeof(lines[i]), "%.80s: %s", _(item->field->label), clean);
		labels[i] = lines[i];
	}
	if (n == 0)
		app_notice(f->app, NOTICE_INFO, _("No field of this tab has a value."));
	else
		dialog_choose(f->app, _("Copy which value?"), labels, n, -1, chosen, f);
}
