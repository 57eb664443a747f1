#ifndef TUI_FIELD_H
#define TUI_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A field: one kind of value with its label, limits and help. Forms, lists, filters, help, export and man page read the same
 * table. A value travels as text ("wire form", what the database reads and writes): dates 2026-11-23, times in UTC
 * 2026-11-23 14:02:11.123456+00, money and numbers with a decimal point, yes/no t or f, NULL for no value.
 */
enum field_kind {
	FIELD_TEXT, /* one line */
	FIELD_LINES, /* several lines */
	FIELD_NUMBER, /* whole number */
	FIELD_MONEY, /* decimal; with a currency as many places as the wire has, else at least two */
	FIELD_DATE, /* accepts today, +14d, -2w, 3 mar, 23-11-2026, 2026-11-23 */
	FIELD_TIME, /* a moment; shown local, relative in lists */
	FIELD_YESNO,
	FIELD_TRISTATE, /* yes, no, or empty = inherit */
	FIELD_CHOICE, /* one of choices */
	FIELD_SECRET, /* never shown; the value lives in locked memory of the form */
	FIELD_ADDRESS, /* IPv4, IPv6 address or network */
	FIELD_REFERENCE, /* a key of another entity; shown by its name */
	FIELD_PROGRESS, /* "done/total" or thousandths: drawn as a bar; read-only, see gauge.h */
	FIELD_CHART, /* numbers, "3,5,1" or "Mon=3;Tue=5": drawn; read-only, see gauge.h */
	FIELD_KIND_COUNT
};

enum field_flags {
	FIELD_READONLY = 1 << 0,
	FIELD_REQUIRED = 1 << 1,
	FIELD_KEY = 1 << 2, /* a key column: marked when its row is under the cursor */
	FIELD_SORTABLE = 1 << 3, /* an index serves this order */
	FIELD_FILTER = 1 << 4, /* may stand in a filter chip */
	FIELD_HIDDEN = 1 << 5, /* in lists, not shown until chosen */
	FIELD_ON_CREATE = 1 << 6, /* may be given when the record is made, though readonly later */
	FIELD_STATE = 1 << 7, /* a state: drawn with its dot or ring */
	FIELD_OURS = 1 << 8, /* a text of the program's own that the database holds: shown translated */
};

struct field_choice {
	const char *value;
	const char *label;
}; /* label is N_(); list ends with value NULL */

struct field {
	const char *name; /* column name on the wire */
	const char *label; /* N_() */
	enum field_kind kind;
	unsigned flags; /* enum field_flags */
	int width; /* columns wanted in a list; 0 = by kind */
	int limit; /* longest text in characters; 0 = by kind */
	const char *help; /* N_(), one sentence */
	const struct field_choice *choices; /* FIELD_CHOICE with a fixed list */
	const char *source; /* FIELD_CHOICE, FIELD_REFERENCE: name of the list that the database gives */
	const char *currency; /* FIELD_MONEY: column with the currency, which says how many decimals there are; NULL = two */
	const char *right; /* right to change it; NULL = that of the record */
	const char *named_by; /* FIELD_REFERENCE: column with the name of what it leads to; NULL = none, or of old a known one */
};

enum language { LANGUAGE_EN, LANGUAGE_NL };

/* What parsing and showing depend on. */
struct field_env {
	enum language language; /* 1,234.50 or 1.234,50; month names */
	int64_t now; /* seconds since the epoch */
	const char *zone; /* IANA name; NULL = UTC */
	const char *whole; /* currencies without decimals, as "ISK JPY"; NULL or "" = not known */
	const char *currency; /* of the amount that is read; NULL = two decimals */
};

/*
 * Parses what was typed into wire form in out. Empty input gives an empty string, which means NULL. False: why holds a sentence
 * that says what to type instead (translated), out is untouched.
 */
bool field_parse(
    const struct field *f, const struct field_env *env, const char *typed, char *out, size_t size, char *why, size_t why_size);

/* Numbers and amounts: see field_number.c for what each language takes. Dates: see date_parse.c. */

/* Shows a wire value (NULL = nothing) for a form: "23-11-2026" as ISO, money by locale. Returns out. Never fails: what it cannot read it shows as is. */
const char *field_format(const struct field *f, const struct field_env *env, const char *wire, char *out, size_t size);

/* As field_format, for a cell of a list: times as "today 09:14", "3 days ago", else the date. */
const char *field_format_short(const struct field *f, const struct field_env *env, const char *wire, char *out, size_t size);

/* Columns that the field takes in a list when it names none. */
int field_width(const struct field *f);
/* Limit in characters when it names none. */
int field_limit(const struct field *f);
bool field_is_right_aligned(const struct field *f);

/* Whether the value of a FIELD_STATE is its good one: its first choice, or yes. */
bool field_is_good(const struct field *f, const char *wire);
/* The dot or ring before a FIELD_STATE; "" before any other. */
const char *field_sign(const struct field *f, const char *wire);

/* The field of that name in a table ended by a NULL name; NULL if there is none. */
const struct field *field_find(const struct field *fields, const char *name);

/* Self-check of a table for the unit test: unique names, labels and help set, choices ended. False puts the flaw into why. */
bool field_table_check(const struct field *fields, char *why, size_t size);

#endif
