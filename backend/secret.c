#include "backend/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/words.h"

/* Cost of the stretch. kdf 1 is the only rule so far; the number stands with each account so that a dearer one can follow. */
enum { KDF_ARGON2ID_64M = 1, KDF_PASSES = 3, KDF_BYTES = 64 * 1024 * 1024 };

bool secret_start(struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, ERR_SYSTEM, "%s", _("The machine gives no random numbers: nothing secret can be handled."));
	return true;
}

void *secret_alloc(size_t size)
{
	return sodium_malloc(size ? size : 1);
}

void secret_free(void *p)
{
	sodium_free(p);
}

void secret_wipe(void *p, size_t size)
{
	sodium_memzero(p, size);
}

void secret_random(void *out, size_t size)
{
	randombytes_buf(out, size);
}

static bool pepper_is_fit(int fd, const char *file, struct err *err)
{
	struct stat st;
	mode_t others;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(err, ERR_SYSTEM, _("The pepper %.200s is not a regular file."), file);
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return err_set(err, ERR_SYSTEM,
		    _("The pepper %.200s belongs to somebody else: give it to root or to the console's user (chown)."), file);
	/* root may let the console's group read it; nobody's own file may be read by anyone else. */
	others = st.st_uid == geteuid() ? S_IRWXG | S_IRWXO : S_IWGRP | S_IXGRP | S_IRWXO;
	if (st.st_mode & others)
		return err_set(
		    err, ERR_SYSTEM, _("The pepper %.200s is open to others: take their rights away (chmod 0400)."), file);
	if (st.st_size != SECRET_KEY)
		return err_set(err, ERR_SYSTEM, _("The pepper %.200s must be exactly %d bytes long."), file, SECRET_KEY);
	return true;
}

bool secret_pepper(const char *file, unsigned char *out, struct err *err)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	bool ok;

	if (fd < 0)
		return err_set(err, ERR_SYSTEM, _("The pepper %.200s cannot be read: %s."), file,
		    errno == ELOOP ? _("it is a link") : strerror(errno));
	ok = pepper_is_fit(fd, file, err);
	if (ok && read(fd, out, SECRET_KEY) != SECRET_KEY)
		ok = err_set(err, ERR_SYSTEM, _("The pepper %.200s cannot be read: %s."), file, strerror(errno));
	close(fd);
	return ok;
}

/* One salt a person, one for each purpose: equal password and PIN do not show. */
static void salt_for(const unsigned char *salt, const char *purpose, unsigned char *out)
{
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, salt, SECRET_SALT);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose));
	crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(out, hash, SECRET_SALT);
	sodium_memzero(hash, sizeof hash);
}

bool secret_client_key(const char *secret, const unsigned char *salt, int kdf, const char *purpose, const unsigned char *pepper,
    unsigned char *out, struct err *err)
{
	static const unsigned char label[] = "Client Key";
	unsigned char own_salt[SECRET_SALT], *keys;
	bool ok;

	if (kdf != KDF_ARGON2ID_64M)
		return err_set(err, ERR_BUG,
		    _("The server asks for a way of stretching (%d) that this program does not know: update it."), kdf);
	keys = secret_alloc(2 * SECRET_KEY);
	if (!keys)
		return err_set(err, ERR_SYSTEM, "%s", _("There is no locked memory left for secrets."));
	salt_for(salt, purpose, own_salt);
	ok = crypto_pwhash(
		 keys, SECRET_KEY, secret, strlen(secret), own_salt, KDF_PASSES, KDF_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0;
	if (ok) {
		crypto_generichash(keys + SECRET_KEY, SECRET_KEY, keys, SECRET_KEY, pepper, SECRET_KEY);
		crypto_auth_hmacsha256(out, label, sizeof label - 1, keys + SECRET_KEY);
	} else {
		err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory to check a password: 64 MiB are needed."));
	}
	secret_free(keys);
	return ok;
}

void secret_stored_key(const unsigned char *client_key, unsigned char *out)
{
	crypto_hash_sha256(out, client_key, SECRET_KEY);
}

void secret_proof(const unsigned char *client_key, const void *message, size_t size, unsigned char *out)
{
	unsigned char stored[SECRET_KEY], signature[crypto_auth_hmacsha256_BYTES];

	secret_stored_key(client_key, stored);
	crypto_auth_hmacsha256(signature, message, size, stored);
	for (size_t i = 0; i < SECRET_KEY; i++)
		out[i] = client_key[i] ^ signature[i];
	sodium_memzero(signature, sizeof signature);
	sodium_memzero(stored, sizeof stored);
}

void secret_public_key(const unsigned char *key, unsigned char *out)
{
	unsigned char pair[crypto_sign_SECRETKEYBYTES];

	crypto_sign_seed_keypair(out, pair, key);
	sodium_memzero(pair, sizeof pair);
}

bool secret_sign(const unsigned char *key, const void *message, size_t size, unsigned char *out, struct err *err)
{
	unsigned char *pair = secret_alloc(crypto_sign_SECRETKEYBYTES), public_key[SECRET_PUBLIC];

	if (!pair)
		return err_set(err, ERR_SYSTEM, "%s", _("There is no locked memory left for secrets."));
	crypto_sign_seed_keypair(public_key, pair, key);
	crypto_sign_detached(out, NULL, message, size, pair);
	secret_free(pair);
	return true;
}

bool secret_verify(const unsigned char *public_key, const void *message, size_t size, const unsigned char *signature)
{
	return crypto_sign_verify_detached(signature, message, size, public_key) == 0;
}

void secret_digest(const void *data, size_t size, unsigned char *out)
{
	crypto_hash_sha256(out, data, size);
}

bool secret_fingerprint(const char *key, char *out, size_t size)
{
	unsigned char blob[2048], hash[crypto_hash_sha256_BYTES];
	char text[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL_NO_PADDING)];
	size_t n;

	if (sodium_base642bin(blob, sizeof blob, key, strcspn(key, " \r\n"), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    n == 0)
		return false;
	crypto_hash_sha256(hash, blob, n);
	sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	return snprintf(out, size, "SHA256:%s", text) < (int)size;
}

void secret_passphrase(char *out)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789ABC";
	unsigned char random[25];

	randombytes_buf(random, sizeof random);
	for (int i = 0; i < 25; i++) {
		if (i && i % 5 == 0)
			*out++ = '-';
		*out++ = letters[random[i] % 32];
	}
	*out = '\0';
	sodium_memzero(random, sizeof random);
}

_Static_assert(crypto_secretbox_NONCEBYTES == 24 && crypto_secretbox_MACBYTES == 16, "SECRET_WRAPPED is wrong");

/* The pepper itself encrypts nothing. */
static void wrapping_key(const unsigned char *pepper, unsigned char *key)
{
	static const unsigned char purpose[] = "steward: passphrase of a package, 1";

	crypto_generichash(key, crypto_secretbox_KEYBYTES, purpose, sizeof purpose, pepper, SECRET_KEY);
}

bool secret_wrap(const unsigned char *pepper, const char *passphrase, char *wrapped, struct err *err)
{
	unsigned char *key = sodium_malloc(crypto_secretbox_KEYBYTES), box[SECRET_WRAPPED / 2];
	size_t n = strlen(passphrase);

	if (!key || n >= SECRET_PASSPHRASE) {
		sodium_free(key);
		return err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	}
	wrapping_key(pepper, key);
	randombytes_buf(box, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, (const unsigned char *)passphrase, n, box, key);
	sodium_bin2hex(wrapped, SECRET_WRAPPED, box, crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n);
	sodium_free(key);
	return true;
}

bool secret_unwrap(const unsigned char *pepper, const char *wrapped, char *out, struct err *err)
{
	enum { OUTER = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES };
	unsigned char *key = sodium_malloc(crypto_secretbox_KEYBYTES), box[SECRET_WRAPPED / 2];
	size_t n = 0;
	bool ok = key && sodium_hex2bin(box, sizeof box, wrapped, strlen(wrapped), NULL, &n, NULL) == 0 && n > OUTER &&
		  n - OUTER < SECRET_PASSPHRASE;

	if (ok) {
		wrapping_key(pepper, key);
		ok = crypto_secretbox_open_easy(
			 (unsigned char *)out, box + crypto_secretbox_NONCEBYTES, n - crypto_secretbox_NONCEBYTES, box, key) == 0;
		out[n - OUTER] = '\0';
	}
	sodium_free(key);
	return ok ||
	       err_set(err, ERR_INPUT, "%s",
		   _("The passphrase came from a console with another pepper: ask for the export again, on the host where the "
		     "worker runs."));
}

void secret_uuid(char out[37])
{
	unsigned char b[16];

	randombytes_buf(b, sizeof b);
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	snprintf(out, 37, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4],
	    b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

void secret_hex(const unsigned char *in, size_t n, char *out)
{
	sodium_bin2hex(out, n * 2 + 1, in, n);
}

bool secret_unhex(const char *in, unsigned char *out, size_t n)
{
	size_t got;

	return strlen(in) == n * 2 && sodium_hex2bin(out, n, in, n * 2, NULL, &got, NULL) == 0 && got == n;
}
