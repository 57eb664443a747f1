/* Attacks 21 to 27, 30 and 31: what a session is worth after it ended, changed hands or grew old. */
#include <stdio.h>
#include <string.h>

#include "tests/lib/trial.h"

enum { CROWD = 20 };
static const char home[] = "192.0.2.10";
static const char ask_sql[] = "SELECT api.ask(%d, '{\"entity\": \"users\", \"columns\": [\"id\", \"email\"], \"limit\": 10}')";

static bool logged_in(struct raw *c)
{
	return raw_sql(c, "SELECT user_id FROM api.me()") && raw_rows(c) == 1;
}

static bool gone(struct raw *c)
{
	const char *state = raw_state(c);

	return strcmp(state, "57P01") == 0 || strcmp(state, RAW_LOST) == 0 || strncmp(state, "08", 2) == 0;
}

static bool hint_is(struct trial *t, struct raw *c, const char *sql, const char *hint, const char *name)
{
	raw_sql(c, sql);
	refused(t, c, "ST001", "%s", name);
	return tap_is(&t->tap, raw_hint(c), hint, "%s: the hint says why", name);
}

/* Everybody holds a good proof and asks for the verdict at the same moment. */
static void parallel_logins(struct trial *t)
{
	struct person p;
	struct attempt a[CROWD];
	struct raw *crowd[CROWD];
	char id[24];
	int alive = 0, told = 0;

	person_make(t, &p, "attack21", "staff", "support");
	raw_sql(t->admin, "UPDATE auth.settings SET value = '100' WHERE name = 'attempts'");
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = trial_stranger(t);
		login_begin(crowd[i], &a[i], p.login, home);
		login_prove(&a[i], &p, false, false);
		login_submit(crowd[i], &a[i]);
	}
	for (int i = 0; i < CROWD; i++) {
		snprintf(id, sizeof id, "%lld", a[i].id);
		raw_send(crowd[i], "SELECT api.finish_login($1)", RAW(id));
	}
	for (int i = 0; i < CROWD; i++)
		told += raw_answered(crowd[i], 15000) && raw_value(crowd[i], 0, 0) && strcmp(raw_value(crowd[i], 0, 0), "ok") == 0;
	for (int i = 0; i < CROWD; i++)
		alive += logged_in(crowd[i]);
	tap_number(&t->tap, alive, 1, "attack 21 of twenty parallel good log-ins one is left");
	tap_number(&t->tap,
	    raw_count(t->admin, "SELECT count(*) FROM auth.sessions WHERE user_id = %lld AND ended_at IS NULL", p.id), 1,
	    "attack 21 and one session is live");
	tap_ok(&t->tap, told > 1, "attack 21 the others were let in and replaced, not kept waiting for ever (%d)", told);
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM auth.sessions s WHERE user_id = %lld AND ended_at IS NULL "
		"AND id < (SELECT max(id) FROM auth.sessions WHERE user_id = s.user_id)",
		p.id),
	    0, "attack 21 the newest wins");
	for (int i = 0; i < CROWD; i++)
		raw_close(crowd[i]);
}

static void prepared_after_logout(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "attack22", "staff", "support");
	c = login_open(t, &p);
	raw_prepare(c, "me", "SELECT user_id FROM api.me()");
	raw_prepare(c, "rows", "SELECT key FROM api.rows($1::integer)");
	raw_sql(c, "PREPARE plain AS SELECT user_id FROM api.me()");
	raw_sqlf(c, ask_sql, 1);
	tap_ok(&t->tap, raw_run(c, "me", NULL, 0) && raw_run(c, "rows", RAW("1")), "attack 22 prepared calls work while logged in");
	raw_sql(c, "EXECUTE plain");
	raw_sql(c, "SELECT api.logout()");
	raw_run(c, "me", NULL, 0);
	refused(t, c, "ST001", "attack 22 a prepared statement after the log-out");
	raw_run(c, "rows", RAW("1"));
	refused(t, c, "ST001", "attack 22 a prepared page asked for before the log-out");
	hint_is(t, c, "EXECUTE plain", "logout", "attack 22 PREPARE after the log-out");
	hint_is(t, c, "SELECT api.ask(2, '{\"entity\": \"users\"}')", "logout", "attack 22 a new question");
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "logout", "attack 22 alive says it too");
	raw_close(c);
}

/* A cursor keeps its place, but every row behind a call must pass the gate when it is fetched. */
static void cursors(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "attack23", "staff", "support");
	c = login_open(t, &p);
	raw_sqlf(c, ask_sql, 1);
	raw_sql(c, "BEGIN; DECLARE page CURSOR FOR SELECT key FROM api.rows(1); SELECT api.logout()");
	refuses(t, c, "ST001", "FETCH 5 FROM page", "attack 23 a cursor opened before the log-out and read after it");
	raw_sql(c, "ROLLBACK; SELECT api.logout()");
	raw_close(c);

	c = login_open(t, &p);
	raw_sql(c, "BEGIN; DECLARE me CURSOR FOR SELECT (api.me()).user_id FROM generate_series(1, 100)");
	tap_ok(&t->tap, raw_sql(c, "FETCH 1 FROM me"), "attack 23 a cursor gives its first row");
	raw_sqlf(t->admin,
	    "UPDATE auth.sessions SET ended_at = now(), end_reason = 'ended' WHERE user_id = %lld AND ended_at IS NULL", p.id);
	hint_is(t, c, "FETCH 1 FROM me", "ended", "attack 23 and no second one after a colleague ended the session");
	raw_close(c);

	c = login_open(t, &p);
	raw_sql(c, "BEGIN; DECLARE held CURSOR WITH HOLD FOR SELECT (api.me()).user_id; COMMIT");
	raw_sqlf(t->admin, "SELECT auth.end_sessions(%lld, 'ended')", p.id);
	raw_sql(c, "FETCH 1 FROM held");
	tap_ok(&t->tap, gone(c), "attack 23 a held cursor dies with the backend when the session is ended (%s)", raw_state(c));
	raw_close(c);
}

static void replaced(struct trial *t)
{
	struct person p;
	struct raw *c, *newer;

	person_make(t, &p, "attack24", "staff", "support");
	c = login_open(t, &p);
	newer = login_open(t, &p);
	tap_ok(&t->tap, !logged_in(c) && gone(c), "attack 24 the older connection is ended (%s)", raw_state(c));
	tap_ok(&t->tap, logged_in(newer), "attack 24 the newer one works");
	tap_is(&t->tap,
	    raw_textf(t->admin,
		"SELECT string_agg(end_reason, ',') FROM auth.sessions WHERE user_id = %lld AND ended_at IS NOT NULL", p.id),
	    "replaced", "attack 24 the books say why");
	raw_close(c);
	raw_close(newer);
}

/* As if the older backend could not be ended: the gate alone must hold. */
static void replaced_by_gate(struct trial *t)
{
	struct person p;
	struct raw *c, *newer;

	raw_sql(t->admin,
	    "SELECT pg_temp.weaken('auth.end_sessions', 'PERFORM pg_terminate_backend(activity.pid)', 'PERFORM activity.pid')");
	person_make(t, &p, "attack24", "staff", "support");
	c = login_open(t, &p);
	newer = login_open(t, &p);
	hint_is(t, c, "SELECT * FROM api.me()", "replaced", "attack 24 without the ending of the backend the gate refuses");
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "replaced", "attack 24 and alive tells the loser");
	hint_is(t, c, "SELECT * FROM api.rows(1)", "replaced", "attack 24 so do the other calls");
	raw_close(c);
	raw_close(newer);
}

/* What an administrator does to the account, by SQL; each must end its sessions. */
static void changed_account(struct trial *t)
{
	static const struct {
		const char *what, *sql;
	} changes[] = {
		{ "disabling", "UPDATE site.users SET enabled = false WHERE id = %lld" },
		{ "hiding", "UPDATE site.users SET hidden_at = now() WHERE id = %lld" },
		{ "another type", "UPDATE site.users SET type = 'client' WHERE id = %lld" },
		{ "a role less", "DELETE FROM auth.staff_roles WHERE user_id = %lld" },
		{ "a right denied",
		    "INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (%lld, 'user.view', false)" },
		{ "a right given",
		    "INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (%lld, 'audit.view', true)" },
		{ "an address rule", "INSERT INTO site.ip_rules (user_id, network) VALUES (%lld, '192.0.2.0/24')" },
		{ "new secrets",
		    "SELECT auth.set_credentials(login, 1, sha256('a'), sha256('b')) FROM auth.staff WHERE user_id = %lld" },
		{ "another name", "UPDATE auth.staff SET login = login || 'x' WHERE user_id = %lld" },
	};
	char login[32], sql[300];

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		struct person p;
		struct raw *c;
		snprintf(login, sizeof login, "attack25n%zu", i);
		person_make(t, &p, login, "staff", "support");
		c = login_open(t, &p);
		raw_sql(c, "BEGIN; SELECT * FROM api.me()");
		snprintf(sql, sizeof sql, "%.*s%lld%s", (int)(strstr(changes[i].sql, "%lld") - changes[i].sql), changes[i].sql,
		    p.id, strstr(changes[i].sql, "%lld") + 4);
		if (!raw_sql(t->admin, sql))
			tap_diag("%s: %s", sql, raw_message(t->admin));
		tap_ok(&t->tap, !logged_in(c) && gone(c), "attack 25 %s ends the open transaction and its connection (%s)",
		    changes[i].what, raw_state(c));
		tap_number(&t->tap,
		    raw_count(t->admin, "SELECT count(*) FROM auth.sessions WHERE user_id = %lld AND ended_at IS NULL", p.id), 0,
		    "attack 25 and no session is left after %s", changes[i].what);
		raw_close(c);
	}
}

/* The triggers asleep: what the gate itself sees at the next call. */
static void stale_accounts(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "attack25gate", "staff", "support");
	c = login_open(t, &p);
	raw_sql(t->admin, "SET session_replication_role = replica");
	raw_sqlf(t->admin, "UPDATE site.users SET enabled = false WHERE id = %lld", p.id);
	hint_is(t, c, "SELECT * FROM api.me()", "rights changed", "attack 25 the gate refuses a disabled account by itself");
	raw_sqlf(t->admin, "UPDATE site.users SET enabled = true, hidden_at = now() WHERE id = %lld", p.id);
	hint_is(t, c, "SELECT * FROM api.me()", "rights changed", "attack 25 and a hidden one");
	raw_sqlf(t->admin, "UPDATE site.users SET hidden_at = NULL, type = 'client' WHERE id = %lld", p.id);
	hint_is(t, c, "SELECT * FROM api.me()", "rights changed", "attack 25 and one that is staff no more");
	raw_sqlf(t->admin, "UPDATE site.users SET type = 'staff' WHERE id = %lld", p.id);
	tap_ok(&t->tap, logged_in(c), "attack 25 and lets it in when it is again");
	raw_sql(t->admin, "RESET session_replication_role");
	raw_close(c);
}

/* So, and within one transaction. */
static void stale_rights(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "attack26", "staff", "support");
	c = login_open(t, &p);
	raw_sqlf(c, ask_sql, 1);
	raw_sql(c, "BEGIN");
	tap_ok(&t->tap, raw_sql(c, "SELECT key FROM api.rows(1)"), "attack 26 a page in an open transaction");
	raw_sql(t->admin, "SET session_replication_role = replica");
	raw_sqlf(t->admin, "UPDATE auth.staff SET rights = '{}' WHERE user_id = %lld", p.id);
	refuses(t, c, "42501", "SELECT key FROM api.rows(1)",
	    "attack 26 the same page in the same transaction after the right was taken");
	raw_sql(c, "ROLLBACK; BEGIN");
	refuses(t, c, "42501", "SELECT api.ask(2, '{\"entity\": \"users\", \"columns\": [\"id\"]}')", "attack 26 a new question");
	raw_sql(c, "ROLLBACK");
	raw_sql(t->admin, "RESET session_replication_role");
	raw_close(c);
}

static void bound_to_backend(struct trial *t)
{
	struct person p, second;
	struct raw *c, *later;

	person_make(t, &p, "attack27", "staff", "support");
	person_make(t, &second, "attack27b", "staff", "finance");
	c = login_open(t, &p);
	later = trial_stranger(t);
	raw_sqlf(t->admin, "UPDATE auth.sessions SET pid = %lld WHERE user_id = %lld AND ended_at IS NULL",
	    raw_count(later, "SELECT pg_backend_pid()"), p.id);
	hint_is(t, later, "SELECT * FROM api.me()", "none", "attack 27 a session of an earlier backend with the same number");
	hint_is(t, c, "SELECT * FROM api.me()", "none", "attack 27 nor does it count for a backend with another number");
	raw_close(later);
	/* The number that a backend drew for its session is no more than a short way to it. */
	raw_sqlf(t->admin,
	    "UPDATE auth.sessions SET pid = %lld, backend_start = backend_start - interval '1 hour' WHERE user_id = %lld AND "
	    "ended_at IS "
	    "NULL",
	    raw_count(c, "SELECT pg_backend_pid()"), p.id);
	raw_sql(c, "DISCARD SEQUENCES");
	hint_is(t, c, "SELECT * FROM api.me()", "none", "attack 27 nor for one that has forgotten its number and began later");
	raw_close(c);
	c = login_open(t, &p);
	login_try(c, &second, home, false, false);
	tap_is(&t->tap, raw_text(c, "SELECT login FROM api.me()"), second.login,
	    "attack 27 a second log-in on the connection is the one that counts");
	tap_is(&t->tap,
	    raw_textf(t->admin, "SELECT end_reason FROM auth.sessions WHERE user_id = %lld ORDER BY id DESC LIMIT 1", p.id),
	    "log-in again", "attack 27 and ended the first");
	raw_close(c);
}

static void discarded(struct trial *t)
{
	static const char *const resets[] = { "DISCARD ALL", "RESET ALL", "SET SESSION AUTHORIZATION DEFAULT", "RESET ROLE",
		"DEALLOCATE ALL", "UNLISTEN *" };
	struct person p;
	char id[24];
	struct raw *c;

	person_make(t, &p, "attack30", "staff", "support");
	c = login_open(t, &p);
	snprintf(id, sizeof id, "%lld", p.id);
	for (size_t i = 0; i < sizeof resets / sizeof resets[0]; i++) {
		raw_sql(c, resets[i]);
		tap_is(&t->tap, raw_text(c, "SELECT user_id FROM api.me()"), id, "attack 30 after %s it is still the same person",
		    resets[i]);
	}
	raw_sql(c, "SELECT api.logout()");
	raw_sql(c, "DISCARD ALL");
	hint_is(t, c, "SELECT * FROM api.me()", "logout", "attack 30 DISCARD ALL brings nobody back");
	raw_close(c);
}

static void grown_old(struct trial *t)
{
	struct person p;
	struct raw *c;

	person_make(t, &p, "attack31", "staff", "support");
	c = login_open(t, &p);
	raw_sqlf(t->admin, "UPDATE auth.sessions SET last_active_at = last_active_at - interval '14 minutes' WHERE user_id = %lld",
	    p.id);
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "ok", "attack 31 fourteen minutes idle is not too long");
	tap_ok(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM auth.sessions WHERE user_id = %lld AND last_active_at < now() - interval '13 minutes'",
		p.id) == 1,
	    "attack 32 alive does not count as activity");
	raw_sqlf(
	    t->admin, "UPDATE auth.sessions SET last_active_at = last_active_at - interval '2 minutes' WHERE user_id = %lld", p.id);
	tap_is(&t->tap, raw_text(c, "SELECT api.alive()"), "idle", "attack 31 sixteen minutes are");
	hint_is(t, c, "SELECT * FROM api.me()", "idle", "attack 31 a call after sixteen idle minutes");
	hint_is(t, c, "SELECT * FROM api.me()", "idle", "attack 31 the refused call did not wake the session");
	raw_close(c);
	c = login_open(t, &p);
	raw_sql(c, "BEGIN; SELECT * FROM api.me()");
	raw_sqlf(t->admin, "UPDATE auth.sessions SET expires_at = now() WHERE user_id = %lld AND ended_at IS NULL", p.id);
	hint_is(t, c, "SELECT * FROM api.me()", "expired", "attack 31 twelve hours are over in the middle of a transaction");
	raw_close(c);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	parallel_logins(&t);
	prepared_after_logout(&t);
	cursors(&t);
	replaced(&t);
	changed_account(&t);
	bound_to_backend(&t);
	discarded(&t);
	grown_old(&t);
	stale_accounts(&t);
	stale_rights(&t);
	trial_weakened(&t, replaced_by_gate);
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.start_session', 'PERFORM auth.end_sessions(account.user_id, ''replaced'')', 'NULL');"
	    "DROP INDEX auth.sessions_one_per_person_key",
	    parallel_logins, "attack 21 notices two live sessions");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.need', 'state IS DISTINCT FROM ''ok''', 'state IS NULL')",
	    prepared_after_logout, "attack 22 notices sessions that never end");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.need', 'AND s.ended_at IS NULL', '')", cursors,
	    "attack 23 notices a short way for sessions that have ended, through a cursor");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.need', ' AND u.enabled AND u.hidden_at IS NULL AND site.is_staff(u.type)', '')",
	    stale_accounts, "attack 25 notices one for accounts that are disabled");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.start_session', 'PERFORM auth.end_sessions(account.user_id, ''replaced'')', 'NULL');"
	    "DROP INDEX auth.sessions_one_per_person_key",
	    replaced, "attack 24 notices a session that outlives the next one");
	trial_mutation(&t, "DROP TRIGGER end_sessions ON site.users", changed_account, "attack 25 notices a missing trigger");
	trial_mutation(&t, "DROP TRIGGER end_sessions ON site.ip_rules", changed_account,
	    "attack 25 notices one that misses at the addresses");
	trial_mutation(
	    &t, "DROP TRIGGER staff_changed ON auth.staff", changed_account, "attack 25 notices one that misses at the staff");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.need', 'p_right <> ALL (rights)', 'false');"
	    "SELECT pg_temp.weaken('meta.refuse', 'RAISE EXCEPTION ''You need the right %.'', p_right USING ERRCODE = ''42501'', "
	    "HINT = ''A superadmin can give it to you.''', 'RETURN')",
	    stale_rights, "attack 26 notices rights that nobody asks for");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.need', 's.id = need.session_id AND s.pid = pg_backend_pid()', 's.id = need.session_id')",
	    bound_to_backend, "attack 27 notices a session of another backend");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('api.logout', 'SET ended_at = clock_timestamp(), end_reason = ''logout''', 'SET refusals = "
	    "refusals')",
	    discarded, "attack 30 notices a session that the log-out does not end");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.need', 'WHEN s.expires_at <= clock_timestamp() THEN ''expired''', '')",
	    grown_old, "attack 31 notices sessions without an end");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.need', 'WHEN s.last_active_at + s.idle_limit <= clock_timestamp() THEN ''idle''', '')",
	    grown_old, "attack 32 notices sessions that may idle");
	trial_mutation(&t, "SELECT pg_temp.weaken('auth.need', 'AND s.expires_at > clock_timestamp()', '')", grown_old,
	    "attack 31 notices a short way for sessions without an end");
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('auth.need', 'AND s.last_active_at + least(s.idle_limit, ''30 seconds'') > clock_timestamp()', "
	    "'')",
	    grown_old, "attack 32 notices one for sessions that may idle");
	return trial_close(&t);
}
