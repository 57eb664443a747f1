#ifndef FORMS_BRIDGE_H
#define FORMS_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/api.h"
#include "forms/entity.h"
#include "tui/form.h"
#include "tui/list.h"

struct console;

/*
 * Between the terminal's lists and forms and the database's verbs: rows become pages of a list, choices come to a form, the values of a form become changes.
 */

/* A list over the rows of an entity; column = key narrows it to the rows of one parent. */
struct list_part;

/* entity "*" (e NULL) finds anything. open is called for Enter on a row (NULL: opens the entity's record). NULL when out of memory. */
struct list_part *list_part_new(struct console *c, const struct entity *e, const char *column, const char *key);
/* Narrows it further, before the first rows are asked for: column, value, …, NULL, at most 3 pairs beside the parent; constants. */
void list_part_fix(struct list_part *p, const char *const *fixed);
/* The list belongs to the part, unless the record took it (taken). */
void list_part_free(struct list_part *p, bool taken);
struct list *list_part_list(struct list_part *p);
void list_part_arrange(struct list_part *p); /* columns and order as the person keeps them */
/* Calls fn with the question that the list asks now: its limits, order and shown columns, without those that only the program needs. */
void list_part_question(struct list_part *p, void (*fn)(void *ctx, const struct api_list *q), void *ctx);
void list_part_reload(struct list_part *p); /* rows and total; stays on the same record */
const struct entity *list_part_entity(const struct list_part *p);
/* Version of the row under the cursor, if that is its key; 0 = not known, or none. */
int64_t list_part_version(const struct list_part *p, const char *key);
/* What the row under the cursor belongs to by link i of its entity: the key, and of what; NULL = nothing. */
const char *list_part_link(const struct list_part *p, int i, const struct entity **ret_entity);

/* Choices of a form's fields from the database, and their labels. */
struct choices;
struct choices *choices_new(struct console *c);
void choices_free(struct choices *h);
/* For form_spec.ask_choices and label_of, with ctx = the struct choices. */
void choices_ask(void *ctx, struct form *f, const struct field *field, const char *typed);
const char *choices_label(void *ctx, const struct field *field, const char *value);
/* Remembers the label of a value that a record brought along. */
void choices_know(struct choices *h, const struct field *field, const char *value, const char *label);
/* The form goes: its answers must not come any more. */
void choices_forget(struct choices *h, const struct form *f);

/* The changes of a form as the database wants them; strings are copied. */
enum { CHANGES_MAX = 64 };
struct changes {
	struct api_change list[CHANGES_MAX];
	char *owned[CHANGES_MAX];
	int count;
	bool failed; /* out of memory, or too many */
};
void changes_add(struct changes *c, const char *column, const char *value);
/* For form_changes: ctx is the struct changes. */
void changes_collect(void *ctx, const struct field *field, const char *was, const char *now);
void changes_release(struct changes *c); /* wipes and frees */

#endif
