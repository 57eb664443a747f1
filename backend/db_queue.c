#include "backend/db_private.h"

#include <stdlib.h>
#include <string.h>

void queue_init(struct queue *q)
{
	q->first = NULL;
	q->last = &q->first;
}

bool queue_empty(const struct queue *q)
{
	return !q->first;
}

void queue_push(struct queue *q, struct call *c)
{
	c->next = NULL;
	*q->last = c;
	q->last = &c->next;
}

struct call *queue_pop(struct queue *q)
{
	struct call *c = q->first;

	if (!c)
		return NULL;
	q->first = c->next;
	if (!q->first)
		q->last = &q->first;
	return c;
}

bool queue_has(const struct queue *q, uint64_t id, uint64_t *ret_group)
{
	for (const struct call *c = q->first; c; c = c->next) {
		if (c->id == id) {
			*ret_group = c->group;
			return true;
		}
	}
	return false;
}

void queue_move(struct queue *from, struct queue *to, uint64_t group)
{
	struct call *c, *next = from->first;

	queue_init(from);
	while ((c = next)) {
		next = c->next;
		queue_push(c->group == group ? to : from, c);
	}
}

static size_t text_size(const char *s)
{
	return s ? strlen(s) + 1 : 0;
}

static char *copy(char **at, const char *s)
{
	size_t n = text_size(s);
	char *out = *at;

	if (!s)
		return NULL;
	memcpy(out, s, n);
	*at += n;
	return out;
}

struct call *call_new(const struct db_call *in)
{
	size_t size = text_size(in->sql);
	struct call *c;
	char *at;

	for (int i = 0; i < in->count; i++)
		size += text_size(in->values[i]);
	c = calloc(1, sizeof *c + (size_t)in->count * sizeof *c->values + size);
	if (!c)
		return NULL;
	c->values = (const char **)(void *)(c + 1);
	at = (char *)(c->values + in->count);
	c->sql = copy(&at, in->sql);
	for (int i = 0; i < in->count; i++)
		c->values[i] = copy(&at, in->values[i]);
	c->count = in->count;
	c->write = in->write;
	c->done = in->done;
	c->ctx = in->ctx;
	return c;
}

void call_finish(struct call *c)
{
	bool ok = c->err.code == ERR_NONE;

	if (c->done)
		c->done(c->ctx, ok ? &c->rows : NULL, &c->err);
	arena_free(c->rows.arena);
	free(c);
}
