#include "backend/stretch.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POST_TRIES = 1000, SIGNED_MAX = 2048 };

struct stretch_thread {
	unsigned char *keys; /* STRETCH_SECRETS client keys, in locked memory */
	pthread_t id;
	bool running; /* is to be joined */
	bool ok;
	struct err err;
};

bool stretch_open(struct stretch *s)
{
	s->thread = calloc(1, sizeof *s->thread);
	if (s->thread)
		s->thread->keys = secret_alloc(STRETCH_SECRETS * SECRET_KEY);
	return s->thread && s->thread->keys;
}

void stretch_release(struct stretch *s)
{
	if (s->thread)
		secret_free(s->thread->keys);
	free(s->thread);
	s->thread = NULL;
}

static bool unhex(const char *s, unsigned char *out, size_t n)
{
	return s && strncmp(s, "\\x", 2) == 0 && secret_unhex(s + 2, out, n);
}

bool stretch_begun(struct stretch *s, const struct db_rows *rows, int columns)
{
	const char *attempt, *kdf;

	if (rows->count != 1 || rows->columns != columns || columns < 4)
		return false;
	attempt = db_value(rows, 0, 0);
	kdf = db_value(rows, 0, 3);
	if (!attempt || !kdf || strlen(attempt) >= sizeof s->attempt || !unhex(db_value(rows, 0, 1), s->nonce, sizeof s->nonce) ||
	    !unhex(db_value(rows, 0, 2), s->salt, sizeof s->salt))
		return false;
	s->kdf = (int)strtol(kdf, NULL, 10);
	memcpy(s->attempt, attempt, strlen(attempt) + 1);
	return true;
}

static void join(struct stretch_thread *t)
{
	if (t->running)
		pthread_join(t->id, NULL);
	t->running = false;
}

/* Back in the owner's thread. */
static void arrived(void *arg)
{
	struct stretch *s = arg;

	join(s->thread);
	s->done(s->ctx, s->thread->ok, &s->thread->err);
}

static void *run(void *arg)
{
	struct stretch *s = arg;
	struct stretch_thread *t = s->thread;

	t->ok = true;
	for (int i = 0; i < STRETCH_SECRETS && t->ok; i++)
		if (s->secrets[i].text)
			t->ok = secret_client_key(s->secrets[i].text, s->salt, s->kdf, s->secrets[i].purpose, s->pepper,
			    t->keys + i * SECRET_KEY, &t->err);
	/* The loop has few places for posts; one gets free as soon as it turns, unless it has ended. */
	for (int tries = 0; tries < POST_TRIES && !s->post(s->post_ctx, arrived, s); tries++)
		nanosleep(&(struct timespec) { .tv_nsec = 10000000 }, NULL);
	return NULL;
}

bool stretch_start(struct stretch *s)
{
	sigset_t all, before;

	/* Signals belong to the thread of the loop. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	s->thread->running = pthread_create(&s->thread->id, NULL, run, s) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return s->thread->running;
}

void stretch_stop(struct stretch *s)
{
	join(s->thread);
	stretch_wipe(s);
}

void stretch_wipe(struct stretch *s)
{
	secret_wipe(s->thread->keys, STRETCH_SECRETS * SECRET_KEY);
}

const unsigned char *stretch_key(const struct stretch *s, int which)
{
	return s->thread->keys + which * SECRET_KEY;
}

static void write_hex(const unsigned char *bytes, char *out)
{
	memcpy(out, "\\x", 2);
	secret_hex(bytes, SECRET_KEY, out + 2);
}

void stretch_prove(const struct stretch *s, const unsigned char *key, const char *text, char *out)
{
	unsigned char message[SECRET_NONCE + SIGNED_MAX], proof[SECRET_KEY];
	size_t n = strnlen(text, SIGNED_MAX);

	memcpy(message, s->nonce, SECRET_NONCE);
	memcpy(message + SECRET_NONCE, text, n);
	secret_proof(key, message, SECRET_NONCE + n, proof);
	write_hex(proof, out);
	secret_wipe(proof, sizeof proof);
}

void stretch_stored(const struct stretch *s, int which, char *out)
{
	unsigned char digest[SECRET_KEY];

	secret_stored_key(stretch_key(s, which), digest);
	write_hex(digest, out);
}
