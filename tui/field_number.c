#include "tui/field_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

/*
 * English groups with a comma and has a decimal point, Dutch the other way. Understood are the language's own way (blanks group in
 * both) and the plain form without groups, 1234.50. So "1.234" is 1234 in Dutch, where a point groups three digits, and refused in
 * English, where it would be a third decimal; "1,234" is 1234 in English and refused in Dutch. "1.50" is one and a half in both.
 * Nothing is ever rounded or guessed.
 */
enum { WHOLE_DIGITS = 19, MONEY_DIGITS = 12, MONEY_DECIMALS = 2, GROUP = 3 };

struct decimal {
	bool negative;
	char whole[FIELD_WORD]; /* digits without leading zeros, at least one */
	char fraction[FIELD_WORD]; /* digits as typed */
};

static char group_of(enum language l)
{
	return l == LANGUAGE_NL ? '.' : ',';
}

static char point_of(enum language l)
{
	return l == LANGUAGE_NL ? ',' : '.';
}

/* Copies what was typed with all kinds of blanks as ' ' and the minus sign proper as '-'; false for anything else but ASCII. */
static bool simplify(const char *text, size_t n, char out[FIELD_WORD])
{
	size_t used = 0;

	for (size_t at = 0, length; at < n; at += length) {
		uint32_t c = 0;

		length = text_decode(text + at, n - at, &c);
		if (c == 0xa0 || c == 0x202f || c == 0x2009)
			c = ' ';
		if (c == 0x2212)
			c = '-';
		if (length == 0 || c >= 0x80 || used + 1 >= FIELD_WORD)
			return false;
		out[used++] = (char)c;
	}
	out[used] = '\0';
	return true;
}

/* True if s[0, n) is digits in groups of three, the first of one to three, split by `group`; or digits alone. */
static bool is_grouped(const char *s, size_t n, char group)
{
	size_t run = 0;
	bool first = true;

	for (size_t i = 0; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9') {
			run++;
			continue;
		}
		if (s[i] != group || run == 0 || (first ? run > GROUP || s[0] == '0' : run != GROUP))
			return false;
		first = false;
		run = 0;
	}
	return first ? run > 0 : run == GROUP;
}

static bool all_digits(const char *s)
{
	return s[0] != '\0' && s[strspn(s, "0123456789")] == '\0';
}

/* The decimal sign in s by the rules above; NULL if there is none. */
static const char *find_point(const char *s, enum language l)
{
	const char *own = strchr(s, point_of(l)), *plain = strchr(s, '.');

	if (own || l == LANGUAGE_EN)
		return own;
	/* Dutch, and no comma: a single point that does not group is the plain form's. */
	if (plain && !is_grouped(s, strlen(s), '.'))
		return plain;
	return NULL;
}

static bool read_decimal(const char *typed, enum language l, struct decimal *ret)
{
	const char *s = typed, *point;
	size_t n, used = 0;

	memset(ret, 0, sizeof(*ret));
	if (*s == '-' || *s == '+')
		ret->negative = *s++ == '-';
	while (*s == ' ')
		s++;
	point = find_point(s, l);
	n = point ? (size_t)(point - s) : strlen(s);
	if (point && !all_digits(point + 1))
		return false;
	if (n == 0 ? !point : !is_grouped(s, n, group_of(l)) && !is_grouped(s, n, ' '))
		return false;
	if (point)
		snprintf(ret->fraction, sizeof(ret->fraction), "%s", point + 1);
	for (size_t i = 0; i < n; i++)
		if (s[i] >= '0' && s[i] <= '9' && (used > 0 || s[i] != '0'))
			ret->whole[used++] = s[i];
	if (used == 0)
		ret->whole[0] = '0';
	return true;
}

static bool read_typed(struct parse *p, struct decimal *ret)
{
	char simple[FIELD_WORD] = "";

	return simplify(p->text, p->n, simple) && read_decimal(simple, p->env->language, ret);
}

static bool is_zero(const struct decimal *d)
{
	return strcmp(d->whole, "0") == 0 && d->fraction[strspn(d->fraction, "0")] == '\0';
}

bool field_parse_number(struct parse *p)
{
	const char *example = p->env->language == LANGUAGE_NL ? "1.234" : "1,234";
	char wire[FIELD_WORD + 2];
	struct decimal d;

	if (!read_typed(p, &d))
		return field_refuse(p, _("This is no number: write digits, such as %s."), example);
	if (d.fraction[0] != '\0')
		return field_refuse(p, _("Only whole numbers stand here: write it without decimals, such as %s."), example);
	errno = 0;
	snprintf(wire, sizeof(wire), "%s%s", d.negative && !is_zero(&d) ? "-" : "", d.whole);
	if (strlen(d.whole) > WHOLE_DIGITS || (strtoll(wire, NULL, 10), errno == ERANGE))
		return field_refuse(p, _("This number is too large: write one of at most %d digits."), WHOLE_DIGITS - 1);
	return field_accept(p, wire, strlen(wire));
}

/* Whether the amounts of a currency have no decimals. */
static bool is_whole(const struct field_env *env)
{
	const char *currency = env->currency ? env->currency : "";
	size_t n = strlen(currency);

	for (const char *at = env->whole ? env->whole : ""; n > 0 && *at; at += strcspn(at, " "), at += *at == ' ')
		if (strncmp(at, currency, n) == 0 && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

/* "10.00" is ten yen; "10.000" might be ten thousand of them. */
static bool accept_whole(struct parse *p, const struct decimal *d)
{
	const char *example = p->env->language == LANGUAGE_NL ? "1.234" : "1,234";
	char wire[MONEY_DIGITS + 2];

	if (strlen(d->fraction) > MONEY_DECIMALS || d->fraction[strspn(d->fraction, "0")] != '\0')
		return field_refuse(p, _("%s has no decimals: write it as %s or 1234."), p->env->currency, example);
	snprintf(wire, sizeof(wire), "%s%.*s", d->negative && !is_zero(d) ? "-" : "", MONEY_DIGITS, d->whole);
	return field_accept(p, wire, strlen(wire));
}

bool field_parse_money(struct parse *p)
{
	const char *example = p->env->language == LANGUAGE_NL ? "1.234,50" : "1,234.50";
	char wire[MONEY_DIGITS + MONEY_DECIMALS + 4];
	struct decimal d;
	size_t decimals;

	if (!read_typed(p, &d))
		return field_refuse(p, _("This is no amount: write it as %s or 1234.50, without the currency."), example);
	decimals = strlen(d.fraction);
	if (strlen(d.whole) > MONEY_DIGITS)
		return field_refuse(
		    p, _("This amount is too large: it may have at most %d digits before the decimals."), MONEY_DIGITS);
	if (is_whole(p->env))
		return accept_whole(p, &d);
	if (decimals > MONEY_DECIMALS)
		return field_refuse(p, _("An amount has at most two decimals: write it as %s or 1234.50."), example);
	snprintf(wire, sizeof(wire), "%s%.*s.%.*s%s", d.negative && !is_zero(&d) ? "-" : "", MONEY_DIGITS, d.whole, MONEY_DECIMALS,
	    d.fraction, &"00"[decimals]);
	return field_accept(p, wire, strlen(wire));
}

bool field_format_number(enum language language, const char *wire, bool grouped, int decimals, char *out, size_t size)
{
	const char *digits = wire + (wire[0] == '-'), *point = strchr(wire, '.');
	size_t whole = strspn(digits, "0123456789"), fraction = point ? strlen(point + 1) : 0, used = 0;
	char shown[FIELD_WORD * 2];

	if (whole == 0 || whole + fraction > FIELD_WORD - 8 || digits[whole] != (point ? '.' : '\0') ||
	    (point && !all_digits(point + 1)))
		return false;
	if (wire[0] == '-')
		shown[used++] = '-';
	for (size_t i = 0; i < whole; i++) {
		if (grouped && i > 0 && (whole - i) % GROUP == 0)
			shown[used++] = group_of(language);
		shown[used++] = digits[i];
	}
	if (fraction > 0 || decimals > 0)
		shown[used++] = point_of(language);
	for (size_t i = 0; i < fraction || i < (size_t)decimals; i++)
		shown[used++] = i < fraction ? point[1 + i] : '0';
	shown[used] = '\0';
	if (used >= size)
		return false;
	memcpy(out, shown, used + 1);
	return true;
}
