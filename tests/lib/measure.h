#ifndef TESTS_LIB_MEASURE_H
#define TESTS_LIB_MEASURE_H

#include <stdbool.h>

/* Times in milliseconds, what they come to, and the lines of the table that `make bench` writes. */

/* Milliseconds of a clock that only goes forward. */
double measure_now(void);

/* Measured values of one thing. Zeroed is empty. */
struct series {
	double *values;
	int count, room;
};
void series_add(struct series *s, double value);
void series_free(struct series *s);
/* The value below which the share lies: 0.5 is the median, 0 the least, 1 the most. 0 when there is none. */
double series_at(const struct series *s, double share);

/* One line of the table. Texts may be NULL: that column stays empty. */
struct row {
	const char *id, *what; /* "P3", what was measured */
	const char *unit, *peer_name;
	const struct series *ours, *peer; /* peer NULL: the bar is an absolute one */
	double share; /* the percentile that counts; 0 = the median */
	double ratio_max, ours_max, added_max; /* the bar: any of them that is not 0; with two, one of them is enough */
	bool reference; /* only told, without a verdict */
};
/* Prints it as one tab-separated line; returns whether the bar was met. */
bool row_print(const struct row *r);
/* A sentence below the table. */
void row_note(const char *id, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
