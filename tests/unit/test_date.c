#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "tests/unit/field_check.h"
#include "tui/date.h"

static const struct field date = { .name = "d", .label = "D", .kind = FIELD_DATE, .help = "h" };
static const struct field moment = { .name = "w", .label = "W", .kind = FIELD_TIME, .help = "h" };

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
		{ "jan", "januari" },
		{ "feb", "februari" },
		{ "mar", "mrt" },
		{ "apr", "april" },
		{ "may", "mei" },
		{ "jun", "juni" },
		{ "jul", "juli" },
		{ "aug", "augustus" },
		{ "sept", "september" },
		{ "oct", "okt" },
		{ "nov", "november" },
		{ "dec", "december" },
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
	assert_int_equal(date_to_days((struct date) { 1970, 1, 1 }), 0);
	assert_int_equal(date_to_days((struct date) { 2026, 11, 23 }), NOW / 86400);
	for (int64_t day = date_to_days((struct date) { 1000, 1, 1 }); day <= date_to_days((struct date) { 9999, 12, 31 }); day++) {
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
	for (int64_t day = date_to_days((struct date) { 2000, 1, 1 }); day <= date_to_days((struct date) { 2001, 12, 31 }); day++) {
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
		"",
		"2026-11-23",
		"2026-11-23 14:02",
		"2026-11-23 14:02:11",
		"2026-11-23 25:02:11+00",
		"2026-11-23 14:02:11.+00",
		"2026-11-23 14:02:11+",
		"2026-11-23 14:02:11+00x",
		"infinity",
		"2026-02-30 00:00:00+00",
		"2026-11-23 14:02:11+99",
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
	moment_write((struct moment) { -1, 1 }, wire, sizeof(wire));
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

		moment_write((struct moment) { s, 0 }, wire, sizeof(wire));
		field_format(&moment, &english, wire, shown, sizeof(shown));
		accepts(&moment, &english, shown, wire);
	}
	for (int64_t s = 1792890000 - 10800; s < 1792890000 + 10800; s += 600) {
		char wire[64], shown[64];

		moment_write((struct moment) { s, 0 }, wire, sizeof(wire));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_date_words),
		cmocka_unit_test(test_date_steps),
		cmocka_unit_test(test_impossible_dates),
		cmocka_unit_test(test_every_day_round_trips),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_moments_as_the_database_writes_them),
		cmocka_unit_test(test_local_time),
		cmocka_unit_test(test_relative_times),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
