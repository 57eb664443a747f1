#include "tui/list_private.h"

#include <stdio.h>
#include <string.h>

#include "tui/app.h"
#include "tui/text.h"

/*
 * Filters as they are typed: pieces field-operator-value with spaces between. ":" (or "=") is, ":!" (or "!=") is not, "<", ">", "~"
 * contains; ":" alone is empty, ":!" alone is filled. A value with spaces stands in double quotes, a quote inside is doubled.
 */
/* One piece, cut but not yet understood. */
struct piece {
	char name[64];
	enum list_op op;
	bool has_op;
	char value[128];
};

bool list_folds_to(const char *text, const char *folded, bool prefix)
{
	char own[256];

	text_fold(text, own, sizeof(own));
	return prefix ? strncmp(own, folded, strlen(folded)) == 0 : strcmp(own, folded) == 0;
}

bool list_can_filter(const struct field *f)
{
	return (f->flags & FIELD_FILTER) && f->kind != FIELD_SECRET;
}

/* By name, by label, or by the start of a name when only one field starts so. */
const struct field *list_field_by_word(const struct list *l, const char *word)
{
	const struct field *found = NULL;
	char folded[128];
	int n = 0;

	text_fold(word, folded, sizeof(folded));
	if (!folded[0])
		return NULL;
	for (const struct field *f = l->spec->fields; f->name; f++)
		if (list_can_filter(f) && (list_folds_to(f->name, folded, false) || list_folds_to(_(f->label), folded, false)))
			return f;
	for (const struct field *f = l->spec->fields; f->name; f++)
		if (list_can_filter(f) && list_folds_to(f->name, folded, true)) {
			found = f;
			n++;
		}
	return n == 1 ? found : NULL;
}

/* Takes a value, quoted or up to the next space. False when it is too long or a quote is not closed. */
static bool take_value(const char **at, char *out, size_t size, char *why, size_t why_size)
{
	const char *p = *at;
	bool quoted = *p == '"';
	size_t used = 0;

	for (p += quoted; quoted ? *p != '"' || p[1] == '"' : *p && *p != ' '; p++) {
		if (quoted && !*p) {
			snprintf(why, why_size, "%s", _("A quotation mark is not closed. Type another \" behind the value."));
			return false;
		}
		if (used + 1 >= size) {
			snprintf(why, why_size, _("The value is too long. Type at most %d bytes."), (int)size - 1);
			return false;
		}
		out[used++] = *p;
		p += quoted && *p == '"';
	}
	out[used] = '\0';
	*at = p + quoted;
	return true;
}

static bool take_operator(const char **at, enum list_op *ret)
{
	static const struct {
		const char *text;
		enum list_op op;
	} table[] = {
		{ "!=", OP_NOT },
		{ ":!", OP_NOT },
		{ "=!", OP_NOT },
		{ ":", OP_EQUAL },
		{ "=", OP_EQUAL },
		{ "<", OP_LESS },
		{ ">", OP_MORE },
		{ "~", OP_CONTAINS },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t length = strlen(table[i].text);
		if (strncmp(*at, table[i].text, length) == 0) {
			*at += length;
			*ret = table[i].op;
			return true;
		}
	}
	return false;
}

static bool take_piece(const char **at, struct piece *ret, char *why, size_t why_size)
{
	size_t length = strcspn(*at, " " LIST_OPERATORS);
	struct piece p = { .op = OP_EQUAL };

	snprintf(p.name, sizeof(p.name), "%.*s", (int)length, *at);
	*at += length;
	p.has_op = take_operator(at, &p.op);
	if (p.has_op) {
		if (!take_value(at, p.value, sizeof(p.value), why, why_size))
			return false;
		if (!p.value[0] && p.op == OP_EQUAL)
			p.op = OP_EMPTY;
		else if (!p.value[0] && p.op == OP_NOT)
			p.op = OP_FILLED;
	}
	*ret = p;
	return true;
}

bool list_kind_takes(const struct field *f, enum list_op op)
{
	switch (f->kind) {
	case FIELD_NUMBER:
	case FIELD_MONEY:
	case FIELD_DATE:
	case FIELD_TIME:
		return op != OP_CONTAINS;
	case FIELD_TEXT:
	case FIELD_LINES:
	case FIELD_ADDRESS:
		return op != OP_LESS && op != OP_MORE;
	case FIELD_SECRET:
		return false;
	default:
		return op != OP_LESS && op != OP_MORE && op != OP_CONTAINS;
	}
}

static bool refuse_operator(const struct field *f, char *why, size_t size)
{
	const char *label = _(f->label);

	if (f->kind == FIELD_SECRET)
		snprintf(why, size, _("“%s” is secret and cannot be filtered by."), label);
	else if (list_kind_takes(f, OP_CONTAINS))
		snprintf(why, size, _("“%s” is text: use : for the whole of it or ~ for a part."), label);
	else if (list_kind_takes(f, OP_LESS))
		snprintf(why, size, _("“%s” is no text: use : < or > instead of ~."), label);
	else
		snprintf(why, size, _("“%s” is one of a few values: use : or :! with one of them."), label);
	return false;
}

static bool chip_make(
    struct list *l, const struct field *f, enum list_op op, const char *typed, struct list_chip *ret, char *why, size_t size)
{
	struct list_chip chip = { .field = f, .op = op };

	if (!list_kind_takes(f, op))
		return refuse_operator(f, why, size);
	if (strlen(typed) >= sizeof(chip.value)) {
		snprintf(why, size, _("The value is too long. Type at most %d bytes."), (int)sizeof(chip.value) - 1);
		return false;
	}
	if (op == OP_CONTAINS)
		snprintf(chip.value, sizeof(chip.value), "%s", typed);
	else if (op != OP_EMPTY && op != OP_FILLED &&
		 !field_parse(f, app_env(l->app), typed, chip.value, sizeof(chip.value), why, size))
		return false;
	if (!chip.value[0] && op != OP_EMPTY && op != OP_FILLED) {
		snprintf(why, size, _("Type a value for “%s” behind the sign."), _(f->label));
		return false;
	}
	*ret = chip;
	return true;
}

static void chips_changed(struct list *l)
{
	l->limits_typed = l->limits_typed || l->started;
	list_question_changed(l);
}

bool list_add_chip(struct list *l, const struct field *f, enum list_op op, const char *typed, char *why, size_t size)
{
	struct list_chip chip;

	if (l->chip_count == LIST_CHIPS_MAX) {
		snprintf(why, size, _("At most %d filters go together. Take one away first."), LIST_CHIPS_MAX);
		return false;
	}
	if (!typed)
		typed = "";
	if (!chip_make(l, f, op, typed, &chip, why, size))
		return false;
	snprintf(l->typed[l->chip_count], sizeof(l->typed[0]), "%s", typed);
	l->chips[l->chip_count++] = chip;
	chips_changed(l);
	return true;
}

void list_clear_chips(struct list *l)
{
	if (l->chip_count == 0)
		return;
	l->chip_count = 0;
	chips_changed(l);
}

/* Understands one piece; the sentence names what is wrong with it. */
static bool piece_to_chip(struct list *l, const struct piece *p, struct list_chip *ret, char *why, size_t size)
{
	const struct field *f;

	if (!p->has_op || !p->name[0]) {
		snprintf(why, size, _("Write “%s” as field:value, for example country:DE. Tab completes."), p->name);
		return false;
	}
	f = list_field_by_word(l, p->name);
	if (!f) {
		snprintf(why, size, _("There is no field “%s” to filter by. Tab shows which there are."), p->name);
		return false;
	}
	return chip_make(l, f, p->op, p->value, ret, why, size);
}

bool list_set_filter(struct list *l, const char *text, char *why, size_t size)
{
	struct list_chip chips[LIST_CHIPS_MAX];
	char typed[LIST_CHIPS_MAX][128];
	int n = 0;

	for (const char *at = text + strspn(text, " "); *at; at += strspn(at, " ")) {
		struct piece p;

		if (n == LIST_CHIPS_MAX) {
			snprintf(why, size, _("At most %d filters go together. Take one away first."), LIST_CHIPS_MAX);
			return false;
		}
		if (!take_piece(&at, &p, why, size) || !piece_to_chip(l, &p, &chips[n], why, size))
			return false;
		memcpy(typed[n++], p.value, sizeof(p.value));
	}
	if (n == 0 && l->chip_count == 0)
		return true;
	memcpy(l->chips, chips, (size_t)n * sizeof(chips[0]));
	memcpy(l->typed, typed, (size_t)n * sizeof(typed[0]));
	l->chip_count = n;
	chips_changed(l);
	return true;
}

void list_chip_text(const struct list *l, int chip, char *out, size_t size)
{
	static const char *const signs[] = {
		[OP_EQUAL] = ":",
		[OP_NOT] = ":!",
		[OP_LESS] = "<",
		[OP_MORE] = ">",
		[OP_CONTAINS] = "~",
		[OP_EMPTY] = ":",
		[OP_FILLED] = ":!",
	};
	const struct list_chip *c = &l->chips[chip];
	const char *typed = l->typed[chip];
	bool valueless = c->op == OP_EMPTY || c->op == OP_FILLED;
	bool quote = !valueless && (typed[0] == '!' || strpbrk(typed, " \""));
	char value[2 * sizeof(l->typed[0]) + 3];
	size_t used = 0;

	if (quote)
		value[used++] = '"';
	for (const char *p = valueless ? "" : typed; *p; p++) {
		if (*p == '"')
			value[used++] = '"';
		value[used++] = *p;
	}
	if (quote)
		value[used++] = '"';
	value[used] = '\0';
	snprintf(out, size, "%s%s%s", c->field->name, signs[c->op], value);
}

void list_filter_text(const struct list *l, char *out, size_t size)
{
	size_t used = 0;

	if (size == 0)
		return;
	out[0] = '\0';
	for (int i = 0; i < l->chip_count; i++) {
		char one[512];
		size_t length;

		list_chip_text(l, i, one, sizeof(one));
		length = strlen(one);
		if (used + length + 2 > size)
			break;
		if (used > 0)
			out[used++] = ' ';
		memcpy(out + used, one, length + 1);
		used += length;
	}
}

const struct list_chip *list_chips(const struct list *l, int *ret_count)
{
	*ret_count = l->chip_count;
	return l->chips;
}
