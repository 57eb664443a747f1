#include "tests/lib/hand.h"

#include <stdio.h>
#include <string.h>

void blame(struct stage *st, const char *what)
{
	if (!st->wrong)
		st->wrong = what;
}

static struct stage *stage_of(const struct side *s)
{
	return s->play->ctx;
}

static struct hand *other_hand(const struct side *s)
{
	struct stage *st = stage_of(s);

	return s->who == &st->hand[0] ? &st->hand[1] : &st->hand[0];
}

/* What was done inside the transaction holds from now on. */
static void keep(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);

	if (h->pending > 0) {
		h->saves += h->pending;
		h->last_version = h->version;
		snprintf(h->last_text, sizeof h->last_text, "%s", h->text);
	}
	if (h->submitted && !h->counted) {
		h->counted = true;
		h->counted_at = ++st->turn;
	}
	if (h->revokes)
		st->revoked = true;
	h->pending = 0;
}

static void send_begin(struct side *s)
{
	raw_send(s->c, "BEGIN", NULL, 0);
}

static void done_begin(struct side *s)
{
	struct hand *h = s->who;

	h->inside = *raw_state(s->c) == '\0';
	h->spoilt = false;
}

static void send_commit(struct side *s)
{
	raw_send(s->c, "COMMIT", NULL, 0);
}

static void done_commit(struct side *s)
{
	struct hand *h = s->who;

	if (*raw_state(s->c))
		h->uncertain += h->pending;
	else if (h->inside && !h->spoilt)
		keep(s);
	h->pending = 0;
	h->inside = h->spoilt = false;
}

static void send_rollback(struct side *s)
{
	raw_send(s->c, "ROLLBACK", NULL, 0);
}

static void done_rollback(struct side *s)
{
	struct hand *h = s->who;

	h->pending = 0;
	h->submitted = h->known = h->inside = h->spoilt = false;
}

static void send_login(struct side *s)
{
	struct hand *h = s->who;

	if (login_begin(s->c, &h->attempt, h->person->login, HAND_HOME))
		login_prove(&h->attempt, h->person, h->guesses, false);
	else
		blame(stage_of(s), "begin_login was refused");
}

static void send_submit(struct side *s)
{
	struct hand *h = s->who;
	char id[24];

	snprintf(id, sizeof id, "%lld", h->attempt.id);
	raw_send(s->c, "SELECT api.submit_login($1, $2::pg_catalog.bytea, $3::pg_catalog.bytea)",
	    RAW(id, h->attempt.password_proof, h->attempt.pin_proof));
}

static void done_submit(struct side *s)
{
	struct hand *h = s->who;

	h->submitted = *raw_state(s->c) == '\0';
	if (!h->submitted)
		blame(stage_of(s), "submit_login was refused");
	if (!h->inside)
		keep(s);
}

static void send_finish(struct side *s)
{
	struct hand *h = s->who;
	char id[24];

	snprintf(id, sizeof id, "%lld", h->attempt.id);
	raw_send(s->c, "SELECT api.finish_login($1)", RAW(id));
}

static void done_finish(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);
	const char *answer = *raw_state(s->c) ? raw_state(s->c) : raw_value(s->c, 0, 0);
	const char *wanted = !h->counted ? "22023" : h->guesses ? "denied" : "ok";

	if (!answer || strcmp(answer, wanted) != 0)
		blame(st, "finish_login did not answer what the submission deserves");
	if (answer && strcmp(answer, "ok") == 0) {
		h->let_in = true;
		h->let_in_at = ++st->turn;
	}
}

static void send_read(struct side *s)
{
	struct hand *h = s->who;

	h->ticket = (int)(1 + raw_count(s->play->admin, "SELECT count(*) FROM audit.access"));
	if (raw_sqlf(s->c, "SELECT api.open(%d, 'users', '%lld', '')", h->ticket, h->record))
		raw_sqlf(s->c, "SELECT version FROM api.get('users', '%lld', '{street1}')", h->record);
}

static void done_read(struct side *s)
{
	struct hand *h = s->who;

	if (*raw_state(s->c) || raw_rows(s->c) != 1)
		blame(stage_of(s), "the record cannot be read");
	else
		h->version = raw_number(s->c, 0, 0);
}

/* The same request again, as after an answer that was lost. */
static void send_again(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);
	char key[24], version[24], changes[80];

	st->late = h->out || st->revoked || (other_hand(s)->person == h->person && other_hand(s)->let_in);
	snprintf(key, sizeof key, "%lld", h->record);
	snprintf(version, sizeof version, "%lld", h->version);
	snprintf(changes, sizeof changes, "{\"street1\": \"%s\"}", h->text);
	raw_send(s->c, "SELECT outcome, key, version FROM api.save('users', $1, $2::bigint, $3::jsonb, $4::uuid)",
	    RAW(key, version, changes, h->request));
}

static void send_save(struct side *s)
{
	struct hand *h = s->who;

	uuid_make(h->request);
	snprintf(h->text, sizeof h->text, "Street %.30s", h->request);
	h->known = false;
	send_again(s);
}

static void done_save(struct side *s)
{
	struct hand *h = s->who;
	struct stage *st = stage_of(s);
	const char *outcome = raw_value(s->c, 0, 0);

	if (*raw_state(s->c)) {
		h->spoilt = h->inside;
		if (h->known)
			blame(st, "the same request was not answered as before");
		if (strcmp(raw_state(s->c), "55P03") == 0)
			blame(st, "a save gave up waiting");
		return;
	}
	if (!outcome || strcmp(outcome, "saved") != 0)
		return;
	if (st->late)
		blame(st, "saved after session or right had ended");
	if (!h->known) {
		if (raw_number(s->c, 0, 2) != h->version + 1)
			blame(st, "wrote over a change that it had not seen");
		h->pending++;
	} else if (raw_number(s->c, 0, 2) != h->version) {
		blame(st, "the same request had another outcome");
	}
	h->known = true;
	h->version = raw_number(s->c, 0, 2);
	if (!h->inside)
		keep(s);
}

static void send_logout(struct side *s)
{
	raw_send(s->c, "SELECT api.logout()", NULL, 0);
}

static void done_logout(struct side *s)
{
	struct hand *h = s->who;

	h->out = *raw_state(s->c) == '\0';
}

/* Takes the right to edit from the other one. */
static void send_revoke(struct side *s)
{
	struct hand *h = s->who;
	char key[60], version[24];

	snprintf(key, sizeof key, "%lld:user.edit", other_hand(s)->person->id);
	snprintf(version, sizeof version, "%lld", h->version);
	uuid_make(h->request);
	raw_send(s->c,
	    "SELECT outcome, key, version FROM api.act('staff_rights', $1, 'set', $2::bigint, '{\"value\": \"f\"}', $3::uuid)",
	    RAW(key, version, h->request));
}

static void done_revoke(struct side *s)
{
	struct hand *h = s->who;
	const char *outcome = *raw_state(s->c) ? NULL : raw_value(s->c, 0, 0);

	h->revokes = outcome && strcmp(outcome, "saved") == 0;
	if (!h->revokes)
		blame(stage_of(s), "the right could not be revoked");
}

const struct step step_begin = { "begin", send_begin, done_begin };
const struct step step_commit = { "commit", send_commit, done_commit };
const struct step step_rollback = { "rollback", send_rollback, done_rollback };
const struct step step_login = { "login", send_login, NULL };
const struct step step_submit = { "submit", send_submit, done_submit };
const struct step step_finish = { "finish", send_finish, done_finish };
const struct step step_read = { "read", send_read, done_read };
const struct step step_save = { "save", send_save, done_save };
const struct step step_again = { "again", send_again, done_save };
const struct step step_logout = { "logout", send_logout, done_logout };
const struct step step_revoke = { "revoke", send_revoke, done_revoke };
