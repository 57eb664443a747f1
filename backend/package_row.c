#include "backend/package_private.h"

#include <string.h>

#include "backend/arena.h"
#include "backend/db.h"
#include "backend/words.h"

/* Rows: the same cells for a program, a reader and a spreadsheet. This is what a package of many rows is made of, so nothing here allocates. */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "2026-06-01 14:02:00+00" is written as RFC 3339 has it. What is no such time (infinity) stays a text. */
static void json_time(struct package_file *f, const char *s, size_t n)
{
	if (n < 22 || s[10] != ' ' || memcmp(s + n - 3, "+00", 3) != 0) {
		package_file_json(f, s, n);
		return;
	}
	package_file_put(f, "\"", 1);
	package_file_put(f, s, 10);
	package_file_put(f, "T", 1);
	package_file_put(f, s + 11, n - 11);
	package_file_put(f, ":00\"", 4);
}

/* A number or a truth, and not NaN or an infinity, which JSON does not have. */
static bool is_plain(const char *s)
{
	return is_digit(s[0]) || (s[0] == '-' && is_digit(s[1])) || strcmp(s, "true") == 0 || strcmp(s, "false") == 0;
}

static void json_value(struct package_file *f, char shape, const char *s, size_t n)
{
	if (shape == 't')
		json_time(f, s, n);
	else if (shape == 'r' || (shape == 'n' && is_plain(s)))
		package_file_put(f, s, n);
	else
		package_file_json(f, s, n);
}

static void cell(struct package *p, int i, const char *s, size_t n, const char *own_json)
{
	char shape = p->shapes[i];

	package_file_put(p->json, p->keys[i], p->key_lengths[i]);
	csv_cell(p->csv, s, n, shape == 'n');
	if (!s) {
		package_file_put(p->json, "null", 4);
		return;
	}
	if (shape == 'j')
		package_file_say(p->json, own_json ? own_json : "null");
	else
		json_value(p->json, shape, s, n);
}

static void show(struct package *p, const char *const *cells, const size_t *lengths)
{
	package_file_put(p->html, "<tr>", 4);
	for (int i = 0; i < p->columns; i++) {
		package_file_put(p->html, "<td>", 4);
		if (cells[i])
			package_file_html(p->html, cells[i], lengths[i]);
	}
	package_file_put(p->html, "\n", 1);
}

static bool not_understood(struct err *err)
{
	return err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
}

bool package_row(struct package *p, const char *const *cells, const size_t *lengths, int n, struct err *err)
{
	int own = p->columns;

	if (n != p->columns + p->more)
		return not_understood(err);
	package_file_say(p->json, p->part_rows ? ",\n{" : "\n{");
	for (int i = 0; i < p->columns; i++)
		cell(p, i, cells[i], lengths[i], p->shapes[i] == 'j' ? cells[own++] : NULL);
	package_file_put(p->json, "}", 1);
	if (p->part_rows < PACKAGE_SHOWN)
		show(p, cells, lengths);
	csv_end_line(p->csv);
	p->part_rows++;
	p->rows++;
	return package_fine(p, err);
}

bool package_row_array(struct package *p, const char *cells, struct err *err)
{
	const char *const *values;
	size_t *lengths;
	int n;

	arena_clear(p->row);
	n = cells ? db_array(p->row, cells, &values) : -1;
	if (n < 0)
		return not_understood(err);
	lengths = arena_alloc(p->row, ((size_t)n + 1) * sizeof *lengths);
	if (!lengths)
		return package_no_memory(err);
	for (int i = 0; i < n; i++)
		lengths[i] = values[i] ? strlen(values[i]) : 0;
	return package_row(p, values, lengths, n, err);
}
