#include "tests/lib/trial.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char begin_sql[] = "SELECT attempt, encode(nonce, 'hex'), encode(salt, 'hex'), kdf, address "
				"FROM api.begin_login($1, $2::pg_catalog.inet, $3::pg_catalog.int4)";

void trial_open(struct trial *t)
{
	const char *database = getenv("PGDATABASE");

	memset(t, 0, sizeof *t);
	if (sodium_init() < 0)
		tap_bail("no randomness");
	if (!database || !getenv("PGHOST"))
		tap_bail("PGHOST and PGDATABASE name no database for this test: start it with tests/run");
	snprintf(t->database, sizeof t->database, "%s", database);
	t->admin = raw_open("postgres", t->database);
	if (!raw_sql(t->admin, "SET client_min_messages = warning"))
		tap_bail("%s", raw_message(t->admin));
}

int trial_close(struct trial *t)
{
	raw_close(t->admin);
	return tap_done(&t->tap);
}

/* A copy of the template. Rights on the database itself are not copied by the server. */
static bool copy_open(struct trial *copy, const struct trial *t)
{
	const char *template = getenv("STEWARD_TEMPLATE");
	struct raw *server = raw_open("postgres", "postgres");
	bool ok;

	memset(copy, 0, sizeof *copy);
	snprintf(copy->database, sizeof copy->database, "weak_%d_%d", (int)getpid(), t->tap.count);
	ok = raw_sqlf(server, "CREATE DATABASE %s TEMPLATE \"%s\" STRATEGY file_copy", copy->database,
		 template ? template : "template") &&
	     raw_sqlf(server,
		 "UPDATE pg_database SET datacl = (SELECT datacl FROM pg_database WHERE datname = '%s') WHERE datname = '%s'",
		 t->database, copy->database);
	if (!ok)
		tap_diag("no copy of the database: %s", raw_message(server));
	raw_close(server);
	copy->tap.silent = true;
	copy->admin = ok ? raw_open("postgres", copy->database) : NULL;
	return ok && raw_sql(copy->admin, "SET client_min_messages = warning");
}

static void copy_drop(struct trial *copy)
{
	struct raw *server = raw_open("postgres", "postgres");

	raw_close(copy->admin);
	if (!raw_sqlf(server, "DROP DATABASE IF EXISTS %s WITH (FORCE)", copy->database))
		tap_diag("%s", raw_message(server));
	raw_close(server);
}

struct raw *trial_stranger(struct trial *t)
{
	return raw_open("steward_console", t->database);
}

/* A mutation that finds nothing to change would prove nothing, so it is an error. */
static const char weaken_sql[] =
    "CREATE FUNCTION pg_temp.weaken(p_function regproc, p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $weaken$"
    " DECLARE before text := pg_get_functiondef(p_function); BEGIN"
    " IF strpos(before, p_from) = 0 THEN RAISE EXCEPTION '% does not hold: %', p_function, p_from; END IF;"
    " EXECUTE replace(before, p_from, p_to); END $weaken$";

void trial_mutation(struct trial *t, const char *sql, void (*test)(struct trial *), const char *name)
{
	struct trial copy;

	if (!copy_open(&copy, t)) {
		tap_ok(&t->tap, false, "%s", name);
	} else if (!raw_sql(copy.admin, weaken_sql) || !raw_sql(copy.admin, sql)) {
		tap_ok(&t->tap, false, "%s", name);
		tap_diag("the mutation fails: %s", raw_message(copy.admin));
	} else {
		test(&copy);
		tap_ok(&t->tap, copy.tap.failed > 0, "%s", name);
	}
	copy_drop(&copy);
}

void trial_weakened(struct trial *t, void (*test)(struct trial *))
{
	struct trial copy;

	if (!copy_open(&copy, t) || !raw_sql(copy.admin, weaken_sql)) {
		tap_ok(&t->tap, false, "another copy of the database");
	} else {
		copy.tap = t->tap;
		test(&copy);
		t->tap = copy.tap;
	}
	copy_drop(&copy);
}

static const char calls_sql[] =
    "SELECT format('SELECT * FROM %%s(%%s)', p.oid::regproc, (SELECT string_agg(CASE WHEN %s THEN "
    "CASE format_type(type, NULL) WHEN 'text' THEN '''users''' WHEN 'jsonb' THEN '''{\"entity\": \"users\", \"columns\": "
    "[\"id\"]}''' "
    "WHEN 'uuid' THEN '''6f0f5a6e-8bb5-4f3c-9d4c-0d3a1d7f4b11''' WHEN 'bytea' THEN quote_literal('\\x' || repeat('2d', 32)) "
    "WHEN 'boolean' THEN '''true''' WHEN 'inet' THEN '''192.0.2.1''' WHEN 'text[]' THEN '''{id}''' ELSE '''1''' END ELSE 'NULL' "
    "END, ', ' ORDER BY place) "
    "FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, place))) "
    "FROM pg_proc p WHERE p.pronamespace = 'api'::regnamespace AND has_function_privilege('steward_console', p.oid, 'EXECUTE') "
    "AND p.proname NOT IN (%s) ORDER BY p.proname";

void trial_calls(struct raw *list, bool with_values, const char *but)
{
	if (!raw_sqlf(list, calls_sql, with_values ? "true" : "false", but))
		tap_bail("%s", raw_message(list));
}

/* ---- people ---- */

static void hex(char *out, const unsigned char *bytes)
{
	memcpy(out, "\\x", 2);
	sodium_bin2hex(out + 2, 2 * PERSON_KEY + 1, bytes, PERSON_KEY);
}

static void must(struct raw *c, bool ok, const char *what)
{
	if (!ok)
		tap_bail("%s: %s (%s)", what, raw_message(c), raw_state(c));
}

void person_make(struct trial *t, struct person *p, const char *login, const char *type, const char *roles)
{
	char id[24];

	snprintf(p->login, sizeof p->login, "%s", login);
	randombytes_buf(p->password_key, sizeof p->password_key);
	randombytes_buf(p->pin_key, sizeof p->pin_key);
	must(t->admin,
	    raw_do(t->admin,
		"INSERT INTO site.users (type, login, email, first_name, last_name) VALUES ($1, $2, $2 || '@example.org', 'Test', "
		"$2) RETURNING id",
		RAW(type, login)),
	    "account");
	p->id = raw_number(t->admin, 0, 0);
	snprintf(id, sizeof id, "%lld", p->id);
	must(t->admin, raw_do(t->admin, "INSERT INTO auth.staff (user_id, login) VALUES ($1, lower($2))", RAW(id, login)), "staff");
	must(t->admin,
	    raw_do(t->admin, "INSERT INTO auth.staff_roles (user_id, role) SELECT $1, unnest(string_to_array($2, ','))",
		RAW(id, roles)),
	    "roles");
	person_secrets(t, p);
}

void person_secrets(struct trial *t, const struct person *p)
{
	unsigned char stored[PERSON_KEY];
	char password[80], pin[80];

	crypto_hash_sha256(stored, p->password_key, sizeof p->password_key);
	hex(password, stored);
	crypto_hash_sha256(stored, p->pin_key, sizeof p->pin_key);
	hex(pin, stored);
	must(t->admin, raw_do(t->admin, "SELECT auth.set_credentials($1, 1, $2::bytea, $3::bytea)", RAW(p->login, password, pin)),
	    "secrets");
}

void person_grant(struct trial *t, const struct person *p, const char *right, bool granted)
{
	must(t->admin,
	    raw_sqlf(t->admin,
		"INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (%lld, '%s', %s) "
		"ON CONFLICT (user_id, right_name) DO UPDATE SET granted = excluded.granted",
		p->id, right, granted ? "true" : "false"),
	    "right");
}

void person_rule(struct trial *t, const struct person *p, const char *network)
{
	must(t->admin, raw_sqlf(t->admin, "INSERT INTO site.ip_rules (user_id, network) VALUES (%lld, '%s')", p->id, network),
	    "address rule");
}

void trial_forget(struct trial *t)
{
	must(t->admin,
	    raw_sql(t->admin, "DELETE FROM auth.attempts; DELETE FROM site.blocked_addresses; "
			      "UPDATE auth.sessions SET ended_at = now(), end_reason = 'ended' WHERE ended_at IS NULL"),
	    "forgetting");
}

long long client_make(struct trial *t, const char *login, const char *email, bool hidden)
{
	must(t->admin,
	    raw_do(t->admin,
		"INSERT INTO site.users (type, login, email, first_name, last_name, street1, hidden_at) "
		"VALUES ('client', $1, $2, 'Client', 'Number ' || $1, 'Old Street 1', CASE WHEN $3::boolean THEN now() END) "
		"RETURNING id",
		RAW(login, email, hidden ? "t" : "f")),
	    "client");
	return raw_number(t->admin, 0, 0);
}

/* ---- log-in ---- */

bool login_begin(struct raw *c, struct attempt *a, const char *login, const char *address)
{
	char pid[16];
	size_t n;

	memset(a, 0, sizeof *a);
	snprintf(pid, sizeof pid, "%d", raw_pid(c));
	if (!raw_do(c, begin_sql, RAW(login, address, pid)) || raw_rows(c) != 1)
		return false;
	a->id = raw_number(c, 0, 0);
	a->kdf = (int)raw_number(c, 0, 3);
	snprintf(a->login, sizeof a->login, "%s", login);
	snprintf(a->address, sizeof a->address, "%s", raw_value(c, 0, 4) ? raw_value(c, 0, 4) : "");
	return sodium_hex2bin(a->nonce, sizeof a->nonce, raw_value(c, 0, 1), 64, NULL, &n, NULL) == 0 && n == sizeof a->nonce &&
	       sodium_hex2bin(a->salt, sizeof a->salt, raw_value(c, 0, 2), 32, NULL, &n, NULL) == 0 && n == sizeof a->salt;
}

static void prove(const unsigned char *key, const unsigned char *message, size_t size, char *out)
{
	unsigned char stored[PERSON_KEY], proof[crypto_auth_hmacsha256_BYTES];

	crypto_hash_sha256(stored, key, PERSON_KEY);
	crypto_auth_hmacsha256(proof, message, size, stored);
	for (size_t i = 0; i < sizeof proof; i++)
		proof[i] ^= key[i];
	hex(out, proof);
}

void login_prove(struct attempt *a, const struct person *p, bool wrong_password, bool wrong_pin)
{
	static const unsigned char guess[PERSON_KEY] = "what somebody has guessed, wrong";
	unsigned char message[sizeof a->nonce + 450];
	int n;

	memcpy(message, a->nonce, sizeof a->nonce);
	n = snprintf(
	    (char *)message + sizeof a->nonce, sizeof message - sizeof a->nonce, "%lld|%s|%s", a->id, a->login, a->address);
	prove(wrong_password ? guess : p->password_key, message, sizeof a->nonce + (size_t)n, a->password_proof);
	prove(wrong_pin ? guess : p->pin_key, message, sizeof a->nonce + (size_t)n, a->pin_proof);
}

bool login_submit(struct raw *c, const struct attempt *a)
{
	char id[24];

	snprintf(id, sizeof id, "%lld", a->id);
	return raw_do(
	    c, "SELECT api.submit_login($1, $2::pg_catalog.bytea, $3::pg_catalog.bytea)", RAW(id, a->password_proof, a->pin_proof));
}

const char *login_finish(struct raw *c, const struct attempt *a)
{
	char id[24];

	snprintf(id, sizeof id, "%lld", a->id);
	/* A superadmin is asked before his other session is replaced; these people say yes. */
	if (!raw_do(c, "SELECT api.finish_login($1, true)", RAW(id)))
		return raw_state(c);
	return raw_value(c, 0, 0) ? raw_value(c, 0, 0) : "(null)";
}

const char *login_try(struct raw *c, const struct person *p, const char *address, bool wrong_password, bool wrong_pin)
{
	struct attempt a;

	if (!login_begin(c, &a, p->login, address))
		return raw_state(c);
	login_prove(&a, p, wrong_password, wrong_pin);
	return login_submit(c, &a) ? login_finish(c, &a) : raw_state(c);
}

struct raw *login_open(struct trial *t, const struct person *p)
{
	struct raw *c = trial_stranger(t);
	const char *answer = login_try(c, p, "192.0.2.10", false, false);

	if (strcmp(answer, "ok") != 0)
		tap_bail("%s cannot log in: %s %s", p->login, answer, raw_message(c));
	return c;
}

bool client_key_stretch(
    const char *secret, const unsigned char *salt, const char *purpose, const unsigned char *pepper, unsigned char *ret_key)
{
	unsigned char own[16 + 16], hash[32], stretched[32], peppered[32];
	size_t n = strlen(purpose);

	if (n > 16)
		return false;
	memcpy(own, salt, 16);
	memcpy(own + 16, purpose, n);
	crypto_generichash(hash, sizeof hash, own, 16 + n, NULL, 0);
	if (crypto_pwhash(stretched, sizeof stretched, secret, strlen(secret), hash, 3, 64 << 20, crypto_pwhash_ALG_ARGON2ID13) !=
	    0)
		return false;
	crypto_generichash(peppered, sizeof peppered, stretched, sizeof stretched, pepper, 32);
	crypto_auth_hmacsha256(ret_key, (const unsigned char *)"Client Key", 10, peppered);
	return true;
}

/* ---- points ---- */

static void explain(struct raw *c, const char *state)
{
	tap_diag("wanted %s, got %s: %s %s", state, *raw_state(c) ? raw_state(c) : "success", raw_message(c), raw_hint(c));
}

bool refused(struct trial *t, struct raw *c, const char *state, const char *name, ...)
{
	bool ok = strcmp(raw_state(c), state) == 0;
	char text[300];
	va_list values;

	va_start(values, name);
	vsnprintf(text, sizeof text, name, values);
	va_end(values);
	tap_ok(&t->tap, ok, "%s", text);
	if (!ok && !t->tap.silent)
		explain(c, state);
	return ok;
}

bool refuses(struct trial *t, struct raw *c, const char *state, const char *sql, const char *name)
{
	raw_sql(c, sql);
	return refused(t, c, state, "%s", name);
}

bool accepts(struct trial *t, struct raw *c, const char *sql, const char *name)
{
	bool ok = raw_sql(c, sql);

	tap_ok(&t->tap, ok, "%s", name);
	if (!ok && !t->tap.silent)
		explain(c, "success");
	return ok;
}

void uuid_make(char out[37])
{
	unsigned char bytes[16];
	char text[33];

	randombytes_buf(bytes, sizeof bytes);
	bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
	sodium_bin2hex(text, sizeof text, bytes, sizeof bytes);
	snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", text, text + 8, text + 12, text + 16, text + 20);
}
