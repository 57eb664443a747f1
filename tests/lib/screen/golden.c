#include "tests/lib/screen/script.h"

#include <stdlib.h>
#include <string.h>

/*
 * A golden screen: the rows as text, then the cursor. Colour depth does not change the text, so that one file serves all depths; size,
 * ASCII and language do. The looks (attributes and colours, as runs) have files of their own for each whole variant.
 */
static void golden_path(const struct script *s, const char *name, bool looks, char *out, size_t size)
{
	const struct terminal *t = &s->terminal;
	if (looks)
		snprintf(out, size, "%s/%s.%s.look.txt", s->golden, name, s->variant);
	else
		snprintf(out, size, "%s/%s.%dx%d%s%s.txt", s->golden, name, t->columns, t->rows,
		    script_has(s, "ascii") ? ".ascii" : "", script_has(s, "nl") ? ".nl" : "");
}

static void print_looks(struct script *s, int row, FILE *f)
{
	char before[80] = "", look[80];
	int from = 0;
	for (int x = 0; x <= s->terminal.columns; x++) {
		if (x == s->terminal.columns)
			look[0] = '\0';
		else
			terminal_look(&s->terminal, row, x, look, sizeof(look));
		if (strcmp(look, before) == 0)
			continue;
		if (before[0])
			fprintf(f, "%d:%d-%d %s\n", row + 1, from + 1, x, before);
		memcpy(before, look, sizeof(before));
		from = x;
	}
}

static char *print_screen(struct script *s, bool looks)
{
	const struct terminal *t = &s->terminal;
	char *text = NULL, row[32768];
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	if (!f)
		return NULL;
	for (int y = 0; y < t->rows; y++) {
		if (looks)
			print_looks(s, y, f);
		else
			fprintf(f, "%s\n", script_row(s, y, row, sizeof(row)));
	}
	if (!looks)
		fprintf(f, "-- cursor %s%d,%d\n", t->cursor_visible ? "" : "hidden ", t->cursor.row + 1, t->cursor.col + 1);
	fclose(f);
	return text;
}

static char *read_all(const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = fopen(path, "re");
	if (!f)
		return NULL;
	if (getdelim(&text, &size, '\0', f) < 0) {
		free(text);
		text = NULL;
	}
	fclose(f);
	return text;
}

static void show_difference(const char *want, const char *have)
{
	for (int line = 1; *want || *have; line++) {
		size_t w = strcspn(want, "\n"), h = strcspn(have, "\n");
		if (w != h || strncmp(want, have, w) != 0)
			printf("# line %d\n#   golden |%.*s\n#   now    |%.*s\n", line, (int)w, want, (int)h, have);
		want += w + (want[w] != '\0');
		have += h + (have[h] != '\0');
	}
}

void golden_compare(struct script *s, const char *name, bool looks)
{
	char path[512], what[600];
	golden_path(s, name, looks, path, sizeof(path));
	snprintf(what, sizeof(what), "golden %s", path);
	char *have = print_screen(s, looks);
	if (have && s->generate) {
		FILE *f = fopen(path, "we");
		bool ok = f && fputs(have, f) >= 0;
		if (f)
			ok = fclose(f) == 0 && ok;
		script_test(s, ok, what, "cannot write %s", path);
	} else {
		char *want = read_all(path);
		bool ok = want && have && strcmp(want, have) == 0;
		script_test(s, ok, what, "%s",
		    want ? "the screen is not the golden one" : "there is no such golden screen: GENERATE=1 writes it");
		if (!ok && want && have)
			show_difference(want, have);
		free(want);
	}
	free(have);
}
