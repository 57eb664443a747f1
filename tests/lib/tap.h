#ifndef TESTS_LIB_TAP_H
#define TESTS_LIB_TAP_H

#include <stdbool.h>

/* Test Anything Protocol on standard output, for the test programs that need more than one process or connection. */
struct tap {
	int count, failed;
	bool silent; /* counts and prints nothing: a test that is meant to fail */
};

/* Prints the point and gives back ok, so that a test can leave early. The name is a printf format. */
bool tap_ok(struct tap *t, bool ok, const char *name, ...) __attribute__((format(printf, 3, 4)));
/* Compares texts; both stand below the point when they differ. NULL is a value. */
bool tap_is(struct tap *t, const char *got, const char *wanted, const char *name, ...) __attribute__((format(printf, 4, 5)));
bool tap_number(struct tap *t, long long got, long long wanted, const char *name, ...) __attribute__((format(printf, 4, 5)));
void tap_skip(struct tap *t, const char *why, const char *name, ...) __attribute__((format(printf, 3, 4)));
void tap_diag(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Gives up: the rest of the program makes no sense. */
_Noreturn void tap_bail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Prints the plan; gives the exit status. */
int tap_done(const struct tap *t);

#endif
