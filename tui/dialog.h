#ifndef TUI_DIALOG_H
#define TUI_DIALOG_H

#include <stdbool.h>
#include <stddef.h>

struct app;
struct field;

/*
 * Questions over the screen. One at a time: a second one waits behind the first. Typed-ahead keys are thrown away before one opens, the
 * default is No, and the key that opened it never confirms it. Callbacks get ctx; agreed tells the answer (Esc = false).
 */
typedef void (*dialog_answer)(void *ctx, bool agreed);

/* Yes or no, default no. text may have several lines. yes/no: words for the two answers (NULL = Yes, No). */
void dialog_confirm(
    struct app *a, const char *title, const char *text, const char *yes, const char *no, dialog_answer fn, void *ctx);

/* As confirm, but the word (a name, a number) must be typed exactly. */
void dialog_confirm_typed(struct app *a, const char *title, const char *text, const char *word, dialog_answer fn, void *ctx);

/* Save, discard, or go back to editing: answer 's', 'd' or 0. */
void dialog_unsaved(struct app *a, const char *what, void (*fn)(void *ctx, int answer), void *ctx);

/* Asks for one value; text is what was typed in wire form (NULL after Esc), valid during the call. The field is checked before. */
void dialog_ask(
    struct app *a, const char *title, const struct field *f, const char *value, void (*fn)(void *ctx, const char *text), void *ctx);

/* The same, with what else there may be to it; what is NULL is not there. */
struct dialog_asked {
	const char *value; /* stands there first */
	const char *typed, *why; /* it was refused: what was typed stands there, with the sentence why beside it */
	const char *currency; /* of an amount: the value of f->currency */
};
void dialog_ask_with(struct app *a, const char *title, const struct field *f, const struct dialog_asked *with,
    void (*fn)(void *ctx, const char *text), void *ctx);

/* Chooses one of n labels, type to filter; index -1 after Esc. Labels are copied. current is marked, -1 = none. */
void dialog_choose(
    struct app *a, const char *title, const char *const *labels, int n, int current, void (*fn)(void *ctx, int index), void *ctx);

/* Shows text to read, with scrolling; any of Esc, Enter, q closes. */
void dialog_show(struct app *a, const char *title, const char *text);

/*
 * Changed meanwhile: field by field what it was, theirs, yours; Left/Right chooses, Enter takes. n rows at most 64, strings copied.
 * take[i] is true where yours was chosen; NULL after Esc (back to editing). Rows where only one side changed come chosen already.
 */
struct dialog_clash {
	const struct field *field;
	const char *was, *theirs, *yours;
};
void dialog_conflict(
    struct app *a, const char *title, const struct dialog_clash *rows, int n, void (*fn)(void *ctx, const bool *take), void *ctx);

/* Progress of something long: permille 0..1000, text under the bar; Esc calls cancel (may be NULL). Closed by dialog_progress_end. */
void dialog_progress(struct app *a, const char *title, const char *text, int permille, void (*cancel)(void *ctx), void *ctx);
void dialog_progress_end(struct app *a);

bool dialog_open(const struct app *a);

#endif
