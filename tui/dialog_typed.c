#include "tui/dialog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/app_private.h"
#include "tui/dialog_private.h"
#include "tui/editor.h"
#include "tui/text.h"
#include "tui/wrap.h"

enum { WORD_LIMIT = 200 };

/* Agreed by typing the word: neither Enter alone nor a letter does it. */
struct typed {
	struct dialog d;
	char *word;
	struct editor *editor;
	bool wrong;
	dialog_answer fn;
	void *ctx;
};

static void typed_prompt(const struct typed *t, char *out, size_t size)
{
	snprintf(out, size, _("To go on, type: %.200s"), t->word);
}

static void typed_measure(struct dialog *d, int columns, int *ret_rows, int *ret_columns)
{
	struct typed *t = (struct typed *)d;
	char prompt[600];
	int wide = wrap_columns(d->text, columns);

	typed_prompt(t, prompt, sizeof(prompt));
	if (wide < wrap_columns(prompt, columns))
		wide = wrap_columns(prompt, columns);
	if (wide < text_width(t->word) + 2)
		wide = text_width(t->word) + 2;
	if (wide < 60) /* the sentences below the input */
		wide = 60;
	if (wide > columns)
		wide = columns;
	*ret_columns = wide;
	*ret_rows = dialog_text_rows(d, wide) + 5;
}

static void typed_draw(struct dialog *d, struct area a)
{
	struct typed *t = (struct typed *)d;
	char prompt[600];
	int text = a.rows > 4 ? a.rows - 4 : 0;
	const char *complaint = editor_complaint(t->editor);

	typed_prompt(t, prompt, sizeof(prompt));
	dialog_draw_text(d, area_inside(a, 0, 0, a.rows - text + (text > 1), 0));
	draw_text(a, text, 0, -1, STYLE_STRONG, prompt);
	editor_draw(t->editor, area_row(a, a.rows > text + 1 ? text + 1 : a.rows - 1), true);
	if (complaint)
		draw_text(a, a.rows - 1, 0, -1, STYLE_WARNING, complaint);
	else if (t->wrong)
		draw_text(a, a.rows - 1, 0, -1, STYLE_WARNING, _("That is something else. Type it exactly, or Esc goes back."));
	else if (a.rows > text + 2)
		draw_text(a, a.rows - 1, 0, -1, STYLE_DIM, _("Enter agrees · Esc goes back, nothing is done"));
}

static void typed_answer(struct typed *t, bool agreed)
{
	dialog_unlink(&t->d);
	t->fn(t->ctx, agreed);
	dialog_free(&t->d);
}

static void typed_key(struct dialog *d, const struct key *k)
{
	struct typed *t = (struct typed *)d;

	if (k->code == K_ESC) {
		typed_answer(t, false);
		return;
	}
	if (k->code == K_ENTER) {
		if (strcmp(editor_text(t->editor), t->word) == 0)
			typed_answer(t, true);
		else
			t->wrong = true;
		return;
	}
	t->wrong = false;
	if (!editor_key(t->editor, k))
		dialog_scroll(d, k);
}

static void typed_dismiss(struct dialog *d)
{
	struct typed *t = (struct typed *)d;

	t->fn(t->ctx, false);
}

static void typed_release(struct dialog *d)
{
	struct typed *t = (struct typed *)d;

	free(t->word);
	editor_free(t->editor);
}

static const struct dialog_class typed_class = {
	.confirms = true,
	.frame = STYLE_DANGER,
	.measure = typed_measure,
	.draw = typed_draw,
	.key = typed_key,
	.dismiss = typed_dismiss,
	.release = typed_release,
};

void dialog_confirm_typed(struct app *a, const char *title, const char *text, const char *word, dialog_answer fn, void *ctx)
{
	struct typed *t = dialog_new(a, &typed_class, sizeof(*t), title, text);

	if (t != NULL) {
		t->word = strdup(word);
		t->editor = editor_new(WORD_LIMIT, 0, NULL, 0);
	}
	/* Nothing to type would be agreed by Enter alone. */
	if (t == NULL || t->word == NULL || t->editor == NULL || word[0] == '\0') {
		dialog_free(t ? &t->d : NULL);
		fn(ctx, false);
		return;
	}
	t->fn = fn;
	t->ctx = ctx;
	dialog_push(&t->d);
}
