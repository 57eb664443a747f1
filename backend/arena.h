#ifndef BACKEND_ARENA_H
#define BACKEND_ARENA_H

#include <stddef.h>

/* Memory freed at once: rows and their strings live here and go with their page. */
struct arena;

struct arena *arena_new(size_t first); /* NULL when out of memory */
void arena_free(struct arena *a);
void arena_clear(struct arena *a); /* everything in it is gone; it keeps room for about as much again */
void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for anything; NULL when out of memory */
char *arena_copy(struct arena *a, const char *s, size_t n); /* n bytes and an end */
size_t arena_used(const struct arena *a);

#endif
