#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/measure.h"
#include "tests/lib/session.h"
#include "tests/lib/tap.h"

/*
 * Searching, paging and opening through the functions that the console calls, as somebody logged in, beside the best bare SQL of the same
 * result as a superuser: P3, P4, P5. Both prepared, on two connections, in turns.
 */
enum { PIECES = 60, FIELDS = 3, ROUNDS = 5, NAIVE = 12, TURNS = 400 };

#define COLUMNS_SQL                                                                                                                \
	"t.id, t.full_name, t.company, t.city, CASE WHEN t.hidden_at IS NOT NULL THEN 'hidden' WHEN t.enabled THEN 'active' "      \
	"ELSE 'disabled' END, t.last_login_at, t.email, t.country "
#define VISIBLE_SQL "t.type NOT IN ('staff', 'superadmin', 'sysadmin') "
#define COLUMNS_JSON "[\"id\", \"full_name\", \"company\", \"city\", \"state_name\", \"last_login_at\", \"email\", \"country\"]"
#define RECORD_COLUMNS                                                                                                             \
	"first_name, last_name, email, login, type, company, department, organisation_id, language, currency, settlement_days, "   \
	"vat_number, marketing, flag, flag_reason, street1, street2, postcode, city, state, country, phone, mobile, enabled, "     \
	"hidden_at, permission_group_id, last_login_at"
/* With these the console opens an account (sql/map/shapes.sql). */
#define OPENED_COLUMNS                                                                                                             \
	"full_name, state_name, flag, company, city, country, last_login_at, email, first_name, last_name, login, type, "          \
	"department, organisation_id, language, currency, settlement_days, vat_number, marketing, flag_reason, organisation, "     \
	"street1, street2, postcode, state, phone, mobile, hidden_at, enabled, permission_group_id, search_filter, "               \
	"access_codes, deny_codes, last_login_address, last_login_country, last_login_browser, last_login_system, created_at, "    \
	"updated_at, permission_group"

/* $1 the word, $2 the pattern. When there are more than a thousand, those that begin with the word or are it come from their own indexes. */
#define ARM_SQL(where, order, n)                                                                                                   \
	"UNION (SELECT t.id, t.search_text FROM site.users t WHERE (SELECT cut FROM house) AND " VISIBLE_SQL "AND " where          \
	" ORDER BY " order "t.id LIMIT " n ") "
#define PREFIX_SQL(column)                                                                                                         \
	ARM_SQL("(site.fold(t." column ")) COLLATE \"C\" >= $1 AND (site.fold(t." column ")) COLLATE \"C\" < $1 || chr(1114111)",  \
	    "(site.fold(t." column ")) COLLATE \"C\", ", "100")
#define ORDER_SQL "rank, left(st, 48) COLLATE \"C\", "
static const char bare_lookup[] =
    "WITH first AS MATERIALIZED (SELECT t.id, t.search_text AS st FROM site.users t WHERE t.search_text LIKE $2 AND " VISIBLE_SQL
    "LIMIT 1000), house AS MATERIALIZED (SELECT count(*) >= 1000 AS cut FROM first), "
    "hits AS (SELECT id, st FROM first " PREFIX_SQL("last_name") PREFIX_SQL("full_name") PREFIX_SQL("company")
	ARM_SQL("(site.fold(coalesce(t.login, ''))) COLLATE \"C\" = $1", "", "20")
	    ARM_SQL("(site.fold(t.email)) COLLATE \"C\" = $1", "",
		"20") "), "
		      "best AS MATERIALIZED (SELECT id, st, CASE WHEN strpos(' | ' || st || ' | ', ' | ' || $1 || ' | ') > 0 THEN "
		      "0 ELSE 1 + CASE strpos(' ' || st, ' ' || $1) "
		      "WHEN 0 THEN 2 ELSE (strpos(' ' || st, ' ' || $1) > strpos(st, ' | '))::integer END END AS rank FROM hits "
		      "ORDER BY " ORDER_SQL "id LIMIT 50) "
		      "SELECT " COLUMNS_SQL "FROM best JOIN site.users t USING (id) ORDER BY " ORDER_SQL "t.id";
static const char naive_lookup[] = "SELECT " COLUMNS_SQL "FROM site.users t WHERE t.search_text LIKE $2 AND " VISIBLE_SQL
				   "AND $1 <> '' ORDER BY (site.fold(t.last_name)) COLLATE \"C\", t.id LIMIT 50";
static const char bare_page[] = "SELECT " COLUMNS_SQL "FROM site.users t WHERE t.id > $1 AND " VISIBLE_SQL "ORDER BY t.id LIMIT 50";
/* The same page as it comes to the console: cells as one array of texts, and behind each row the mark of the next page. */
static const char bare_form[] =
    "SELECT t.id::text, '[\"' || t.id || '\"]', ARRAY[t.id::text, t.full_name, t.company, t.city, CASE WHEN t.hidden_at IS NOT "
    "NULL "
    "THEN 'hidden' WHEN t.enabled THEN 'active' ELSE 'disabled' END, t.last_login_at::text, t.email, t.country::text], NULL::int, "
    "NULL::int, NULL::int FROM site.users t WHERE t.id > $1 AND " VISIBLE_SQL "ORDER BY t.id LIMIT 50";
static const char bare_keyset[] =
    "SELECT " COLUMNS_SQL "FROM site.users t WHERE ((site.fold(t.full_name)) COLLATE \"C\", t.id) > ($1, $2) AND " VISIBLE_SQL
    "ORDER BY (site.fold(t.full_name)) COLLATE \"C\", t.id LIMIT 50";
static const char bare_offset[] = "SELECT " COLUMNS_SQL "FROM site.users t WHERE " VISIBLE_SQL
				  "ORDER BY (site.fold(t.full_name)) COLLATE \"C\", t.id LIMIT 50 OFFSET $1";
static const char bare_record[] = "SELECT version, " RECORD_COLUMNS " FROM site.users t WHERE id = $1 AND " VISIBLE_SQL;
static const char bare_opened[] =
    "SELECT t.version, " OPENED_COLUMNS " FROM (SELECT t.*, CASE WHEN t.hidden_at IS NOT NULL THEN 'hidden' WHEN t.enabled THEN "
    "'active' ELSE 'disabled' END AS state_name, o.name AS organisation, g.name AS permission_group FROM site.users t LEFT JOIN "
    "site.organisations o ON o.id = t.organisation_id LEFT JOIN site.permission_groups g ON g.id = t.permission_group_id) t WHERE "
    "id = $1 AND " VISIBLE_SQL;

/* Pieces as somebody would type them: four letters out of a name, an e-mail address (without its last label, which all share), a company. */
static const char pieces_sql[] =
    "WITH draws AS (SELECT n, n % 3 AS field, 10000013 + (hashint8extended(n, 65) & 9007199254740991) % ($1::bigint - 20) AS id "
    "FROM generate_series(1, 3000) n), "
    "texts AS (SELECT n, field, site.fold(CASE field WHEN 0 THEN last_name WHEN 1 THEN regexp_replace(email, '\\.[a-z]+$', '') "
    "ELSE company END) AS t "
    "FROM draws JOIN site.users USING (id)), "
    "pieces AS (SELECT n, field, substr(t, 1 + ((hashint8extended(n, 66) & 9007199254740991) % greatest(1, length(t) - 3))::int, "
    "4) AS piece FROM texts), "
    "single AS (SELECT DISTINCT ON (piece) n, field, piece FROM pieces WHERE piece ~ '^[a-z]{4}$' ORDER BY piece, n) "
    "SELECT piece FROM (SELECT *, row_number() OVER (PARTITION BY field ORDER BY n) AS place FROM single) s WHERE place <= 20 "
    "ORDER BY place, field";

struct bench {
	struct session s;
	long long users;
	char pieces[PIECES][64];
	int piece_count;
	double added_max; /* milliseconds that checks may add to a short query, on this machine */
};

static void prepare(struct bench *b)
{
	static const struct {
		const char *name, *sql;
	} bare[] = { { "lookup", bare_lookup }, { "naive", naive_lookup }, { "page", bare_page }, { "form", bare_form },
		{ "keyset", bare_keyset }, { "offset", bare_offset }, { "record", bare_record }, { "opened", bare_opened } };

	for (size_t i = 0; i < sizeof bare / sizeof bare[0]; i++)
		session_must(b->s.admin, raw_prepare(b->s.admin, bare[i].name, bare[i].sql), bare[i].name);
	session_must(b->s.console, raw_prepare(b->s.console, "open", "SELECT api.open($1::int, 'users', $2::text, NULL)"), "open");
	session_must(b->s.console,
	    raw_prepare(b->s.console, "get", "SELECT version, cells FROM api.get('users', $1::text, $2::text[])"), "get");
}

static void open_bench(struct bench *b)
{
	char users[24];

	session_open(&b->s, "anna", "demo-anna-lumen-2026", "402816");
	b->users = raw_count(b->s.admin, "SELECT count(*) FROM site.users");
	snprintf(users, sizeof users, "%lld", b->users);
	session_must(b->s.admin, raw_do(b->s.admin, pieces_sql, RAW(users)), "pieces");
	b->piece_count = raw_rows(b->s.admin) < PIECES ? raw_rows(b->s.admin) : PIECES;
	for (int i = 0; i < b->piece_count; i++)
		snprintf(b->pieces[i], sizeof b->pieces[i], "%s", raw_value(b->s.admin, i, 0));
	prepare(b);
}

static const char *request_of(char *out, size_t size, const char *more)
{
	snprintf(out, size, "{\"entity\": \"users\", \"columns\": " COLUMNS_JSON ", \"limit\": 50%s}", more);
	return out;
}

/* ---- P3 ---- */

static const char *lookup_request(char *out, size_t size, const char *piece)
{
	char more[400];

	snprintf(more, sizeof more, ", \"search\": \"%s\"", piece);
	return request_of(out, size, more);
}

/* The keys of the last answers are the same, in the same order. */
static bool same_rows(const struct bench *b)
{
	if (raw_rows(b->s.admin) != raw_rows(b->s.console))
		return false;
	for (int i = 0; i < raw_rows(b->s.admin); i++)
		if (strcmp(raw_value(b->s.admin, i, 0), raw_value(b->s.console, i, 0)) != 0)
			return false;
	return true;
}

/* Times one piece in turns; the medians of the rounds go to the series. */
static bool time_piece(struct bench *b, const char *piece, struct series *ours, struct series *rows_only, struct series *peer)
{
	char request[600], pattern[100];
	struct series both = { 0 }, rows = { 0 }, plain = { 0 };
	bool same = true;

	snprintf(pattern, sizeof pattern, "%%%s%%", piece);
	lookup_request(request, sizeof request, piece);
	for (int round = 0; round < ROUNDS; round++) {
		double only;

		if (round % 2)
			series_add(&both, session_list(&b->s, request, &only)), series_add(&rows, only);
		series_add(&plain, session_bare(&b->s, "lookup", RAW(piece, pattern)));
		if (round % 2 == 0)
			series_add(&both, session_list(&b->s, request, &only)), series_add(&rows, only);
		same = same && same_rows(b);
	}
	series_add(ours, series_at(&both, 0.5));
	series_add(rows_only, series_at(&rows, 0.5));
	series_add(peer, series_at(&plain, 0.5));
	series_free(&both);
	series_free(&rows);
	series_free(&plain);
	return same;
}

static void measure_lookup(struct bench *b)
{
	struct series ours = { 0 }, rows = { 0 }, peer = { 0 }, naive = { 0 };
	int differ = 0;
	struct row row = { "P3", "customer look-up, median of the pieces", "ms", "best bare SQL", &ours, &peer, .reference = true };

	session_must(
	    b->s.admin, raw_sql(b->s.admin, "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan"), "settings");
	for (int i = 0; i < b->piece_count; i++)
		differ += !time_piece(b, b->pieces[i], &ours, &rows, &peer);
	session_must(
	    b->s.admin, raw_sql(b->s.admin, "SET enable_seqscan = on; SET plan_cache_mode = force_custom_plan"), "settings");
	for (int i = 0; i < NAIVE && i < b->piece_count; i++) {
		char pattern[100];

		snprintf(pattern, sizeof pattern, "%%%s%%", b->pieces[i]);
		series_add(&naive, session_bare(&b->s, "naive", RAW(b->pieces[i], pattern)));
	}
	session_must(b->s.admin, raw_sql(b->s.admin, "RESET plan_cache_mode"), "settings");
	row_print(&row);
	row = (struct row) { "P3", "customer look-up, p90 of the pieces", "ms", "best bare SQL", &ours, &peer, .share = 0.9,
		.ratio_max = 1.3 };
	row_print(&row);
	row = (struct row) { "P3", "the same without recording it first, p90", "ms", "best bare SQL", &rows, &peer, .share = 0.9,
		.reference = true };
	row_print(&row);
	row = (struct row) { "P3", "for comparison: plain ORDER BY … LIMIT 50 (12 pieces), p90", "ms", "plain SQL", &ours, &naive,
		.share = 0.9, .reference = true };
	row_print(&row);
	row_note("P3",
	    "%d pieces of four letters, drawn from names, e-mail addresses and companies; each piece's value is the median of %d "
	    "turns. "
	    "Both sides gave the same rows in the same order for %d of them.",
	    b->piece_count, ROUNDS, b->piece_count - differ);
	series_free(&ours);
	series_free(&rows);
	series_free(&peer);
	series_free(&naive);
}

/* ---- P4 ---- */

static void measure_pages(struct bench *b)
{
	long long page = b->users / 100 < 10000 ? b->users / 100 : 10000;
	struct series first = { 0 }, far = { 0 }, first_all = { 0 }, far_all = { 0 }, keyset = { 0 }, offset = { 0 };
	char what[120], request[900], far_request[900], more[500], name[300], id[24], skip[24];
	struct row row;

	snprintf(skip, sizeof skip, "%lld", (page - 1) * 50);
	session_must(b->s.admin,
	    raw_sqlf(b->s.admin,
		"SELECT (site.fold(t.full_name)) COLLATE \"C\", t.id, to_json(site.fold(t.full_name)) FROM site.users t "
		"WHERE " VISIBLE_SQL "ORDER BY 1, 2 LIMIT 1 OFFSET %lld",
		(page - 1) * 50 - 1),
	    "the place of a page");
	snprintf(name, sizeof name, "%s", raw_value(b->s.admin, 0, 0));
	snprintf(id, sizeof id, "%s", raw_value(b->s.admin, 0, 1));
	/* The mark is JSON within JSON. */
	session_must(b->s.admin, raw_do(b->s.admin, "SELECT to_json(jsonb_build_array($1::text, $2::text)::text)", RAW(name, id)),
	    "the mark");
	snprintf(more, sizeof more, ", \"sort\": \"full_name\", \"after\": %s", raw_value(b->s.admin, 0, 0));
	request_of(far_request, sizeof far_request, more);
	request_of(request, sizeof request, ", \"sort\": \"full_name\"");
	for (int i = 0; i < TURNS; i++) {
		double rows;

		series_add(&first_all, session_list(&b->s, request, &rows));
		series_add(&first, rows);
		series_add(&far_all, session_list(&b->s, far_request, &rows));
		series_add(&far, rows);
		series_add(&keyset, session_bare(&b->s, "keyset", RAW(name, id)));
		if (!same_rows(b))
			tap_bail("page %lld is another one than that of the same SQL", page);
		if (i % 40 == 0)
			series_add(&offset, session_bare(&b->s, "offset", RAW(skip)));
	}
	snprintf(what, sizeof what, "page %lld of the users by name, beside page 1", page);
	row = (struct row) { "P4", what, "ms", "page 1", &far, &first, .ratio_max = 1.2 };
	row_print(&row);
	row = (struct row) { "P4", "the same with recording it first", "ms", "page 1", &far_all, &first_all, .ratio_max = 1.2 };
	row_print(&row);
	row = (struct row) { "P4", "for comparison: the same page by OFFSET", "ms", "bare OFFSET", &far_all, &offset,
		.reference = true };
	row_print(&row);
	row = (struct row) { "P4", "for comparison: the same page by bare keyset SQL", "ms", "bare keyset", &far, &keyset,
		.reference = true };
	row_print(&row);
	series_free(&first), series_free(&far), series_free(&first_all), series_free(&far_all), series_free(&keyset),
	    series_free(&offset);
}

/* ---- P5 ---- */

/* What checks may add, where a page by its key takes so many milliseconds. A time counts only in the measure of another of the same run. */
#define BAR_ADDED 0.15
#define BAR_PAGE 0.08

/* What is compared: the call alone, and with the record of it that comes first. */
struct cost {
	struct series checked, recorded, bare, plain; /* plain: the same rows in another form, if measured */
};

static void report_cost(struct cost *c, const char *what, double added_max)
{
	char text[120];
	struct row row = { "P5", text, "ms", "bare SQL", &c->checked, &c->bare, .ratio_max = 1.1, .added_max = added_max };

	/* Queries over a millisecond are judged by the ratio, shorter ones by what is added. */
	if (series_at(&c->bare, 0.5) > 1)
		row.added_max = 0;
	else
		row.ratio_max = 0;
	row.reference = added_max <= 0;
	snprintf(text, sizeof text, "%s, checks", what);
	row_print(&row);
	snprintf(text, sizeof text, "%s, checks and the record that comes first", what);
	row.ours = &c->recorded;
	row.reference = true;
	row_print(&row);
	if (c->plain.count > 0) {
		snprintf(text, sizeof text, "%s, checks, beside eight columns instead of one array and a mark", what);
		row.ours = &c->checked;
		row.peer = &c->plain;
		row_print(&row);
	}
	series_free(&c->checked);
	series_free(&c->recorded);
	series_free(&c->bare);
	series_free(&c->plain);
}

/* A number for turn i of measurement salt, evenly over the accounts. */
static long long pick(const struct bench *b, int i, int salt)
{
	unsigned long long h =
	    (unsigned long long)(i + 1) * 0x9E3779B97F4A7C15ULL + (unsigned long long)salt * 0xC2B2AE3D27D4EB4FULL;

	h ^= h >> 29;
	h *= 0xBF58476D1CE4E5B9ULL;
	h ^= h >> 32;
	return 10000013 + (long long)(h % (unsigned long long)(b->users - 100));
}

static void cost_of_pages(struct bench *b)
{
	struct cost c = { 0 };
	char id[24], more[80], request[600];

	for (int i = 0; i < TURNS; i++) {
		double rows;

		snprintf(id, sizeof id, "%lld", pick(b, i, 1));
		snprintf(more, sizeof more, ", \"after\": \"[\\\"%s\\\"]\"", id);
		request_of(request, sizeof request, more);
		if (i % 2)
			series_add(&c.bare, session_bare(&b->s, "form", RAW(id)));
		series_add(&c.recorded, session_list(&b->s, request, &rows));
		series_add(&c.checked, rows);
		if (i % 2 == 0)
			series_add(&c.bare, session_bare(&b->s, "form", RAW(id)));
		if (!same_rows(b))
			tap_bail("the page behind %s is another one than that of the same SQL", id);
		series_add(&c.plain, session_bare(&b->s, "page", RAW(id)));
	}
	b->added_max = (int)(100 * BAR_ADDED * series_at(&c.plain, 0.5) / BAR_PAGE + 0.5) / 100.0;
	row_note("P5",
	    "The bar is one of time, %.2f ms where a page by its key takes %.2f ms. Here the same page, in eight columns, took "
	    "%.3f ms, so the bar is %.2f ms.",
	    BAR_ADDED, BAR_PAGE, series_at(&c.plain, 0.5), b->added_max);
	report_cost(&c, "a page of 50 users", b->added_max);
}

static void cost_of_lookups(struct bench *b)
{
	struct cost c = { 0 };
	char word[300], pattern[310], request[900];

	session_must(
	    b->s.admin, raw_sql(b->s.admin, "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan"), "settings");
	for (int i = 0; i < TURNS / 4; i++) {
		const char *found = NULL;
		double rows;

		for (int salt = 2; !found && salt < 200; salt++)
			found = raw_textf(b->s.admin,
			    "SELECT site.fold(t.email) FROM site.users t WHERE id = %lld AND email ~ '^[a-z0-9.@-]+$' "
			    "AND " VISIBLE_SQL,
			    pick(b, i, salt));
		if (!found)
			tap_bail("no e-mail address to look up");
		snprintf(word, sizeof word, "%s", found);
		snprintf(pattern, sizeof pattern, "%%%s%%", word);
		lookup_request(request, sizeof request, word);
		if (i % 2)
			series_add(&c.bare, session_bare(&b->s, "lookup", RAW(word, pattern)));
		series_add(&c.recorded, session_list(&b->s, request, &rows));
		series_add(&c.checked, rows);
		if (i % 2 == 0)
			series_add(&c.bare, session_bare(&b->s, "lookup", RAW(word, pattern)));
		if (!same_rows(b))
			tap_bail("searching %s finds others than the same SQL", word);
	}
	session_must(b->s.admin, raw_sql(b->s.admin, "RESET enable_seqscan; RESET plan_cache_mode"), "settings");
	report_cost(&c, "a look-up by e-mail address", b->added_max);
}

static void cost_of_records(struct bench *b, const char *bare, const char *columns, const char *what, bool judged)
{
	struct cost c = { 0 };
	char id[24], ticket[16];

	for (int i = 0; i < TURNS; i++) {
		const char *opened[] = { ticket, id }, *got[] = { id, columns };
		struct raw_call open = { "open", opened, 2 }, get = { "get", got, 2 };
		double start;

		do
			snprintf(id, sizeof id, "%lld", pick(b, i, 500 + (int)(b->s.ticket++ % 1000)));
		while (session_bare(&b->s, bare, RAW(id)) >= 0 && raw_rows(b->s.admin) == 0);
		snprintf(ticket, sizeof ticket, "%d", ++b->s.ticket);
		start = measure_now();
		session_must(b->s.console, raw_pair(b->s.console, &open, &get), id);
		series_add(&c.recorded, measure_now() - start);
		start = measure_now();
		session_must(b->s.console, raw_run(b->s.console, "get", got, 2), id);
		series_add(&c.checked, measure_now() - start);
		series_add(&c.bare, session_bare(&b->s, bare, RAW(id)));
	}
	report_cost(&c, what, judged ? b->added_max : 0);
}

int main(void)
{
	struct bench b = { 0 };

	open_bench(&b);
	measure_lookup(&b);
	measure_pages(&b);
	cost_of_pages(&b);
	cost_of_lookups(&b);
	cost_of_records(&b, "record", "{" RECORD_COLUMNS "}", "a record of any 27 fields, as no screen asks", false);
	cost_of_records(&b, "opened", "{" OPENED_COLUMNS "}", "a record of 40 fields, as the console opens it", true);
	session_close(&b.s);
	return EXIT_SUCCESS;
}
