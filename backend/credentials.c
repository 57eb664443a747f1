#include "backend/credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/config.h"
#include "backend/pq.h"
#include "backend/secret.h"
#include "backend/words.h"

/* One salt rule for names that exist and names that do not: the one of api.begin_login. */
static const char sql_about[] =
    "SELECT t.login, u.full_name, u.company, (SELECT value FROM site.settings WHERE name = 'site_name'),"
    " substr(public.hmac(convert_to(t.login, 'UTF8'), (SELECT value FROM auth.secrets WHERE name = 'salt'), 'sha256'), 1, 16),"
    " auth.setting('kdf'), t.pin_required, (SELECT demo FROM steward.installation)"
    " FROM auth.staff t JOIN site.users u ON u.id = t.user_id WHERE t.login = auth.normal_login($1)";
static const char sql_set[] = "SELECT auth.set_credentials($1, $2::int, $3::bytea, $4::bytea)";

enum { LOGIN, NAME, COMPANY, SITE, SALT, KDF, PIN_REQUIRED, DEMO, COLUMNS, HEX_KEY = 2 + 2 * SECRET_KEY + 1 };

static bool is_true(const struct db_rows *r, int column)
{
	const char *s = db_value(r, 0, column);

	return s && strcmp(s, "t") == 0;
}

static bool secrets_are_fit(const struct credentials *c, const struct db_rows *r, struct err *err)
{
	/* In a demo the site's own name stands in the passwords that everybody knows. */
	const char *const demo_words[] = { db_value(r, 0, LOGIN), NULL };
	const char *const words[] = { db_value(r, 0, LOGIN), db_value(r, 0, NAME), db_value(r, 0, COMPANY), db_value(r, 0, SITE),
		"demo lumen", NULL };

	if (!secret_password_ok(c->password, is_true(r, DEMO) ? demo_words : words, err))
		return false;
	if (!c->pin[0] && !is_true(r, PIN_REQUIRED))
		return true;
	return secret_pin_ok(c->pin, err);
}

static bool stored_key(const struct credentials *c, const char *secret, const char *purpose, const unsigned char *salt, int kdf,
    char *out, struct err *err)
{
	unsigned char *key = secret_alloc(SECRET_KEY), stored[SECRET_KEY];
	bool ok;

	if (!key)
		return err_set(err, ERR_SYSTEM, "%s", _("There is no locked memory left for secrets."));
	ok = secret_client_key(secret, salt, kdf, purpose, c->pepper, key, err);
	if (ok) {
		secret_stored_key(key, stored);
		memcpy(out, "\\x", 2);
		secret_hex(stored, sizeof stored, out + 2);
	}
	secret_free(key);
	return ok;
}

static bool store(const struct credentials *c, struct pq *pq, const struct db_rows *r, struct err *err)
{
	const char *kdf = db_value(r, 0, KDF), *salt_text = db_value(r, 0, SALT);
	unsigned char salt[SECRET_SALT];
	char password[HEX_KEY], pin[HEX_KEY];
	const char *values[] = { c->login, kdf, password, c->pin[0] ? pin : NULL };
	int number = kdf ? (int)strtol(kdf, NULL, 10) : 0;

	if (!salt_text || strncmp(salt_text, "\\x", 2) != 0 || !secret_unhex(salt_text + 2, salt, sizeof salt))
		return err_set(err, ERR_BUG, "%s", _("The database gave no salt for this account."));
	if (!stored_key(c, c->password, "password", salt, number, password, err))
		return false;
	if (c->pin[0] && !stored_key(c, c->pin, "pin", salt, number, pin, err))
		return false;
	return pq_run(pq, sql_set, values, 4, NULL, NULL, err);
}

static bool set(const struct credentials *c, struct pq *pq, struct err *err)
{
	struct db_rows about;
	bool ok;

	if (!pq_run(pq, sql_about, &c->login, 1, &about, NULL, err))
		return false;
	if (about.count != 1 || about.columns != COLUMNS)
		ok = err_set(err, ERR_MISSING, _("There is no staff account with the log-in name \"%.100s\"."), c->login);
	else
		ok = secrets_are_fit(c, &about, err) && store(c, pq, &about, err);
	arena_free(about.arena);
	return ok;
}

bool credentials_set(const struct credentials *c, struct err *err)
{
	const struct config *f = c->config;
	struct pq_place place = { .host = f->host,
		.port = f->port,
		.database = f->database,
		.user = f->user,
		.password = c->database_password,
		.sslmode = f->sslmode,
		.sslrootcert = f->sslrootcert,
		.sslcert = f->sslcert,
		.sslkey = f->sslkey,
		.timeout = f->connect_timeout };
	struct pq *pq = pq_open(&place, err);
	bool ok = pq && set(c, pq, err);

	pq_close(pq);
	return ok;
}
