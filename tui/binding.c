#include "tui/binding.h"

#include <stddef.h>
#include <string.h>

#include "tui/action.h"

const struct binding *bindings_find(const struct bindings *b, const struct action *action)
{
	for (int i = 0; b && i < b->count; i++)
		if (strcmp(b->list[i].action, action->name) == 0)
			return &b->list[i];
	return NULL;
}

uint32_t bindings_key(const struct bindings *b, const struct action *action)
{
	const struct binding *own = bindings_find(b, action);

	return own ? own->key : action->key;
}
