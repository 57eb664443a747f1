#ifndef TUI_FORM_H
#define TUI_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "action.h"
#include "draw.h"
#include "field.h"
#include "key.h"

struct app;
struct form;

/*
 * A draft of a record: fields with what was loaded, what is typed, errors beside the field, undo before saving. Read mode shows values,
 * edit mode lets change them. The form never saves: it hands the changes out.
 */

struct form_spec {
	const struct field *fields; /* ended by NULL name */
	bool create; /* a new record: FIELD_ON_CREATE fields can be typed */
	/* Asks for the choices of a field with a source, filtered by what is typed; the answer comes by form_choices. May be NULL */
	void (*ask_choices)(void *ctx, struct form *f, const struct field *field, const char *typed);
	/* Shows a reference or choice value by its label, if known; NULL = shows the value. May be NULL */
	const char *(*label_of)(void *ctx, const struct field *field, const char *value);
	void *ctx;
};

/* Copies spec; spec->fields must outlive the form. */
struct form *form_new(struct app *app, const struct form_spec *spec);
void form_free(struct form *f); /* wipes secrets */

/* Sets what the database holds, by field name; drafts of unchanged fields follow, typed ones stay. Values are copied. */
void form_load(struct form *f, const char *name, const char *value);
const char *form_loaded(const struct form *f, const char *name);
/* True if the form has a field of that name. */
bool form_has(const struct form *f, const char *name);
/* Sets the draft, as if typed in wire form. */
void form_set(struct form *f, const char *name, const char *value);
/* What the form has no field for, but its amounts go by: the value of a currency's column. name must outlive the form. */
void form_beside(struct form *f, const char *name, const char *value);
/* The draft in wire form, or the loaded value when untouched. NULL = no value or no such field. */
const char *form_get(const struct form *f, const char *name);

void form_edit(struct form *f, const char *name); /* enters edit mode on that field (NULL = the first that can be changed) */
bool form_editable(const struct form *f); /* it has a field that this person may change */
void form_read(struct form *f); /* leaves edit mode, drafts stay */
bool form_editing(const struct form *f);
bool form_dirty(const struct form *f); /* something typed differs from what was loaded */
void form_revert(struct form *f); /* drops all drafts */

/* Checks every field; false: the cursor stands on the first wrong one, with its sentence beside it. */
bool form_check(struct form *f);
/* Calls fn for each changed field: was = loaded, now = draft, both wire form. Returns how many. */
int form_changes(
    const struct form *f, void (*fn)(void *ctx, const struct field *field, const char *was, const char *now), void *ctx);
/* Puts a sentence from the database beside a field and the cursor there; name NULL or unknown: returns false. */
bool form_error(struct form *f, const char *name, const char *sentence);

/* Answer to ask_choices: n pairs value, label, copied; more: there are others, type to narrow. Dropped when the field was left. */
void form_choices(
    struct form *f, const struct field *field, const char *const *values, const char *const *labels, int n, bool more);

void form_draw(struct form *f, struct area a, bool focused);
/* Rows that all of its fields took when it was drawn last. */
int form_rows(const struct form *f);
bool form_key(struct form *f, const struct key *k);
/* Asks which value is to go to the terminal's clipboard. */
void form_copy(struct form *f);
bool form_can_copy(const struct form *f); /* a field has a value to copy */
extern const struct action form_actions[]; /* next field, undo, choose: for help */

#endif
