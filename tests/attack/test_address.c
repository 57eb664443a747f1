/* Attacks 9, 11, 13 to 16 and 18: whose address counts, how a name may be written, what may stand for a secret. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "tests/lib/trial.h"

static const char allowed[] = "192.0.2.10", foreign[] = "203.0.113.9";

static void foreign_lockout(struct trial *t)
{
	enum { HELD = 12 };
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t), *victim = trial_stranger(t), *held[HELD];
	int denied = 0;

	person_make(t, &p, "attack09", "staff", "support");
	person_rule(t, &p, "192.0.2.0/24");
	for (int i = 0; i < 25; i++)
		denied += strcmp(login_try(c, &p, foreign, true, true), "denied") == 0;
	tap_number(&t->tap, denied, 25, "attack 09 twenty-five guesses from an address off the list are denied");
	tap_is(&t->tap, login_try(c, &p, foreign, false, false), "denied", "attack 09 the right secrets from there too");
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.attempts WHERE login = 'attack09' AND verdict IN ('wrong', 'ok')"), 0,
	    "attack 09 no secret from there was looked at");
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.attempts WHERE login = 'attack09' AND verdict = 'address'"), 26,
	    "attack 09 though all of them were sent");
	raw_close(c);
	/* Proofs whose verdict nobody asks for, and others whose transaction stays open. */
	for (int i = 0; i < HELD; i++) {
		held[i] = trial_stranger(t);
		login_begin(held[i], &a, p.login, foreign);
		login_prove(&a, &p, true, true);
		if (i % 2)
			raw_sql(held[i], "BEGIN");
		tap_ok(&t->tap, login_submit(held[i], &a), "attack 09 a proof without a verdict, %s",
		    i % 2 ? "uncommitted" : "committed");
	}
	tap_is(&t->tap, login_try(victim, &p, allowed, false, false), "ok", "attack 09 and the person still logs in from home");
	for (int i = 0; i < HELD; i++)
		raw_close(held[i]);
	raw_close(victim);
	/* Or nothing was counted at all. */
	c = trial_stranger(t);
	for (int i = 0; i < 6; i++)
		login_try(c, &p, allowed, true, true);
	tap_is(&t->tap, login_try(c, &p, allowed, false, false), "denied", "attack 09 six guesses from the list do count");
	raw_close(c);
}

/* However the name is typed, it is the same account with the same salt and the same count of failures. */
static void spellings(struct trial *t)
{
	/* Å and ö composed; then in capitals with blanks; then decomposed. */
	static const char *const names[] = { "ångström", "  ÅNGSTRÖM ", "A\xCC\x8Angstro\xCC\x88m", "ÅngsTröm\t" };
	static const bool same[] = { true, true, true, false };
	struct person p;
	struct attempt a, first;

	person_make(t, &p, names[0], "staff", "support");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct raw *c = trial_stranger(t);
		login_begin(c, &a, names[i], allowed);
		if (i == 0)
			first = a;
		tap_ok(&t->tap, (memcmp(a.salt, first.salt, sizeof a.salt) == 0) == same[i], "attack 14 spelling %zu has %s salt",
		    i + 1, same[i] ? "the same" : "another");
		tap_ok(&t->tap, i == 0 || memcmp(a.nonce, first.nonce, sizeof a.nonce) != 0, "attack 14 and a nonce of its own");
		snprintf(a.login, sizeof a.login, "%s", names[0]);
		login_prove(&a, &p, false, false);
		login_submit(c, &a);
		tap_is(&t->tap, login_finish(c, &a), same[i] ? "ok" : "denied", "attack 14 the proof signs the normal spelling");
		raw_close(c);
	}
	for (int i = 0; i < 6; i++) {
		struct raw *c = trial_stranger(t);
		login_begin(c, &a, names[i % 3], allowed);
		login_prove(&a, &p, true, true);
		login_submit(c, &a);
		login_finish(c, &a);
		raw_close(c);
	}
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.attempts WHERE login = 'ångström' AND verdict = 'wrong'"), 5,
	    "attack 14 all spellings fill one count of failures");
}

/* The console's stretch, done a second time from its description: no byte of a long password is lost. */
static void long_passwords(struct trial *t)
{
	static const unsigned char pepper[PERSON_KEY] = "pepper of a test, 32 bytes long";
	char password[200], other[200];
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack14", "staff", "support");
	memset(password, 'x', sizeof password);
	snprintf(password + 150, sizeof password - 150, "ü, the end");
	memcpy(other, password, sizeof other);
	other[strlen(other) - 1] = 'D';
	login_begin(c, &a, p.login, allowed);
	if (!client_key_stretch(password, a.salt, "password", pepper, p.password_key) ||
	    !client_key_stretch("402816", a.salt, "pin", pepper, p.pin_key))
		tap_bail("Argon2id fails");
	person_secrets(t, &p);
	tap_is(&t->tap, login_try(c, &p, allowed, false, false), "ok", "attack 14 a password of 161 bytes logs in");
	client_key_stretch(other, a.salt, "password", pepper, p.password_key);
	tap_is(&t->tap, login_try(c, &p, allowed, false, false), "denied", "attack 14 and its last byte counts");
	raw_close(c);
}

static void odd_names(struct trial *t)
{
	struct raw *c = trial_stranger(t);
	char *big = malloc(1 << 20);
	char pid[16];
	struct attempt a;

	if (!big)
		tap_bail("no memory");
	memset(big, 'a', (1 << 20) - 1);
	big[(1 << 20) - 1] = '\0';
	snprintf(pid, sizeof pid, "%d", raw_pid(c));
	tap_ok(&t->tap, login_begin(c, &a, "", allowed), "attack 15 an empty name begins like any");
	tap_ok(&t->tap, raw_do(c, "SELECT attempt FROM api.begin_login($1, $2::inet, $3::integer)", RAW(NULL, allowed, pid)),
	    "attack 15 and so does no name");
	tap_ok(&t->tap, raw_do(c, "SELECT attempt FROM api.begin_login($1, $2::inet, $3::integer)", RAW(big, allowed, pid)),
	    "attack 15 and a name of a megabyte");
	tap_number(&t->tap, raw_count(t->admin, "SELECT max(octet_length(login)) FROM auth.attempts"), 254,
	    "attack 15 of which 254 characters are kept");
	raw_sql(c, "SELECT attempt FROM api.begin_login(E'a\\x00b', NULL, pg_backend_pid())");
	refused(t, c, "22021", "attack 15 a NUL in a name");
	raw_sql(c, "SELECT attempt FROM api.begin_login(E'\\xff\\xfe', NULL, pg_backend_pid())");
	refused(t, c, "22021", "attack 15 invalid UTF-8 in a name");
	raw_sql(c, "SELECT attempt FROM api.begin_login('x', NULL, NULL)");
	refused(t, c, "08P01", "attack 15 no process number");
	tap_ok(
	    &t->tap, login_begin(c, &a, "a\nsteward event: login ok user=1", allowed), "attack 15 a name with a line break begins");
	free(big);
	raw_close(c);
}

static void odd_proofs(struct trial *t)
{
	static const char *const sizes[] = { "0", "1", "31", "33", "1000000" };
	struct person p;
	struct attempt a;
	struct raw *c = trial_stranger(t);
	char sql[200];

	person_make(t, &p, "attack15", "staff", "support");
	login_begin(c, &a, p.login, allowed);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		snprintf(sql, sizeof sql,
		    "SELECT api.submit_login(%lld, convert_to(repeat('x', %s), 'UTF8'), convert_to(repeat('x', 32), 'UTF8'))", a.id,
		    sizes[i]);
		raw_sql(c, sql);
		refused(t, c, "22023", "attack 15 a password proof of %s bytes", sizes[i]);
		snprintf(sql, sizeof sql,
		    "SELECT api.submit_login(%lld, convert_to(repeat('x', 32), 'UTF8'), convert_to(repeat('x', %s), 'UTF8'))", a.id,
		    sizes[i]);
		raw_sql(c, sql);
		refused(t, c, "22023", "attack 15 a PIN proof of %s bytes", sizes[i]);
	}
	refuses(t, c, "22023", "SELECT api.submit_login(1, NULL, NULL)", "attack 15 no proofs");
	refuses(t, c, "22023", "SELECT api.submit_login(NULL, sha256('a'), sha256('a'))", "attack 15 no attempt");
	refuses(t, c, "22023", "SELECT api.submit_login(-1, sha256('a'), sha256('a'))", "attack 15 a negative attempt");
	refuses(t, c, "22023", "SELECT api.submit_login(9223372036854775807, sha256('a'), sha256('a'))",
	    "attack 15 the greatest attempt");
	refuses(t, c, "22023", "SELECT api.finish_login(NULL)", "attack 15 a verdict on nothing");
	tap_is(&t->tap, login_try(c, &p, allowed, false, false), "ok", "attack 15 none of it harmed the account");
	raw_close(c);
}

/* A proof by somebody who takes what the server has just told him, or what anybody can work out, for the key. */
static const char *guess_unset(struct raw *c, const struct person *p, int which, bool with_password)
{
	struct person guessed = *p;
	struct attempt a;
	unsigned char key[PERSON_KEY] = { 0 };

	login_begin(c, &a, p->login, allowed);
	if (which == 0)
		memcpy(key, a.nonce, sizeof key);
	else if (which == 1)
		crypto_hash_sha256(key, a.nonce, sizeof a.nonce);
	else if (which == 2)
		memcpy(key, a.salt, sizeof a.salt);
	memcpy(guessed.pin_key, key, sizeof key);
	if (!with_password)
		memcpy(guessed.password_key, key, sizeof key);
	login_prove(&a, &guessed, false, false);
	return login_submit(c, &a) ? login_finish(c, &a) : raw_state(c);
}

/* Somebody who has not enrolled yet, or whose old secrets ended with a new code, has no secret at all: nothing may stand in for it. */
static void unset_secrets(struct trial *t)
{
	static const char *const keys[] = { "the nonce", "its digest", "the salt", "zeros" };
	struct person p;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack15unset", "staff", "support");
	for (int i = 0; i < 4; i++) {
		raw_sqlf(t->admin, "UPDATE auth.staff SET password_stored = NULL, pin_stored = NULL WHERE user_id = %lld", p.id);
		tap_is(&t->tap, guess_unset(c, &p, i, false), "denied", "attack 15 no secrets are set, and %s is none", keys[i]);
		raw_sql(t->admin, "DELETE FROM auth.attempts");
		person_secrets(t, &p);
		raw_sqlf(t->admin, "UPDATE auth.staff SET pin_stored = NULL WHERE user_id = %lld", p.id);
		tap_is(&t->tap, guess_unset(c, &p, i, true), "denied", "attack 15 nor is %s a PIN that is not set", keys[i]);
		raw_sql(t->admin, "DELETE FROM auth.attempts");
	}
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM auth.sessions WHERE user_id = %lld", p.id), 0,
	    "attack 15 there was no session of that person");
	person_secrets(t, &p);
	tap_is(&t->tap, guess_unset(c, &p, 0, true), "denied", "attack 15 nor is the nonce the PIN that is set");
	tap_is(&t->tap, login_try(c, &p, allowed, false, false), "ok", "attack 15 the secrets that are set log in");
	raw_close(c);
}

static const char nonce_stands_in[] =
    "SELECT pg_temp.weaken('auth.verdict', 'public.gen_random_bytes(32)', 'sha256(p_attempt.nonce)')";

/* As if what stands in could be known: that nothing is set must be enough to be refused. */
static void unset_by_check(struct trial *t)
{
	if (!raw_sql(t->admin, nonce_stands_in))
		tap_bail("%s", raw_message(t->admin));
	unset_secrets(t);
}

/* What the client is told when password, PIN, both or the account are wrong, byte for byte. */
static void same_reply(struct trial *t)
{
	struct person p, disabled, unknown = { .login = "nobody-of-that-name" };
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack16", "staff", "support");
	person_make(t, &disabled, "attack16off", "staff", "support");
	raw_sqlf(t->admin, "UPDATE site.users SET enabled = false WHERE id = %lld", disabled.id);
	tap_is(&t->tap, login_try(c, &p, allowed, false, true), "denied", "attack 16 right password, wrong PIN");
	tap_is(&t->tap, login_try(c, &p, allowed, true, false), "denied", "attack 16 wrong password, right PIN");
	tap_is(&t->tap, login_try(c, &p, allowed, true, true), "denied", "attack 16 both wrong");
	tap_is(&t->tap, login_try(c, &disabled, allowed, false, false), "denied",
	    "attack 16 a disabled account with the right secrets");
	tap_is(&t->tap, login_try(c, &unknown, allowed, false, false), "denied", "attack 16 an account that does not exist");
	tap_is(&t->tap, raw_notices(c), "", "attack 16 nothing is said besides");
	tap_is(&t->tap, login_try(c, &p, allowed, false, false), "ok", "attack 16 the right secrets are let in");
	raw_sqlf(t->admin, "UPDATE auth.staff SET pin_required = false WHERE user_id = %lld", p.id);
	raw_close(c);
	c = trial_stranger(t);
	tap_is(&t->tap, login_try(c, &p, allowed, false, true), "ok", "attack 16 a PIN that is not required is not looked at");
	raw_sqlf(t->admin, "UPDATE site.users SET type = 'superadmin' WHERE id = %lld", p.id);
	raw_close(c);
	c = trial_stranger(t);
	tap_is(&t->tap, login_try(c, &p, allowed, false, true), "denied", "attack 16 but a superadmin's always is");
	raw_close(c);
}

static void odd_addresses(struct trial *t)
{
	static const struct {
		const char *claimed, *settled, *answer;
	} claims[] = {
		{ "192.0.2.10", "192.0.2.10", "ok" },
		{ "::ffff:192.0.2.10", "192.0.2.10", "ok" },
		{ "::ffff:c000:20a", "192.0.2.10", "ok" },
		{ "192.0.2.10/8", "192.0.2.10", "ok" },
		{ "203.0.113.7", "203.0.113.7", "denied" },
		{ "::ffff:203.0.113.7", "203.0.113.7", "denied" },
		{ "0.0.0.0/0", "0.0.0.0", "denied" },
		{ "::/0", "::", "denied" },
		{ "::192.0.2.10", "::192.0.2.10", "denied" },
		{ NULL, "", "denied" },
	};
	struct person p;

	person_make(t, &p, "attack18", "staff", "support");
	person_rule(t, &p, "192.0.2.0/24");
	for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
		const char *claimed = claims[i].claimed ? claims[i].claimed : "no address";
		struct raw *c = trial_stranger(t);
		struct attempt a;
		login_begin(c, &a, p.login, claims[i].claimed);
		tap_is(&t->tap, a.address, claims[i].settled, "attack 18 %s counts as", claimed);
		login_prove(&a, &p, false, false);
		login_submit(c, &a);
		tap_is(&t->tap, login_finish(c, &a), claims[i].answer, "attack 18 and from %s one is", claimed);
		raw_close(c);
	}
}

static void blocked_addresses(struct trial *t)
{
	struct person p;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack18b", "staff", "support");
	raw_sql(c, "SELECT api.begin_login('x', 'fe80::1%eth0', pg_backend_pid())");
	refused(t, c, "22P02", "attack 18 an address with a zone");
	raw_sql(t->admin, "INSERT INTO site.blocked_addresses (network, reason) VALUES ('198.51.100.0/24', 'test')");
	tap_is(&t->tap, login_try(c, &p, "198.51.100.77", false, false), "denied", "attack 18 a blocked address");
	tap_is(&t->tap, login_try(c, &p, "::ffff:198.51.100.77", false, false), "denied",
	    "attack 18 a blocked address, mapped into version 6");
	tap_is(&t->tap, login_try(c, &p, NULL, false, false), "ok",
	    "attack 18 no address at all is let in where no list says otherwise");
	raw_close(c);
}

/* One guess at each of many names never meets the limit of an account; the address has its own. */
static void spread_guesses(struct trial *t)
{
	static const char crowded[] = "198.51.100.200", quiet[] = "198.51.100.201";
	struct person p, nobody = { .id = 0 };
	struct raw *c = trial_stranger(t);
	int denied = 0;

	person_make(t, &p, "attack11", "staff", "support");
	tap_is(&t->tap, login_try(c, &p, crowded, false, false), "ok", "attack 11 the address is good to begin with");
	raw_close(c);
	c = NULL;
	for (int i = 0; i < 51; i++) {
		/* One connection may begin thirty log-ins only. */
		if (i % 20 == 0) {
			raw_close(c);
			c = trial_stranger(t);
		}
		snprintf(nobody.login, sizeof nobody.login, "spread%d", i);
		denied += strcmp(login_try(c, &nobody, crowded, true, true), "denied") == 0;
	}
	raw_close(c);
	tap_number(&t->tap, denied, 51, "attack 11 one guess at each of fifty-one names");
	c = trial_stranger(t);
	tap_is(&t->tap, login_try(c, &p, crowded, false, false), "denied",
	    "attack 11 after that not even the right secrets get in from there");
	tap_is(&t->tap, login_try(c, &p, quiet, false, false), "ok", "attack 11 and from elsewhere they do");
	tap_number(&t->tap,
	    raw_count(
		t->admin, "SELECT count(*) FROM site.blocked_addresses WHERE network >>= '%s' AND lifted_at IS NULL", crowded),
	    1, "attack 11 the address is blocked");
	raw_close(c);
}

static bool same_salt(const struct attempt *a, const struct attempt *b)
{
	return a->kdf == b->kdf && memcmp(a->salt, b->salt, sizeof a->salt) == 0;
}

static void salts(struct trial *t)
{
	struct attempt known[2], unknown[2], other, disabled;
	struct person p, q;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack13", "staff", "support");
	person_make(t, &q, "attack13off", "staff", "support");
	raw_sqlf(t->admin, "UPDATE site.users SET enabled = false WHERE id = %lld", q.id);
	for (int i = 0; i < 2; i++) {
		login_begin(c, &known[i], p.login, allowed);
		login_begin(c, &unknown[i], "attack13nobody", allowed);
	}
	login_begin(c, &other, "attack13noone", allowed);
	login_begin(c, &disabled, q.login, allowed);
	tap_ok(&t->tap, same_salt(&known[0], &known[1]) && same_salt(&unknown[0], &unknown[1]),
	    "attack 13 a name has one salt, whether it exists or not");
	tap_ok(&t->tap, !same_salt(&unknown[0], &other) && !same_salt(&known[0], &unknown[0]) && !same_salt(&known[0], &disabled),
	    "attack 13 and no other name has it");
	tap_ok(&t->tap, known[0].kdf == unknown[0].kdf && known[0].kdf == disabled.kdf,
	    "attack 13 the stretching tells nothing of the account");
	raw_close(c);
}

int main(void)
{
	struct trial t;
	char sql[500];

	trial_open(&t);
	foreign_lockout(&t);
	trial_forget(&t);
	spellings(&t);
	long_passwords(&t);
	odd_names(&t);
	odd_proofs(&t);
	unset_secrets(&t);
	trial_weakened(&t, unset_by_check);
	same_reply(&t);
	trial_forget(&t);
	odd_addresses(&t);
	blocked_addresses(&t);
	trial_forget(&t);
	spread_guesses(&t);
	trial_forget(&t);
	salts(&t);
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.failures', 'AND a.address_ok', '')", foreign_lockout,
	    "attack 09 notices when strangers' guesses count");
	trial_mutation(&t,
	    "CREATE OR REPLACE FUNCTION auth.normal_login(p_login text) RETURNS text LANGUAGE sql IMMUTABLE RETURN "
	    "left(coalesce(p_login, ''), 254)",
	    spellings, "attack 14 notices names that are taken as they are typed");
	snprintf(sql, sizeof sql,
	    "%s; SELECT pg_temp.weaken('auth.verdict', 'AND staff.password_stored IS NOT NULL', ''), "
	    "pg_temp.weaken('auth.verdict', 'AND staff.pin_stored IS NOT NULL', '')",
	    nonce_stands_in);
	trial_mutation(&t, sql, unset_secrets, "attack 15 notices a proof that fits where no secret is set");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.verdict', 'WHEN NOT p_attempt.address_ok THEN ''address''', '')",
	    odd_addresses, "attack 18 notices when nobody looks at the list");
	trial_mutation(&t,
	    "CREATE OR REPLACE FUNCTION auth.plain_address(p_address inet) RETURNS inet LANGUAGE sql IMMUTABLE PARALLEL SAFE "
	    "RETURN p_address",
	    odd_addresses, "attack 18 notices addresses that are taken as they are written");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.address_allowed', 'NOT blocked AND', '')", blocked_addresses,
	    "attack 18 notices when nobody looks at the blocks");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.verdict', 'ELSE ''wrong''', 'ELSE CASE WHEN password_fits THEN ''ok'' ELSE ''wrong'' "
	    "END')",
	    same_reply, "attack 16 notices when the PIN does not matter");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.verdict', 'from_address > auth.setting(''address_limit'')::integer', 'false')",
	    spread_guesses, "attack 11 notices when nobody counts by address");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.begin_attempt', 'convert_to(name, ''UTF8'')', 'convert_to(name || "
	    "clock_timestamp()::text, "
	    "''UTF8'')')",
	    salts, "attack 13 notices salts that change");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('api.submit_login', 'length(p_password_proof) IS DISTINCT FROM 32 OR length(p_pin_proof) IS "
	    "DISTINCT FROM 32', 'false')",
	    odd_proofs, "attack 15 notices proofs of any length");
	return trial_close(&t);
}
