/* Attack 19: one-time codes. Guessed in rolled-back transactions, used twice, late, by another name, by two at once. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "tests/lib/trial.h"

enum { KEY = 32, ALLOWED = 5, TEXT = 80 };
static const char home[] = "192.0.2.19";

struct use {
	long long id;
	unsigned char nonce[KEY];
	char login[80], address[80];
	char proof[TEXT], password[TEXT], pin[TEXT];
};

static void to_hex(char *out, const unsigned char *bytes)
{
	memcpy(out, "\\x", 2);
	sodium_bin2hex(out + 2, 2 * KEY + 1, bytes, KEY);
}

/* Gives the person a code, as the console of a superadmin does; its key. */
static void code_give(struct trial *t, const struct person *p, const char *kind, unsigned char *key)
{
	unsigned char stored[KEY];
	char text[TEXT];

	randombytes_buf(key, KEY);
	crypto_hash_sha256(stored, key, KEY);
	to_hex(text, stored);
	raw_sqlf(t->admin,
	    "UPDATE auth.codes SET withdrawn_at = now() WHERE user_id = %lld AND used_at IS NULL AND withdrawn_at IS NULL;"
	    "INSERT INTO auth.codes (user_id, kind, code_stored, expires_at) VALUES (%lld, '%s', '%s', clock_timestamp() + "
	    "interval '1 day')",
	    p->id, p->id, kind, text);
	if (raw_state(t->admin)[0])
		tap_bail("no code: %s", raw_message(t->admin));
}

static bool begin(struct raw *c, struct use *u, const char *login)
{
	char pid[16];

	snprintf(pid, sizeof pid, "%d", raw_pid(c));
	snprintf(u->login, sizeof u->login, "%s", login);
	if (!raw_do(c,
		"SELECT attempt, encode(nonce, 'hex'), address FROM api.begin_enrol($1, $2::pg_catalog.inet, $3::pg_catalog.int4)",
		RAW(login, home, pid)))
		return false;
	u->id = raw_number(c, 0, 0);
	sodium_hex2bin(u->nonce, sizeof u->nonce, raw_value(c, 0, 1), 2 * KEY, NULL, NULL, NULL);
	snprintf(u->address, sizeof u->address, "%s", raw_value(c, 0, 2));
	return true;
}

/* Signs what is to be stored with the key of a code. pin false: only a password. */
static void prove(struct use *u, const struct person *p, const unsigned char *key, bool pin)
{
	unsigned char stored[KEY], signature[KEY], digest[KEY], message[KEY + 600];
	size_t n;

	crypto_hash_sha256(digest, p->password_key, KEY);
	to_hex(u->password, digest);
	crypto_hash_sha256(digest, p->pin_key, KEY);
	to_hex(u->pin, digest);
	if (!pin)
		u->pin[0] = '\0';
	memcpy(message, u->nonce, KEY);
	n = KEY + (size_t)snprintf((char *)message + KEY, sizeof message - KEY, "%lld|%s|%s|enrol|%s|%s", u->id, u->login,
		      u->address, u->password + 2, pin ? u->pin + 2 : "");
	crypto_hash_sha256(stored, key, KEY);
	crypto_auth_hmacsha256(signature, message, n, stored);
	for (int i = 0; i < KEY; i++)
		signature[i] ^= key[i];
	to_hex(u->proof, signature);
}

static bool submit(struct raw *c, const struct use *u)
{
	char id[24];

	snprintf(id, sizeof id, "%lld", u->id);
	return raw_do(c,
	    "SELECT api.submit_enrol($1::pg_catalog.int8, $2::pg_catalog.bytea, $3::pg_catalog.bytea, $4::pg_catalog.bytea)",
	    RAW(id, u->proof, u->password, u->pin[0] ? u->pin : NULL));
}

static const char *finish(struct raw *c, const struct use *u)
{
	const char *answer = raw_textf(c, "SELECT api.finish_enrol(%lld)", u->id);

	return answer ? answer : raw_state(c);
}

static const char *use(struct raw *c, struct use *u, const struct person *p, const char *login, const unsigned char *key)
{
	if (!begin(c, u, login))
		return raw_state(c);
	prove(u, p, key, true);
	return submit(c, u) ? finish(c, u) : raw_state(c);
}

/* Somebody new, without secrets. */
static void newcomer(struct trial *t, struct person *p, const char *login)
{
	person_make(t, p, login, "staff", "support");
	raw_sqlf(t->admin, "UPDATE auth.staff SET password_stored = NULL, pin_stored = NULL WHERE user_id = %lld", p->id);
	randombytes_buf(p->password_key, KEY);
	randombytes_buf(p->pin_key, KEY);
}

static void once(struct trial *t)
{
	struct person p;
	struct use u;
	unsigned char key[KEY];
	struct raw *c = trial_stranger(t);

	newcomer(t, &p, "attack19a");
	tap_is(&t->tap, login_try(c, &p, home, false, false), "denied", "attack 19 before enrolment nobody logs in");
	code_give(t, &p, "enrol", key);
	tap_is(&t->tap, use(c, &u, &p, p.login, key), "ok enrol", "attack 19 the code sets password and PIN");
	tap_is(&t->tap, login_try(c, &p, home, false, false), "ok", "attack 19 with which the person logs in");
	tap_is(&t->tap, use(c, &u, &p, p.login, key), "denied", "attack 19 a used code is refused");
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.attempts WHERE new_password IS NOT NULL OR password_proof IS NOT NULL"),
	    0, "attack 19 neither proofs nor new secrets are kept");
	raw_close(c);
}

static void late_or_foreign(struct trial *t)
{
	struct person p, other;
	struct use u;
	unsigned char key[KEY];
	struct raw *c = trial_stranger(t);

	newcomer(t, &p, "attack19b");
	newcomer(t, &other, "attack19c");
	begin(c, &u, other.login);
	prove(&u, &other, u.nonce, true);
	submit(c, &u);
	tap_is(&t->tap, finish(c, &u), "denied", "attack 19 where no code was given the nonce is none");
	code_give(t, &p, "enrol", key);
	tap_is(&t->tap, use(c, &u, &other, other.login, key), "denied", "attack 19 a code is of one person");
	raw_sqlf(t->admin, "UPDATE auth.codes SET expires_at = clock_timestamp() - interval '1 second' WHERE user_id = %lld", p.id);
	tap_is(&t->tap, use(c, &u, &p, p.login, key), "denied", "attack 19 an expired code is refused");
	code_give(t, &p, "enrol", key);
	raw_sqlf(t->admin, "UPDATE auth.codes SET withdrawn_at = now() WHERE user_id = %lld AND withdrawn_at IS NULL", p.id);
	tap_is(&t->tap, use(c, &u, &p, p.login, key), "denied", "attack 19 a withdrawn code is refused");
	tap_is(&t->tap, use(c, &u, &p, "nobody-at-all", key), "denied",
	    "attack 19 a name that does not exist is refused in the same word");
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.staff WHERE user_id IN (%lld, %lld) AND enrolled", p.id, other.id), 0,
	    "attack 19 and nothing was set");
	raw_close(c);
}

static void rolled_back(struct trial *t)
{
	struct person p;
	struct use u;
	unsigned char key[KEY], wrong[KEY];
	struct raw *c = trial_stranger(t);

	newcomer(t, &p, "attack19d");
	code_give(t, &p, "enrol", key);
	randombytes_buf(wrong, sizeof wrong);
	begin(c, &u, p.login);
	prove(&u, &p, key, true);
	raw_sql(c, "BEGIN");
	submit(c, &u);
	tap_is(&t->tap, finish(c, &u), "22023", "attack 19 nothing is told of what is not committed");
	raw_sql(c, "ROLLBACK");
	tap_is(&t->tap, finish(c, &u), "22023", "attack 19 nor of what was rolled back");
	for (int i = 0; i < ALLOWED + 1; i++) {
		begin(c, &u, p.login);
		prove(&u, &p, wrong, true);
		submit(c, &u);
		raw_sql(c, "BEGIN");
		tap_is(&t->tap, finish(c, &u), "denied", "attack 19 guess %d, its verdict rolled back", i + 1);
		raw_sql(c, "ROLLBACK");
	}
	tap_is(&t->tap, use(c, &u, &p, p.login, key), "denied",
	    "attack 19 after six rolled-back guesses the right code is not looked at");
	tap_is(&t->tap, login_try(c, &p, home, false, false), "denied", "attack 19 nor is a log-in: both count alike");
	raw_close(c);
}

static void bent(struct trial *t)
{
	struct person p;
	struct use u, v;
	unsigned char key[KEY];
	char id[24];
	struct raw *c = trial_stranger(t), *d = trial_stranger(t);

	newcomer(t, &p, "attack19e");
	code_give(t, &p, "enrol", key);
	begin(c, &u, p.login);
	prove(&u, &p, key, true);
	memcpy(u.password + 2, "00000000", 8);
	submit(c, &u);
	tap_is(&t->tap, finish(c, &u), "denied", "attack 19 what is stored is what was signed");
	begin(c, &u, p.login);
	prove(&u, &p, key, true);
	tap_ok(&t->tap, !submit(d, &u), "attack 19 another connection cannot go on with it");
	snprintf(id, sizeof id, "%lld", u.id);
	raw_do(c, "SELECT api.submit_login($1::pg_catalog.int8, $2::pg_catalog.bytea, $2::pg_catalog.bytea)", RAW(id, u.proof));
	refused(t, c, "22023", "attack 19 a code is no log-in");
	prove(&u, &p, key, false);
	submit(c, &u);
	tap_is(&t->tap, finish(c, &u), "incomplete enrol", "attack 19 without the PIN that is needed nothing is set");
	/* Two at once: both submissions are committed before either is finished. */
	begin(c, &u, p.login);
	prove(&u, &p, key, true);
	submit(c, &u);
	begin(d, &v, p.login);
	prove(&v, &p, key, true);
	submit(d, &v);
	raw_sql(c, "BEGIN");
	tap_is(&t->tap, finish(c, &u), "ok enrol", "attack 19 the first of two");
	snprintf(id, sizeof id, "%lld", v.id);
	raw_send(d, "SELECT api.finish_enrol($1::pg_catalog.int8)", RAW(id));
	tap_ok(&t->tap, !raw_answered(d, 300), "attack 19 the second waits");
	raw_sql(c, "COMMIT");
	tap_ok(&t->tap, raw_answered(d, 10000) && raw_value(d, 0, 0) && strcmp(raw_value(d, 0, 0), "denied") == 0,
	    "attack 19 and is refused: a code works once");
	raw_close(c);
	raw_close(d);
}

/* Keeping somebody out by guessing at his code from an address that he does not use. */
static void lock_out(struct trial *t)
{
	struct person p;
	struct use u;
	unsigned char key[KEY], wrong[KEY];
	struct raw *c = trial_stranger(t);

	newcomer(t, &p, "attack19f");
	person_rule(t, &p, "198.51.100.0/24");
	code_give(t, &p, "enrol", key);
	randombytes_buf(wrong, sizeof wrong);
	for (int i = 0; i < ALLOWED + 2; i++)
		use(c, &u, &p, p.login, wrong);
	tap_is(&t->tap, use(c, &u, &p, p.login, key), "denied", "attack 19 the right code from an address off the list is refused");
	raw_sqlf(t->admin, "DELETE FROM site.ip_rules WHERE user_id = %lld", p.id);
	tap_is(&t->tap, use(c, &u, &p, p.login, key), "ok enrol", "attack 19 guesses from there did not lock the person out");
	raw_close(c);
}

/* A log-in by somebody who came with this SSH key, as the console host says. */
static const char *login_with(struct raw *c, const struct person *p, const char *fingerprint)
{
	struct attempt a = { 0 };
	char pid[16];

	snprintf(pid, sizeof pid, "%d", raw_pid(c));
	if (!raw_do(c,
		"SELECT attempt, encode(nonce, 'hex'), address FROM api.begin_login($1, $2::pg_catalog.inet, $3::pg_catalog.int4, "
		"$4)",
		RAW(p->login, home, pid, fingerprint)))
		return raw_state(c);
	a.id = raw_number(c, 0, 0);
	sodium_hex2bin(a.nonce, sizeof a.nonce, raw_value(c, 0, 1), 2 * KEY, NULL, NULL, NULL);
	snprintf(a.address, sizeof a.address, "%s", raw_value(c, 0, 2));
	snprintf(a.login, sizeof a.login, "%s", p->login);
	login_prove(&a, p, false, false);
	return login_submit(c, &a) ? login_finish(c, &a) : raw_state(c);
}

static void bound_key(struct trial *t)
{
	static const char mine[] = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			  other[] = "SHA256:BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	struct person p;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack19g", "staff", "support");
	tap_is(&t->tap, login_with(c, &p, other), "ok", "SSH key: without any on record every key will do");
	raw_sqlf(t->admin, "INSERT INTO auth.ssh_keys (user_id, fingerprint) VALUES (%lld, '%s')", p.id, mine);
	for (int i = 0; i < ALLOWED + 2; i++)
		login_with(c, &p, i % 2 ? other : NULL);
	tap_is(&t->tap, login_with(c, &p, other), "denied", "SSH key: password and PIN with another key are refused");
	tap_is(&t->tap, login_with(c, &p, NULL), "denied", "SSH key: and without one");
	tap_is(&t->tap, login_with(c, &p, mine), "ok",
	    "SSH key: with the key on record they log in, and the others locked nobody out");
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	once(&t);
	trial_forget(&t);
	late_or_foreign(&t);
	trial_forget(&t);
	rolled_back(&t);
	trial_forget(&t);
	bent(&t);
	trial_forget(&t);
	lock_out(&t);
	trial_forget(&t);
	bound_key(&t);
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('api.finish_enrol', 'attempt.submit_xid = pg_current_xact_id()', 'false'),"
	    " pg_temp.weaken('api.finish_enrol', 'pg_xact_status(attempt.submit_xid) IS DISTINCT FROM ''committed''', 'false')",
	    rolled_back, "attack 19 the test fails without commit before reveal");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.use_code', 'SET used_at = clock_timestamp()', 'SET used_at = NULL')", once,
	    "attack 19 the test fails when codes stay good");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.key_allowed', 'keys = 0', 'true')", bound_key,
	    "the test fails when keys are not looked at");
	return trial_close(&t);
}
