#include "backend/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SMALLEST = 256, LARGEST = 1 << 20 };

struct block {
	struct block *next;
	size_t size, used; /* of data */
	alignas(max_align_t) unsigned char data[];
};

/* Blocks double in size up to LARGEST; anything bigger than a block gets one of its own. */
struct arena {
	struct block *blocks; /* the first is the one being filled */
	size_t next_size;
	size_t used;
};

static struct block *block_new(size_t size)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof *b)
		return NULL;
	b = malloc(sizeof *b + size);
	if (!b)
		return NULL;
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

struct arena *arena_new(size_t first)
{
	struct arena *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	if (first < SMALLEST)
		first = SMALLEST;
	a->blocks = block_new(first);
	if (!a->blocks) {
		free(a);
		return NULL;
	}
	a->next_size = first < LARGEST ? first * 2 : LARGEST;
	return a;
}

void arena_free(struct arena *a)
{
	struct block *next;

	if (!a)
		return;
	for (struct block *b = a->blocks; b; b = next) {
		next = b->next;
		free(b);
	}
	free(a);
}

void arena_clear(struct arena *a)
{
	struct block *kept = a->blocks;

	/* The biggest stays. */
	while (kept->next) {
		struct block *other = kept->next;

		if (other->size > kept->size) {
			free(kept);
			kept = other;
		} else {
			kept->next = other->next;
			free(other);
		}
	}
	kept->used = 0;
	a->blocks = kept;
	a->used = 0;
}

/* A block with room for size. A big one goes behind the current block, so that what is left of that is still filled. */
static struct block *grow(struct arena *a, size_t size)
{
	struct block *b;

	if (size > a->next_size / 2) {
		b = block_new(size);
		if (!b)
			return NULL;
		b->next = a->blocks->next;
		a->blocks->next = b;
		return b;
	}
	b = block_new(a->next_size);
	if (!b)
		return NULL;
	if (a->next_size < LARGEST)
		a->next_size *= 2;
	b->next = a->blocks;
	a->blocks = b;
	return b;
}

/* Room for size bytes, not zeroed. */
static void *take(struct arena *a, size_t size, size_t align)
{
	struct block *b = a->blocks;
	size_t at = (b->used + align - 1) / align * align;
	void *p;

	if (at > b->size || b->size - at < size) {
		b = grow(a, size);
		if (!b)
			return NULL;
		at = 0;
	}
	p = b->data + at;
	b->used = at + size;
	a->used += size;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p = take(a, size ? size : 1, alignof(max_align_t));

	return p ? memset(p, 0, size ? size : 1) : NULL;
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *p = n < SIZE_MAX ? take(a, n + 1, 1) : NULL;

	if (!p)
		return NULL;
	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
