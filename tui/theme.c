#define NCURSES_WIDECHAR 1
#include "tui/theme.h"

#include <curses.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

/* One look of a style: colours as palette number or 0xRRGGBB, -1 = the terminal's own. */
struct look {
	int foreground, background;
	attr_t attributes;
};

enum { OWN = -1, FIRST_PAIR = 1 };

/* Calm: one accent, one warning, one danger; labels dim, values plain. Only the input field has a ground of its own. */
static const struct look mono[STYLE_COUNT] = {
	[STYLE_PLAIN] = { OWN, OWN, A_NORMAL },
	[STYLE_DIM] = { OWN, OWN, A_DIM },
	[STYLE_STRONG] = { OWN, OWN, A_BOLD },
	[STYLE_HEADER] = { OWN, OWN, A_BOLD },
	[STYLE_FOOTER] = { OWN, OWN, A_NORMAL },
	[STYLE_KEY] = { OWN, OWN, A_BOLD },
	[STYLE_ACCENT] = { OWN, OWN, A_BOLD },
	[STYLE_WARNING] = { OWN, OWN, A_BOLD },
	[STYLE_DANGER] = { OWN, OWN, A_REVERSE },
	[STYLE_GOOD] = { OWN, OWN, A_NORMAL },
	[STYLE_SELECTED] = { OWN, OWN, A_REVERSE },
	[STYLE_MARKED] = { OWN, OWN, A_BOLD },
	[STYLE_MATCH] = { OWN, OWN, A_UNDERLINE },
	[STYLE_INPUT] = { OWN, OWN, A_UNDERLINE },
};

enum palette { DARK_8, DARK_16, DARK_256, DARK_TRUE, LIGHT_8, LIGHT_16, LIGHT_256, LIGHT_TRUE, PALETTE_COUNT };
enum hue { HUE_OWN, HUE_GREY, HUE_BLUE, HUE_AMBER, HUE_RED, HUE_GROUND, HUE_COUNT };

static const int hues[HUE_COUNT][PALETTE_COUNT] = {
	[HUE_OWN] = { OWN, OWN, OWN, OWN, OWN, OWN, OWN, OWN },
	[HUE_GREY] = { OWN, 8, 245, 0x8a8a8a, OWN, 8, 242, 0x6c6c6c },
	[HUE_BLUE] = { COLOR_CYAN, 14, 110, 0x87afd7, COLOR_BLUE, COLOR_BLUE, 25, 0x005faf },
	[HUE_AMBER] = { COLOR_YELLOW, 11, 179, 0xd7af5f, COLOR_MAGENTA, COLOR_MAGENTA, 130, 0xaf5f00 },
	[HUE_RED] = { COLOR_RED, 9, 203, 0xff5f5f, COLOR_RED, COLOR_RED, 160, 0xd70000 },
	[HUE_GROUND] = { OWN, OWN, 236, 0x303030, OWN, OWN, 254, 0xe4e4e4 },
};

/* What is well needs no colour. Two pieces in STYLE_SELECTED are a cursor step, where each attribute more costs bytes. */
static const struct {
	attr_t attributes;
	enum hue hue;
} coloured[STYLE_COUNT] = {
	[STYLE_PLAIN] = { A_NORMAL, HUE_OWN },
	[STYLE_DIM] = { A_NORMAL, HUE_GREY },
	[STYLE_STRONG] = { A_BOLD, HUE_OWN },
	[STYLE_HEADER] = { A_BOLD, HUE_OWN },
	[STYLE_FOOTER] = { A_NORMAL, HUE_OWN },
	[STYLE_KEY] = { A_NORMAL, HUE_BLUE },
	[STYLE_ACCENT] = { A_NORMAL, HUE_BLUE },
	[STYLE_WARNING] = { A_NORMAL, HUE_AMBER },
	[STYLE_DANGER] = { A_BOLD, HUE_RED },
	[STYLE_GOOD] = { A_NORMAL, HUE_OWN },
	[STYLE_SELECTED] = { A_NORMAL, HUE_BLUE },
	[STYLE_MARKED] = { A_NORMAL, HUE_AMBER },
	[STYLE_MATCH] = { A_UNDERLINE, HUE_BLUE },
	[STYLE_INPUT] = { A_NORMAL, HUE_OWN },
};

static struct {
	bool ascii;
	attr_t attributes[STYLE_COUNT];
} theme;

bool theme_parse(const char *name, enum theme_name *ret)
{
	if (strcmp(name, "dark") == 0)
		*ret = THEME_DARK;
	else if (strcmp(name, "light") == 0)
		*ret = THEME_LIGHT;
	else
		return false;
	return true;
}

/* Asks the terminal's description, for curses knows its colours only after start_color, which mono must not call. */
static int colour_count(void)
{
	return tigetnum("colors");
}

static bool has_direct_colour(void)
{
	return colour_count() > 256 && tigetflag("RGB") > 0;
}

/* The palette that the wish and the terminal both allow; -1 = none. */
static int choose_palette(const struct theme *t)
{
	int palette;

	if (t->depth == DEPTH_MONO || colour_count() < 8)
		return -1;
	if (t->depth == DEPTH_TRUE && has_direct_colour())
		palette = DARK_TRUE;
	else if (t->depth >= DEPTH_256 && colour_count() >= 256 && !has_direct_colour())
		palette = DARK_256;
	else if (colour_count() >= 16 && !has_direct_colour())
		palette = DARK_16;
	else
		palette = DARK_8;
	return t->name == THEME_LIGHT ? palette + LIGHT_8 : palette;
}

static struct look look_of(enum style s, int palette)
{
	struct look look;

	if (palette < 0)
		return mono[s];
	look = (struct look) { hues[coloured[s].hue][palette], OWN, coloured[s].attributes };
	if (s == STYLE_DIM && look.foreground == OWN)
		look.attributes |= A_DIM;
	if (s == STYLE_INPUT)
		look.background = hues[HUE_GROUND][palette];
	if (s == STYLE_INPUT && look.background == OWN)
		look.attributes |= A_UNDERLINE;
	return look;
}

/* A pair for two colours: the one that has them already, or the next; 0 = the terminal's own, also when pairs run out. */
static int pair_for(struct look look, struct look *made, int *count)
{
	int pair;

	if (look.foreground == OWN && look.background == OWN)
		return 0;
	for (int i = 0; i < *count; i++)
		if (made[i].foreground == look.foreground && made[i].background == look.background)
			return FIRST_PAIR + i;
	pair = FIRST_PAIR + *count;
	if (pair >= COLOR_PAIRS || init_extended_pair(pair, look.foreground, look.background) == ERR)
		return 0;
	made[(*count)++] = look;
	return pair;
}

void theme_start(const struct theme *t)
{
	struct look made[STYLE_COUNT];
	int count = 0, palette = choose_palette(t);

	/* Outside a UTF-8 locale nothing but ASCII can be told apart by the terminal. */
	theme.ascii = t->ascii || MB_CUR_MAX == 1;
	if (palette >= 0 && start_color() == ERR)
		palette = -1;
	if (palette >= 0)
		use_default_colors();
	for (int s = 0; s < STYLE_COUNT; s++) {
		struct look look = look_of((enum style)s, palette);
		int pair = palette >= 0 ? pair_for(look, made, &count) : 0;

		theme.attributes[s] = look.attributes | (attr_t)COLOR_PAIR(pair);
	}
}

unsigned long theme_attributes(enum style s)
{
	return (unsigned int)s < STYLE_COUNT ? theme.attributes[s] : 0;
}

bool theme_ascii(void)
{
	return theme.ascii;
}

const char *theme_glyph(enum glyph g)
{
	static const char *const glyphs[GLYPH_COUNT][2] = {
		[GLYPH_CURSOR] = { "▸", ">" },
		[GLYPH_MARK] = { "✓", "+" },
		[GLYPH_DOT] = { "●", "*" },
		[GLYPH_ELLIPSIS] = { "…", "~" },
		[GLYPH_HLINE] = { "─", "-" },
		[GLYPH_VLINE] = { "│", "|" },
		[GLYPH_TOPLEFT] = { "┌", "+" },
		[GLYPH_TOPRIGHT] = { "┐", "+" },
		[GLYPH_BOTTOMLEFT] = { "└", "+" },
		[GLYPH_BOTTOMRIGHT] = { "┘", "+" },
		[GLYPH_ARROW] = { "›", ">" },
		[GLYPH_BULLET] = { "·", "." },
		[GLYPH_RING] = { "○", "o" },
		[GLYPH_SECRET] = { "•", "*" },
		[GLYPH_FULL] = { "█", "#" },
		[GLYPH_EMPTY] = { "░", "." },
		[GLYPH_MORE] = { "▾", "v" },
		[GLYPH_WARNING] = { "!", "!" },
	};

	return (unsigned int)g < GLYPH_COUNT ? glyphs[g][theme.ascii] : " ";
}

const char *theme_spark(int eighths)
{
	static const char *const blocks[9][2] = {
		{ " ", " " },
		{ "▁", "." },
		{ "▂", ":" },
		{ "▃", "-" },
		{ "▄", "=" },
		{ "▅", "+" },
		{ "▆", "*" },
		{ "▇", "#" },
		{ "█", "@" },
	};

	if (eighths < 0)
		eighths = 0;
	return blocks[eighths > 8 ? 8 : eighths][theme.ascii];
}
