#include "tui/field.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/date.h"
#include "tui/field_private.h"
#include "tui/gauge.h"
#include "tui/text.h"
#include "tui/theme.h"

enum { NAME_MAX_BYTES = 63, WIDTH_MAX = 200, CHOICES_MAX = 512, CHOICE_WIDTH = 20, SECRET_DOTS = 8 };

static const struct kind {
	int width, limit;
} kinds[FIELD_KIND_COUNT] = {
	[FIELD_TEXT] = { 20, 200 },
	[FIELD_LINES] = { 30, 10000 },
	[FIELD_NUMBER] = { 10, 26 },
	[FIELD_MONEY] = { 14, 20 },
	[FIELD_DATE] = { 10, 32 },
	[FIELD_TIME] = { 16, 40 },
	[FIELD_YESNO] = { 3, 8 },
	[FIELD_TRISTATE] = { 7, 12 },
	[FIELD_CHOICE] = { 12, 64 },
	[FIELD_SECRET] = { 8, 128 },
	[FIELD_ADDRESS] = { 18, 49 },
	[FIELD_REFERENCE] = { 20, 64 },
	[FIELD_PROGRESS] = { 16, 40 },
	[FIELD_CHART] = { 24, 10000 },
};

static const struct kind *kind_of(const struct field *f)
{
	return (unsigned int)f->kind < FIELD_KIND_COUNT ? &kinds[f->kind] : &kinds[FIELD_TEXT];
}

int field_width(const struct field *f)
{
	int width = 0;

	if (f->width > 0)
		return f->width;
	if (f->kind != FIELD_CHOICE || !f->choices)
		return kind_of(f)->width;
	for (const struct field_choice *c = f->choices; c->value; c++) {
		int label = text_width(_(c->label));

		if (label > width)
			width = label;
	}
	return width < CHOICE_WIDTH ? width : CHOICE_WIDTH;
}

int field_limit(const struct field *f)
{
	return f->limit > 0 ? f->limit : kind_of(f)->limit;
}

bool field_is_right_aligned(const struct field *f)
{
	return f->kind == FIELD_NUMBER || f->kind == FIELD_MONEY;
}

bool field_is_good(const struct field *f, const char *wire)
{
	return strcmp(wire, f->choices ? f->choices[0].value : "t") == 0;
}

const char *field_sign(const struct field *f, const char *wire)
{
	if (!(f->flags & FIELD_STATE))
		return "";
	return theme_glyph(field_is_good(f, wire) ? GLYPH_DOT : GLYPH_RING);
}

const struct field *field_find(const struct field *fields, const char *name)
{
	for (const struct field *f = fields; f && f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/* Copies as much as fits of whole characters. */
static const char *copy_part(const char *s, size_t n, char *out, size_t size)
{
	if (size == 0)
		return out;
	if (n >= size)
		for (n = size - 1; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80; n--)
			;
	memcpy(out, s, n);
	out[n] = '\0';
	return out;
}

static const char *copy(const char *s, char *out, size_t size)
{
	return copy_part(s, strlen(s), out, size);
}

/*
 * Local time to the second. In the hour that comes twice in autumn the offset is added, so that reading it back gives the same moment.
 */
static void format_moment(const struct field_env *env, struct moment m, char *out, size_t size)
{
	int64_t back = m.seconds;
	struct tm t;

	moment_local(env, m.seconds, &t);
	moment_from_local(env, (struct date) { t.tm_year + 1900, t.tm_mon + 1, t.tm_mday }, t.tm_hour, t.tm_min, t.tm_sec, &back);
	if (back == m.seconds)
		snprintf(out, size, "%04d-%02d-%02d %02d:%02d:%02d", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min,
		    t.tm_sec);
	else
		snprintf(out, size, "%04d-%02d-%02d %02d:%02d:%02d %c%02ld:%02ld", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday,
		    t.tm_hour, t.tm_min, t.tm_sec, t.tm_gmtoff < 0 ? '-' : '+', labs(t.tm_gmtoff) / 3600,
		    labs(t.tm_gmtoff) / 60 % 60);
}

/* Near days by name, then by their number, then by date. Days are those of the calendar here, not spans of 24 hours. */
static void format_moment_short(const struct field_env *env, struct moment m, char *out, size_t size)
{
	struct date d, today = date_today(env);
	int64_t days;
	struct tm t;

	moment_local(env, m.seconds, &t);
	d = (struct date) { t.tm_year + 1900, t.tm_mon + 1, t.tm_mday };
	days = date_to_days(today) - date_to_days(d);
	if (days == 0)
		snprintf(out, size, _("today %02d:%02d"), t.tm_hour, t.tm_min);
	else if (days == 1)
		snprintf(out, size, _("yesterday %02d:%02d"), t.tm_hour, t.tm_min);
	else if (days == -1)
		snprintf(out, size, _("tomorrow %02d:%02d"), t.tm_hour, t.tm_min);
	else if (days >= 2 && days <= 6)
		snprintf(out, size, ngettext("%d day ago", "%d days ago", (unsigned long)days), (int)days);
	else
		snprintf(out, size, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static const char *yesno_word(const struct field *f, const char *wire)
{
	if (strcmp(wire, "t") == 0 || strcmp(wire, "true") == 0)
		return _("yes");
	if (strcmp(wire, "f") == 0 || strcmp(wire, "false") == 0)
		return _("no");
	return wire[0] == '\0' && f->kind == FIELD_TRISTATE ? _("inherit") : wire;
}

static const char *choice_label(const struct field *f, const char *wire)
{
	for (const struct field_choice *c = f->choices; c && c->value; c++)
		if (strcmp(c->value, wire) == 0)
			return _(c->label);
	return wire;
}

static const char *format_secret(const char *wire, char *out, size_t size)
{
	const char *dot = theme_glyph(GLYPH_SECRET);
	size_t used = 0, n = strlen(dot);

	/* Always as many: the length of a secret is nobody's business. */
	for (int i = 0; wire[0] != '\0' && i < SECRET_DOTS && used + n < size; i++) {
		memcpy(out + used, dot, n);
		used += n;
	}
	if (size > 0)
		out[used] = '\0';
	return out;
}

static const char *format(const struct field *f, const struct field_env *env, const char *wire, bool brief, char *out, size_t size)
{
	char shown[FIELD_WORD];
	struct moment m;

	if (!wire)
		wire = "";
	switch (f->kind) {
	case FIELD_NUMBER:
		/* A key is a name made of digits: it is never grouped. */
		return field_format_number(env->language, wire, !(f->flags & FIELD_KEY), 0, shown, sizeof(shown))
			   ? copy(shown, out, size)
			   : copy(wire, out, size);
	case FIELD_MONEY:
		return field_format_number(env->language, wire, true, f->currency ? 0 : 2, shown, sizeof(shown))
			   ? copy(shown, out, size)
			   : copy(wire, out, size);
	case FIELD_TIME:
		if (!moment_read(wire, &m))
			return copy(wire, out, size);
		if (brief)
			format_moment_short(env, m, shown, sizeof(shown));
		else
			format_moment(env, m, shown, sizeof(shown));
		return copy(shown, out, size);
	case FIELD_YESNO:
	case FIELD_TRISTATE:
		return copy(yesno_word(f, wire), out, size);
	case FIELD_CHOICE:
		return copy(choice_label(f, wire), out, size);
	case FIELD_SECRET:
		return format_secret(wire, out, size);
	case FIELD_ADDRESS:
		return copy_part(wire, field_host_length(wire), out, size);
	case FIELD_PROGRESS:
	case FIELD_CHART:
		return gauge_text(f, env, wire, brief, out, size);
	default:
		return copy(f->flags & FIELD_OURS && wire[0] ? _(wire) : wire, out, size);
	}
}

const char *field_format(const struct field *f, const struct field_env *env, const char *wire, char *out, size_t size)
{
	return format(f, env, wire, false, out, size);
}

const char *field_format_short(const struct field *f, const struct field_env *env, const char *wire, char *out, size_t size)
{
	format(f, env, wire, true, out, size);
	if (f->kind == FIELD_LINES)
		for (char *s = out; size > 0 && *s; s++)
			if (*s == '\n' || *s == '\r' || *s == '\t')
				*s = ' ';
	return out;
}

__attribute__((format(printf, 3, 4))) static bool flaw(char *why, size_t size, const char *format_string, ...)
{
	va_list list;

	va_start(list, format_string);
	vsnprintf(why, size, format_string, list);
	va_end(list);
	return false;
}

static bool check_choices(const struct field *f, char *why, size_t size)
{
	int n = 0;

	for (const struct field_choice *c = f->choices; c && c->value; c++) {
		if (++n > CHOICES_MAX)
			return flaw(why, size, "%s: its choices do not end", f->name);
		if (!c->label || c->label[0] == '\0')
			return flaw(why, size, "%s: choice %s has no label", f->name, c->value);
		for (const struct field_choice *b = f->choices; b != c; b++)
			if (strcmp(b->value, c->value) == 0)
				return flaw(why, size, "%s: choice %s stands there twice", f->name, c->value);
	}
	if (f->kind == FIELD_CHOICE && !f->source && n == 0)
		return flaw(why, size, "%s: a choice between nothing", f->name);
	if (f->kind == FIELD_REFERENCE && !f->source)
		return flaw(why, size, "%s: a reference without a source", f->name);
	return true;
}

static bool check_field(const struct field *f, char *why, size_t size)
{
	size_t n = strlen(f->name);

	if (n == 0 || n > NAME_MAX_BYTES || f->name[strspn(f->name, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
		return flaw(why, size, "'%s' is no column name", f->name);
	if (!f->label || f->label[0] == '\0')
		return flaw(why, size, "%s has no label", f->name);
	if (!f->help || f->help[0] == '\0')
		return flaw(why, size, "%s has no help", f->name);
	if ((unsigned int)f->kind >= FIELD_KIND_COUNT)
		return flaw(why, size, "%s has no kind", f->name);
	if (f->width < 0 || f->width > WIDTH_MAX || f->limit < 0)
		return flaw(why, size, "%s has an odd width or limit", f->name);
	if (gauge_is(f) && !(f->flags & FIELD_READONLY))
		return flaw(why, size, "%s is drawn, so it cannot be typed: it must be read-only", f->name);
	if (f->currency && f->kind != FIELD_MONEY)
		return flaw(why, size, "%s has a currency but is no money", f->name);
	return check_choices(f, why, size);
}

bool field_table_check(const struct field *fields, char *why, size_t size)
{
	for (const struct field *f = fields; f->name; f++) {
		if (!check_field(f, why, size))
			return false;
		if (field_find(fields, f->name) != f)
			return flaw(why, size, "%s stands there twice", f->name);
	}
	return true;
}
