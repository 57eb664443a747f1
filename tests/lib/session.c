#include "tests/lib/session.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/measure.h"
#include "tests/lib/trial.h"

void session_must(struct raw *c, bool ok, const char *what)
{
	if (!ok)
		tap_bail("%s: %s %s", what, raw_state(c), raw_message(c));
}

static void read_pepper(unsigned char pepper[PERSON_KEY])
{
	const char *file = getenv("BENCH_PEPPER");
	FILE *f = file ? fopen(file, "re") : NULL;

	if (!f || fread(pepper, 1, PERSON_KEY, f) != PERSON_KEY)
		tap_bail("BENCH_PEPPER names no pepper");
	fclose(f);
}

static void log_in(struct session *s, const char *login, const char *password, const char *pin)
{
	unsigned char pepper[PERSON_KEY];
	struct attempt a;
	struct person p = { 0 };

	read_pepper(pepper);
	snprintf(p.login, sizeof p.login, "%s", login);
	session_must(s->console, login_begin(s->console, &a, p.login, NULL), "begin_login");
	if (!client_key_stretch(password, a.salt, "password", pepper, p.password_key) ||
	    !client_key_stretch(pin, a.salt, "pin", pepper, p.pin_key))
		tap_bail("no memory to stretch the password");
	login_prove(&a, &p, false, false);
	session_must(s->console, login_submit(s->console, &a), "submit_login");
	if (strcmp(login_finish(s->console, &a), "ok") != 0)
		tap_bail("%s cannot log in", login);
}

void session_open(struct session *s, const char *login, const char *password, const char *pin)
{
	*s = (struct session) { .admin = raw_open("postgres", NULL) };
	if (sodium_init() < 0)
		tap_bail("no randomness");
	s->console = raw_open("steward_console", NULL);
	log_in(s, login, password, pin);
	session_must(s->console, raw_prepare(s->console, "ask", "SELECT api.ask($1::int, $2::jsonb)"), "ask");
	session_must(s->console,
	    raw_prepare(
		s->console, "rows", "SELECT key, after, cells, match_cell, match_from, match_length FROM api.rows($1::int)"),
	    "rows");
}

void session_close(struct session *s)
{
	raw_close(s->console);
	raw_close(s->admin);
}

double session_bare(struct session *s, const char *name, const char *const *values, int count)
{
	double start = measure_now();

	session_must(s->admin, raw_run(s->admin, name, values, count), name);
	return measure_now() - start;
}

double session_list(struct session *s, const char *request, double *ret_rows)
{
	char ticket[16];
	const char *values[] = { ticket, request };
	struct raw_call ask = { "ask", values, 2 }, rows = { "rows", values, 1 };
	double start, both;

	snprintf(ticket, sizeof ticket, "%d", ++s->ticket);
	start = measure_now();
	session_must(s->console, raw_pair(s->console, &ask, &rows), request);
	both = measure_now() - start;
	if (!ret_rows)
		return both;
	snprintf(ticket, sizeof ticket, "%d", ++s->ticket);
	session_must(s->console, raw_run(s->console, "ask", values, 2), request);
	start = measure_now();
	session_must(s->console, raw_run(s->console, "rows", values, 1), request);
	*ret_rows = measure_now() - start;
	return both;
}
