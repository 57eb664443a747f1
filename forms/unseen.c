#include "forms/unseen.h"

#include <stdlib.h>
#include <string.h>

#include "forms/console.h"
#include "forms/entity.h"

enum { MOST = 500 };

struct unseen {
	int count;
	char *names[]; /* "entity column" */
};

void unseen_free(struct unseen *u)
{
	for (int i = 0; u && i < u->count; i++)
		free(u->names[i]);
	free(u);
}

static void told(void *ctx, const char *const *names, const char *const *values, int n, const struct err *err)
{
	struct console *c = ctx;
	struct unseen *u = err->code == ERR_NONE ? calloc(1, sizeof *u + (size_t)n * sizeof u->names[0]) : NULL;

	(void)values;
	if (!u)
		return;
	for (int i = 0; i < n; i++) {
		u->names[u->count] = names[i] ? strdup(names[i]) : NULL;
		u->count += u->names[u->count] != NULL;
	}
	unseen_free(c->unseen);
	c->unseen = u;
}

void unseen_load(struct console *c)
{
	unseen_free(c->unseen);
	c->unseen = NULL;
	if (api_may(c->api, "user.view"))
		api_choices(c->api, "unseen_columns", "", MOST, told, c);
}

static bool is_unseen(const struct unseen *u, const char *entity, const char *column)
{
	size_t n = strlen(entity);

	for (int i = 0; i < u->count; i++)
		if (strncmp(u->names[i], entity, n) == 0 && u->names[i][n] == ' ' && strcmp(u->names[i] + n + 1, column) == 0)
			return true;
	return false;
}

struct field *unseen_strip(const struct console *c, const struct entity *e)
{
	struct field *left;
	int all = 0, n = 0;

	while (e->fields[all].name)
		all++;
	left = c->unseen && c->unseen->count ? calloc((size_t)all + 1, sizeof *left) : NULL;
	for (int i = 0; left && i < all; i++)
		if (!is_unseen(c->unseen, e->name, e->fields[i].name))
			left[n++] = e->fields[i];
	if (n < all)
		return left;
	free(left);
	return NULL;
}
