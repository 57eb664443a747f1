#ifndef TESTS_LIB_HAND_H
#define TESTS_LIB_HAND_H

#include <stdbool.h>

#include "tests/lib/play.h"
#include "tests/lib/trial.h"

/* Steps of a play by people at the console: log-in, reading, saving, revoking; and what each of the two knows of them. */

/* What one of the two knows by the answers it got: only what was told counts. */
struct hand {
	const struct person *person;
	struct attempt attempt;
	bool guesses; /* sends a wrong password */
	bool inside, spoilt; /* a transaction is open; it has failed */
	long long record, version; /* version as last read or written */
	char request[37], text[40], last_text[40];
	bool known; /* the request was answered with "saved" */
	int ticket, pending, saves, uncertain; /* saves: in the open transaction, committed, of a commit whose answer was lost */
	long long last_version; /* of the last committed save */
	bool submitted, counted, let_in, revokes, out;
	int counted_at, let_in_at;
};

/* One order of one scene. */
struct stage {
	struct trial *t;
	struct hand hand[2];
	int turn;
	bool revoked; /* the revocation was committed, as its sender knows */
	bool late; /* what is under way was sent after the session or the right had ended */
	const char *wrong; /* the first thing that should not be */
	long long version, audited, requests; /* of the record, before */
};

/* Where these people come from. */
#define HAND_HOME "192.0.2.10"

void blame(struct stage *st, const char *what);

/* side.who is a struct hand, play.ctx the struct stage that holds it. */
extern const struct step step_begin, step_commit, step_rollback, step_login, step_submit, step_finish, step_read, step_save,
    step_again, step_logout, step_revoke;

#endif
