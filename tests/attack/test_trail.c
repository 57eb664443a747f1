/* Attack 55: a trail that takes no more rows. Nothing is changed, shown or handed out that it would not tell of. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/trial.h"

/* As a full disk says it. */
static const char fill[] =
    "CREATE OR REPLACE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'could not extend file: "
    "No "
    "space left on device' USING ERRCODE = '53100'; END$$; GRANT EXECUTE ON FUNCTION public.full() TO PUBLIC";
static const char row[] = "UPDATE site.users SET city = 'Gera' WHERE id = %lld";
static const char save[] = "SELECT outcome FROM api.save('users', $1, 1, '{\"city\": \"Gera\"}', $2)";
static const char export_job[] =
    "SELECT outcome FROM api.save('jobs', NULL, NULL, jsonb_build_object('kind', 'list.csv', 'arguments', "
    "'{\"entity\": \"users\", \"columns\": [\"id\"]}'), $1)";

static void refused_by_all(struct trial *t, struct raw *c, struct raw *web, const char *key, const char *right, const char *request)
{
	char version[24];

	raw_do(c, save, RAW(key, request));
	refused(t, c, "53100", "attack 55 a save");
	raw_do(c, "SELECT outcome FROM api.act('users', $1, 'disable', 1, '{}', $2)", RAW(key, request));
	refused(t, c, "53100", "attack 55 a verb");
	raw_do(c,
	    "SELECT outcome FROM api.save('users', NULL, NULL, '{\"type\": \"client\", \"login\": \"attack55new\", \"last_name\": "
	    "\"x\"}', $1)",
	    RAW(request));
	refused(t, c, "53100", "attack 55 a new record");
	snprintf(version, sizeof version, "%lld",
	    raw_count(t->admin, "SELECT version FROM auth.staff WHERE user_id = split_part('%s', ':', 1)::bigint", right));
	raw_do(c, "SELECT outcome FROM api.act('staff_rights', $1, 'set', $2, '{\"value\": \"t\"}', $3)",
	    RAW(right, version, request));
	refused(t, c, "53100", "attack 55 a right that is given");
	raw_do(c, export_job, RAW(request));
	refused(t, c, "53100", "attack 55 an export is not even asked for");
	raw_sqlf(web, row, strtoll(key, NULL, 10));
	refused(t, web, "53100", "attack 55 a change by the website");
	raw_sqlf(t->admin, row, strtoll(key, NULL, 10));
	refused(t, t->admin, "53100", "attack 55 a change by the administrator");
	raw_sqlf(t->admin, "DELETE FROM site.user_notes WHERE user_id = %s", key);
	refused(t, t->admin, "53100", "attack 55 a row that he removes");
	raw_sql(t->admin, "TRUNCATE site.user_notes");
	refused(t, t->admin, "53100", "attack 55 a table that he empties");
}

static void full_changes(struct trial *t)
{
	char key[24], right[60], request[37];
	struct person p, other;
	struct raw *c, *web;

	person_make(t, &p, "attack55", "superadmin", "superadmin");
	person_make(t, &other, "attack55staff", "staff", "support");
	snprintf(right, sizeof right, "%lld:audit.view", other.id);
	snprintf(key, sizeof key, "%lld", client_make(t, "attack55c", "attack55c@example.org", false));
	raw_sqlf(t->admin, "INSERT INTO site.user_notes (user_id, body) VALUES (%s, 'kept')", key);
	c = login_open(t, &p);
	web = raw_open("site", t->database);
	raw_sql(t->admin, fill);
	raw_sql(t->admin, "CREATE TRIGGER aa BEFORE INSERT ON audit.changes FOR EACH ROW EXECUTE FUNCTION public.full()");
	uuid_make(request);
	refused_by_all(t, c, web, key, right, request);
	raw_sql(t->admin, "DROP TRIGGER aa ON audit.changes");
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM site.users WHERE id = %s AND version = 1 AND enabled AND city IS DISTINCT FROM 'Gera'", key),
	    1, "attack 55 nothing of it was done");
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT (SELECT count(*) FROM site.users WHERE login = 'attack55new') + (SELECT count(*) FROM auth.staff_rights "
		"WHERE user_id = %lld) "
		"- (SELECT count(*) FROM site.user_notes WHERE user_id = %s)",
		other.id, key),
	    -1, "attack 55 no account, no right, and the note is there");
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM auth.requests WHERE request = '%s'", request), 0,
	    "attack 55 nor remembered as done");
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM steward.jobs"), 0, "attack 55 nor queued");
	raw_do(c, save, RAW(key, request));
	tap_is(&t->tap, raw_value(c, 0, 0), "saved", "attack 55 when there is room again it goes on");
	raw_close(web);
	raw_close(c);
}

static void full_looks(struct trial *t)
{
	struct person p;
	struct raw *c;
	char key[24];

	person_make(t, &p, "attack55d", "staff", "support");
	snprintf(key, sizeof key, "%lld", client_make(t, "attack55e", "attack55e@example.org", false));
	c = login_open(t, &p);
	raw_sql(t->admin, fill);
	raw_sql(t->admin, "CREATE TRIGGER aa BEFORE INSERT ON audit.access FOR EACH ROW EXECUTE FUNCTION public.full()");
	raw_sql(c, "SELECT api.ask(1, '{\"entity\": \"users\", \"columns\": [\"email\"], \"limit\": 5}')");
	refused(t, c, "53100", "attack 55 a list");
	raw_sql(c, "SELECT * FROM api.rows(1)");
	refused(t, c, "ST002", "attack 55 and its rows are not shown");
	raw_do(c, "SELECT api.open(2, 'users', $1, '')", RAW(key));
	refused(t, c, "53100", "attack 55 a record");
	raw_do(c, "SELECT * FROM api.get('users', $1, '{email}')", RAW(key));
	refused(t, c, "ST002", "attack 55 and its values are not shown");
	raw_sql(t->admin, "DROP TRIGGER aa ON audit.access");
	raw_do(c, "SELECT api.open(3, 'users', $1, '')", RAW(key));
	raw_do(c, "SELECT cells FROM api.get('users', $1, '{email}')", RAW(key));
	tap_is(&t->tap, raw_value(c, 0, 0), "{attack55e@example.org}", "attack 55 when there is room again they are");
	raw_close(c);
}

/* Who came in, who failed, who was refused: the book of events. */
static void full_events(struct trial *t)
{
	struct person p;
	struct raw *c = trial_stranger(t);

	person_make(t, &p, "attack55f", "staff", "support");
	raw_sql(t->admin, fill);
	raw_sql(t->admin, "CREATE TRIGGER aa BEFORE INSERT ON auth.events FOR EACH ROW EXECUTE FUNCTION public.full()");
	tap_is(&t->tap, login_try(c, &p, "192.0.2.10", false, false), "53100", "attack 55 a log-in that cannot be written down");
	refuses(t, c, "ST001", "SELECT * FROM api.me()", "attack 55 is none");
	tap_is(&t->tap, login_try(c, &p, "192.0.2.10", true, false), "53100", "attack 55 and a failed one tells nothing");
	tap_number(&t->tap, raw_count(t->admin, "SELECT count(*) FROM auth.sessions WHERE user_id = %lld", p.id), 0,
	    "attack 55 there is no session");
	raw_sql(t->admin, "DROP TRIGGER aa ON auth.events");
	tap_is(&t->tap, login_try(c, &p, "192.0.2.10", false, false), "ok", "attack 55 when there is room again one logs in");
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	full_changes(&t);
	full_looks(&t);
	full_events(&t);
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.audit_site_users', 'INSERT INTO audit.changes', 'RETURN NULL; INSERT INTO audit.changes')",
	    full_changes, "attack 55 notices changes that go on without a trail");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.record_access', 'INSERT INTO audit.access', 'RETURN; INSERT INTO audit.access')",
	    full_looks, "attack 55 notices looks that are not recorded");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.note_event', 'INSERT INTO auth.events', 'RETURN; INSERT INTO auth.events')",
	    full_events, "attack 55 notices log-ins that are not written down");
	return trial_close(&t);
}
