#ifndef TUI_DATE_H
#define TUI_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "field.h"

/* Days and moments: the calendar behind FIELD_DATE and FIELD_TIME. Gregorian, years 1000 to 9999. */
struct date {
	int year, month, day; /* month and day from 1 */
};

struct moment {
	int64_t seconds; /* since the epoch, UTC */
	int micros; /* 0..999999 */
};

int date_month_days(int year, int month);
bool date_valid(struct date d);
int64_t date_to_days(struct date d); /* days since 1970-01-01 */
struct date date_from_days(int64_t days);
struct date date_add_months(struct date d, int64_t months); /* the 31st becomes the last day of a shorter month */
struct date date_today(const struct field_env *env);

/* Reads "2026-11-23" and nothing else. */
bool date_read(const char *wire, struct date *ret);
/* Reads "2026-11-23 14:02:11.123456+00", as PostgreSQL writes it: fraction and minutes of the offset may be missing. */
bool moment_read(const char *wire, struct moment *ret);
/* Writes it so, in UTC. */
void moment_write(struct moment m, char *out, size_t size);

/* Broken-down local time: the zone is that of TZ, which main sets once from the configuration; UTC if env names no zone. */
void moment_local(const struct field_env *env, int64_t seconds, struct tm *ret);
/* The other way. False for a time that does not exist, in the hour that is skipped in spring. */
bool moment_from_local(const struct field_env *env, struct date d, int hour, int minute, int second, int64_t *ret_seconds);

/* What people type; see FIELD_DATE and FIELD_TIME. False: why holds a sentence. */
bool date_parse(const struct field_env *env, const char *typed, struct date *ret, char *why, size_t size);
bool moment_parse(const struct field_env *env, const char *typed, struct moment *ret, char *why, size_t size);

#endif
