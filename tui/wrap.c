#include "tui/wrap.h"

#include <string.h>

#include "tui/text.h"

enum { ROW_BYTES = 2048 };

const char *wrap_row(const char *text, int columns, size_t *ret_length)
{
	size_t n = text_wrap(text, columns > 0 ? columns : 1);

	if (n == 0 && text[0] != '\0' && text[0] != '\n')
		n = text_next(text, 0);
	*ret_length = n;
	text += n;
	if (*text == '\n') {
		text++;
		return *text ? text : NULL;
	}
	while (*text == ' ')
		text++;
	if (*text == '\n')
		text++;
	return *text ? text : NULL;
}

int wrap_rows(const char *text, int columns, int most)
{
	int rows = 0;
	size_t n;

	if (text[0] == '\0')
		return 0;
	for (; text != NULL && rows < most; text = wrap_row(text, columns, &n))
		rows++;
	return rows;
}

/* Copies one row, ended; a row longer than the buffer is cut, as it would be at the edge of the screen. */
static void copy_row(const char *text, size_t n, char *out, size_t size)
{
	if (n >= size) {
		n = size - 1;
		while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	memcpy(out, text, n);
	out[n] = '\0';
}

int wrap_columns(const char *text, int most)
{
	int widest = 0;

	while (text != NULL && widest < most) {
		char row[ROW_BYTES];
		size_t n;
		const char *next = wrap_row(text, most, &n);
		int columns;

		copy_row(text, n, row, sizeof(row));
		columns = text_width(row);
		if (columns > widest)
			widest = columns;
		text = next;
	}
	return widest < most ? widest : most;
}

void wrap_draw(struct area a, enum style s, const char *text, int top)
{
	if (text[0] == '\0')
		return;
	for (int y = -top; text != NULL && y < a.rows; y++) {
		char row[ROW_BYTES];
		size_t n;
		const char *next = wrap_row(text, a.columns, &n);

		if (y >= 0) {
			copy_row(text, n, row, sizeof(row));
			draw_text(a, y, 0, -1, s, row);
		}
		text = next;
	}
}
