/* Attacks 17, 28 and 48, the part behind tests/attack/peer.sh: connections that do not come from the local socket, and another configuration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/trial.h"

static struct raw *over_tcp(const struct trial *t)
{
	const char *host = getenv("STEWARD_TCP_HOST"), *port = getenv("STEWARD_TCP_PORT");
	char text[300];
	struct raw *c;

	snprintf(text, sizeof text, "host=%s port=%s user=steward_console dbname=%s connect_timeout=10", host ? host : "",
	    port ? port : "", t->database);
	c = raw_open_with(text);
	if (!raw_alive(c))
		tap_bail("no connection: %s", raw_message(c));
	return c;
}

static const char *claim(struct trial *t, const struct person *p, const char *address, char *settled, size_t size)
{
	struct raw *c = over_tcp(t);
	struct attempt a;
	const char *answer;

	settled[0] = '\0';
	if (!login_begin(c, &a, p->login, address)) {
		raw_close(c);
		return "no attempt";
	}
	snprintf(settled, size, "%s", a.address);
	login_prove(&a, p, false, false);
	login_submit(c, &a);
	answer = strcmp(login_finish(c, &a), "ok") == 0 ? "ok" : "denied";
	raw_close(c);
	return answer;
}

static void forged_address(struct trial *t)
{
	struct person p;
	char settled[80];

	person_make(t, &p, "attack17", "staff", "support");
	person_rule(t, &p, "192.0.2.0/24");
	tap_is(&t->tap, claim(t, &p, "192.0.2.10", settled, sizeof settled), "denied",
	    "attack 17 an address claimed by a host that is no console host");
	tap_is(&t->tap, settled, "127.0.0.1", "attack 17 what counts is where the connection comes from");
	tap_is(&t->tap, claim(t, &p, "::ffff:192.0.2.10", settled, sizeof settled), "denied",
	    "attack 17 nor does it help to claim it in version 6");
	raw_sql(t->admin, "INSERT INTO auth.console_hosts (network, note) VALUES ('127.0.0.2/32', 'another host')");
	tap_is(&t->tap, claim(t, &p, "192.0.2.10", settled, sizeof settled), "denied",
	    "attack 17 nor is the neighbour of a console host believed");
	raw_sql(t->admin, "INSERT INTO auth.console_hosts (network, note) VALUES ('127.0.0.1/32', 'the console host')");
	tap_is(
	    &t->tap, claim(t, &p, "192.0.2.10", settled, sizeof settled), "ok", "attack 17 a registered console host is believed");
	tap_is(&t->tap, settled, "192.0.2.10", "attack 17 and its claim counts");
	tap_is(&t->tap, claim(t, &p, "203.0.113.9", settled, sizeof settled), "denied",
	    "attack 17 also when it is off the account's list");
	tap_is(&t->tap, claim(t, &p, NULL, settled, sizeof settled), "denied",
	    "attack 17 a console host that claims nothing stands for itself");
	tap_is(&t->tap, settled, "127.0.0.1", "attack 17 with its own address");
	tap_is(&t->tap,
	    raw_text(t->admin, "SELECT string_agg(DISTINCT host(address), ' ') FROM auth.sessions s JOIN auth.staff USING "
			       "(user_id) WHERE login = 'attack17'"),
	    "192.0.2.10", "attack 17 the session's address is the one that was settled on");
	tap_ok(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM auth.attempts WHERE login = 'attack17' AND NOT address_ok AND verdict = 'address'") == 5,
	    "attack 17 and the books tell why the others were denied");
}

/* Through a pooler nobody gets in, and nobody becomes somebody. */
static void pooler(struct trial *t)
{
	struct person p;
	struct raw *c, *direct, *stranger;
	const char *mode = getenv("STEWARD_POOLER");
	char login[40];

	snprintf(login, sizeof login, "attack28%s", mode);
	person_make(t, &p, login, "staff", "support");
	direct = login_open(t, &p);
	c = over_tcp(t);
	stranger = over_tcp(t);
	tap_is(&t->tap, login_try(c, &p, "192.0.2.10", false, false), "08P01",
	    "attack 28 a log-in through a pooler in %s mode is refused", mode);
	tap_ok(&t->tap, strstr(raw_hint(c), "directly") != NULL, "attack 28 and the hint says what to do");
	refuses(t, stranger, "ST001", "SELECT * FROM api.me()", "attack 28 a stranger on the same pooler is nobody");
	tap_ok(&t->tap, raw_sql(direct, "SELECT * FROM api.me()"), "attack 28 a direct connection works on");
	raw_close(stranger);
	raw_close(c);
	raw_close(direct);
}

/* No right keeps anybody from preparing a transaction where the server's configuration lets it: `steward doctor` must say so. */
static void prepared(struct trial *t)
{
	struct raw *c = trial_stranger(t);

	tap_ok(&t->tap, raw_sql(c, "BEGIN; SELECT api.alive(); PREPARE TRANSACTION 'attack48'"),
	    "attack 48 on this server a transaction can be prepared (%s)", raw_message(c));
	raw_close(c);
	tap_ok(&t->tap, raw_sql(t->admin, "ROLLBACK PREPARED 'attack48'"), "attack 48 and outlives its connection");
	tap_number(&t->tap,
	    raw_count(t->admin,
		"SELECT count(*) FROM api.doctor() WHERE name = 'console' AND NOT ok AND detail LIKE 'PREPARE TRANSACTION%%'"),
	    1, "attack 48 which the doctor finds wrong");
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	if (getenv("STEWARD_POOLER")) {
		pooler(&t);
		trial_mutation(&t,
		    "SELECT pg_temp.weaken('auth.begin_attempt', 'p_libpq_pid IS DISTINCT FROM pg_backend_pid()', 'false')", pooler,
		    "attack 28 notices when nobody asks what stands between");
	} else {
		forged_address(&t);
		prepared(&t);
		trial_mutation(&t,
		    "SELECT pg_temp.weaken(oid::regproc, 'peer IS NULL OR', 'true OR') FROM pg_proc WHERE prosrc LIKE '%peer IS "
		    "NULL OR%'",
		    forged_address, "attack 17 notices when every host is believed");
	}
	return trial_close(&t);
}
