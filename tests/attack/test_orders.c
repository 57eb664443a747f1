/*
 * The same order in several hands: two of the staff, logged in on connections of their own, and the website, in every order of their steps.
 * Whatever the order: what was told saved is there, once; each change has its row in the trail; the status says what the lines say; a line
 * stands on one invoice at most; and nobody ever hangs or is told of a deadlock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/play.h"
#include "tests/lib/trial.h"

#define SCRIPT(...)                                                                                                                \
	(const struct step *const[])                                                                                               \
	{                                                                                                                          \
		__VA_ARGS__, NULL                                                                                                  \
	}

/* Who holds a side. */
struct clerk {
	const char *text; /* what it writes into the title */
	bool inside, spoilt;
	int pending, told; /* changes told as saved: in the open transaction; for good */
	const char *pending_text, *told_text;
	long long told_at; /* turn of the last one */
};

struct stage {
	struct trial *t;
	long long order, lines[2], version;
	struct clerk clerk[2];
	const char *wrong;
	long long turn;
	char why[200];
};

static void blame(struct stage *st, const char *what)
{
	if (!st->wrong)
		st->wrong = what;
}

static struct stage *stage_of(const struct side *s)
{
	return s->play->ctx;
}

/* What the server said: a refusal must be one that tells a person what to do. */
static bool told_well(struct side *s)
{
	static const char *const good[] = { "22023", "23000", "55P03", "25P02", NULL };
	struct clerk *c = s->who;
	struct stage *st = stage_of(s);
	const char *state = raw_state(s->c);

	if (!*state)
		return true;
	c->spoilt = c->inside;
	for (int i = 0; good[i]; i++)
		if (strcmp(state, good[i]) == 0)
			return false;
	snprintf(st->why, sizeof st->why, "%s: %.150s", state, raw_message(s->c));
	blame(st, st->why);
	return false;
}

static void keep(struct side *s)
{
	struct clerk *c = s->who;

	c->told += c->pending;
	if (c->pending_text) {
		c->told_text = c->pending_text;
		c->told_at = ++stage_of(s)->turn;
	}
	c->pending = 0;
	c->pending_text = NULL;
}

static void send_begin(struct side *s)
{
	raw_send(s->c, "BEGIN", NULL, 0);
}

static void done_begin(struct side *s)
{
	((struct clerk *)s->who)->inside = true;
}

static void send_commit(struct side *s)
{
	raw_send(s->c, "COMMIT", NULL, 0);
}

static void done_commit(struct side *s)
{
	struct clerk *c = s->who;

	if (told_well(s) && !c->spoilt)
		keep(s);
	c->pending = 0;
	c->inside = c->spoilt = false;
}

static void saved(struct side *s, const char *text)
{
	struct clerk *c = s->who;

	if (!told_well(s) || !raw_value(s->c, 0, 0) || strcmp(raw_value(s->c, 0, 0), "saved") != 0)
		return;
	c->pending++;
	c->pending_text = text ? text : c->pending_text;
	if (!c->inside)
		keep(s);
}

static void done_save(struct side *s)
{
	saved(s, ((struct clerk *)s->who)->text);
}

static void done_act(struct side *s)
{
	saved(s, NULL);
}

/* The version is the one of before the play: what both had on their screens. */
static void send_save(struct side *s)
{
	struct stage *st = stage_of(s);
	char key[24], version[24], changes[80], request[37];

	snprintf(key, sizeof key, "%lld", st->order);
	snprintf(version, sizeof version, "%lld", st->version);
	snprintf(changes, sizeof changes, "{\"title\": \"%s\"}", ((struct clerk *)s->who)->text);
	uuid_make(request);
	raw_send(s->c, "SELECT outcome FROM api.save('orders', $1, $2, $3::jsonb, $4)", RAW(key, version, changes, request));
}

static void act(struct side *s, const char *entity, long long id, long long of, const char *verb, const char *args)
{
	char key[24], version[24], request[37];

	snprintf(key, sizeof key, "%lld", id);
	snprintf(version, sizeof version, "%lld", of);
	uuid_make(request);
	raw_send(
	    s->c, "SELECT outcome FROM api.act($1, $2, $3, $4, $5::jsonb, $6)", RAW(entity, key, verb, version, args, request));
}

static void send_grant(struct side *s)
{
	struct stage *st = stage_of(s);

	act(s, "order_lines", st->lines[s->who == &st->clerk[1]], 1, "grant", "{}");
}

static void send_revoke_first(struct side *s)
{
	act(s, "order_lines", stage_of(s)->lines[0], 1, "revoke", "{}");
}

static void send_approve(struct side *s)
{
	act(s, "orders", stage_of(s)->order, stage_of(s)->version, "approve", "{}");
}

static void send_quote(struct side *s)
{
	act(s, "orders", stage_of(s)->order, stage_of(s)->version, "quote", "{\"price\": \"25.00\"}");
}

static void send_invoice(struct side *s)
{
	char changes[80], request[37];

	snprintf(changes, sizeof changes, "{\"source\": \"order\", \"order_id\": \"%lld\"}", stage_of(s)->order);
	uuid_make(request);
	raw_send(s->c, "SELECT outcome FROM api.save('invoices', NULL, NULL, $1::jsonb, $2)", RAW(changes, request));
}

static void shop(struct side *s, const char *sql)
{
	char order[24];

	snprintf(order, sizeof order, "%lld", stage_of(s)->order);
	raw_send(s->c, sql, RAW(order));
}

static void send_shop_cancel(struct side *s)
{
	shop(s, "UPDATE site.orders SET status = 'cancelled' WHERE id = $1");
}

static void send_shop_line(struct side *s)
{
	shop(s, "INSERT INTO site.order_lines (order_id, file_id, price) SELECT $1, min(id), 12.50 FROM site.files");
}

static void send_shop_paid(struct side *s)
{
	shop(s, "UPDATE site.orders SET paid_online_at = now() WHERE id = $1");
}

static void done_shop(struct side *s)
{
	told_well(s);
}

static const struct step begin = { "begin", send_begin, done_begin }, commit = { "commit", send_commit, done_commit },
			 save = { "save", send_save, done_save }, grant = { "grant", send_grant, done_act },
			 revoke_first = { "revoke", send_revoke_first, done_act }, approve = { "approve", send_approve, done_act },
			 quote = { "quote", send_quote, done_act }, invoice = { "invoice", send_invoice, done_act },
			 shop_cancel = { "cancel", send_shop_cancel, done_shop }, shop_line = { "line", send_shop_line, done_shop },
			 shop_paid = { "paid", send_shop_paid, done_shop };

/* ---- what must hold ---- */

static void none(struct stage *st, const char *sql, const char *what)
{
	char order[24];

	snprintf(order, sizeof order, "%lld", st->order);
	if (!raw_do(st->t->admin, sql, RAW(order)) || raw_number(st->t->admin, 0, 0) != 0)
		blame(st, what);
}

static void check(struct stage *st)
{
	const struct clerk *c = st->clerk, *last = c[1].told_at > c[0].told_at ? &c[1] : &c[0];
	const char *title;

	none(st,
	    "SELECT count(*) FROM site.orders o, LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE download = 'granted') AS "
	    "given FROM "
	    "site.order_lines l WHERE l.order_id = o.id) x WHERE o.id = $1::bigint AND CASE o.status WHEN 'granted' THEN given < n "
	    "WHEN "
	    "'partly_granted' THEN given = 0 OR given = n ELSE given > 0 END",
	    "the status is not what the lines say");
	none(st,
	    "SELECT count(*) FROM site.orders o WHERE o.id = $1::bigint AND o.version - 1 <> (SELECT count(*) FROM audit.changes c "
	    "WHERE "
	    "c.entity = "
	    "'site.orders' AND c.entity_key = o.id::text AND c.op = 'U')",
	    "versions of the order and rows of the trail differ");
	none(st,
	    "SELECT count(*) FROM site.order_lines l WHERE l.order_id = $1::bigint AND l.version - 1 <> (SELECT count(*) FROM "
	    "audit.changes c WHERE "
	    "c.entity = 'site.order_lines' AND c.entity_key = l.id::text AND c.op = 'U')",
	    "versions of the lines and rows of the trail differ");
	none(st,
	    "SELECT count(*) FROM (SELECT FROM site.invoice_lines i JOIN site.order_lines l ON l.id = i.order_line_id WHERE "
	    "l.order_id = $1::bigint "
	    "GROUP BY l.id HAVING count(*) > 1) AS twice",
	    "a line stands on two invoices");
	none(st,
	    "SELECT count(*) FROM site.order_lines l WHERE l.order_id = $1::bigint AND l.invoiced <> EXISTS (SELECT FROM "
	    "site.invoice_lines i WHERE "
	    "i.order_line_id = l.id)",
	    "a line is marked as invoiced and is not, or the other way");
	if (raw_count(st->t->admin,
		"SELECT count(*) FROM auth.requests WHERE request IN (SELECT request FROM auth.requests ORDER BY at DESC LIMIT "
		"%d) AND outcome = 'saved' AND session_id IN (SELECT id FROM auth.sessions WHERE ended_at IS NULL)",
		c[0].told + c[1].told) < c[0].told + c[1].told)
		blame(st, "what was told saved is not remembered");
	title = raw_textf(st->t->admin, "SELECT title FROM site.orders WHERE id = %lld", st->order);
	if (last->told_text && (!title || strcmp(title, last->told_text) != 0))
		blame(st, "what was saved last is not there");
}

struct scene {
	const char *name;
	const struct step *const *a, *const *b;
	bool website; /* side b is */
	bool granted; /* the order is granted and priced to begin with */
	int least;
	int both; /* 0: one of two who wrote what the other had not seen must be refused */
};

static void set_stage(struct stage *st, const struct scene *scene)
{
	struct raw *admin = st->t->admin;

	st->order = raw_count(
	    admin, "INSERT INTO site.orders (user_id, status, title) VALUES (10009292, 'submitted', 'before') RETURNING id");
	for (int i = 0; i < 2; i++)
		st->lines[i] = raw_count(admin,
		    "INSERT INTO site.order_lines (order_id, file_id, price) SELECT %lld, id, %s FROM site.files ORDER BY id "
		    "OFFSET %d LIMIT 1 RETURNING id",
		    st->order, scene->granted ? "100" : "NULL", i);
	if (scene->granted)
		raw_sqlf(admin, "UPDATE site.order_lines SET download = 'granted' WHERE order_id = %lld", st->order);
	st->version = raw_count(admin, "SELECT version FROM site.orders WHERE id = %lld", st->order);
	st->clerk[0] = (struct clerk) { .text = "first" };
	st->clerk[1] = (struct clerk) { .text = "second" };
}

static void play_scene(struct trial *t, struct raw *const *c, const struct scene *scene)
{
	struct play p = { .side = { { .script = scene->a }, { .script = scene->b } } };
	int orders = 0, waits = 0, told[2] = { 0, 0 };

	for (unsigned order = play_first(&p); order; order = play_after(&p, order)) {
		struct stage st = { .t = t };

		set_stage(&st, scene);
		p = (struct play) { .admin = t->admin, .ctx = &st };
		p.side[0] = (struct side) { .script = scene->a, .c = c[0], .who = &st.clerk[0] };
		p.side[1] = (struct side) { .script = scene->b, .c = c[scene->website ? 2 : 1], .who = &st.clerk[1] };
		if (!play_run(&p, order))
			blame(&st, "nobody could go on");
		check(&st);
		if (!scene->both && st.clerk[0].told && st.clerk[1].told)
			blame(&st, "both were told saved, and one wrote over what it had not seen");
		orders++;
		waits += p.waits;
		told[0] += st.clerk[0].told;
		told[1] += st.clerk[1].told;
		tap_ok(&t->tap, !st.wrong, "orders %s: %s", scene->name, p.order);
		if (st.wrong && !t->tap.silent)
			tap_diag("%s", st.wrong);
		if (t->tap.silent && t->tap.failed)
			return;
	}
	tap_ok(&t->tap, told[0] && (told[1] || scene->website), "orders %s: each was told saved in some of them (%d, %d)",
	    scene->name, told[0], told[1]);
	tap_ok(&t->tap, orders >= scene->least, "orders %s: %d orders of steps, %d times one waited", scene->name, orders, waits);
}

static void scenes(struct trial *t)
{
	static const struct step
	    *const one_save[] = { &begin, &save, &commit, NULL },
		   *const one_grant[] = { &begin, &grant, &commit, NULL }, *const all[] = { &begin, &approve, &commit, NULL },
		   *const bill[] = { &begin, &invoice, &commit, NULL }, *const price[] = { &begin, &quote, &commit, NULL };
	const struct scene list[] = {
		{ "two write the same field", one_save, one_save, false, false, 20, 0 },
		{ "each grants a line", one_grant, one_grant, false, false, 20, 1 },
		{ "one grants all, one revokes a line and writes", all, SCRIPT(&revoke_first, &save), false, false, 10, 1 },
		{ "two invoice the same lines", bill, bill, false, true, 20, 0 },
		{ "a grant, and the client cancels", one_grant, SCRIPT(&begin, &shop_cancel, &commit), true, false, 20, 1 },
		{ "a price, and the client adds a line", price, SCRIPT(&begin, &shop_line, &commit), true, false, 20, 1 },
		{ "a field, and the client pays", one_save, SCRIPT(&shop_paid, &shop_line), true, false, 10, 1 },
		{ "an invoice, and the client adds a line", bill, SCRIPT(&begin, &shop_line, &commit), true, true, 20, 1 },
	};
	struct person a, b;
	struct raw *c[3];

	person_make(t, &a, "orders1", "superadmin", "superadmin");
	person_make(t, &b, "orders2", "superadmin", "superadmin");
	c[0] = login_open(t, &a);
	c[1] = login_open(t, &b);
	c[2] = raw_open("site", t->database);
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		play_scene(t, c, &list[i]);
	for (int i = 0; i < 3; i++)
		raw_close(c[i]);
}

int main(void)
{
	struct trial t;

	trial_open(&t);
	scenes(&t);
	trial_mutation(&t,
	    "SELECT pg_temp.weaken('meta.lock_record', 'now_version IS NOT DISTINCT FROM p_version', 'now_version IS NOT NULL')",
	    scenes, "orders notices a save over a change that was not seen");
	return trial_close(&t);
}
