#include "tui/editor.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "tui/editor_private.h"
#include "tui/text.h"

enum paste_flaw { FLAW_CONTROL = 1 << 0, FLAW_BREAK = 1 << 1, FLAW_BYTES = 1 << 2, FLAW_LONG = 1 << 3 };

static void complain_long(struct editor *e)
{
	snprintf(e->complaint, sizeof(e->complaint), _("At most %d characters fit here."), e->limit);
}

static bool has_room(const struct editor *e)
{
	return e->limit <= 0 || e->characters < e->limit;
}

static void insert_char(struct editor *e, uint32_t c)
{
	char bytes[4];
	size_t n = text_encode(c, bytes);

	if (n == 0)
		return;
	if (!has_room(e) || !editor_replace(e, e->cursor, 0, bytes, n, true))
		complain_long(e);
}

static void remove_range(struct editor *e, size_t from, size_t to)
{
	if (to > from)
		editor_replace(e, from, to - from, "", 0, false);
}

static bool is_word_at(const struct editor *e, size_t at)
{
	uint32_t c;

	if (text_decode(e->text + at, e->length - at, &c) == 0)
		return false;
	return iswalnum((wint_t)c) != 0;
}

/* In a secret the words are not told: it is one. */
static size_t word_left(const struct editor *e)
{
	size_t at = e->cursor;

	if (editor_is_secret(e))
		return 0;
	while (at > 0 && !is_word_at(e, editor_prev(e, at)))
		at = editor_prev(e, at);
	while (at > 0 && is_word_at(e, editor_prev(e, at)))
		at = editor_prev(e, at);
	return at;
}

static size_t word_right(const struct editor *e)
{
	size_t at = e->cursor;

	if (editor_is_secret(e))
		return e->length;
	while (at < e->length && !is_word_at(e, at))
		at = editor_next(e, at);
	while (at < e->length && is_word_at(e, at))
		at = editor_next(e, at);
	return at;
}

static size_t line_start(const struct editor *e)
{
	size_t at = e->cursor;

	while (at > 0 && e->text[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct editor *e)
{
	const char *newline = memchr(e->text + e->cursor, '\n', e->length - e->cursor);

	return newline ? (size_t)(newline - e->text) : e->length;
}

static void kill_to_end(struct editor *e)
{
	size_t end = line_end(e);

	if (end == e->cursor && end < e->length)
		end++;
	remove_range(e, e->cursor, end);
}

static void complain_paste(struct editor *e, unsigned flaws)
{
	size_t at = 0;
	const char *parts[4];
	int n = 0;
	char full[100];

	snprintf(full, sizeof(full), _("Only %d characters fit here, the rest was left out."), e->limit);
	if (flaws & FLAW_LONG)
		parts[n++] = full;
	if (flaws & FLAW_BYTES)
		parts[n++] = _("Bytes that are no text were left out.");
	if (flaws & FLAW_CONTROL)
		parts[n++] = _("Control characters were left out.");
	if (flaws & FLAW_BREAK)
		parts[n++] = _("Line breaks and tabs became spaces.");
	e->complaint[0] = '\0';
	for (int i = 0; i < n; i++) {
		int wrote = snprintf(e->complaint + at, sizeof(e->complaint) - at, "%s%s", i ? " " : "", parts[i]);

		if (wrote < 0 || (size_t)wrote >= sizeof(e->complaint) - at) {
			e->complaint[at] = '\0'; /* a sentence is given whole or not at all */
			return;
		}
		at += (size_t)wrote;
	}
}

/* What one control character becomes: its replacement, or 0 to leave it out. */
static char control_becomes(const struct editor *e, uint32_t c, unsigned *flaws)
{
	if (c == '\n' && editor_has_lines(e))
		return '\n';
	if ((c == '\n' || c == '\t') && !editor_is_secret(e)) {
		*flaws |= FLAW_BREAK;
		return ' ';
	}
	*flaws |= FLAW_CONTROL;
	return '\0';
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* Copies at most `room` characters of the paste that may stand here. Looks at no more of it than it takes. */
static size_t paste_clean(const struct editor *e, const struct key *k, size_t length, int room, char *out, unsigned *flaws)
{
	size_t used = 0;

	for (size_t i = 0; i < length;) {
		uint32_t c;
		size_t step = text_decode(k->text + i, length - i, &c);

		if (step == 0) {
			*flaws |= FLAW_BYTES;
			i++;
			continue;
		}
		if (c == '\r') { /* a terminal sends line ends as CR */
			if (i + 1 < length && k->text[i + 1] == '\n')
				i++;
			c = '\n';
		}
		if (room == 0) {
			*flaws |= FLAW_LONG;
			break;
		}
		if (is_control(c)) {
			out[used] = control_becomes(e, c, flaws);
			if (out[used] != '\0') {
				used++;
				room--;
			}
			i++;
			continue;
		}
		memcpy(out + used, k->text + i, step);
		used += step;
		i += step;
		room--;
	}
	return used;
}

static void paste(struct editor *e, const struct key *k)
{
	unsigned flaws = 0;
	size_t length = k->length;
	size_t size, used;
	int room = e->limit > 0 ? e->limit - e->characters : (int)(1 << 20);
	char *clean;

	/* The line end that copying a whole line brings along is not meant. */
	while (!editor_has_lines(e) && length > 0 && (k->text[length - 1] == '\n' || k->text[length - 1] == '\r'))
		length--;
	if (room < 0)
		room = 0;
	if (editor_is_secret(e) && (size_t)room > (e->capacity - 1 - e->length) / 4)
		room = (int)((e->capacity - 1 - e->length) / 4);
	size = (size_t)room * 4;
	if (size > length)
		size = length;
	clean = malloc(size + 1);
	if (clean == NULL)
		return;
	used = paste_clean(e, k, length, room, clean, &flaws);
	if (used > 0 && !editor_replace(e, e->cursor, 0, clean, used, false))
		flaws |= FLAW_LONG;
	explicit_bzero(clean, size + 1);
	free(clean);
	complain_paste(e, flaws);
}

static void move_to(struct editor *e, size_t at)
{
	e->cursor = at;
	e->goal = -1;
}

static bool move_key(struct editor *e, uint32_t code)
{
	struct editor_row row;

	switch (code) {
	case K_LEFT:
		move_to(e, editor_prev(e, e->cursor));
		return true;
	case K_RIGHT:
		move_to(e, editor_next(e, e->cursor));
		return true;
	case KEY_CTRL | K_LEFT:
	case KEY_ALT | K_LEFT:
	case KEY_ALT | 'b':
		move_to(e, word_left(e));
		return true;
	case KEY_CTRL | K_RIGHT:
	case KEY_ALT | K_RIGHT:
	case KEY_ALT | 'f':
		move_to(e, word_right(e));
		return true;
	case K_HOME:
	case K_CTRL('a'):
		row = editor_row_of_cursor(e, NULL);
		move_to(e, row.start);
		return true;
	case K_END:
	case K_CTRL('e'):
		row = editor_row_of_cursor(e, NULL);
		move_to(e, row.end > row.start && row.end == row.next ? editor_prev(e, row.end) : row.end);
		return true;
	case KEY_CTRL | K_HOME:
		move_to(e, 0);
		return true;
	case KEY_CTRL | K_END:
		move_to(e, e->length);
		return true;
	case K_UP:
		return editor_move_rows(e, -1);
	case K_DOWN:
		return editor_move_rows(e, 1);
	case K_PAGEUP:
		return editor_has_lines(e) && editor_move_rows(e, -e->page);
	case K_PAGEDOWN:
		return editor_has_lines(e) && editor_move_rows(e, e->page);
	default:
		return false;
	}
}

static bool delete_key(struct editor *e, uint32_t code)
{
	switch (code) {
	case K_BACKSPACE:
		remove_range(e, editor_prev(e, e->cursor), e->cursor);
		return true;
	case K_DELETE:
		remove_range(e, e->cursor, editor_next(e, e->cursor));
		return true;
	case K_CTRL('w'):
	case KEY_ALT | K_BACKSPACE:
	case KEY_CTRL | K_BACKSPACE:
		remove_range(e, word_left(e), e->cursor);
		return true;
	case KEY_CTRL | K_DELETE:
	case KEY_ALT | 'd':
		remove_range(e, e->cursor, word_right(e));
		return true;
	case K_CTRL('k'):
		kill_to_end(e);
		return true;
	case K_CTRL('u'):
		remove_range(e, line_start(e), e->cursor);
		return true;
	case K_CTRL('z'):
		return editor_undo(e);
	default:
		return false;
	}
}

bool editor_key(struct editor *e, const struct key *k)
{
	e->complaint[0] = '\0';
	if (k->code == K_PASTE) {
		paste(e, k);
		return true;
	}
	if (key_is_text(k)) {
		insert_char(e, k->code);
		return true;
	}
	if (k->code == K_ENTER && editor_has_lines(e)) {
		insert_char(e, '\n');
		return true;
	}
	return delete_key(e, k->code) || move_key(e, k->code);
}
