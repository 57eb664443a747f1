#ifndef TESTS_LIB_TRIAL_H
#define TESTS_LIB_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/lib/raw.h"
#include "tests/lib/tap.h"

/*
 * What an attack or a fault test stands on: the database that tests/run made for it (PGHOST, PGPORT, PGDATABASE), the administrator's
 * connection to it, and people made for the test. The roles are those of the cluster and shared with other tests: none is altered.
 */
struct trial {
	struct tap tap;
	char database[64];
	struct raw *admin;
};

void trial_open(struct trial *t);
/* Prints the plan; gives the exit status of the program. */
int trial_close(struct trial *t);

/* A connection as the console's role, not logged in. */
struct raw *trial_stranger(struct trial *t);
/*
 * Shows that a test can fail: in another copy of the database, where the SQL has taken something away, it must. The SQL may call
 * pg_temp.weaken('schema.function', 'text in its source', 'text instead').
 */
void trial_mutation(struct trial *t, const char *sql, void (*test)(struct trial *), const char *name);
/* Runs a test that takes one wall away itself, in another copy, to see that the wall behind it holds. */
void trial_weakened(struct trial *t, void (*test)(struct trial *));

/*
 * Into list: one statement for each function of the API that the console may call but for those named ("'logout', 'alive'"), every parameter NULL or
 * something that a console would send. Values are written without a type, so that the statements mean the same under any search_path.
 */
void trial_calls(struct raw *list, bool with_values, const char *but);

enum { PERSON_KEY = 32 };

/* Somebody of the staff. The client keys are what a console would make of password and PIN; the database never sees more. */
struct person {
	long long id;
	char login[80];
	unsigned char password_key[PERSON_KEY], pin_key[PERSON_KEY];
};

/* Makes the account, its roles (comma between) and its secrets. type staff or superadmin; roles "" = none. */
void person_make(struct trial *t, struct person *p, const char *login, const char *type, const char *roles);
/* Stores what belongs to the client keys, as enrolment does. */
void person_secrets(struct trial *t, const struct person *p);
void person_grant(struct trial *t, const struct person *p, const char *right, bool granted);
void person_rule(struct trial *t, const struct person *p, const char *network);
/* Forgets failed log-ins, blocks and live sessions of everybody, so that the next test starts clean. */
void trial_forget(struct trial *t);
/* A client account; its id. hidden: deleted from sight. */
long long client_make(struct trial *t, const char *login, const char *email, bool hidden);

/* The three calls, apart. Each returns false with the error in the connection. */
struct attempt {
	long long id;
	unsigned char nonce[32], salt[16];
	int kdf;
	char login[300], address[80];
	char password_proof[80], pin_proof[80]; /* \x..., as sent */
};
/* address NULL: none claimed. */
bool login_begin(struct raw *c, struct attempt *a, const char *login, const char *address);
/* Puts the proofs into the attempt. wrong_password, wrong_pin: as of somebody who guesses. */
void login_prove(struct attempt *a, const struct person *p, bool wrong_password, bool wrong_pin);
bool login_submit(struct raw *c, const struct attempt *a);
/* "ok", "denied", or the SQLSTATE. */
const char *login_finish(struct raw *c, const struct attempt *a);
/* All three with the right secrets. */
const char *login_try(struct raw *c, const struct person *p, const char *address, bool wrong_password, bool wrong_pin);
/* A connection on which the person is logged in; bails out when that fails. */
struct raw *login_open(struct trial *t, const struct person *p);

/* The console's own stretch, written a second time from its description: Argon2id, pepper, SCRAM's client key. */
bool client_key_stretch(
    const char *secret, const unsigned char *salt, const char *purpose, const unsigned char *pepper, unsigned char *ret_key);

/* The statement must fail with this state; the point carries the message when it does not. */
bool refuses(struct trial *t, struct raw *c, const char *state, const char *sql, const char *name);
/* The last statement on c failed with this state. */
bool refused(struct trial *t, struct raw *c, const char *state, const char *name, ...) __attribute__((format(printf, 4, 5)));
bool accepts(struct trial *t, struct raw *c, const char *sql, const char *name);

/* A random UUID as text, 37 bytes. */
void uuid_make(char out[37]);

#endif
