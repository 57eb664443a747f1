#ifndef BACKEND_STRETCH_H
#define BACKEND_STRETCH_H

#include "backend/db.h"
#include "backend/secret.h"

/*
 * The middle of every attempt to prove secrets (log-in, new secrets, unlocking): what the database's begin answered, the client keys that a
 * thread stretches from the secrets, and the proofs made with them. The thread touches nothing but this structure, and the owner leaves it
 * alone from stretch_start until done, or until stretch_stop.
 */
enum { STRETCH_SECRETS = 4, STRETCH_HEX = 2 + 2 * SECRET_KEY + 1 };

struct stretch_secret {
	const char *text; /* the caller's, must live until done; NULL = not this one */
	const char *purpose; /* "password" or "pin" */
};

struct stretch {
	char attempt[24];
	unsigned char nonce[SECRET_NONCE], salt[SECRET_SALT];
	int kdf;

	struct stretch_secret secrets[STRETCH_SECRETS];
	const unsigned char *pepper;
	/* Runs fn(arg) in the owner's thread soon: the loop's post. */
	bool (*post)(void *post_ctx, void (*fn)(void *arg), void *arg);
	void *post_ctx;
	/*
	 * In the owner's thread; false with err when a secret could not be stretched. It comes after stretch_stop as well, and is then
	 * the last that is heard.
	 */
	void (*done)(void *ctx, bool ok, const struct err *err);
	void *ctx;

	struct stretch_thread *thread;
};

/* False: there is no locked memory left. Fill in the rest between open and start. */
bool stretch_open(struct stretch *s);
void stretch_release(struct stretch *s);

/* Takes the first four columns of a begin's only row: attempt, nonce, salt, kdf. False: the answer is not what it should be. */
bool stretch_begun(struct stretch *s, const struct db_rows *rows, int columns);
/* False: the machine gives no thread; done never comes then. */
bool stretch_start(struct stretch *s);
/* Waits for the thread, since it may be reading the caller's secrets, and wipes the keys. */
void stretch_stop(struct stretch *s);
/* Wipes the keys, when the proofs are made. */
void stretch_wipe(struct stretch *s);

/* Client key number which, SECRET_KEY bytes. */
const unsigned char *stretch_key(const struct stretch *s, int which);
/* "\x…" of the proof that key signs the nonce and text with; out STRETCH_HEX bytes, a secret. */
void stretch_prove(const struct stretch *s, const unsigned char *key, const char *text, char *out);
/* "\x…" of what the database stores of secret number which. */
void stretch_stored(const struct stretch *s, int which, char *out);

#endif
