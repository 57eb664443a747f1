#include "tui/editor.h"

#include <string.h>

#include "tui/editor_private.h"
#include "tui/text.h"

enum { SLICE = 4096, CLUSTER = 256 };

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7F;
}

/* Copies what may belong to the cluster at `at`, ended. Longer clusters are cut: their marks are not shown anyway. */
static void cluster_window(const struct editor *e, size_t at, char *out)
{
	size_t n = e->length - at < CLUSTER - 1 ? e->length - at : CLUSTER - 1;

	while (n > 0 && at + n < e->length && ((unsigned char)e->text[at + n] & 0xC0) == 0x80)
		n--;
	memcpy(out, e->text + at, n);
	out[n] = '\0';
}

size_t editor_next(const struct editor *e, size_t at)
{
	char window[CLUSTER];

	if (at >= e->length)
		return e->length;
	if (is_plain((unsigned char)e->text[at]) && (unsigned char)e->text[at + 1] < 0x80)
		return at + 1;
	cluster_window(e, at, window);
	return at + text_next(window, 0);
}

size_t editor_prev(const struct editor *e, size_t at)
{
	if (at > 0 && is_plain((unsigned char)e->text[at - 1]))
		return at - 1;
	return text_prev(e->text, at);
}

int editor_cluster_width(const struct editor *e, size_t at)
{
	char window[CLUSTER];

	if (editor_is_secret(e) || (is_plain((unsigned char)e->text[at]) && (unsigned char)e->text[at + 1] < 0x80))
		return 1;
	cluster_window(e, at, window);
	window[text_next(window, 0)] = '\0';
	return text_width(window);
}

static int slice_width(const struct editor *e, size_t from, size_t to)
{
	int width = 0;

	for (size_t at = from; at < to; at = editor_next(e, at))
		width += editor_cluster_width(e, at);
	return width;
}

/* The last column is left to the cursor and to the space at which a row is broken. */
static int wrap_columns(const struct editor *e)
{
	return e->columns > 2 ? e->columns - 1 : 1;
}

struct editor_row editor_row_from(const struct editor *e, size_t start)
{
	struct editor_row row = { .start = start };
	size_t at = start, broken = 0;
	int width = 0;

	if (!editor_has_lines(e))
		return (struct editor_row) { .start = 0, .end = e->length, .next = e->length + 1 };
	while (at < e->length) {
		int cluster;
		size_t next;

		if (e->text[at] == '\n') {
			row.end = at;
			row.next = at + 1;
			return row;
		}
		next = editor_next(e, at);
		cluster = editor_cluster_width(e, at);
		if (width + cluster > wrap_columns(e) && e->text[at] != ' ' && at > start) {
			row.end = row.next = broken > start ? broken : at;
			return row;
		}
		width += cluster;
		if (e->text[at] == ' ')
			broken = next;
		at = next;
	}
	row.end = e->length;
	row.next = e->length + 1;
	return row;
}

struct editor_row editor_row_of_cursor(const struct editor *e, int *ret_number)
{
	struct editor_row row = editor_row_from(e, 0);
	int number = 0;

	while (row.next <= e->cursor) {
		row = editor_row_from(e, row.next);
		number++;
	}
	if (ret_number)
		*ret_number = number;
	return row;
}

static struct editor_row row_number(const struct editor *e, int number, int *ret_number)
{
	struct editor_row row = editor_row_from(e, 0);
	int n = 0;

	while (n < number && row.next <= e->length) {
		row = editor_row_from(e, row.next);
		n++;
	}
	*ret_number = n;
	return row;
}

bool editor_move_rows(struct editor *e, int by)
{
	int number, reached, width = 0;
	struct editor_row row;
	size_t at;

	if (!editor_has_lines(e))
		return false;
	row = editor_row_of_cursor(e, &number);
	if (e->goal < 0)
		e->goal = slice_width(e, row.start, e->cursor);
	row = row_number(e, number + by > 0 ? number + by : 0, &reached);
	if (reached == number)
		return false;
	for (at = row.start; at < row.end; at = editor_next(e, at)) {
		int cluster = editor_cluster_width(e, at);

		if (width + cluster > e->goal)
			break;
		width += cluster;
	}
	/* The end of a row that goes on is the start of the next one: stay before it. */
	if (at == row.end && row.end == row.next && at > row.start)
		at = editor_prev(e, at);
	e->cursor = at;
	return true;
}

static void draw_slice(const struct editor *e, struct area a, int row, enum style s, size_t from, size_t to)
{
	char slice[SLICE];
	size_t n = 0;

	if (editor_is_secret(e)) {
		int column = 0;

		for (size_t at = from; at < to && column < a.columns; at = editor_next(e, at))
			draw_glyph(a, row, column++, s, GLYPH_SECRET);
		return;
	}
	for (size_t at = from; at < to;) {
		size_t next = editor_next(e, at);

		if (n + (next - at) >= sizeof(slice))
			break;
		memcpy(slice + n, e->text + at, next - at);
		n += next - at;
		at = next;
	}
	slice[n] = '\0';
	draw_text(a, row, 0, -1, s, slice);
}

/* Shifts the line so that the cursor is seen, and no more is hidden at the left than must be. */
static void scroll_line(struct editor *e)
{
	int columns = e->columns > 1 ? e->columns - 1 : 1;
	int width;

	if (e->left > e->cursor)
		e->left = e->cursor;
	if (e->left > e->length)
		e->left = e->length;
	for (width = slice_width(e, e->left, e->cursor); width > columns && e->left < e->cursor;) {
		width -= editor_cluster_width(e, e->left);
		e->left = editor_next(e, e->left);
	}
	width = slice_width(e, e->left, e->length);
	while (e->left > 0 && width < columns) {
		size_t before = editor_prev(e, e->left);

		width += editor_cluster_width(e, before);
		if (width > columns)
			break;
		e->left = before;
	}
}

/* End of what fits, so that no cut mark is drawn where the text goes on to the right. */
static size_t fit_end(const struct editor *e, size_t from, int columns)
{
	size_t at = from;
	int width = 0;

	while (at < e->length) {
		width += editor_cluster_width(e, at);
		if (width > columns)
			break;
		at = editor_next(e, at);
	}
	return at;
}

static void draw_line(struct editor *e, struct area a, enum style s, bool focused)
{
	if (!focused) {
		if (editor_is_secret(e))
			draw_slice(e, a, 0, s, 0, e->length);
		else
			draw_text(a, 0, 0, -1, s, e->text);
		return;
	}
	scroll_line(e);
	draw_slice(e, a, 0, s, e->left, fit_end(e, e->left, a.columns));
	draw_cursor(a, 0, slice_width(e, e->left, e->cursor), true);
}

static void draw_lines(struct editor *e, struct area a, enum style s, bool focused)
{
	struct editor_row row;
	int cursor_row, first;

	editor_row_of_cursor(e, &cursor_row);
	if (!focused)
		e->top = 0;
	if (focused && cursor_row < e->top)
		e->top = cursor_row;
	if (focused && cursor_row >= e->top + a.rows)
		e->top = cursor_row - a.rows + 1;
	row = row_number(e, e->top, &first);
	e->top = first;
	for (int y = 0; y < a.rows; y++) {
		size_t end = row.end;

		/* The hanging spaces of a broken row would draw a cut mark at the edge. */
		while (end > row.start && e->text[end - 1] == ' ' && row.end == row.next)
			end--;
		draw_slice(e, a, y, s, row.start, end);
		if (focused && e->top + y == cursor_row) {
			int column = slice_width(e, row.start, e->cursor);

			draw_cursor(a, y, column < a.columns ? column : a.columns - 1, true);
		}
		if (row.next > e->length)
			break;
		row = editor_row_from(e, row.next);
	}
}

void editor_draw(struct editor *e, struct area a, bool focused)
{
	enum style s = focused ? STYLE_INPUT : STYLE_PLAIN;

	if (a.rows <= 0 || a.columns <= 0)
		return;
	e->columns = a.columns;
	e->page = a.rows;
	draw_fill(a, s);
	if (editor_has_lines(e))
		draw_lines(e, a, s, focused);
	else
		draw_line(e, a, s, focused);
}
