#ifndef TUI_BINDING_H
#define TUI_BINDING_H

#include <stdint.h>

struct action;

/* Keys that the configuration gives to actions instead of those of the tables. What it holds was checked when the program began. */
enum { BINDINGS_MAX = 64 };

struct binding {
	char action[64]; /* its name */
	uint32_t key;
	int line; /* of the configuration */
};

struct bindings {
	struct binding list[BINDINGS_MAX];
	int count;
};

/* NULL when the action has the key of its table; b may be NULL. */
const struct binding *bindings_find(const struct bindings *b, const struct action *action);
/* The key by which it is done; 0 = by the palette only. */
uint32_t bindings_key(const struct bindings *b, const struct action *action);

#endif
