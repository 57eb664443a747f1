#ifndef TESTS_LIB_PLAY_H
#define TESTS_LIB_PLAY_H

#include <stdbool.h>

#include "tests/lib/raw.h"

/*
 * Two connections, a script for each, and every order in which the steps of the two can follow each other. A step is sent without
 * waiting; when the server says that it waits for a lock, the other script goes on, and what the waiting one still has to do comes
 * as soon as it has its answer. So an order that a lock forbids becomes the order that the lock makes of it.
 */
enum { PLAY_STEPS = 6, PLAY_PATIENCE = 10000 };

struct side;

struct step {
	const char *name;
	void (*send)(struct side *s); /* raw_send, or a whole call that waits for nobody */
	void (*done)(struct side *s); /* its answer is in s->c; may be NULL */
};

struct side {
	struct raw *c;
	const struct step *const *script; /* ended by NULL */
	int next, due; /* steps that were sent, and that the order asked for */
	bool waiting; /* for a lock */
	struct play *play;
	void *who;
};

struct play {
	struct side side[2];
	struct raw *admin;
	void *ctx;
	int waits; /* steps that had to wait for the other side */
	bool stuck;
	char order[160]; /* "a.begin b.begin a.save ...", as the steps were sent */
};

/* The first order of the two scripts, and the one after; 0 after the last. Bit n: step n is of side 0. */
unsigned play_first(const struct play *p);
unsigned play_after(const struct play *p, unsigned order);
/* Plays one order to its end. False: a step had no answer after PLAY_PATIENCE milliseconds. */
bool play_run(struct play *p, unsigned order);

#endif
