#ifndef FORMS_ENTITY_H
#define FORMS_ENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/action.h"
#include "tui/field.h"
#include "tui/list.h"

struct app;
struct area;
struct console;
struct screen;

/*
 * One thing the database keeps, as the console shows it: the tables from which the generic list and record screens, the command line,
 * help and the tests work. A new one is one file with these tables and one line in screens.c.
 */
struct entity_tab {
	const char *name;
	const char *label; /* N_() */
	const char *right; /* hidden without it; NULL = that of the entity */
	/* A form: these fields of `of` (NULL = the record's own entity, which shares the key). */
	const struct field *fields;
	/* Instead of fields, when the database defines them: those of the record of that key; NULL = none now */
	const struct field *(*fields_of)(struct console *c, const char *key);
	const char *of;
	/* Or a list: the rows of another entity whose `column` is this record's key. */
	const struct entity *related;
	const char *column;
	const char *key_from; /* column of the record whose value that is instead of its key; NULL = the key */
	const char *const *fixed; /* and narrowed by these: column, value, …, NULL */
};

/* What stands above a list, as figures and charts. All three take what open gave. */
struct entity_head {
	int rows; /* of the screen; left out where less than half would stay for the list */
	void *(*open)(struct screen *s); /* NULL: no head today */
	void (*load)(void *head); /* asks for its figures, at the start and whenever the list is loaded again */
	void (*draw)(void *head, struct area a);
	void (*close)(void *head);
};

enum entity_flags {
	ENTITY_SEARCH = 1 << 0, /* find as you type */
	ENTITY_OPENS = 1 << 1, /* Enter opens a record */
	ENTITY_VERSION = 1 << 2, /* its rows have a version, which verbs on them name */
	ENTITY_LEADS = 1 << 3, /* Enter on a row opens what it belongs to */
	ENTITY_MANY = 1 << 4, /* something can be done with many at once: choices bulk_NAME of the database */
};

struct entity {
	const char *name; /* as the API calls it */
	const char *title; /* N_(), plural */
	const char *one; /* N_(), singular with article: "a user" */
	const char *empty; /* N_(): nothing there, and what to do */
	const struct field *fields; /* columns of the list, ended by NULL name */
	const char *sort; /* first order; NULL = the database's */
	bool descending;
	unsigned flags;
	const char *right_view, *right_create, *right_edit;
	const struct field *create; /* form of a new record; NULL = none are made here */
	const char *const *defaults; /* what a new record starts with: column, value, …, NULL */
	const char *parent; /* column that a new row of a related list gets the parent's key in */
	const struct entity_tab *tabs; /* of the record, ended by NULL name */
	const char *const *facts; /* names of the columns in the fact lines, ended by NULL */
	const char *heading; /* column that names the record in the crumb; NULL = the key */
	const char *state; /* column shown at the right of the crumb; NULL = none */
	const struct entity_head *head; /* NULL = the list alone */
	/*
	 * Seconds after which its list and record on top read themselves again; 0 = they do not, 2 is as fast as is calm. lives, if set, is
	 * asked each time: of a record whether there is anything to come (entity_value tells its state).
	 */
	int live;
	bool (*lives)(const struct screen *s);
	const struct entity *recent; /* its newest rows stand below the first tab; NULL = none */
	const char *recent_column; /* column of them that is this record's key */
	const struct action *actions; /* of the record, besides the generic ones */
	/* What Enter on a row does instead of opening its record; NULL = that. */
	void (*open_row)(struct app *app, struct list *l);
	const struct action *row_actions; /* of its list screen, besides the generic ones; run sees entity_key */
	const struct action
	    *verbs; /* of one of its rows wherever it is: list, tab of another record, own record; run sees entity_row */
	const char *const
	    *links; /* what its rows belong to: column, entity, …, NULL; J opens it, Enter the first one with ENTITY_LEADS */
};

/* Opens the list of an entity; column/key narrow it to a parent's rows (NULL = all). */
void entity_open_list(struct app *app, const struct entity *e, const char *column, const char *key);
/* Opens its list with a filter on, as typed there ("state:open due<today"; NULL = none). */
void entity_open_filtered(struct app *app, const struct entity *e, const char *filter);
/* Opens one record (recorded in the audit trail before anything is shown). */
void entity_open(struct app *app, const struct entity *e, const char *key);
/* Opens the form of a new record. parent_key may be NULL. after, if set, is called with the new key. */
void entity_create(struct app *app, const struct entity *e, const char *parent_key);

/* For the actions of a record screen: */
const struct entity *entity_of(const struct screen *s);
const char *entity_key(const struct screen *s); /* key of the record, or of the row under the cursor in a list; NULL = none */
/* Name of the tab shown, "" on a list; key of the row under the cursor in that tab, NULL = none. */
const char *entity_tab_shown(const struct screen *s);
const char *entity_tab_row(const struct screen *s);
/* Key of the row that verbs are about: under the cursor in a list or tab, else the record itself; NULL = none. */
const char *entity_row(const struct screen *s);
/* For the when of an action: whether there is such a row, or such a key. */
bool entity_has_row(const struct screen *s);
bool entity_has_key(const struct screen *s);
const char *entity_value(const struct screen *s, const char *column); /* loaded wire value; NULL = none */
int64_t entity_version(const struct screen *s);
/* Runs a verb of the database on the record and loads it again; done is what the notice says (translated). */
struct api_change;
void entity_act(struct screen *s, const char *verb, const struct api_change *args, int n, const char *done);

/*
 * A verb that is asked for one text: verb is called with it as the argument field->name. When the verb is refused the question comes again
 * with the text, and the refusal beside it.
 */
struct entity_question {
	const char *title; /* N_() */
	const struct field *field;
	const char *verb;
	const char *done; /* N_(), said when it worked */
	const char *from; /* column of the record whose value stands there first; NULL = none */
};
void entity_ask(struct screen *s, const struct entity_question *q);
/*
 * On the record of that key of this entity (NULL = its own). And tells the secret, kept in locked memory meanwhile, once the database has
 * saved; not at all otherwise.
 */
void entity_act_tell(struct screen *s, const char *entity, const char *verb, const struct api_change *args, int n, const char *done,
    const char *secret, void (*tell)(void *screen, const char *secret));
/* The same on another record that this one shows (a row of a tab). version 0 = the one that the list under the cursor shows. */
void entity_act_on(struct screen *s, const char *entity, const char *key, int64_t version, const char *verb,
    const struct api_change *args, int n, const char *done);
/* On that row, of whichever entity it is. */
void entity_act_row(struct screen *s, const char *verb, const struct api_change *args, int n, const char *done);
/* Lets the user choose one of a list of the database ("colleagues"); fn is not called after Esc. */
void entity_choose(struct screen *s, const char *source, const char *title, void (*fn)(struct screen *s, const char *value));
/* Makes a record of another entity with these columns, and opens it. */
void entity_make(struct screen *s, const struct entity *e, const struct api_change *fields, int n);
void *entity_head(const struct screen *s); /* what open gave for the list on that screen; NULL = none */
void entity_reload(struct screen *s);
/* After a loss of the line: loads again, and looks up writes whose answer was lost. */
void entity_resume(struct screen *s);

/* All entities, for registry, tests and the command line; ended by NULL. */
extern const struct entity *const entities[];
const struct entity *entity_find(const char *name);

/* Classes of the generic screens, for `steward keys`. */
struct screen_class;
extern const struct screen_class entity_list_class, entity_record_class, entity_create_class;

#endif
