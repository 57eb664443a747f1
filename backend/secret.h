#ifndef BACKEND_SECRET_H
#define BACKEND_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "backend/err.h"

/* Secrets live in guarded, locked memory (sodium_malloc) and are wiped on every path. libsodium is known to secret.c only. */
enum {
	SECRET_TEXT = 1024,
	SECRET_KEY = 32,
	SECRET_SALT = 16,
	SECRET_NONCE = 32,
	SECRET_PUBLIC = 32,
	SECRET_SIGNATURE = 64,
	SECRET_PASSPHRASE = 32,
	SECRET_WRAPPED = 2 * (24 + 16 + SECRET_PASSPHRASE)
};

/* Starts libsodium. False: the machine has no randomness. Call once, first. */
bool secret_start(struct err *err);

void *secret_alloc(size_t size); /* NULL when locked memory is used up */
void secret_free(void *p); /* wipes; NULL allowed */
void secret_wipe(void *p, size_t size);

void secret_random(void *out, size_t size);

/* Reads the pepper: a regular file of exactly 32 bytes, owned by us or root, not readable by others. out: SECRET_KEY bytes. */
bool secret_pepper(const char *file, unsigned char *out, struct err *err);

/*
 * Client key of a secret (OWASP ASVS 11.4; Argon2id by RFC 9106): BLAKE2b keyed by the pepper over Argon2id(secret, salt for
 * purpose), then HMAC as in SCRAM (RFC 5802). purpose "password" or "pin". Takes about 114 ms and 64 MiB: call it in a thread.
 * out SECRET_KEY bytes.
 */
bool secret_client_key(const char *secret, const unsigned char *salt, int kdf, const char *purpose, const unsigned char *pepper,
    unsigned char *out, struct err *err);
/* SHA-256 of the client key: what the database stores. */
void secret_stored_key(const unsigned char *client_key, unsigned char *out);
/* client key XOR HMAC-SHA-256(stored key, message). */
void secret_proof(const unsigned char *client_key, const void *message, size_t size, unsigned char *out);

/* Ed25519 (RFC 8032). The private key is SECRET_KEY random bytes; out SECRET_PUBLIC bytes. */
void secret_public_key(const unsigned char *key, unsigned char *out);
/* out SECRET_SIGNATURE bytes. False: there is no locked memory left. */
bool secret_sign(const unsigned char *key, const void *message, size_t size, unsigned char *out, struct err *err);
bool secret_verify(const unsigned char *public_key, const void *message, size_t size, const unsigned char *signature);

/* SHA-256 of anything; out SECRET_KEY bytes. */
void secret_digest(const void *data, size_t size, unsigned char *out);
/* The same of what comes in pieces, in memory of the caller's. */
struct secret_sum {
	_Alignas(64) unsigned char state[128]; /* nettle's own (secret_sum.c) */
};
void secret_sum_begin(struct secret_sum *h);
void secret_sum_add(struct secret_sum *h, const void *data, size_t size);
void secret_sum_end(struct secret_sum *h, unsigned char *out);
/*
 * "SHA256:…" of a public key as sshd writes it (base64, ends at a space or line end), as ssh-keygen -l shows it. False if it is
 * no key.
 */
bool secret_fingerprint(const char *key, char *out, size_t size);

/*
 * The secret as it must be for the stretch to give the same on every machine: UTF-8 in Unicode's form NFC. Nothing is composed
 * here (that takes tables of 100 KiB); instead only characters are let through that are the same in every form or composed
 * already. Refused are control characters and every combining mark; keyboards send none.
 */
bool secret_text_ok(const char *secret, struct err *err);

/*
 * Password and PIN rules (NIST 800-63B 3.1.1): false with a sentence naming the rule broken. words: login, name, company that
 * must not be the secret.
 */
bool secret_password_ok(const char *password, const char *const *words, struct err *err);
bool secret_pin_ok(const char *pin, struct err *err);

/* Random, to be typed: 125 bits, letters and figures that are not taken for each other. out SECRET_PASSPHRASE bytes, with the end. */
void secret_passphrase(char *out);
/*
 * A passphrase on its way through the database to a worker of the same machine: encrypted and authenticated (XSalsa20-Poly1305) with a key
 * made from the pepper, which no database has. wrapped: hexadecimal, SECRET_WRAPPED bytes at most, with the end.
 */
bool secret_wrap(const unsigned char *pepper, const char *passphrase, char *wrapped, struct err *err);
/* False: it was wrapped with another pepper, or changed on the way. out SECRET_PASSPHRASE bytes. */
bool secret_unwrap(const unsigned char *pepper, const char *wrapped, char *out, struct err *err);

/* Random UUID (RFC 9562, version 4) as text, 37 bytes. */
void secret_uuid(char out[37]);
/* out: 2 * n + 1 bytes. */
void secret_hex(const unsigned char *in, size_t n, char *out);
bool secret_unhex(const char *in, unsigned char *out, size_t n);

#endif
