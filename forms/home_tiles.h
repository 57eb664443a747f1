#ifndef FORMS_HOME_TILES_H
#define FORMS_HOME_TILES_H

#include <stdbool.h>

#include "tui/draw.h"

struct app;
struct db_rows;

/*
 * The boxes of Home as the database gives them (sql/functions/60_home.sql says what its rows mean): which there are, how tall they want
 * to be, and how one is drawn. Titles and order come from the table of home.c.
 */
enum { TILES_MAX = 32, TILE_SERIES_MAX = 48 };

struct tile_row {
	char label[64], detail[96];
	double value; /* of a series: its sum */
	bool has_value;
	double *series; /* NULL = no series; belongs to the set */
	int points;
};

struct tile {
	char name[32];
	const char *title; /* N_(); NULL = the name will do */
	bool names; /* labels are names out of the data: left as they are */
	struct tile_row *rows;
	int count;
};

struct tile_set {
	struct tile tiles[TILES_MAX]; /* in the order in which they are drawn */
	int count;
	int due, jobs; /* for the header; -1 = the database does not say */
};

/* Title and order by name, ended by a NULL name. Boxes that are not named come last, in the order of the database. */
struct tile_title {
	const char *name, *title; /* title N_() */
	bool names;
};

/* Replaces what the set holds by these rows. What does not fit is left out. */
void tiles_take(struct tile_set *set, const struct db_rows *rows, const struct tile_title *titles);
void tiles_free(struct tile_set *set); /* what it holds, not itself */
const struct tile *tiles_find(const struct tile_set *set, const char *name); /* NULL = none */

/* One box, border and all; focused marks its title and puts the cursor there. */
void tile_draw(const struct tile *t, struct app *a, struct area box, bool focused);

#endif
