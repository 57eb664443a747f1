#ifndef TESTS_LIB_MADE_UP_H
#define TESTS_LIB_MADE_UP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/list.h"

/*
 * A list source over rows that do not exist until they are asked for: row i has the key and the position "%08d" of i. Answers come
 * at once, or when the test says so, in any order, and each page is counted until it is released.
 */
enum { MADE_UP_QUEUE = 64, MADE_UP_GONE = 8, MADE_UP_TEXT = 128 };

struct made_up_question {
	uint64_t sequence;
	const struct field *columns[LIST_COLUMNS_MAX];
	int column_count;
	const struct field *sort;
	bool descending, has_from, backwards, by_itself;
	char from[32], search[64];
	struct list_chip chips[LIST_CHIPS_MAX];
	int chip_count, limit;
};

struct made_up {
	int64_t rows; /* there are this many */
	bool later; /* keep questions until made_up_answer */
	bool failing, no_position, too_many, never_last;
	int64_t gone[MADE_UP_GONE]; /* rows that were deleted */
	int gone_count;
	const char *text; /* every text cell, instead of "name 17" */
	struct made_up_question queue[MADE_UP_QUEUE];
	int waiting; /* questions kept */
	struct made_up_question last; /* newest question */
	long fetches, cancels, opens, counts;
	long made, released, live, most_live;
	char opened[32];
};

struct made_up_owner {
	struct made_up *source;
	struct list_page page;
	struct list_row *rows;
	char (*texts)[MADE_UP_TEXT];
	const char **cells;
};

static inline void made_up_release(void *owner)
{
	struct made_up_owner *o = owner;

	o->source->released++;
	o->source->live--;
	free(o->rows);
	free(o->texts);
	free(o->cells);
	free(o);
}

static inline bool made_up_has(const struct made_up *m, const struct made_up_question *q, int64_t i)
{
	for (int g = 0; g < m->gone_count; g++)
		if (m->gone[g] == i)
			return false;
	/* The searches that the tests use: one row in a thousand, or nothing at all. */
	if (strcmp(q->search, "thousand") == 0)
		return i % 1000 == 0;
	return strcmp(q->search, "nothing") != 0;
}

static inline void made_up_row(struct made_up *m, const struct made_up_question *q, struct made_up_owner *o, int at, int64_t i)
{
	size_t base = (size_t)at * ((size_t)q->column_count + 1);
	struct list_row *row = &o->rows[at];

	snprintf(o->texts[base], MADE_UP_TEXT, "%08lld", (long long)i);
	*row = (struct list_row) { .key = o->texts[base], .match_cell = -1, .cells = &o->cells[base] };
	row->after = m->no_position ? NULL : row->key;
	for (int c = 0; c < q->column_count; c++) {
		char *text = o->texts[base + 1 + (size_t)c];
		const char *name = q->columns[c]->name;

		o->cells[base + (size_t)c] = text;
		if (strcmp(name, "id") == 0)
			snprintf(text, MADE_UP_TEXT, "%lld", (long long)i);
		else if (m->text)
			snprintf(text, MADE_UP_TEXT, "%s", m->text);
		else if (q->columns[c]->kind == FIELD_TEXT)
			snprintf(text, MADE_UP_TEXT, "%s %lld", name, (long long)i);
		else if (q->columns[c]->kind == FIELD_MONEY)
			snprintf(text, MADE_UP_TEXT, "%lld.50", (long long)(i % 1000));
		else if (q->columns[c]->kind == FIELD_TIME)
			snprintf(text, MADE_UP_TEXT, "2026-11-23 11:00:00+00");
		else if (q->columns[c]->choices)
			snprintf(text, MADE_UP_TEXT, "%s", q->columns[c]->choices[i % 2].value);
		else
			o->cells[base + (size_t)c] = NULL;
	}
}

static inline struct made_up_owner *made_up_owner_new(struct made_up *m, const struct made_up_question *q, int rows)
{
	struct made_up_owner *o = calloc(1, sizeof(*o));
	size_t cells = ((size_t)rows + 1) * ((size_t)q->column_count + 1);

	o->source = m;
	o->rows = calloc((size_t)rows + 1, sizeof(*o->rows));
	o->texts = malloc(cells * sizeof(*o->texts));
	o->cells = calloc(cells, sizeof(*o->cells));
	m->made++;
	if (++m->live > m->most_live)
		m->most_live = m->live;
	return o;
}

static inline void made_up_send(struct made_up *m, struct list *l, const struct made_up_question *q)
{
	int limit = m->too_many ? q->limit + 50 : q->limit, n = 0, step = q->backwards ? -1 : 1;
	int64_t i = q->has_from ? strtoll(q->from, NULL, 10) + step : q->backwards ? m->rows - 1 : 0;
	struct made_up_owner *o;

	if (m->failing) {
		list_fail(l, q->sequence, "The server is away. It is asked again with the next key.");
		return;
	}
	o = made_up_owner_new(m, q, limit);
	for (; n < limit && i >= 0 && i < m->rows; i += step)
		if (made_up_has(m, q, i))
			made_up_row(m, q, o, n++, i);
	for (int a = 0, b = n - 1; q->backwards && a < b; a++, b--) {
		struct list_row row = o->rows[a];
		o->rows[a] = o->rows[b];
		o->rows[b] = row;
	}
	while (i >= 0 && i < m->rows && !made_up_has(m, q, i))
		i += step;
	o->page = (struct list_page) { o->rows, n, (i < 0 || i >= m->rows) && !m->never_last, made_up_release, o };
	list_answer(l, q->sequence, &o->page);
}

static inline void made_up_fetch(void *ctx, struct list *l, const struct list_query *q)
{
	struct made_up *m = ctx;
	struct made_up_question mine = {
		.sequence = q->sequence,
		.column_count = q->column_count,
		.sort = q->sort,
		.descending = q->descending,
		.has_from = q->from != NULL,
		.backwards = q->backwards,
		.chip_count = q->chip_count,
		.limit = q->limit,
		.by_itself = q->by_itself,
	};

	memcpy(mine.columns, q->columns, (size_t)q->column_count * sizeof(q->columns[0]));
	memcpy(mine.chips, q->chips, (size_t)q->chip_count * sizeof(q->chips[0]));
	snprintf(mine.from, sizeof(mine.from), "%s", q->from ? q->from : "");
	snprintf(mine.search, sizeof(mine.search), "%s", q->search);
	m->fetches++;
	m->last = mine;
	if (!m->later)
		made_up_send(m, l, &mine);
	else if (m->waiting < MADE_UP_QUEUE)
		m->queue[m->waiting++] = mine;
}

/* Answers the kept question of that number (0 = the oldest), whether it is still wanted or not. */
static inline void made_up_answer(struct made_up *m, struct list *l, int index)
{
	struct made_up_question q = m->queue[index];

	m->waiting--;
	memmove(m->queue + index, m->queue + index + 1, (size_t)(m->waiting - index) * sizeof(m->queue[0]));
	made_up_send(m, l, &q);
}

static inline void made_up_answer_all(struct made_up *m, struct list *l)
{
	while (m->waiting > 0)
		made_up_answer(m, l, 0);
}

static inline void made_up_cancel(void *ctx, struct list *l)
{
	struct made_up *m = ctx;

	(void)l;
	m->cancels++;
}

static inline void made_up_open(void *ctx, struct list *l, const struct list_row *row)
{
	struct made_up *m = ctx;

	(void)l;
	m->opens++;
	snprintf(m->opened, sizeof(m->opened), "%s", row->key);
}

static inline void made_up_count(void *ctx, struct list *l)
{
	struct made_up *m = ctx;

	m->counts++;
	list_set_total(l, strcmp(m->last.search, "thousand") == 0 ? (m->rows + 999) / 1000 : m->rows, true, false);
}

static inline struct list_source made_up_source(struct made_up *m)
{
	return (struct list_source) { m, made_up_fetch, made_up_cancel, made_up_open, made_up_count };
}

#endif
