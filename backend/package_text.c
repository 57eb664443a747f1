#include "backend/package_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/arena.h"
#include "backend/db.h"
#include "backend/words.h"

/* gettext looks at LANGUAGE again when a domain is set, be it the same. */
const char *package_word(const char *language, const char *sentence)
{
	const char *now = getenv("LANGUAGE"), *text;
	char before[64];

	snprintf(before, sizeof before, "%s", now ? now : "");
	setenv("LANGUAGE", language, 1);
	textdomain("steward");
	text = gettext(sentence);
	if (now)
		setenv("LANGUAGE", before, 1);
	else
		unsetenv("LANGUAGE");
	textdomain("steward");
	return text;
}

static void html(struct package *p, const char *before, const char *text, const char *after)
{
	package_file_say(p->html, before);
	package_file_html(p->html, text, strlen(text));
	package_file_say(p->html, after);
}

/* A list of the part in words, or nothing when it is empty. */
static bool list(struct package *p, const char *heading, const char *array, struct err *err)
{
	const char *const *items;
	int n = array ? db_array(p->part, array, &items) : 0;

	if (n < 0)
		return package_no_memory(err);
	if (n)
		html(p, "<dt>", package_word(p->language, heading), "");
	for (int i = 0; i < n; i++)
		html(p, "<dd>", items[i] ? items[i] : "", "");
	return true;
}

/* {"name": before each value, with what parts it from the one before. */
static bool take_columns(struct package *p, const struct package_part *part, const char *const **ret_names, struct err *err)
{
	int n = db_array(p->part, part->columns, ret_names);
	const char **keys = n > 0 ? arena_alloc(p->part, (size_t)n * sizeof *keys) : NULL;
	size_t *lengths = n > 0 ? arena_alloc(p->part, (size_t)n * sizeof *lengths) : NULL;

	if (!keys || !lengths)
		return package_no_memory(err);
	if (strlen(part->shapes) != (size_t)n)
		return err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
	for (int i = 0; i < n; i++) {
		size_t room = strlen((*ret_names)[i]) + 5;
		char *key = arena_alloc(p->part, room);

		if (!key)
			return package_no_memory(err);
		/* Names of columns are ours: letters, digits and low lines. */
		lengths[i] = (size_t)snprintf(key, room, "%s\"%s\":", i ? "," : "", (*ret_names)[i]);
		keys[i] = key;
		p->more += part->shapes[i] == 'j';
	}
	p->columns = n;
	p->keys = keys;
	p->key_lengths = lengths;
	p->shapes = arena_copy(p->part, part->shapes, (size_t)n);
	return p->shapes || package_no_memory(err);
}

bool package_part_heading(struct package *p, const struct package_part *part, const char *name, struct err *err)
{
	char text[512];
	const char *const *names;

	p->more = 0;
	if (!take_columns(p, part, &names, err))
		return false;
	snprintf(text, sizeof text, "%s{\"table\":\"%.200s\",\"category\":%d,\"facts\":", p->file_count ? ",\n" : "", part->label,
	    part->number);
	package_file_say(p->json, text);
	package_file_say(p->json, part->facts);
	package_file_say(p->json, ",\"rows\":[");
	html(p, "<section><h2>", part->category, "</h2>");
	html(p, "<p class=\"why\">", name, "</p><dl>");
	if (!list(p, N_("What it is kept for, on which ground, how long"), part->purposes, err) ||
	    !list(p, N_("Who receives such data"), part->recipients, err) ||
	    !list(p, N_("Left out, and why"), part->left_out, err) || !list(p, N_("Other people are masked in"), part->masked, err))
		return false;
	package_file_say(p->html, "</dl><table><thead><tr>");
	for (int i = 0; i < p->columns; i++) {
		html(p, "<th>", names[i], "");
		csv_cell(p->csv, names[i], strlen(names[i]), true);
	}
	package_file_say(p->html, "</thead><tbody>\n");
	csv_end_line(p->csv);
	return true;
}
