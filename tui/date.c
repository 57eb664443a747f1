#include "tui/date.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_FIRST = 1000, YEAR_LAST = 9999, DAY_SECONDS = 86400 };

int date_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && leap);
}

bool date_valid(struct date d)
{
	return d.year >= YEAR_FIRST && d.year <= YEAR_LAST && d.day >= 1 && d.day <= date_month_days(d.year, d.month);
}

/* Counted in eras of 400 years that start on 1 March, so that the leap day is the last of its year. */
int64_t date_to_days(struct date d)
{
	int64_t year = d.month <= 2 ? d.year - 1 : d.year, era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
	int64_t of_year = (153 * (d.month > 2 ? d.month - 3 : d.month + 9) + 2) / 5 + d.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct date date_from_days(int64_t days)
{
	int64_t shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097,
		of_era = shifted - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
	struct date d = { .year = (int)(year + era * 400),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(of_year - (153 * month + 2) / 5 + 1) };

	if (d.month <= 2)
		d.year++;
	return d;
}

struct date date_add_months(struct date d, int64_t months)
{
	int64_t all = (int64_t)d.year * 12 + d.month - 1 + months;
	int last;

	d.year = (int)(all / 12);
	d.month = (int)(all % 12) + 1;
	last = date_month_days(d.year, d.month);
	if (d.day > last)
		d.day = last;
	return d;
}

struct date date_today(const struct field_env *env)
{
	struct tm t;

	moment_local(env, env->now, &t);
	return (struct date) { t.tm_year + 1900, t.tm_mon + 1, t.tm_mday };
}

/* n digits at *s, which moves on behind them; -1 if they are not there. */
static int take_digits(const char **s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if ((*s)[i] < '0' || (*s)[i] > '9')
			return -1;
		value = value * 10 + ((*s)[i] - '0');
	}
	*s += n;
	return value;
}

static bool take(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool take_date(const char **s, struct date *ret)
{
	struct date d;

	d.year = take_digits(s, 4);
	if (d.year < 0 || !take(s, '-'))
		return false;
	d.month = take_digits(s, 2);
	if (d.month < 0 || !take(s, '-'))
		return false;
	d.day = take_digits(s, 2);
	if (!date_valid(d))
		return false;
	*ret = d;
	return true;
}

bool date_read(const char *wire, struct date *ret)
{
	struct date d;

	if (!take_date(&wire, &d) || *wire != '\0')
		return false;
	*ret = d;
	return true;
}

static int take_fraction(const char **s)
{
	int micros = 0, unit = 100000;

	if (**s < '0' || **s > '9')
		return -1;
	for (; **s >= '0' && **s <= '9'; (*s)++, unit /= 10)
		micros += (**s - '0') * unit;
	return micros;
}

/* Seconds east of Greenwich, from "+01", "-03:30" or "Z". */
static bool take_offset(const char **s, int *ret)
{
	int sign = **s == '-' ? -1 : 1, hours, minutes = 0;

	if (take(s, 'Z')) {
		*ret = 0;
		return true;
	}
	if (!take(s, '+') && !take(s, '-'))
		return false;
	hours = take_digits(s, 2);
	if (hours >= 0 && take(s, ':'))
		minutes = take_digits(s, 2);
	if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59)
		return false;
	*ret = sign * (hours * 3600 + minutes * 60);
	return true;
}

bool moment_read(const char *wire, struct moment *ret)
{
	int hour, minute, second, micros = 0, offset;
	struct date d;

	if (!take_date(&wire, &d) || (!take(&wire, ' ') && !take(&wire, 'T')))
		return false;
	hour = take_digits(&wire, 2);
	if (hour < 0 || hour > 23 || !take(&wire, ':'))
		return false;
	minute = take_digits(&wire, 2);
	if (minute < 0 || minute > 59 || !take(&wire, ':'))
		return false;
	second = take_digits(&wire, 2);
	if (second < 0 || second > 59 || (take(&wire, '.') && (micros = take_fraction(&wire)) < 0))
		return false;
	if (!take_offset(&wire, &offset) || *wire != '\0')
		return false;
	ret->seconds = date_to_days(d) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset;
	ret->micros = micros;
	return true;
}

void moment_write(struct moment m, char *out, size_t size)
{
	int64_t days = m.seconds / DAY_SECONDS, second = m.seconds % DAY_SECONDS;
	char fraction[16] = "";
	struct date d;

	if (second < 0) {
		second += DAY_SECONDS;
		days--;
	}
	d = date_from_days(days);
	if (m.micros != 0) {
		int n = snprintf(fraction, sizeof(fraction), ".%06d", m.micros);

		while (n > 0 && fraction[n - 1] == '0')
			fraction[--n] = '\0';
	}
	snprintf(out, size, "%04d-%02d-%02d %02d:%02d:%02d%s+00", d.year, d.month, d.day, (int)(second / 3600),
	    (int)(second / 60 % 60), (int)(second % 60), fraction);
}

void moment_local(const struct field_env *env, int64_t seconds, struct tm *ret)
{
	time_t t = (time_t)seconds;

	memset(ret, 0, sizeof(*ret));
	if (!(env->zone ? localtime_r(&t, ret) : gmtime_r(&t, ret)))
		ret->tm_mday = 1; /* a year that int does not hold */
}

bool moment_from_local(const struct field_env *env, struct date d, int hour, int minute, int second, int64_t *ret_seconds)
{
	struct tm t = { .tm_year = d.year - 1900,
		.tm_mon = d.month - 1,
		.tm_mday = d.day,
		.tm_hour = hour,
		.tm_min = minute,
		.tm_sec = second,
		.tm_isdst = -1 };
	struct tm back;
	time_t seconds = env->zone ? mktime(&t) : timegm(&t);

	moment_local(env, (int64_t)seconds, &back);
	if (back.tm_mday != d.day || back.tm_hour != hour || back.tm_min != minute)
		return false;
	*ret_seconds = (int64_t)seconds;
	return true;
}
