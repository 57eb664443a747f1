#include "tui/action.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tui/app.h"

const char *action_right(const struct action *a, const struct screen *s)
{
	return a->right_of ? a->right_of(s) : a->right;
}

const struct action *action_find(
    const struct action *actions, uint32_t key, struct app *app, struct screen *s, const struct action **ret_denied)
{
	if (ret_denied)
		*ret_denied = NULL;
	for (const struct action *a = actions; key != 0 && a && a->name; a++) {
		if (app_key(app, a) != key || !a->run || (a->when && !a->when(s)))
			continue;
		if (app_may(app, action_right(a, s)))
			return a;
		if (ret_denied && !*ret_denied)
			*ret_denied = a;
	}
	return NULL;
}

__attribute__((format(printf, 3, 4))) static bool flaw(char *why, size_t size, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(why, size, format, list);
	va_end(list);
	return false;
}

static bool check_name(const char *name)
{
	return name[0] != '\0' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

static bool check_one(const struct action *a, char *why, size_t size)
{
	char name[32];

	if (!check_name(a->name))
		return flaw(why, size, "'%s' is no name: small letters, digits, dots, hyphens", a->name);
	if (!a->label || a->label[0] == '\0')
		return flaw(why, size, "%s has no label", a->name);
	if (!a->help || a->help[0] == '\0')
		return flaw(why, size, "%s has no help", a->name);
	if ((a->flags & ACTION_DANGER) && !a->run)
		return flaw(why, size, "%s is dangerous and has no run of its own", a->name);
	if (a->key != 0 && key_parse(key_name(a->key, name, sizeof(name))) != a->key)
		return flaw(why, size, "%s has a key that no terminal sends", a->name);
	return true;
}

/* Two actions may share a key when a condition tells them apart, and a name when one is the other's second key. */
static bool check_two(const struct action *a, const struct action *b, char *why, size_t size)
{
	char name[32];

	if (a->key == b->key && a->key != 0 && !(a->when && b->when))
		return flaw(why, size, "%s and %s have the same key %s", a->name, b->name, key_name(a->key, name, sizeof(name)));
	if (strcmp(a->name, b->name) == 0 && !((a->flags ^ b->flags) & ACTION_HIDDEN))
		return flaw(why, size, "%s stands there twice", a->name);
	return true;
}

bool action_table_check(const struct action *actions, char *why, size_t size)
{
	for (const struct action *a = actions; a->name; a++) {
		if (!check_one(a, why, size))
			return false;
		for (const struct action *b = actions; b != a; b++)
			if (!check_two(b, a, why, size))
				return false;
	}
	return true;
}
