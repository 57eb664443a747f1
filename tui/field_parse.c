#include "tui/field_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tui/date.h"
#include "tui/text.h"

bool field_refuse(struct parse *p, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(p->why, p->why_size, format, list);
	va_end(list);
	return false;
}

bool field_accept(struct parse *p, const char *value, size_t n)
{
	if (n >= p->size)
		return field_refuse(p, _("This is too long: shorten it."));
	memcpy(p->out, value, n);
	p->out[n] = '\0';
	return true;
}

/* Joiners and variation selectors are part of how some scripts and signs are written; they are drawn as a mark all the same. */
static bool is_joiner(uint32_t c)
{
	return c == 0x200c || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f);
}

/* Characters of the text; -1 with a sentence if it holds what must not get into the database. */
static int check_characters(struct parse *p, bool lines)
{
	int count = 0;

	for (size_t at = 0, length; at < p->n; at += length, count++) {
		uint32_t c = 0;

		length = text_decode(p->text + at, p->n - at, &c);
		if (length == 0) {
			field_refuse(
			    p, _("The text is broken at character %d (it is no UTF-8): type it again from there."), count + 1);
			return -1;
		}
		if (lines && (c == '\n' || c == '\r' || c == '\t'))
			continue;
		if (c == '\n' || c == '\r') {
			field_refuse(p, _("Only one line fits here: take the line end out."));
			return -1;
		}
		if (!is_joiner(c) && text_char_width(c) != 0 && !text_is_clean(p->text + at, length)) {
			field_refuse(p,
			    _("Character %d of the text cannot be seen (a control character or the like): take it out."),
			    count + 1);
			return -1;
		}
	}
	return count;
}

static bool check_text(struct parse *p, bool lines)
{
	int count = check_characters(p, lines), limit = field_limit(p->field);

	if (count < 0)
		return false;
	if (count > limit)
		return field_refuse(p,
		    ngettext("This is %d character long, at most %d fit: shorten it.",
			"This is %d characters long, at most %d fit: shorten it.", (unsigned long)count),
		    count, limit);
	return true;
}

static bool parse_text(struct parse *p)
{
	return check_text(p, false) && field_accept(p, p->text, p->n);
}

/* Line ends of other systems become our own. */
static bool parse_lines(struct parse *p)
{
	size_t used = 0;

	if (!check_text(p, true))
		return false;
	if (p->n >= p->size)
		return field_refuse(p, _("This is too long: shorten it."));
	for (size_t i = 0; i < p->n; i++) {
		char c = p->text[i];

		if (c == '\r') {
			if (i + 1 < p->n && p->text[i + 1] == '\n')
				continue;
			c = '\n';
		}
		p->out[used++] = c;
	}
	p->out[used] = '\0';
	return true;
}

static bool parse_date(struct parse *p)
{
	char wire[64];
	struct date d;

	if (!date_parse(p->env, p->text, &d, p->why, p->why_size))
		return false;
	snprintf(wire, sizeof(wire), "%04d-%02d-%02d", d.year, d.month, d.day);
	return field_accept(p, wire, strlen(wire));
}

static bool parse_time(struct parse *p)
{
	char wire[64];
	struct moment m;

	if (!moment_parse(p->env, p->text, &m, p->why, p->why_size))
		return false;
	moment_write(m, wire, sizeof(wire));
	return field_accept(p, wire, strlen(wire));
}

/* True if the folded word is one of the list, or the translation folded. */
static bool is_one_of(const char *folded, const char *const *words, const char *translated)
{
	char other[FIELD_WORD];

	for (; *words; words++)
		if (strcmp(folded, *words) == 0)
			return true;
	text_fold(translated, other, sizeof(other));
	return strcmp(folded, other) == 0;
}

static bool parse_yesno(struct parse *p)
{
	static const char *const yes[] = { "y", "yes", "t", "true", "1", "on", "j", "ja", "waar", NULL };
	static const char *const no[] = { "n", "no", "f", "false", "0", "off", "nee", "onwaar", NULL };
	static const char *const inherit[] = { "inherit", "-", NULL };
	char folded[FIELD_WORD];

	text_fold(p->text, folded, sizeof(folded));
	if (is_one_of(folded, yes, _("yes")))
		return field_accept(p, "t", 1);
	if (is_one_of(folded, no, _("no")))
		return field_accept(p, "f", 1);
	if (p->field->kind != FIELD_TRISTATE)
		return field_refuse(p, _("Write yes or no."));
	if (is_one_of(folded, inherit, _("inherit")))
		return field_accept(p, "", 0);
	return field_refuse(p, _("Write yes or no, or leave it empty to inherit."));
}

/* A value as it is, a label, or the start of exactly one label. */
static bool parse_choice(struct parse *p)
{
	const struct field_choice *found = NULL;
	char typed[FIELD_WORD], label[FIELD_WORD];
	int starts = 0;
	size_t n;

	if (!p->field->choices)
		return parse_text(p);
	n = text_fold(p->text, typed, sizeof(typed));
	for (const struct field_choice *c = p->field->choices; c->value; c++) {
		if (strcmp(c->value, p->text) == 0)
			return field_accept(p, c->value, strlen(c->value));
		text_fold(_(c->label), label, sizeof(label));
		if (strcmp(label, typed) == 0)
			return field_accept(p, c->value, strlen(c->value));
		if (n > 0 && strncmp(label, typed, n) == 0) {
			found = c;
			starts++;
		}
	}
	if (starts == 1)
		return field_accept(p, found->value, strlen(found->value));
	if (starts > 1)
		return field_refuse(p, _("Several choices start like this: type more of the one you mean."));
	return field_refuse(p, _("This is none of the choices: take one of the list."));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Secrets are taken as they are: blanks count, and nothing is copied but to where the caller wants it. */
static void trim(struct parse *p)
{
	enum field_kind kind = p->field->kind;

	if (kind == FIELD_SECRET || kind == FIELD_LINES)
		return;
	while (p->n > 0 && is_blank(p->text[0])) {
		p->text++;
		p->n--;
	}
	while (p->n > 0 && is_blank(p->text[p->n - 1]))
		p->n--;
}

/* The parser of a kind whose values are a word: they get it ended, on the stack. */
static bool parse_word(const struct parse *whole)
{
	char word[FIELD_WORD];
	struct parse copy = *whole, *p = &copy;

	if (p->n >= sizeof(word))
		return field_refuse(p, _("This is too long: shorten it."));
	memcpy(word, p->text, p->n);
	word[p->n] = '\0';
	p->text = word;
	switch (p->field->kind) {
	case FIELD_NUMBER:
		return field_parse_number(p);
	case FIELD_MONEY:
		return field_parse_money(p);
	case FIELD_DATE:
		return parse_date(p);
	case FIELD_TIME:
		return parse_time(p);
	case FIELD_YESNO:
	case FIELD_TRISTATE:
		return parse_yesno(p);
	case FIELD_CHOICE:
		return parse_choice(p);
	case FIELD_ADDRESS:
		return field_parse_address(p);
	default:
		return parse_text(p);
	}
}

bool field_parse(
    const struct field *f, const struct field_env *env, const char *typed, char *out, size_t size, char *why, size_t why_size)
{
	struct parse p = { .field = f,
		.env = env,
		.text = typed,
		.n = strlen(typed),
		.out = out,
		.size = size,
		.why = why,
		.why_size = why_size };

	trim(&p);
	if (p.n == 0)
		return field_accept(&p, "", 0);
	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_SECRET:
	case FIELD_REFERENCE:
		return parse_text(&p);
	case FIELD_LINES:
		return parse_lines(&p);
	default:
		return parse_word(&p);
	}
}
