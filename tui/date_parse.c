#include "tui/date.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

/*
 * Dates as people type them, in English and Dutch at any time. Day before month, as on this continent: 3/4/2026 is the third of
 * April. Without a year it is this year. Two digits are no year.
 */
enum { TYPED_MAX = 64, PARTS_MAX = 3, OFFSET_MAX = 100000 };

static const char *const month_names[12] = {
	N_("January"),
	N_("February"),
	N_("March"),
	N_("April"),
	N_("May"),
	N_("June"),
	N_("July"),
	N_("August"),
	N_("September"),
	N_("October"),
	N_("November"),
	N_("December"),
};

__attribute__((format(printf, 3, 4))) static bool refuse(char *why, size_t size, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(why, size, format, list);
	va_end(list);
	return false;
}

/* The month that a word of three letters or more begins; 0 = none. */
static int month_of(const char *word)
{
	static const struct {
		const char *name;
		int month;
	} names[] = {
		{ "january", 1 },
		{ "januari", 1 },
		{ "february", 2 },
		{ "februari", 2 },
		{ "march", 3 },
		{ "maart", 3 },
		{ "mrt", 3 },
		{ "april", 4 },
		{ "may", 5 },
		{ "mei", 5 },
		{ "june", 6 },
		{ "juni", 6 },
		{ "july", 7 },
		{ "juli", 7 },
		{ "august", 8 },
		{ "augustus", 8 },
		{ "september", 9 },
		{ "october", 10 },
		{ "oktober", 10 },
		{ "november", 11 },
		{ "december", 12 },
	};
	size_t n = strlen(word);

	for (size_t i = 0; n >= 3 && i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(names[i].name, word, n) == 0)
			return names[i].month;
	return 0;
}

static bool relative_word(const char *typed, int *ret_days)
{
	static const struct {
		const char *word;
		int days;
	} words[] = {
		{ "today", 0 },
		{ "vandaag", 0 },
		{ "tomorrow", 1 },
		{ "morgen", 1 },
		{ "yesterday", -1 },
		{ "gisteren", -1 },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(typed, words[i].word) == 0) {
			*ret_days = words[i].days;
			return true;
		}
	}
	return false;
}

static bool in_reach(struct date d, struct date *ret, char *why, size_t size)
{
	if (!date_valid(d))
		return refuse(why, size, _("This is too far away: write a date between 1000-01-01 and 9999-12-31."));
	*ret = d;
	return true;
}

/* "+14d", "-2 w", "+1m", "+1y" or "+1j", from today; without a letter days. */
static bool parse_offset(const struct field_env *env, const char *typed, struct date *ret, char *why, size_t size)
{
	char *end;
	long long n = strtoll(typed, &end, 10);
	struct date today = date_today(env);

	while (*end == ' ')
		end++;
	if (!isdigit((unsigned char)typed[1]) || strlen(end) > 1)
		return refuse(why, size, _("Write a step from today as +14d, -2w, +1m or +1y: days, weeks, months or years."));
	if (n > OFFSET_MAX || n < -OFFSET_MAX)
		return refuse(why, size, _("This is too far away: write a date between 1000-01-01 and 9999-12-31."));
	switch (*end) {
	case '\0':
	case 'd':
		return in_reach(date_from_days(date_to_days(today) + n), ret, why, size);
	case 'w':
		return in_reach(date_from_days(date_to_days(today) + 7 * n), ret, why, size);
	case 'm':
		n = n < -120000 ? -120000 : n;
		break;
	case 'y':
	case 'j':
		n *= 12;
		break;
	default:
		return refuse(why, size, _("Write a step from today as +14d, -2w, +1m or +1y: days, weeks, months or years."));
	}
	if ((int64_t)today.year * 12 + n < 12000 || (int64_t)today.year * 12 + n > 120000)
		return refuse(why, size, _("This is too far away: write a date between 1000-01-01 and 9999-12-31."));
	return in_reach(date_add_months(today, n), ret, why, size);
}

/* The pieces of a typed date: numbers in their order with their digits, and a month by name. */
struct parts {
	int numbers[PARTS_MAX], digits[PARTS_MAX], count;
	int month, month_at; /* month_at: numbers that stood before it */
};

static bool is_ordinal(const char *word)
{
	static const char *const endings[] = { "st", "nd", "rd", "th", "e", "de", "ste" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (strcmp(word, endings[i]) == 0)
			return true;
	return false;
}

static bool take_number(const char **s, struct parts *p)
{
	int digits = 0, value = 0;

	for (; isdigit((unsigned char)**s); (*s)++)
		if (++digits <= 8)
			value = value * 10 + (**s - '0');
	if (p->count == PARTS_MAX || digits > 8)
		return false;
	p->numbers[p->count] = value;
	p->digits[p->count++] = digits;
	return true;
}

static bool take_word(const char **s, struct parts *p, bool behind_number)
{
	char word[16];
	size_t n = 0;

	while (isalpha((unsigned char)**s)) {
		if (n + 1 >= sizeof(word))
			return false;
		word[n++] = *(*s)++;
	}
	word[n] = '\0';
	if (behind_number && is_ordinal(word))
		return true;
	if (p->month != 0)
		return false;
	p->month = month_of(word);
	p->month_at = p->count;
	return p->month != 0;
}

static bool take_parts(const char *s, struct parts *p)
{
	while (*s) {
		bool behind_number = false;

		if (isdigit((unsigned char)*s)) {
			if (!take_number(&s, p))
				return false;
			behind_number = true;
		}
		if (isalpha((unsigned char)*s) && !take_word(&s, p, behind_number))
			return false;
		if (*s && !strchr(" ,.-/", *s) && !isalnum((unsigned char)*s))
			return false;
		while (*s && strchr(" ,.-/", *s))
			s++;
	}
	return true;
}

/* Sorts the parts into day, month and year; year 0 = not said. False if they make no date. */
static bool arrange(const struct parts *p, struct date *d)
{
	const int *n = p->numbers;

	if (p->month == 0 && p->count == 1 && p->digits[0] == 8) {
		*d = (struct date) { n[0] / 10000, n[0] / 100 % 100, n[0] % 100 };
		return true;
	}
	for (int i = 0; i < p->count; i++)
		if (p->digits[i] > 4)
			return false;
	*d = (struct date) { 0 };
	if (p->month != 0 && (p->count == 1 || p->count == 2)) {
		bool year_first = p->count == 2 && p->digits[0] > 2;

		d->month = p->month;
		d->day = n[year_first ? 1 : 0];
		d->year = p->count == 2 ? n[year_first ? 0 : 1] : 0;
		return p->digits[year_first ? 1 : 0] <= 2;
	}
	if (p->month != 0 || p->count < 2)
		return false;
	if (p->count == 3 && p->digits[0] > 2)
		*d = (struct date) { n[0], n[1], n[2] };
	else
		*d = (struct date) { p->count == 3 ? n[2] : 0, n[1], n[0] };
	return p->digits[1] <= 2;
}

/* The year's digits, when a year was written; 0 if not. */
static int year_digits(const struct parts *p)
{
	int needed = p->month != 0 ? 2 : 3;

	if (p->count < needed)
		return 0;
	return p->digits[0] > 2 ? p->digits[0] : p->digits[p->count - 1];
}

static bool check(struct date d, char *why, size_t size)
{
	int days;

	if (d.month < 1 || d.month > 12)
		return refuse(
		    why, size, _("There is no month %d: write day-month-year or year-month-day, such as 2026-11-23."), d.month);
	days = date_month_days(d.year, d.month);
	if (d.day < 1 || d.day > days)
		return refuse(why, size, _("There is no day %d in %s %d: write a day from 1 to %d."), d.day,
		    _(month_names[d.month - 1]), d.year, days);
	if (!date_valid(d))
		return refuse(why, size, _("This is too far away: write a date between 1000-01-01 and 9999-12-31."));
	return true;
}

/* Folds and trims into out; false if it is too long to be a date. */
static bool tidy(const char *typed, char out[TYPED_MAX])
{
	size_t n;

	while (*typed == ' ')
		typed++;
	if (strlen(typed) >= TYPED_MAX)
		return false;
	n = text_fold(typed, out, TYPED_MAX);
	while (n > 0 && out[n - 1] == ' ')
		out[--n] = '\0';
	return true;
}

bool date_parse(const struct field_env *env, const char *typed, struct date *ret, char *why, size_t size)
{
	struct parts parts = { 0 };
	char text[TYPED_MAX];
	struct date d;
	int days;

	if (!tidy(typed, text) || text[0] == '\0')
		return refuse(why, size, _("This is no date: write 2026-11-23, 23-11-2026, 3 mar, today or +14d."));
	if (relative_word(text, &days)) {
		*ret = date_from_days(date_to_days(date_today(env)) + days);
		return true;
	}
	if (text[0] == '+' || text[0] == '-')
		return parse_offset(env, text, ret, why, size);
	if (!take_parts(text, &parts) || !arrange(&parts, &d))
		return refuse(why, size, _("This is no date: write 2026-11-23, 23-11-2026, 3 mar, today or +14d."));
	if (year_digits(&parts) != 0 && year_digits(&parts) != 4 && parts.count > 1)
		return refuse(why, size, _("Write the year in four digits, such as 2026-11-23 or 23-11-2026."));
	if (d.year == 0 && year_digits(&parts) == 0 && !(parts.count == 1 && parts.digits[0] == 8))
		d.year = date_today(env).year;
	if (!check(d, why, size))
		return false;
	*ret = d;
	return true;
}

/* "14:02", "14:02:11", "14:02:11.5"; *s moves on behind it. */
static bool take_clock(const char **s, int clock[3], int *ret_micros)
{
	*ret_micros = 0;
	for (int i = 0; i < 3; i++) {
		int digits = 0;

		clock[i] = 0;
		for (; isdigit((unsigned char)**s) && digits < 2; digits++)
			clock[i] = clock[i] * 10 + (*(*s)++ - '0');
		if (digits == 0 || (i > 0 && digits != 2) || isdigit((unsigned char)**s))
			return false;
		if (i == 1 && **s != ':')
			break;
		if (i < 2 && *(*s)++ != ':')
			return false;
	}
	if (**s == '.') {
		int unit = 100000;

		for ((*s)++; isdigit((unsigned char)**s); (*s)++, unit /= 10)
			*ret_micros += (**s - '0') * unit;
	}
	return clock[0] <= 23 && clock[1] <= 59 && clock[2] <= 59;
}

/* "z", "utc", "+01", "+0100", "+01:00" at the end of a time. */
static bool take_zone(const char *s, bool *ret_given, int *ret_offset)
{
	int sign, digits = 0, value = 0;

	while (*s == ' ')
		s++;
	*ret_given = *s != '\0';
	*ret_offset = 0;
	if (*s == '\0' || strcmp(s, "z") == 0 || strcmp(s, "utc") == 0)
		return true;
	if (*s != '+' && *s != '-')
		return false;
	sign = *s == '-' ? -1 : 1;
	for (s++; isdigit((unsigned char)*s) || (*s == ':' && digits == 2); s++) {
		if (*s == ':')
			continue;
		value = value * 10 + (*s - '0');
		if (++digits > 4)
			return false;
	}
	if (*s != '\0' || (digits != 2 && digits != 4))
		return false;
	if (digits == 2)
		value *= 100;
	*ret_offset = sign * (value / 100 * 3600 + value % 100 * 60);
	return value / 100 <= 15 && value % 100 <= 59;
}

/* Where the clock time starts in text: the digits before the first colon; NULL = there is none. */
static const char *find_clock(const char *text)
{
	const char *s = strchr(text, ':');

	if (!s)
		return NULL;
	while (s > text && isdigit((unsigned char)s[-1]))
		s--;
	return s;
}

bool moment_parse(const struct field_env *env, const char *typed, struct moment *ret, char *why, size_t size)
{
	char text[TYPED_MAX], day[TYPED_MAX];
	const char *s, *rest;
	int clock[3] = { 0 }, offset = 0;
	bool zoned = false;
	struct moment m = { 0 };
	struct date d = date_today(env);
	size_t n;

	if (!tidy(typed, text))
		return refuse(why, size, _("This is no time: write 2026-11-23 14:02, today 14:02, or 14:02."));
	if (strcmp(text, "now") == 0 || strcmp(text, "nu") == 0) {
		/* To the minute, as it is shown. */
		*ret = (struct moment) { .seconds = env->now - env->now % 60 };
		return true;
	}
	s = rest = find_clock(text);
	if (s && (!take_clock(&rest, clock, &m.micros) || !take_zone(rest, &zoned, &offset)))
		return refuse(why, size, _("This is no time of day: write 14:02 or 14:02:11, from 00:00 to 23:59."));
	n = s ? (size_t)(s - text) : strlen(text);
	while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == ',' || (s && text[n - 1] == 't' && n == 11)))
		n--;
	memcpy(day, text, n);
	day[n] = '\0';
	if ((n > 0 || !s) && !date_parse(env, day, &d, why, size))
		return false;
	if (zoned)
		m.seconds = date_to_days(d) * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2] - offset;
	else if (!moment_from_local(env, d, clock[0], clock[1], clock[2], &m.seconds))
		return refuse(
		    why, size, _("This time does not exist on that day, for the clocks go forward: write one an hour later."));
	*ret = m;
	return true;
}
