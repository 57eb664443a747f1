#ifndef TUI_FIELD_PRIVATE_H
#define TUI_FIELD_PRIVATE_H

#include "field.h"

/* One call of field_parse, handed down to the parser of the kind. text is trimmed, not empty; for short kinds n < FIELD_WORD. */
enum { FIELD_WORD = 128 };

struct parse {
	const struct field *field;
	const struct field_env *env;
	const char *text;
	size_t n;
	char *out;
	size_t size;
	char *why;
	size_t why_size;
};

/* Writes the sentence; returns false, for "return field_refuse(…)". */
bool field_refuse(struct parse *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Writes the value; false with a sentence if it does not fit. */
bool field_accept(struct parse *p, const char *value, size_t n);

bool field_parse_number(struct parse *p);
bool field_parse_money(struct parse *p);
bool field_parse_address(struct parse *p);

/* Digits with the language's separators, as many decimals as the wire has, at least `decimals`. False if wire is no number. */
bool field_format_number(enum language language, const char *wire, bool grouped, int decimals, char *out, size_t size);
/* Bytes of an address that are shown: one host loses its /32 or /128. */
size_t field_host_length(const char *wire);

#endif
