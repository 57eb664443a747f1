#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tui/date.h"
#include "tui/field.h"
#include "tui/text.h"

/* Monday, 23 November 2026, 14:02:11 UTC. */
enum { NOW = 1795442531 };

static struct field_env english = { LANGUAGE_EN, NOW, NULL }, dutch = { LANGUAGE_NL, NOW, NULL };

static const struct field_choice states[] = {
	{ "active", "Active" }, { "disabled", "Disabled" }, { "deleted", "Deleted" }, { "x1", "Überfällig" }, { NULL, NULL },
};

static const struct field text = { .name = "t", .label = "T", .kind = FIELD_TEXT, .help = "h", .limit = 10 };
static const struct field lines = { .name = "l", .label = "L", .kind = FIELD_LINES, .help = "h" };
static const struct field number = { .name = "n", .label = "N", .kind = FIELD_NUMBER, .help = "h" };
static const struct field key_number = { .name = "id", .label = "Id", .kind = FIELD_NUMBER, .flags = FIELD_KEY, .help = "h" };
static const struct field money = { .name = "m", .label = "M", .kind = FIELD_MONEY, .help = "h" };
static const struct field date = { .name = "d", .label = "D", .kind = FIELD_DATE, .help = "h" };
static const struct field moment = { .name = "w", .label = "W", .kind = FIELD_TIME, .help = "h" };
static const struct field yesno = { .name = "y", .label = "Y", .kind = FIELD_YESNO, .help = "h" };
static const struct field tristate = { .name = "y3", .label = "Y", .kind = FIELD_TRISTATE, .help = "h" };
static const struct field choice = { .name = "c", .label = "C", .kind = FIELD_CHOICE, .choices = states, .help = "h" };
static const struct field secret = { .name = "s", .label = "S", .kind = FIELD_SECRET, .help = "h" };
static const struct field address = { .name = "a", .label = "A", .kind = FIELD_ADDRESS, .help = "h" };
static const struct field reference = { .name = "r", .label = "R", .kind = FIELD_REFERENCE, .source = "users", .help = "h" };

static char out[12000], why[256];

static void accepts(const struct field *f, const struct field_env *env, const char *typed, const char *wire)
{
	why[0] = '\0';
	if (!field_parse(f, env, typed, out, sizeof(out), why, sizeof(why)))
		fail_msg("%s: \"%s\" is refused: %s", f->name, typed, why);
	if (strcmp(out, wire) != 0)
		fail_msg("%s: \"%s\" gives \"%s\" instead of \"%s\"", f->name, typed, out, wire);
}

/* Refused with a clean sentence that holds the part, and out untouched. */
static void refuses(const struct field *f, const struct field_env *env, const char *typed, const char *part)
{
	snprintf(out, sizeof(out), "untouched");
	why[0] = '\0';
	if (field_parse(f, env, typed, out, sizeof(out), why, sizeof(why)))
		fail_msg("%s: \"%s\" is taken as \"%s\"", f->name, typed, out);
	assert_string_equal(out, "untouched");
	assert_true(strlen(why) > 10 && text_is_clean(why, strlen(why)));
	if (!strstr(why, part))
		fail_msg("%s: \"%s\" says \"%s\", not \"%s\"", f->name, typed, why, part);
}

static void shows(const struct field *f, const struct field_env *env, const char *wire, const char *wanted)
{
	char shown[256];

	assert_ptr_equal(field_format(f, env, wire, shown, sizeof(shown)), shown);
	assert_string_equal(shown, wanted);
}

static void shows_short(const struct field *f, const struct field_env *env, const char *wire, const char *wanted)
{
	char shown[256];

	field_format_short(f, env, wire, shown, sizeof(shown));
	assert_string_equal(shown, wanted);
}

static void test_empty_is_no_value(void **state)
{
	static const struct field *const all[] = {
		&text, &lines, &number, &money, &date, &moment, &yesno, &tristate, &choice, &secret, &address, &reference,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		accepts(all[i], &english, "", "");
		if (all[i] != &secret && all[i] != &lines)
			accepts(all[i], &english, "  \t ", "");
		if (all[i] != &tristate)
			shows(all[i], &english, NULL, "");
	}
}

static void test_text(void **state)
{
	char broken[] = { 'a', (char)0xc3, 'b', '\0' };

	(void)state;
	accepts(&text, &english, "  Müller ", "Müller");
	accepts(&text, &english, "ééééééééé€", "ééééééééé€");
	accepts(&text, &english, "e\xcc\x81", "e\xcc\x81");
	accepts(&text, &english, "a\xe2\x80\x8d" "b", "a\xe2\x80\x8d" "b");
	refuses(&text, &english, "12345678901", "at most 10");
	refuses(&text, &english, "a\nb", "one line");
	refuses(&text, &english, "a\x1b[31m", "Character 2");
	refuses(&text, &english, "ab\xe2\x80\xae", "Character 3");
	refuses(&text, &english, "a\xc2\x9b", "Character 2");
	refuses(&text, &english, "a\xee\x80\x80", "Character 2");
	refuses(&text, &english, broken, "character 2");
	assert_false(field_parse(&text, &english, "abcdef", out, 6, why, sizeof(why)));
	assert_true(field_parse(&text, &english, "abcdef", out, 7, why, sizeof(why)));
}

static void test_lines(void **state)
{
	(void)state;
	accepts(&lines, &english, " a\r\nb\rc\n\td ", " a\nb\nc\n\td ");
	refuses(&lines, &english, "a\nb\x07", "Character 4");
	shows_short(&lines, &english, "a\nb\tc", "a b c");
	shows(&lines, &english, "a\nb", "a\nb");
}

static void test_secrets_are_never_shown(void **state)
{
	char shown[64], longer[64];

	(void)state;
	accepts(&secret, &english, "  with blanks  ", "  with blanks  ");
	refuses(&secret, &english, "a\x1b", "Character 2");
	field_format(&secret, &english, "hunter2", shown, sizeof(shown));
	field_format(&secret, &english, "a much longer secret than that", longer, sizeof(longer));
	assert_string_equal(shown, longer);
	assert_null(strstr(shown, "h"));
	shows(&secret, &english, "", "");
}

static void test_numbers(void **state)
{
	(void)state;
	accepts(&number, &english, "0", "0");
	accepts(&number, &english, "-0", "0");
	accepts(&number, &english, "007", "7");
	accepts(&number, &english, "+42", "42");
	accepts(&number, &english, "\xe2\x88\x92" "42", "-42");
	accepts(&number, &english, "1,234,567", "1234567");
	accepts(&number, &english, "1 234 567", "1234567");
	accepts(&number, &english, "1\xc2\xa0" "234", "1234");
	accepts(&number, &dutch, "1.234.567", "1234567");
	accepts(&number, &dutch, "1.234", "1234");
	accepts(&number, &english, "9223372036854775807", "9223372036854775807");
	accepts(&number, &english, "-9223372036854775808", "-9223372036854775808");
	refuses(&number, &english, "9223372036854775808", "too large");
	refuses(&number, &english, "-9223372036854775809", "too large");
	refuses(&number, &english, "99999999999999999999999999999999", "too large");
	refuses(&number, &english, "1.234", "whole");
	refuses(&number, &english, "1.5", "whole");
	refuses(&number, &dutch, "1,5", "whole");
	refuses(&number, &english, "12,34", "1,234");
	refuses(&number, &english, "0,123", "no number");
	refuses(&number, &dutch, "1,234,567", "1.234");
	refuses(&number, &english, "1,23,456", "no number");
	refuses(&number, &english, "1 234,567", "no number");
	refuses(&number, &english, "12a", "no number");
	refuses(&number, &english, "-", "no number");
	refuses(&number, &english, "--1", "no number");
	refuses(&number, &english, "1e5", "no number");
	refuses(&number, &english, "0x10", "no number");
	refuses(&number, &english, "٣", "no number");
	refuses(&number, &english, ",", "no number");
	refuses(&number, &english, "1,", "no number");
}

static void test_money(void **state)
{
	static const struct field_env *const both[] = { &english, &dutch };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		accepts(&money, both[i], "1234.50", "1234.50");
		accepts(&money, both[i], "1234.5", "1234.50");
		accepts(&money, both[i], "1234", "1234.00");
		accepts(&money, both[i], "-0", "0.00");
		accepts(&money, both[i], "-12.05", "-12.05");
		accepts(&money, both[i], "0.05", "0.05");
		accepts(&money, both[i], "999999999999.99", "999999999999.99");
		refuses(&money, both[i], "9999999999999", "too large");
		refuses(&money, both[i], "1.2345", "two decimals");
		refuses(&money, both[i], "€ 12", "without the currency");
		refuses(&money, both[i], "12 EUR", "no amount");
		refuses(&money, both[i], "1.2.3", "no amount");
		refuses(&money, both[i], ".", "no amount");
		refuses(&money, both[i], "12.", "no amount");
		refuses(&money, both[i], "1,2345.00", "no amount");
		refuses(&money, both[i], "NaN", "no amount");
	}
	accepts(&money, &english, "1,234.50", "1234.50");
	accepts(&money, &english, "1,234", "1234.00");
	accepts(&money, &english, "1,234,567.8", "1234567.80");
	accepts(&money, &english, ".5", "0.50");
	accepts(&money, &dutch, "1.234,50", "1234.50");
	accepts(&money, &dutch, "1.234", "1234.00");
	accepts(&money, &dutch, "12,5", "12.50");
	accepts(&money, &dutch, "1 234,50", "1234.50");
	accepts(&money, &dutch, ",5", "0.50");
	refuses(&money, &english, "1.234", "1,234.50");
	refuses(&money, &english, "12,50", "1,234.50");
	refuses(&money, &english, "1.234,50", "1,234.50");
	refuses(&money, &dutch, "1,234", "1.234,50");
	refuses(&money, &dutch, "1,234.50", "1.234,50");
	shows(&money, &english, "1234.5", "1,234.50");
	shows(&money, &dutch, "1234.5", "1.234,50");
	shows(&money, &english, "-1234567.89", "-1,234,567.89");
	shows(&money, &english, "0", "0.00");
	shows(&money, &dutch, "1.23456", "1,23456");
	shows(&money, &english, "odd", "odd");
	shows(&number, &english, "1234567", "1,234,567");
	shows(&number, &dutch, "-123456", "-123.456");
	shows(&number, &english, "123", "123");
	shows(&number, &english, "12x", "12x");
	shows(&key_number, &english, "10009292", "10009292");
}

static void test_number_round_trips(void **state)
{
	static const struct field_env *const both[] = { &english, &dutch };
	uint64_t seed = 1;
	char shown[64], wire[64];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct field_env *env = both[i % 2];

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		snprintf(wire, sizeof(wire), "%lld", (long long)((int64_t)seed >> (seed % 61)));
		field_format(&number, env, wire, shown, sizeof(shown));
		accepts(&number, env, shown, wire);
		snprintf(wire, sizeof(wire), "%s%llu.%02u", seed % 2 ? "-" : "", (unsigned long long)(seed % 999999999999u) + 1, (unsigned)(seed >> 57) % 100);
		field_format(&money, env, wire, shown, sizeof(shown));
		accepts(&money, env, shown, wire);
	}
}

static void test_dates(void **state)
{
	(void)state;
	accepts(&date, &english, "2026-11-23", "2026-11-23");
	accepts(&date, &english, "2026/1/2", "2026-01-02");
	accepts(&date, &english, "20261123", "2026-11-23");
	accepts(&date, &english, "23-11-2026", "2026-11-23");
	accepts(&date, &english, "3/4/2026", "2026-04-03");
	accepts(&date, &dutch, "3.4.2026", "2026-04-03");
	accepts(&date, &english, "3-4", "2026-04-03");
	accepts(&date, &english, "3 mar", "2026-03-03");
	accepts(&date, &english, "3 March 2025", "2025-03-03");
	accepts(&date, &english, "March 3, 2025", "2025-03-03");
	accepts(&date, &english, "2025 march 3", "2025-03-03");
}

static void test_date_words(void **state)
{
	static const char *const months[12][2] = {
		{ "jan", "januari" }, { "feb", "februari" }, { "mar", "mrt" }, { "apr", "april" }, { "may", "mei" }, { "jun", "juni" },
		{ "jul", "juli" }, { "aug", "augustus" }, { "sept", "september" }, { "oct", "okt" }, { "nov", "november" }, { "dec", "december" },
	};

	(void)state;
	for (int m = 0; m < 12; m++) {
		for (int k = 0; k < 2; k++) {
			char typed[64], wire[64];

			snprintf(typed, sizeof(typed), "%d %s 2024", m + 1, months[m][k]);
			snprintf(wire, sizeof(wire), "2024-%02d-%02d", m + 1, m + 1);
			accepts(&date, &english, typed, wire);
			accepts(&date, &dutch, typed, wire);
			snprintf(typed, sizeof(typed), "%d%s2024", m + 1, months[m][k]);
			accepts(&date, &english, typed, wire);
		}
	}
	accepts(&date, &english, "today", "2026-11-23");
	accepts(&date, &english, " TODAY ", "2026-11-23");
	accepts(&date, &dutch, "vandaag", "2026-11-23");
	accepts(&date, &english, "tomorrow", "2026-11-24");
	accepts(&date, &dutch, "morgen", "2026-11-24");
	accepts(&date, &english, "yesterday", "2026-11-22");
	accepts(&date, &dutch, "gisteren", "2026-11-22");
	accepts(&date, &english, "3rd march", "2026-03-03");
	accepts(&date, &dutch, "3e mrt", "2026-03-03");
	accepts(&date, &dutch, "1ste maart 2025", "2025-03-01");
}

static void test_date_steps(void **state)
{
	struct field_env last = english, leap = english;

	(void)state;
	accepts(&date, &english, "+14d", "2026-12-07");
	accepts(&date, &english, "+14", "2026-12-07");
	accepts(&date, &english, "-2w", "2026-11-09");
	accepts(&date, &english, "-2 W", "2026-11-09");
	accepts(&date, &english, "+1m", "2026-12-23");
	accepts(&date, &english, "-11m", "2025-12-23");
	accepts(&date, &english, "+2m", "2027-01-23");
	accepts(&date, &english, "+1y", "2027-11-23");
	accepts(&date, &dutch, "+1j", "2027-11-23");
	accepts(&date, &english, "+0d", "2026-11-23");
	accepts(&date, &english, "-1000y", "1026-11-23");
	last.now = 1769860800; /* 31 January 2026 */
	accepts(&date, &last, "+1m", "2026-02-28");
	accepts(&date, &last, "+3m", "2026-04-30");
	accepts(&date, &last, "-1m", "2025-12-31");
	leap.now = 1709164800; /* 29 February 2024 */
	accepts(&date, &leap, "+1y", "2025-02-28");
	accepts(&date, &leap, "+4y", "2028-02-29");
	refuses(&date, &english, "+", "step");
	refuses(&date, &english, "+d", "step");
	refuses(&date, &english, "+1x", "step");
	refuses(&date, &english, "+1dd", "step");
	refuses(&date, &english, "+ 1d", "step");
	refuses(&date, &english, "+9000y", "too far");
	refuses(&date, &english, "-9000y", "too far");
	refuses(&date, &english, "+99999999999999999999d", "too far");
	refuses(&date, &english, "-100000w", "too far");
	refuses(&date, &english, "+100000m", "too far");
}

static void test_impossible_dates(void **state)
{
	(void)state;
	refuses(&date, &english, "31 feb", "no day 31 in February 2026: write a day from 1 to 28");
	refuses(&date, &english, "29-2-2026", "from 1 to 28");
	refuses(&date, &english, "29-2-1900", "from 1 to 28");
	accepts(&date, &english, "29-2-2000", "2000-02-29");
	accepts(&date, &english, "29-2-2024", "2024-02-29");
	refuses(&date, &english, "31-4-2026", "from 1 to 30");
	refuses(&date, &english, "2026-06-31", "June 2026");
	refuses(&date, &english, "0-1-2026", "no day 0");
	refuses(&date, &english, "1-0-2026", "no month 0");
	refuses(&date, &english, "2026-13-01", "no month 13");
	refuses(&date, &english, "11/23/2026", "no month 23");
	refuses(&date, &english, "20261301", "no month 13");
	refuses(&date, &english, "23-11-26", "four digits");
	refuses(&date, &english, "3 mar 26", "four digits");
	refuses(&date, &english, "3 mar 226", "four digits");
	refuses(&date, &english, "0226-01-01", "too far");
	refuses(&date, &english, "00000101", "too far");
	refuses(&date, &english, "0000-01-01", "too far");
	refuses(&date, &english, "99999-01-01", "no date");
	refuses(&date, &english, "14", "no date");
	refuses(&date, &english, "mar", "no date");
	refuses(&date, &english, "2026", "no date");
	refuses(&date, &english, "mar 2026", "no date");
	refuses(&date, &english, "3 mar 4 5", "no date");
	refuses(&date, &english, "3 mar apr", "no date");
	refuses(&date, &english, "3 ma", "no date");
	refuses(&date, &english, "1-2-3-4", "no date");
	refuses(&date, &english, "soon", "no date");
	refuses(&date, &english, "1;2;2026", "no date");
	refuses(&date, &english, "2026-11-23x", "no date");
	refuses(&date, &english, "日本", "no date");
	refuses(&date, &english, "a very long text that is certainly no date whatever one may think of it, really", "no date");
	refuses(&date, &english, "123456789012345678901234567890", "no date");
}

static void test_every_day_round_trips(void **state)
{
	struct date before = { 1999, 12, 31 };
	char wire[32], shown[32];

	(void)state;
	assert_int_equal(date_to_days((struct date){ 1970, 1, 1 }), 0);
	assert_int_equal(date_to_days((struct date){ 2026, 11, 23 }), NOW / 86400);
	for (int64_t day = date_to_days((struct date){ 1000, 1, 1 }); day <= date_to_days((struct date){ 9999, 12, 31 }); day++) {
		struct date d = date_from_days(day), read;

		if (!date_valid(d) || date_to_days(d) != day)
			fail_msg("day %lld is %d-%d-%d", (long long)day, d.year, d.month, d.day);
		if (day % 97 != 0)
			continue;
		snprintf(wire, sizeof(wire), "%04d-%02d-%02d", d.year, d.month, d.day);
		assert_true(date_read(wire, &read) && read.day == d.day);
		field_format(&date, &english, wire, shown, sizeof(shown));
		accepts(&date, &english, shown, wire);
	}
	/* Each day of a leap year and its neighbour follows the one before. */
	for (int64_t day = date_to_days((struct date){ 2000, 1, 1 }); day <= date_to_days((struct date){ 2001, 12, 31 }); day++) {
		struct date d = date_from_days(day);

		assert_true(d.day == before.day + 1 || (d.day == 1 && before.day == date_month_days(before.year, before.month)));
		before = d;
	}
	assert_int_equal(date_month_days(2026, 0), 0);
	assert_int_equal(date_month_days(2026, 13), 0);
	assert_false(date_read("2026-11-3", &before) || date_read("2026-11-233", &before) || date_read("2026-02-30", &before));
}

static void use_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
	english.zone = dutch.zone = strcmp(zone, "UTC") == 0 ? NULL : zone;
}

static void test_moments(void **state)
{
	(void)state;
	use_zone("UTC");
	accepts(&moment, &english, "2026-11-23 14:02:11", "2026-11-23 14:02:11+00");
	accepts(&moment, &english, "2026-11-23 14:02", "2026-11-23 14:02:00+00");
	accepts(&moment, &english, "2026-11-23T14:02:11.5Z", "2026-11-23 14:02:11.5+00");
	accepts(&moment, &english, "2026-11-23 14:02:11.123456+00", "2026-11-23 14:02:11.123456+00");
	accepts(&moment, &english, "2026-11-23 14:02 +0130", "2026-11-23 12:32:00+00");
	accepts(&moment, &english, "2026-11-23 23:30-03:30", "2026-11-24 03:00:00+00");
	accepts(&moment, &english, "today 9:05", "2026-11-23 09:05:00+00");
	accepts(&moment, &english, "9:05", "2026-11-23 09:05:00+00");
	accepts(&moment, &dutch, "gisteren 17:40", "2026-11-22 17:40:00+00");
	accepts(&moment, &english, "3 mar", "2026-03-03 00:00:00+00");
	accepts(&moment, &english, "+1d 08:00", "2026-11-24 08:00:00+00");
	accepts(&moment, &english, "1969-12-31 23:59:59", "1969-12-31 23:59:59+00");
	refuses(&moment, &english, "24:00", "time of day");
	refuses(&moment, &english, "12:60", "time of day");
	refuses(&moment, &english, "12:5", "time of day");
	refuses(&moment, &english, "12:05:61", "time of day");
	refuses(&moment, &english, "12:05x", "time of day");
	refuses(&moment, &english, "12:05 +99", "time of day");
	refuses(&moment, &english, ":", "time of day");
	refuses(&moment, &english, "31 feb 12:00", "no day 31");
	refuses(&moment, &english, "soon 12:00", "no date");
}

static void test_moments_as_the_database_writes_them(void **state)
{
	static const char *const wrong[] = {
		"", "2026-11-23", "2026-11-23 14:02", "2026-11-23 14:02:11", "2026-11-23 25:02:11+00", "2026-11-23 14:02:11.+00",
		"2026-11-23 14:02:11+", "2026-11-23 14:02:11+00x", "infinity", "2026-02-30 00:00:00+00", "2026-11-23 14:02:11+99",
	};
	struct moment m;
	char wire[64];

	(void)state;
	assert_true(moment_read("2026-11-23 14:02:11.123456+00", &m));
	assert_int_equal(m.seconds, NOW);
	assert_int_equal(m.micros, 123456);
	assert_true(moment_read("2026-11-23 15:02:11.1+01", &m));
	assert_int_equal(m.seconds, NOW);
	assert_int_equal(m.micros, 100000);
	assert_true(moment_read("2026-11-23 10:32:11-03:30", &m));
	assert_int_equal(m.seconds, NOW);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_false(moment_read(wrong[i], &m));
		shows(&moment, &english, wrong[i], wrong[i]);
	}
	moment_write((struct moment){ -1, 1 }, wire, sizeof(wire));
	assert_string_equal(wire, "1969-12-31 23:59:59.000001+00");
}

static void test_local_time(void **state)
{
	(void)state;
	use_zone("Europe/Amsterdam");
	accepts(&moment, &english, "2026-11-23 15:02:11", "2026-11-23 14:02:11+00");
	accepts(&moment, &english, "2026-07-01 12:00", "2026-07-01 10:00:00+00");
	shows(&moment, &english, "2026-11-23 14:02:11.5+00", "2026-11-23 15:02:11");
	shows(&moment, &english, "2026-12-31 23:30:00+00", "2027-01-01 00:30:00");
	/* The hour that is skipped, and the one that comes twice. */
	refuses(&moment, &english, "2026-03-29 02:30", "does not exist");
	accepts(&moment, &english, "2026-03-29 03:30", "2026-03-29 01:30:00+00");
	for (int64_t s = 1774746000 - 7200; s < 1774746000 + 7200; s += 600) {
		char wire[64], shown[64];

		moment_write((struct moment){ s, 0 }, wire, sizeof(wire));
		field_format(&moment, &english, wire, shown, sizeof(shown));
		accepts(&moment, &english, shown, wire);
	}
	for (int64_t s = 1792890000 - 10800; s < 1792890000 + 10800; s += 600) {
		char wire[64], shown[64];

		moment_write((struct moment){ s, 0 }, wire, sizeof(wire));
		field_format(&moment, &english, wire, shown, sizeof(shown));
		accepts(&moment, &english, shown, wire);
	}
	use_zone("UTC");
}

static void test_relative_times(void **state)
{
	(void)state;
	use_zone("UTC");
	shows_short(&moment, &english, "2026-11-23 09:14:59+00", "today 09:14");
	shows_short(&moment, &english, "2026-11-23 23:59:00+00", "today 23:59");
	shows_short(&moment, &english, "2026-11-22 17:40:00+00", "yesterday 17:40");
	shows_short(&moment, &english, "2026-11-24 08:00:00+00", "tomorrow 08:00");
	shows_short(&moment, &english, "2026-11-21 23:59:59+00", "2 days ago");
	shows_short(&moment, &english, "2026-11-17 00:00:00+00", "6 days ago");
	shows_short(&moment, &english, "2026-11-16 23:59:59+00", "2026-11-16");
	shows_short(&moment, &english, "2026-11-25 00:00:00+00", "2026-11-25");
	shows_short(&moment, &english, "2019-04-02 00:00:00+00", "2019-04-02");
	shows_short(&moment, &english, "rubbish", "rubbish");
	/* The calendar of the zone decides what yesterday is. */
	use_zone("Asia/Tokyo");
	shows_short(&moment, &english, "2026-11-22 15:30:00+00", "today 00:30");
	use_zone("UTC");
}

static void test_yes_and_no(void **state)
{
	(void)state;
	accepts(&yesno, &english, "Y", "t");
	accepts(&yesno, &english, "yes", "t");
	accepts(&yesno, &dutch, "Ja", "t");
	accepts(&yesno, &dutch, "nee", "f");
	accepts(&yesno, &english, "0", "f");
	refuses(&yesno, &english, "maybe", "yes or no");
	refuses(&yesno, &english, "inherit", "yes or no");
	accepts(&tristate, &english, "no", "f");
	accepts(&tristate, &english, "inherit", "");
	refuses(&tristate, &english, "maybe", "inherit");
	shows(&yesno, &english, "t", "yes");
	shows(&yesno, &english, "f", "no");
	shows(&tristate, &english, NULL, "inherit");
	shows(&tristate, &english, "t", "yes");
	shows(&yesno, &english, "odd", "odd");
}

static void test_choices(void **state)
{
	static const struct field sourced = { .name = "c", .label = "C", .kind = FIELD_CHOICE, .source = "countries", .help = "h" };

	(void)state;
	accepts(&choice, &english, "active", "active");
	accepts(&choice, &english, "Active", "active");
	accepts(&choice, &english, "act", "active");
	accepts(&choice, &english, "uberfallig", "x1");
	accepts(&choice, &english, "deleted", "deleted");
	refuses(&choice, &english, "d", "Several");
	refuses(&choice, &english, "nothing", "none of the choices");
	shows(&choice, &english, "x1", "Überfällig");
	shows(&choice, &english, "gone", "gone");
	accepts(&sourced, &english, "DE", "DE");
	shows(&sourced, &english, "DE", "DE");
	assert_int_equal(field_width(&choice), 10);
}

static void test_addresses(void **state)
{
	(void)state;
	accepts(&address, &english, "192.0.2.7", "192.0.2.7");
	accepts(&address, &english, " 192.0.2.0/24 ", "192.0.2.0/24");
	accepts(&address, &english, "192.0.2.7/32", "192.0.2.7");
	accepts(&address, &english, "0.0.0.0/0", "0.0.0.0/0");
	accepts(&address, &english, "2001:DB8:0:0::7", "2001:db8::7");
	accepts(&address, &english, "2001:db8::/32", "2001:db8::/32");
	accepts(&address, &english, "2001:db8::7/128", "2001:db8::7");
	accepts(&address, &english, "::", "::");
	accepts(&address, &english, "::1", "::1");
	refuses(&address, &english, "192.0.2.7/24", "192.0.2.0/24");
	refuses(&address, &english, "192.0.2.7/24", "192.0.2.7 for");
	refuses(&address, &english, "2001:db8::7/32", "2001:db8::/32");
	refuses(&address, &english, "192.0.2.255/31", "192.0.2.254/31");
	refuses(&address, &english, "::ffff:192.0.2.7", "192.0.2.7");
	refuses(&address, &english, "::ffff:c000:207", "192.0.2.7");
	refuses(&address, &english, "::ffff:192.0.2.0/120", "192.0.2.0");
	refuses(&address, &english, "fe80::1%eth0", "zone");
	refuses(&address, &english, "192.0.2", "no address");
	refuses(&address, &english, "192.0.2.256", "no address");
	refuses(&address, &english, "192.0.2.07", "no address");
	refuses(&address, &english, "3232235777", "no address");
	refuses(&address, &english, "localhost", "no address");
	refuses(&address, &english, "1:2:3", "no address");
	refuses(&address, &english, "192.0.2.0/33", "0 to 32");
	refuses(&address, &english, "192.0.2.0/", "0 to 32");
	refuses(&address, &english, "192.0.2.0/-1", "0 to 32");
	refuses(&address, &english, "192.0.2.0/024", "0 to 32");
	refuses(&address, &english, "2001:db8::/129", "0 to 128");
	refuses(&address, &english, "192.0.2.0/24/24", "0 to 32");
	refuses(&address, &english, "/24", "no address");
	shows(&address, &english, "192.0.2.7/32", "192.0.2.7");
	shows(&address, &english, "2001:db8::7/128", "2001:db8::7");
	shows(&address, &english, "192.0.2.0/24", "192.0.2.0/24");
	shows(&address, &english, "2001:db8::/32", "2001:db8::/32");
}

/* Whatever is typed into whatever field: taken values are taken again as they are, refused ones have a sentence. */
static void test_random_typing(void **state)
{
	static const struct field *const all[] = {
		&text, &lines, &number, &money, &date, &moment, &yesno, &tristate, &choice, &secret, &address, &reference,
	};
	static const char likely[] = "0123456789-+.,:/ adfmntwyjeTZ%\n\r\t";
	uint32_t seed = 99;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		const struct field *f = all[i % 12];
		const struct field_env *env = i % 24 < 12 ? &english : &dutch;
		char typed[64], again[64], first[64];
		size_t n = (size_t)(i / 12 % 20);

		for (size_t k = 0; k < n; k++) {
			seed = seed * 1664525u + 1013904223u;
			typed[k] = (seed >> 16) % 8 ? likely[(seed >> 20) % (sizeof(likely) - 1)] : (char)((seed >> 24) | 1);
		}
		typed[n] = '\0';
		why[0] = '\0';
		if (!field_parse(f, env, typed, first, sizeof(first), why, sizeof(why))) {
			assert_true(why[0] != '\0');
			continue;
		}
		if (f == &money && first[0] != '\0')
			field_format(f, env, first, typed, sizeof(typed));
		else
			snprintf(typed, sizeof(typed), "%s", first);
		if (!field_parse(f, env, typed, again, sizeof(again), why, sizeof(why)) || strcmp(first, again) != 0)
			fail_msg("%s: %s is not taken again as it is: %s", f->name, first, why);
	}
}

static void test_short_buffers(void **state)
{
	char small[4];

	(void)state;
	memset(small, 'x', sizeof(small));
	field_format(&text, &english, "aé€", small, 3);
	assert_string_equal(small, "a");
	field_format(&money, &english, "1234.5", small, sizeof(small));
	assert_string_equal(small, "1,2");
	field_format(&secret, &english, "abc", small, sizeof(small));
	assert_true(text_is_utf8(small, strlen(small)));
	assert_false(field_parse(&date, &english, "today", small, sizeof(small), why, sizeof(why)));
	assert_false(field_parse(&number, &english, "12345", small, sizeof(small), why, sizeof(why)));
}

static void test_table_check(void **state)
{
	const struct field good[] = { text, number, choice, { .name = NULL } };
	const struct field twice[] = { text, number, text, { .name = NULL } };
	struct field one[2] = { text, { .name = NULL } };

	(void)state;
	assert_true(field_table_check(good, why, sizeof(why)));
	assert_false(field_table_check(twice, why, sizeof(why)));
	assert_non_null(strstr(why, "twice"));
	one[0].help = NULL;
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = text;
	one[0].label = "";
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = text;
	one[0].name = "Not a name";
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = choice;
	one[0].choices = NULL;
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = reference;
	one[0].source = NULL;
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = text;
	one[0].currency = "currency";
	assert_false(field_table_check(one, why, sizeof(why)));
	assert_ptr_equal(field_find(good, "n"), &good[1]);
	assert_null(field_find(good, "zz"));
	assert_true(field_is_right_aligned(&money) && field_is_right_aligned(&number) && !field_is_right_aligned(&text));
	assert_int_equal(field_limit(&text), 10);
	assert_true(field_limit(&lines) >= 1000 && field_width(&date) == 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_is_no_value),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_secrets_are_never_shown),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_number_round_trips),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_date_words),
		cmocka_unit_test(test_date_steps),
		cmocka_unit_test(test_impossible_dates),
		cmocka_unit_test(test_every_day_round_trips),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_moments_as_the_database_writes_them),
		cmocka_unit_test(test_local_time),
		cmocka_unit_test(test_relative_times),
		cmocka_unit_test(test_yes_and_no),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_random_typing),
		cmocka_unit_test(test_short_buffers),
		cmocka_unit_test(test_table_check),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
