#define NCURSES_WIDECHAR 1
#include "tui/draw.h"

/* curses has a key_name of its own, which nobody uses. */
#define key_name curses_key_name
#include <curses.h>
#undef key_name
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "tui/term.h"
#include "tui/text.h"

/* The cursor wanted after the frame; where it stood in the last frame when nobody asks for it in this one. */
static struct {
	int y, x;
	bool visible;
	int shown; /* what curses was told last: -1 = nothing yet */
} cursor = { .shown = -1 };

/* A cell holds a character with four marks, four bytes each. */
enum { CELLS_MAX = 1024, CELL_BYTES = 20 };

void draw_begin(void)
{
	erase();
	cursor.visible = false;
}

void draw_end(void)
{
	if (cursor.y < LINES && cursor.x < COLS)
		move(cursor.y, cursor.x);
	if (cursor.shown != cursor.visible) {
		curs_set(cursor.visible);
		cursor.shown = cursor.visible;
	}
	wnoutrefresh(stdscr);
	term_flush();
}

struct area area_screen(void)
{
	struct area a = { 0, 0, 0, 0 };

	getmaxyx(stdscr, a.rows, a.columns);
	return a;
}

struct area area_inside(struct area a, int top, int right, int bottom, int left)
{
	a.rows -= top + bottom;
	a.columns -= left + right;
	if (a.rows < 0)
		a.rows = 0;
	if (a.columns < 0)
		a.columns = 0;
	a.y += top;
	a.x += left;
	return a;
}

struct area area_row(struct area a, int row)
{
	bool inside = row >= 0 && row < a.rows;

	return (struct area) { inside ? a.y + row : a.y, a.x, inside, a.columns };
}

struct area area_centre(struct area a, int rows, int columns)
{
	if (rows > a.rows)
		rows = a.rows;
	if (columns > a.columns)
		columns = a.columns;
	return (struct area) { a.y + (a.rows - rows) / 2, a.x + (a.columns - columns) / 2, rows, columns };
}

static void set_style(unsigned long attributes)
{
	attr_t a = (attr_t)attributes;

	attr_set(a & ~(attr_t)A_COLOR, (short)PAIR_NUMBER(a), NULL);
}

/* Columns that may be drawn from row, column of the area on: 0 when it lies outside of area or screen. */
static int room(struct area a, int row, int column, int width)
{
	struct area screen = area_screen();
	int available = a.columns - column;

	if (row < 0 || row >= a.rows || column < 0 || a.y + row < 0 || a.y + row >= screen.rows || a.x + column < 0)
		return 0;
	if (available > screen.columns - a.x - column)
		available = screen.columns - a.x - column;
	if (width >= 0 && width < available)
		available = width;
	if (available > CELLS_MAX)
		available = CELLS_MAX;
	return available > 0 ? available : 0;
}

/* What stands for a character on a terminal that knows ASCII only: its letter, a look-alike, or a question mark. */
static char ascii_for(const char *bytes, size_t length, uint32_t c)
{
	static const struct {
		const char *from;
		char to;
	} signs[] = {
		{ "…", '~' },
		{ "·", '.' },
		{ "•", '*' },
		{ "●", '*' },
		{ "○", 'o' },
		{ "▸", '>' },
		{ "›", '>' },
		{ "‹", '<' },
		{ "»", '>' },
		{ "«", '<' },
		{ "–", '-' },
		{ "—", '-' },
		{ "─", '-' },
		{ "│", '|' },
		{ "‘", '\'' },
		{ "’", '\'' },
		{ "“", '"' },
		{ "”", '"' },
		{ "„", '"' },
		{ "€", 'E' },
		{ "×", 'x' },
		{ "−", '-' },
		{ "→", '>' },
		{ "←", '<' },
		{ "✓", '+' },
	};
	char raw[8], folded[8];

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strlen(signs[i].from) == length && memcmp(signs[i].from, bytes, length) == 0)
			return signs[i].to;
	memcpy(raw, bytes, length);
	raw[length] = '\0';
	text_fold(raw, folded, sizeof(folded));
	if (folded[0] < 0x20 || folded[0] >= 0x7f)
		return '?';
	if (folded[0] >= 'a' && folded[0] <= 'z' && iswupper((wint_t)c))
		return (char)(folded[0] - 'a' + 'A');
	return folded[0];
}

/* One ASCII character for each column of clean text; combining marks are left out. */
static void put_ascii(const char *bytes, size_t n)
{
	char line[CELLS_MAX];
	size_t used = 0;

	for (size_t at = 0, length; at < n; at += length) {
		uint32_t c = 0;
		int width;

		length = text_decode(bytes + at, n - at, &c);
		if (length == 0)
			break;
		width = text_char_width(c);
		for (int i = 0; i < width && used < sizeof(line); i++)
			line[used++] = c < 0x80 ? bytes[at] : i == 0 ? ascii_for(bytes + at, length, c) : ' ';
	}
	addnstr(line, (int)used);
}

/* Cleans and puts n bytes of text that are known to fit the row. */
static void put(int y, int x, unsigned long attributes, const char *text, size_t n)
{
	char clean[CELLS_MAX * CELL_BYTES + 1];

	n = text_clean(text, n, clean, sizeof(clean));
	move(y, x);
	set_style(attributes);
	if (theme_ascii())
		put_ascii(clean, n);
	else
		addnstr(clean, (int)n);
	attr_set(A_NORMAL, 0, NULL);
}

/* How much of text is shown in `columns`: bytes, their columns, and whether an ellipsis follows. */
struct cut {
	size_t bytes;
	int columns;
	bool ellipsis;
};

static struct cut cut_text(const char *text, int columns)
{
	struct cut c = { 0 };

	c.bytes = text_fit(text, columns, &c.columns);
	if (text[c.bytes] == '\0')
		return c;
	c.bytes = text_fit(text, columns - 1, &c.columns);
	c.ellipsis = true;
	return c;
}

int draw_text(struct area a, int row, int column, int width, enum style s, const char *text)
{
	return draw_match(a, row, column, width, s, text, 0, 0);
}

int draw_right(struct area a, int row, int column, int width, enum style s, const char *text)
{
	int columns, available = room(a, row, column, width);

	if (available == 0)
		return 0;
	text_fit(text, available, &columns);
	return draw_match(a, row, column + (available - columns), columns, s, text, 0, 0);
}

int draw_format(struct area a, int row, int column, enum style s, const char *format, ...)
{
	char text[4096];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	return draw_text(a, row, column, -1, s, text);
}

/* Puts the bytes [from, to) of text and returns the column behind them. */
static int put_part(int y, int x, unsigned long attributes, const char *text, size_t from, size_t to)
{
	if (from >= to)
		return x;
	put(y, x, attributes, text + from, to - from);
	/* Behind the last column of the screen curses has no place for its cursor; nothing follows there. */
	return getcury(stdscr) == y ? getcurx(stdscr) : x;
}

int draw_match(struct area a, int row, int column, int width, enum style s, const char *text, int from, int length)
{
	int available = room(a, row, column, width), y = a.y + row, x = a.x + column;
	unsigned long attributes = theme_attributes(s);
	size_t start = 0, end = 0;
	struct cut shown;

	if (available == 0)
		return 0;
	shown = cut_text(text, available);
	if (length > 0 && from >= 0 && (size_t)from < shown.bytes) {
		start = text_prev(text, (size_t)from + 1);
		end = text_prev(text, (size_t)from + (size_t)length);
		end = text_next(text, end);
		if (end > shown.bytes)
			end = shown.bytes;
	}
	x = put_part(y, x, attributes, text, 0, start);
	x = put_part(y, x, theme_attributes(STYLE_MATCH), text, start, end);
	put_part(y, x, attributes, text, end, shown.bytes);
	if (shown.ellipsis)
		put(y, a.x + column + shown.columns, attributes, theme_glyph(GLYPH_ELLIPSIS), strlen(theme_glyph(GLYPH_ELLIPSIS)));
	return shown.columns + shown.ellipsis;
}

void draw_fill(struct area a, enum style s)
{
	for (int row = 0; row < a.rows; row++) {
		int n = room(a, row, 0, -1);

		if (n == 0)
			continue;
		set_style(theme_attributes(s));
		mvhline(a.y + row, a.x, ' ', n);
		attr_set(A_NORMAL, 0, NULL);
	}
}

/* The glyph n times from row, column on. */
static void repeat(struct area a, int row, int column, int n, enum style s, enum glyph g)
{
	n = room(a, row, column, n);
	for (int i = 0; i < n; i++)
		put(a.y + row, a.x + column + i, theme_attributes(s), theme_glyph(g), strlen(theme_glyph(g)));
}

void draw_rule(struct area a, int row, enum style s)
{
	repeat(a, row, 0, a.columns, s, GLYPH_HLINE);
}

void draw_glyph(struct area a, int row, int column, enum style s, enum glyph g)
{
	repeat(a, row, column, 1, s, g);
}

void draw_box(struct area a, enum style s, const char *title)
{
	int right = a.columns - 1, bottom = a.rows - 1;

	if (a.rows < 2 || a.columns < 2)
		return;
	draw_fill(a, STYLE_PLAIN);
	draw_rule(a, 0, s);
	draw_rule(a, bottom, s);
	for (int row = 1; row < bottom; row++) {
		draw_glyph(a, row, 0, s, GLYPH_VLINE);
		draw_glyph(a, row, right, s, GLYPH_VLINE);
	}
	draw_glyph(a, 0, 0, s, GLYPH_TOPLEFT);
	draw_glyph(a, 0, right, s, GLYPH_TOPRIGHT);
	draw_glyph(a, bottom, 0, s, GLYPH_BOTTOMLEFT);
	draw_glyph(a, bottom, right, s, GLYPH_BOTTOMRIGHT);
	if (title && title[0] != '\0' && a.columns >= 6) {
		int n = draw_text(a, 0, 2, a.columns - 4, STYLE_STRONG, title);

		draw_text(a, 0, 1, 1, s, " ");
		draw_text(a, 0, 2 + n, 1, s, " ");
	}
}

void draw_bar(struct area a, int row, int column, int width, int permille, enum style s)
{
	int n = room(a, row, column, width), full;

	permille = permille < 0 ? 0 : permille > 1000 ? 1000 : permille;
	full = (n * permille + 500) / 1000;
	repeat(a, row, column, full, s, GLYPH_FULL);
	repeat(a, row, column + full, n - full, STYLE_DIM, GLYPH_EMPTY);
}

void draw_cursor(struct area a, int row, int column, bool visible)
{
	struct area screen = area_screen();
	int y = a.y + row, x = a.x + column;

	if (row < 0 || row >= a.rows || column < 0 || y < 0 || y >= screen.rows || x < 0)
		return;
	cursor.y = y;
	cursor.x = x < screen.columns ? x : screen.columns - 1;
	cursor.visible = visible;
}

void draw_read(int y, char *out, size_t size)
{
	struct area screen = area_screen();
	size_t used = 0, kept = 0;

	for (int x = 0; x < screen.columns && y >= 0 && y < screen.rows; x++) {
		wchar_t characters[CCHARW_MAX + 1] = { 0 };
		cchar_t cell;
		attr_t attributes;
		short pair;

		if (mvin_wch(y, x, &cell) == ERR || getcchar(&cell, characters, &attributes, &pair, NULL) == ERR)
			continue;
		for (int i = 0; i < CCHARW_MAX && characters[i] != L'\0' && used + 4 < size; i++) {
			used += text_encode((uint32_t)characters[i], out + used);
			if (characters[i] != L' ')
				kept = used;
		}
		if (characters[0] != L'\0' && wcwidth(characters[0]) == 2)
			x++;
	}
	if (size > 0)
		out[kept] = '\0';
}

bool draw_has_style(int y, int x, enum style s)
{
	chtype cell = mvinch(y, x);

	return cell != (chtype)ERR && (cell & A_ATTRIBUTES) == (chtype)theme_attributes(s);
}
