#ifndef FORMS_PLAIN_PRIVATE_H
#define FORMS_PLAIN_PRIVATE_H

#include "backend/api.h"
#include "forms/entity.h"
#include "tui/field.h"
#include "tui/list.h"

/* Shared by plain.c, plain_list.c, plain_record.c and plain_save.c only. */

enum { PLAIN_ROWS = 20, PLAIN_COLUMNS = 64, PLAIN_PARTS = 4, PLAIN_DRAFTS = 64, PLAIN_LINE = 4096, PLAIN_KEY = 128 };

struct app;

/* The list shown last; its rows are numbered from 1. */
struct plain_list {
	const struct entity *entity; /* NULL = what was found anywhere, when count > 0 */
	char parent[64], parent_key[PLAIN_KEY]; /* column and key that tie it to a record; "" = none */
	const char *const *fixed;
	char filter[512], search[256];
	struct list *chips; /* understands the filter; spec and source are its own */
	struct list_spec spec;
	struct list_source source;
	char keys[PLAIN_ROWS][PLAIN_KEY], first[512], last[512];
	int count;
	bool ended, backwards;
};

/* Columns of one entity that the record shows, as in forms/entity_private.h. */
struct plain_part {
	const char *entity;
	const char *columns[PLAIN_COLUMNS];
	char *values[PLAIN_COLUMNS];
	int count;
	int64_t version;
	bool loaded;
};

struct plain_draft {
	struct plain_part *part;
	const struct field *field;
	char *value;
};

struct plain_record {
	const struct entity *entity; /* NULL = none is open */
	char key[PLAIN_KEY];
	struct plain_part parts[PLAIN_PARTS];
	int part_count;
	struct plain_draft drafts[PLAIN_DRAFTS];
	int draft_count;
	const struct entity_tab *wanted; /* tab to show when its part has come; NULL = the opening */
	char request[37];
	bool creating; /* it is to be made: no key yet */
	char parent_key[PLAIN_KEY]; /* of the record that a new row hangs on; "" = none */
};

struct plain {
	struct console *console;
	const struct options *options;
	struct app *app; /* never drawn: lists and fields take their environment from it */
	const struct app_host *host;
	struct plain_list list;
	struct plain_record record;
	bool closing; /* what is still open ends without a word */
	bool waiting; /* an answer is under way: the next line waits */
	/* The next line answers a question. */
	void (*answer)(struct plain *p, const char *line);
	char word[PLAIN_KEY]; /* what agrees */
	char verb[64];
	struct api_change args[16];
	char *arg_texts[16];
	int arg_count;
	const struct field *choosing; /* field whose typed value is being looked up */
};

/* plain.c */
void plain_done(struct plain *p); /* the command has ended: the next line may come */
/* Says an error as a sentence; ends the program when the session or the line is gone. Ends the command. */
void plain_fail(struct plain *p, const struct err *err);
void plain_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* True if word, with case and accents aside, is the name or the start of it. */
bool plain_means(const char *word, const char *name, bool whole);

/* plain_list.c */
void plain_find(struct plain *p, const char *text);
void plain_lists(struct plain *p, const char *text);
void plain_list(struct plain *p, const char *text);
void plain_search(struct plain *p, const char *text);
void plain_next(struct plain *p, const char *text);
void plain_previous(struct plain *p, const char *text);
void plain_list_related(struct plain *p, const struct entity_tab *t, const char *key);
const struct entity *plain_entity(const char *word); /* by name or title, or the start of it; NULL = none */
/* Entity and key of row n of the list; false when there is none. */
bool plain_row(const struct plain *p, int n, const struct entity **ret_entity, const char **ret_key);
void plain_list_release(struct plain *p);

/* plain_record.c */
void plain_open(struct plain *p, const char *text);
void plain_open_key(struct plain *p, const struct entity *e, const char *key);
void plain_show(struct plain *p, const char *text);
void plain_record_release(struct plain *p);
void plain_load(struct plain *p, struct plain_part *part, bool again);
const char *plain_value(const struct plain_part *part, const char *column);
const struct field *plain_fields(const struct plain *p, const struct entity_tab *t);
struct plain_part *plain_part_of(struct plain *p, const struct entity_tab *t);
/* As people read it, "-" for none. */
const char *plain_shown(const struct plain *p, const struct field *f, const char *value, char *out, size_t size);

/* plain_save.c */
void plain_set(struct plain *p, const char *text);
void plain_undo(struct plain *p, const char *text);
void plain_save(struct plain *p, const char *text);
void plain_new(struct plain *p, const char *text);
void plain_act(struct plain *p, const char *text);
void plain_args_release(struct plain *p);

#endif
