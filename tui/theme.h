#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>

/* What a piece of the screen means; the theme says how that looks. Meaning never rests on colour alone. */
enum style {
	STYLE_PLAIN,
	STYLE_DIM, /* labels, rules, hints */
	STYLE_STRONG, /* titles, key columns of the focused row */
	STYLE_HEADER,
	STYLE_FOOTER,
	STYLE_KEY, /* the key in a footer hint */
	STYLE_ACCENT,
	STYLE_WARNING,
	STYLE_DANGER,
	STYLE_GOOD,
	STYLE_SELECTED, /* the key columns of the row under the cursor */
	STYLE_MARKED, /* a marked row */
	STYLE_MATCH, /* the part of a text that matched what was typed */
	STYLE_INPUT, /* a field being edited */
	STYLE_COUNT
};

enum theme_depth { DEPTH_MONO, DEPTH_16, DEPTH_256, DEPTH_TRUE };
enum theme_name { THEME_DARK, THEME_LIGHT };

/* How colours and characters are chosen; filled from config, command line, TERM, NO_COLOR. */
struct theme {
	enum theme_name name;
	enum theme_depth depth;
	bool ascii; /* draw borders, marks, charts in ASCII */
};

/* Parses "dark" or "light"; false leaves *ret alone. */
bool theme_parse(const char *name, enum theme_name *ret);

/* The curses attributes of a style are known to theme.c and draw.c: unsigned long holds an attr_t with its colour pair. */
void theme_start(const struct theme *t); /* makes the colour pairs; term_open calls it, call it again for another theme */
unsigned long theme_attributes(enum style s);

bool theme_ascii(void); /* nothing but ASCII may be drawn */

/* Characters that have an ASCII form: */
enum glyph {
	GLYPH_CURSOR,
	GLYPH_MARK,
	GLYPH_DOT,
	GLYPH_ELLIPSIS,
	GLYPH_HLINE,
	GLYPH_VLINE,
	GLYPH_TOPLEFT,
	GLYPH_TOPRIGHT,
	GLYPH_BOTTOMLEFT,
	GLYPH_BOTTOMRIGHT,
	GLYPH_ARROW,
	GLYPH_BULLET,
	GLYPH_RING,
	GLYPH_SECRET,
	GLYPH_FULL,
	GLYPH_EMPTY,
	GLYPH_MORE,
	GLYPH_WARNING,
	GLYPH_COUNT
};
const char *theme_glyph(enum glyph g); /* UTF-8, one column each */
const char *theme_spark(int eighths); /* 0..8: a block of that height, one column */

#endif
