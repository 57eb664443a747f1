#include "forms/link.h"

#include <stddef.h>
#include <stdlib.h>

struct link {
	struct link *next, **at;
	void *owner, *extra;
};

struct link *link_new(struct links *links, void *owner, void *extra)
{
	struct link *l = malloc(sizeof *l);

	if (!l)
		return NULL;
	*l = (struct link) { .next = links->first, .at = &links->first, .owner = owner, .extra = extra };
	if (l->next)
		l->next->at = &l->next;
	links->first = l;
	return l;
}

void *link_take(struct link *l, void **ret_extra)
{
	void *owner = l->owner;

	if (l->at) {
		*l->at = l->next;
		if (l->next)
			l->next->at = l->at;
	}
	if (ret_extra)
		*ret_extra = l->extra;
	free(l);
	return owner;
}

void links_cut(struct links *links)
{
	struct link *next;

	for (struct link *l = links->first; l; l = next) {
		next = l->next;
		l->owner = NULL;
		l->at = NULL;
		l->next = NULL;
	}
	links->first = NULL;
}
