#ifndef FORMS_ENTITY_PRIVATE_H
#define FORMS_ENTITY_PRIVATE_H

#include "forms/bridge.h"
#include "forms/entity.h"
#include "forms/link.h"
#include "forms/live.h"
#include "tui/app.h"
#include "tui/record.h"

/* Shared by entity_list.c, entity_record.c, entity_load.c and entity_save.c only. */

enum { PARTS_MAX = 4, COLUMNS_MAX = 64 };

/* The columns of one entity that a record shows: the record's own one first, others that share its key (custom values) after. */
struct record_part {
	const char *entity;
	const char *columns[COLUMNS_MAX];
	char *values[COLUMNS_MAX];
	int count;
	int64_t version;
	bool loaded;
};

struct record_screen {
	struct console *console;
	struct screen *screen;
	const struct entity *entity;
	char key[64];
	struct record *record;
	struct record_tab tabs[RECORD_TABS_MAX + 1];
	struct list_part *lists[RECORD_TABS_MAX];
	struct choices *choices;
	struct links links;
	struct live live;
	int64_t opened; /* loop_now when the trail last heard that it was opened */
	struct api_page *recent; /* newest rows of what hangs on it; NULL = none */
	struct record_part parts[PARTS_MAX];
	int part_count;
	bool leaving; /* go back once the save under way has worked */
	/* A write under way: its request stays until the outcome is known. */
	char request[37];
	int writing; /* part being written, -1 = none */
	bool uncertain; /* the answer was lost: look before anything else */
	char done[128]; /* what to say when it worked */
};

struct record_screen *record_screen_of(const struct screen *s);
struct record_part *record_part_of(struct record_screen *rs, const char *entity);
/* Which part a tab's form belongs to. */
struct record_part *record_tab_part(struct record_screen *rs, const char *tab);

/* entity_load.c */
void record_parts_build(struct record_screen *rs);
void record_load(struct record_screen *rs, bool again);
void record_fill_form(void *ctx, struct record *r, const char *tab, struct form *f);
/* The column that shows what a reference names; itself when there is none. */
const char *record_label_column(const struct field *f);
const char *record_value(const struct record_screen *rs, const char *column);
void record_parts_free(struct record_screen *rs);

/* entity_recent.c */
void record_recent_load(struct record_screen *rs);
void record_recent_draw(void *ctx, struct area a);
void record_recent_free(struct record_screen *rs);

/* entity_save.c */
void record_save(struct record_screen *rs);
void record_look_up(struct record_screen *rs);

/* entity_jump.c: for the action tables. */
bool entity_can_jump(const struct screen *s);
void entity_jump(struct app *a, struct screen *s);

/* entity_list.c; NULL when the screen is no list. */
struct list_part *entity_list_part(const struct screen *s);
struct links *entity_list_links(const struct screen *s);
/* What is being asked for before something is done with many: verb, argument, source; ENTITY_DOING bytes. */
enum { ENTITY_DOING = 200 };
char *entity_list_doing(struct screen *s);
/* entity_filters.c: filters under a name, on the screen of a list */
void entity_filter_recall(struct app *a, struct screen *s);
void entity_filter_keep(struct app *a, struct screen *s);
void entity_filter_forget(struct app *a, struct screen *s);
bool entity_filter_is_on(const struct screen *s);
/* entity_record.c: the list shown in the tab on top; NULL if it is a form. */
struct list_part *record_shown_list(const struct record_screen *rs);

#endif
