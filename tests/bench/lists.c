#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/measure.h"
#include "tests/lib/session.h"
#include "tests/lib/tap.h"

/*
 * The other lists as the console asks for them: a page far down beside the first (P4), filters, finding anything, the counts on the tabs
 * of a record. Columns are those that the screens show at first.
 */
enum { TURNS = 100, FEW = 30, HEAVY = 10000100, DEEP = 10000 };

struct list {
	const char *what, *entity, *columns, *sort; /* sort "" = the list's own */
	bool descending;
	const char *filter; /* a condition on the account, or NULL */
};
#define ORDERS "\"id\", \"status\", \"full_name\", \"title\", \"lines\", \"total\", \"currency\", \"created_at\""
#define INVOICES                                                                                                                   \
	"\"number\", \"state_name\", \"full_name\", \"total\", \"open_total\", \"currency\", \"due_date\", \"invoice_date\", "     \
	"\"company\""
#define ACTIVITY "\"at\", \"kind\", \"full_name\", \"detail\", \"address\""
#define LOGINS "\"at\", \"login\", \"ok\", \"reason\", \"address\", \"country\", \"browser\", \"system\""
#define LINES "\"id\", \"order_id\", \"title\", \"download\", \"licence\", \"price\", \"amount\", \"currency\""
static const struct list lists[] = {
	{ "orders, newest first", "orders", ORDERS, "", true, NULL },
	{ "orders by date", "orders", ORDERS, "created_at", true, NULL },
	{ "invoices, newest first", "invoices", INVOICES, "", true, NULL },
	{ "invoices by due date", "invoices", INVOICES, "due_date", false, NULL },
	{ "lines of orders", "order_lines", LINES, "", false, NULL },
	{ "payments by date", "payments", "\"id\", \"number\", \"full_name\", \"amount\", \"currency\", \"paid_on\"", "paid_on",
	    true, NULL },
	{ "files by number", "files", "\"id\", \"title\", \"supplier\", \"licence\"", "", true, NULL },
	{ "lightboxes", "lightboxes", "\"id\", \"name\", \"full_name\"", "", true, NULL },
	{ "log of activity of all", "activity", ACTIVITY, "", true, NULL },
	{ "log of activity of the person with the most rows", "activity", ACTIVITY, "", true, "user_id" },
	{ "log of log-ins", "logins", LOGINS, "", true, NULL },
	{ 0 },
};

/* The catalogue's own words for the order of a list, from which the administrator works out where page n begins. */
static const char mark_sql[] =
    "CREATE FUNCTION pg_temp.mark_of(p_entity text, p_sort text, p_filter text, p_key bigint, p_rows bigint) RETURNS text LANGUAGE "
    "plpgsql AS $$ "
    "DECLARE e meta.entities; c meta.columns; result text; down text; BEGIN "
    "SELECT * INTO e FROM meta.entities WHERE name = p_entity; "
    "SELECT * INTO c FROM meta.columns x WHERE x.entity = p_entity AND x.name = coalesce(nullif(p_sort, ''), e.default_sort); "
    "down := CASE WHEN current_setting('bench.down') = 'on' THEN ' DESC' ELSE '' END; "
    "EXECUTE format('SELECT %s::text FROM %s WHERE %s%s ORDER BY %s%s, %s%s LIMIT 1 OFFSET %s', "
    "CASE WHEN c.sort_expression = e.tie_sql THEN format('jsonb_build_array((%s)::text)', e.tie_sql) "
    "ELSE format('jsonb_build_array((%s)::text, (%s)::text)', c.sort_expression, e.tie_sql) END, e.from_sql, "
    "CASE WHEN p_filter = '' THEN 'true' ELSE format('t.%I = %s', p_filter, p_key) END, "
    "coalesce(' AND NOT (' || e.hidden_sql || ')', ''), c.sort_expression, down, e.tie_sql, down, p_rows) INTO result; "
    "RETURN result; END $$";

static void request_of(char *out, size_t size, const struct list *l, const char *after)
{
	char filter[160] = "";

	if (l->filter)
		snprintf(filter, sizeof filter, ", \"filter\": [{\"column\": \"%s\", \"op\": \"=\", \"value\": \"%d\"}]", l->filter,
		    HEAVY);
	snprintf(out, size, "{\"entity\": \"%s\", \"columns\": [%s], \"limit\": 50, \"sort\": \"%s\"%s%s%s%s}", l->entity,
	    l->columns, l->sort, l->sort[0] && l->descending ? ", \"descending\": true" : "", filter, after ? ", \"after\": " : "",
	    after ? after : "");
}

/* The mark before page n, as JSON within JSON; false when the list has no such page. */
static bool mark_of(struct session *s, const struct list *l, long long page, char *out, size_t size)
{
	char rows[24], key[24], set[60];

	snprintf(rows, sizeof rows, "%lld", (page - 1) * 50 - 1);
	snprintf(key, sizeof key, "%d", HEAVY);
	snprintf(set, sizeof set, "SET bench.down = '%s'", l->descending ? "on" : "off");
	session_must(s->admin, raw_sql(s->admin, set), set);
	session_must(s->admin,
	    raw_do(s->admin, "SELECT to_json(pg_temp.mark_of($1, $2, $3, $4::bigint, $5::bigint))",
		RAW(l->entity, l->sort, l->filter ? l->filter : "", key, rows)),
	    l->what);
	if (!raw_value(s->admin, 0, 0))
		return false;
	snprintf(out, size, "%s", raw_value(s->admin, 0, 0));
	return true;
}

static void measure_pages(struct session *s, const struct list *l)
{
	struct series first = { 0 }, far = { 0 };
	char mark[600], request[1400], far_request[1400], what[160];
	long long page = DEEP;
	struct row row = { "P4", what, "ms", "page 1", &far, &first, .ratio_max = 1.2 };

	while (page > 1 && !mark_of(s, l, page, mark, sizeof mark))
		page /= 10;
	if (page <= 1)
		return;
	request_of(request, sizeof request, l, NULL);
	request_of(far_request, sizeof far_request, l, mark);
	for (int i = 0; i < TURNS; i++) {
		double rows;

		session_list(s, request, &rows);
		series_add(&first, rows);
		if (raw_rows(s->console) != 50)
			tap_bail("page 1 of %s has %d rows", l->what, raw_rows(s->console));
		session_list(s, far_request, &rows);
		series_add(&far, rows);
	}
	snprintf(what, sizeof what, "page %lld of the %s, beside page 1", page, l->what);
	row_print(&row);
	series_free(&first), series_free(&far);
}

/* Median and most of what a question takes, the record of it apart. */
static void tell(struct session *s, const char *what, const char *request)
{
	struct series all = { 0 };
	int rows = 0;

	for (int i = 0; i < FEW; i++) {
		double time;

		session_list(s, request, &time);
		series_add(&all, time);
		rows = raw_rows(s->console);
	}
	row_note(
	    "P3", "%s: %.1f ms (%.1f–%.1f), %d rows.", what, series_at(&all, 0.5), series_at(&all, 0), series_at(&all, 1), rows);
	series_free(&all);
}

static void measure_questions(struct session *s)
{
	static const struct {
		const char *what, *request;
	} questions[] = {
		{ "Orders that wait for staff", "{\"entity\": \"orders\", \"columns\": [" ORDERS
						"], \"filter\": [{\"column\": \"waiting\", \"op\": \"=\", \"value\": \"t\"}]}" },
		{ "Orders of one state", "{\"entity\": \"orders\", \"columns\": [" ORDERS
					 "], \"filter\": [{\"column\": \"status\", \"op\": \"=\", \"value\": \"declined\"}]}" },
		{ "Invoices overdue", "{\"entity\": \"invoices\", \"columns\": [" INVOICES
				      "], \"filter\": [{\"column\": \"overdue\", \"op\": \"=\", \"value\": \"t\"}]}" },
		{ "An invoice by its number, searched for",
		    "{\"entity\": \"invoices\", \"columns\": [" INVOICES "], \"search\": \"2025-00042\"}" },
		{ "Find anything: meier",
		    "{\"entity\": \"*\", \"columns\": [\"label\", \"entity\", \"detail\"], \"search\": \"meier\"}" },
		{ "Find anything: a number",
		    "{\"entity\": \"*\", \"columns\": [\"label\", \"entity\", \"detail\"], \"search\": \"300123\"}" },
		{ "Find anything: a piece of an address",
		    "{\"entity\": \"*\", \"columns\": [\"label\", \"entity\", \"detail\"], \"search\": \"provider.example\"}" },
	};

	for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
		tell(s, questions[i].what, questions[i].request);
}

/* Opening, reading and counting in one turn, as the console sends them. */
static void measure_counts(struct session *s, long long key, const char *who)
{
	struct series all = { 0 };
	char id[24], ticket[16];
	int tabs = 0;

	snprintf(id, sizeof id, "%lld", key);
	for (int i = 0; i < FEW; i++) {
		double start;

		snprintf(ticket, sizeof ticket, "%d", ++s->ticket);
		session_must(s->console, raw_run(s->console, "open", RAW(ticket, id)), "open");
		start = measure_now();
		session_must(s->console, raw_run(s->console, "counts", RAW(id)), "counts");
		series_add(&all, measure_now() - start);
		tabs = raw_rows(s->console);
	}
	row_note("P3", "The counts on the %d tabs of %s: %.1f ms (%.1f–%.1f).", tabs, who, series_at(&all, 0.5), series_at(&all, 0),
	    series_at(&all, 1));
	series_free(&all);
}

static void tell_sizes(struct session *s)
{
	static const char sizes[] =
	    "SELECT string_agg(to_char(n, 'FM999,999,999') || ' ' || what, ', ' ORDER BY place) FROM (VALUES "
	    "(1, 'orders', (SELECT count(*) FROM site.orders)), (2, 'lines of orders', (SELECT count(*) FROM site.order_lines)), "
	    "(3, 'invoices', (SELECT count(*) FROM site.invoices)), (4, 'rows of logs', (SELECT count(*) FROM site.activity_log) + "
	    "(SELECT count(*) FROM site.login_log))) AS v (place, what, n)";

	row_note("P4", "Lists besides accounts: %s.", raw_text(s->admin, sizes));
}

int main(void)
{
	struct session s;

	session_open(&s, "dirk", "demo-dirk-lumen-2026", "735148");
	session_must(s.admin, raw_sql(s.admin, mark_sql), "mark_of");
	session_must(s.console, raw_prepare(s.console, "open", "SELECT api.open($1::int, 'users', $2::text, NULL)"), "open");
	session_must(s.console, raw_prepare(s.console, "counts", "SELECT name, n FROM api.counts('users', $1::text)"), "counts");
	for (const struct list *l = lists; l->what; l++)
		measure_pages(&s, l);
	measure_questions(&s);
	measure_counts(&s, HEAVY, "the person with the most rows");
	measure_counts(&s, 10009292, "Anna Meier");
	tell_sizes(&s);
	session_close(&s);
	return EXIT_SUCCESS;
}
