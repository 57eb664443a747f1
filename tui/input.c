#include "tui/input.h"

#include <stdlib.h>
#include <string.h>

#include "tui/text.h"

enum { ESC = 0x1b, SEQUENCE_MAX = 64, STRING_MAX = 4096, PARAMETERS = 4, DOUBLE_CLICK_MS = 400, PASTE_KEEP = 65536 };
enum { MODIFIER_ALT = 2, MODIFIER_CTRL = 4 };

static const char paste_end[] = "\033[201~";

void input_init(struct input *in)
{
	memset(in, 0, sizeof(*in));
	in->click_y = -1;
}

void input_release(struct input *in)
{
	if (in->paste)
		explicit_bzero(in->paste, in->paste_room);
	free(in->paste);
	explicit_bzero(in, sizeof(*in));
}

char *input_space(struct input *in, size_t *ret_room)
{
	if (in->start > 0) {
		memmove(in->bytes, in->bytes + in->start, in->end - in->start);
		in->end -= in->start;
		in->start = 0;
		explicit_bzero(in->bytes + in->end, sizeof(in->bytes) - in->end);
	}
	*ret_room = sizeof(in->bytes) - in->end;
	return in->bytes + in->end;
}

void input_add(struct input *in, size_t n)
{
	in->end += n;
}

/* A control character as the key that sends it; K_UNKNOWN if it is none. */
static uint32_t control_key(unsigned char c)
{
	switch (c) {
	case 0x00:
		return K_CTRL(' ');
	case 0x08:
	case 0x7f:
		return K_BACKSPACE;
	case 0x09:
		return K_TAB;
	case 0x0a:
	case 0x0d:
		return K_ENTER;
	case ESC:
		return K_ESC;
	default:
		break;
	}
	if (c <= 26)
		return K_CTRL('a' + c - 1);
	return K_CTRL('\\' + c - 0x1c);
}

/* One character at p: its length, 0 when bytes are missing. Undecodable ones are K_UNKNOWN. */
static size_t plain_key(const char *p, size_t n, bool rest, uint32_t *ret_code)
{
	unsigned char lead = (unsigned char)p[0];
	size_t length, whole;
	uint32_t c = 0;

	if (lead < 0x20 || lead == 0x7f) {
		*ret_code = control_key(lead);
		return 1;
	}
	length = text_decode(p, n, &c);
	if (length > 0) {
		*ret_code = c >= 0x80 && c <= 0x9f ? (uint32_t)K_UNKNOWN : c;
		return length;
	}
	whole = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;
	if (n < whole && lead <= 0xf4 && !rest) {
		size_t good = 1;

		while (good < n && ((unsigned char)p[good] & 0xc0) == 0x80)
			good++;
		if (good == n)
			return 0;
	}
	*ret_code = K_UNKNOWN;
	return 1;
}

static uint32_t letter_key(char final)
{
	switch (final) {
	case 'A':
		return K_UP;
	case 'B':
		return K_DOWN;
	case 'C':
		return K_RIGHT;
	case 'D':
		return K_LEFT;
	case 'H':
		return K_HOME;
	case 'F':
		return K_END;
	case 'P':
	case 'Q':
	case 'R':
	case 'S':
		return K_F1 + (uint32_t)(final - 'P');
	case 'M':
		return K_ENTER;
	case 'Z':
		return K_BACKTAB;
	default:
		return K_UNKNOWN;
	}
}

static uint32_t number_key(int number)
{
	static const uint32_t keys[] = {
		[1] = K_HOME,
		[2] = K_INSERT,
		[3] = K_DELETE,
		[4] = K_END,
		[5] = K_PAGEUP,
		[6] = K_PAGEDOWN,
		[7] = K_HOME,
		[8] = K_END,
		[11] = K_F1,
		[12] = K_F2,
		[13] = K_F3,
		[14] = K_F4,
		[15] = K_F5,
		[17] = K_F6,
		[18] = K_F7,
		[19] = K_F8,
		[20] = K_F9,
		[21] = K_F10,
		[23] = K_F11,
		[24] = K_F12,
	};

	if (number < 0 || (size_t)number >= sizeof(keys) / sizeof(keys[0]) || keys[number] == 0)
		return K_UNKNOWN;
	return keys[number];
}

/* xterm writes modifiers as 1 + their sum; Shift makes no difference to named keys. */
static uint32_t with_modifiers(uint32_t code, int parameter)
{
	unsigned int bits = parameter > 1 ? (unsigned int)parameter - 1 : 0;

	if (code == K_UNKNOWN)
		return code;
	if (code == K_TAB && (bits & 1))
		code = K_BACKTAB;
	return code | (bits & MODIFIER_ALT ? KEY_ALT : 0) | (bits & MODIFIER_CTRL ? KEY_CTRL : 0);
}

/* A character that a terminal reports with its number and modifiers (CSI u, and xterm's CSI 27 ; m ; c ~). */
static uint32_t reported_key(int c, int modifiers)
{
	char bytes[4];
	uint32_t code = K_UNKNOWN;
	size_t n = c >= 0 ? text_encode((uint32_t)c, bytes) : 0;

	if (n == 0 || plain_key(bytes, n, true, &code) != n)
		return K_UNKNOWN;
	if (code >= 'A' && code <= 'Z' && modifiers > 1 && ((unsigned int)(modifiers - 1) & MODIFIER_CTRL))
		code += 'a' - 'A';
	return with_modifiers(code, modifiers);
}

struct sequence {
	char prefix; /* one of <=>? or 0 */
	int parameters[PARAMETERS]; /* missing ones are 0, large ones 65535 */
	int count;
	char final;
	bool odd; /* has bytes that we have no meaning for */
};

static void parse_parameters(const char *p, size_t n, struct sequence *s)
{
	size_t i = 0;

	if (n > 0 && p[0] >= '<' && p[0] <= '?')
		s->prefix = p[i++];
	for (s->count = i < n; i < n; i++) {
		int *value = s->count <= PARAMETERS ? &s->parameters[s->count - 1] : NULL;

		if (p[i] == ';')
			s->count++;
		else if (p[i] < '0' || p[i] > '9')
			s->odd = true;
		else if (value && *value < 6553)
			*value = *value * 10 + (p[i] - '0');
		else if (value)
			*value = 65535;
	}
}

/* Only what a hand does with a mouse: left button, wheel. Releases and moves are unknown keys, which nobody minds. */
static uint32_t mouse_key(struct input *in, const struct sequence *s, struct key *ret)
{
	int y = s->parameters[2] - 1, x = s->parameters[1] - 1;

	if (s->count != 3 || s->final != 'M' || y < 0 || x < 0)
		return K_UNKNOWN;
	ret->y = y;
	ret->x = x;
	switch (s->parameters[0]) {
	case 0:
		ret->button = MOUSE_LEFT;
		if (in->click_y == y && in->click_x == x && in->now - in->click_time <= DOUBLE_CLICK_MS) {
			ret->button = MOUSE_DOUBLE;
			in->click_y = -1;
		} else {
			in->click_y = y;
			in->click_x = x;
			in->click_time = in->now;
		}
		return K_MOUSE;
	case 64:
		ret->button = MOUSE_WHEEL_UP;
		return K_MOUSE;
	case 65:
		ret->button = MOUSE_WHEEL_DOWN;
		return K_MOUSE;
	default:
		return K_UNKNOWN;
	}
}

static uint32_t sequence_key(struct input *in, const struct sequence *s, struct key *ret)
{
	const int *p = s->parameters;

	if (s->prefix == '<' && !s->odd && (s->final == 'M' || s->final == 'm'))
		return mouse_key(in, s, ret);
	if (s->prefix || s->odd)
		return K_UNKNOWN;
	switch (s->final) {
	case '~':
		if (p[0] == 200 && s->count == 1) {
			in->pasting = true;
			in->paste_length = 0;
			in->paste_cut = false;
			return K_PASTE;
		}
		if (p[0] == 27 && s->count == 3)
			return reported_key(p[2], p[1]);
		return with_modifiers(number_key(p[0]), p[1]);
	case '^': /* rxvt: with Ctrl */
		return with_modifiers(number_key(p[0]), 1 + MODIFIER_CTRL);
	case 'u':
		return reported_key(p[0], p[1]);
	default:
		/* Numbers other than 1 before a letter are reports (cursor position and the like), no keys. */
		return p[0] > 1 ? (uint32_t)K_UNKNOWN : with_modifiers(letter_key(s->final), p[1]);
	}
}

/* CSI at p, behind "ESC [". Returns the bytes of it behind these two, 0 when it is not all there. */
static size_t parse_sequence(struct input *in, const char *p, size_t n, struct key *ret)
{
	struct sequence s = { 0 };
	size_t i = 0, parameters;

	if (n > 0 && p[0] == '[') { /* the Linux console: ESC [ [ A is F1 */
		if (n < 2)
			return 0;
		ret->code = p[1] >= 'A' && p[1] <= 'E' ? K_F1 + (uint32_t)(p[1] - 'A') : (uint32_t)K_UNKNOWN;
		return 2;
	}
	while (i < n && i < SEQUENCE_MAX && p[i] >= 0x30 && p[i] <= 0x3f)
		i++;
	parameters = i;
	while (i < n && i < SEQUENCE_MAX && p[i] >= 0x20 && p[i] <= 0x2f)
		i++;
	s.odd = i > parameters;
	if (i == n && i < SEQUENCE_MAX)
		return 0;
	if (i >= SEQUENCE_MAX || p[i] < 0x40 || p[i] > 0x7e) {
		ret->code = K_UNKNOWN; /* broken off: what stands there is not part of it */
		return i > 0 ? i : 1;
	}
	s.final = p[i];
	parse_parameters(p, parameters, &s);
	ret->code = sequence_key(in, &s, ret);
	return i + 1;
}

/* A string of the terminal (OSC, DCS and the like) at p, behind its two first bytes: its length with its end; 0 if it has none. */
static size_t string_length(const char *p, size_t n)
{
	for (size_t i = 0; i < n && i < STRING_MAX; i++) {
		if (p[i] == '\a')
			return i + 1;
		if (p[i] == ESC && i + 1 < n && p[i + 1] == '\\')
			return i + 2;
	}
	return 0;
}

/* What starts with Esc, n > 1. Returns the bytes taken, 0 when more are needed. */
static size_t escape_key(struct input *in, const char *p, size_t n, bool rest, struct key *ret)
{
	bool string = memchr("]PX^_", p[1], 5) != NULL;
	size_t length = 0;

	if (p[1] == ESC) {
		ret->code = K_ESC;
		return 1;
	}
	if (p[1] == '[') {
		length = parse_sequence(in, p + 2, n - 2, ret);
	} else if (p[1] == 'O') {
		size_t digits = n > 2 && p[2] >= '1' && p[2] <= '9';

		if (n > 2 + digits) {
			ret->code = with_modifiers(letter_key(p[2 + digits]), digits ? p[2] - '0' : 0);
			length = 1 + digits;
		}
	} else if (string) {
		ret->code = K_UNKNOWN;
		length = n < STRING_MAX ? string_length(p + 2, n - 2) : n - 2;
	} else {
		length = plain_key(p + 1, n - 1, rest, &ret->code);
		if (length > 0 && ret->code != K_UNKNOWN)
			ret->code |= KEY_ALT;
		return length > 0 ? length + 1 : 0;
	}
	if (length > 0)
		return length + 2;
	if (!rest)
		return 0;
	/* Nothing behind the two bytes: Alt with that key. The beginning of a longer sequence is nothing. */
	ret->code = n == 2 || string ? KEY_ALT | (uint32_t)p[1] : (uint32_t)K_UNKNOWN;
	return n == 2 || string ? 2 : n;
}

static void paste_add(struct input *in, const char *bytes, size_t n)
{
	if (n > INPUT_PASTE_MAX - in->paste_length) {
		n = INPUT_PASTE_MAX - in->paste_length;
		in->paste_cut = true;
	}
	if (in->paste_length + n > in->paste_room) {
		size_t room = in->paste_room ? in->paste_room * 2 : INPUT_BYTES * 2;
		char *larger;

		while (room < in->paste_length + n)
			room *= 2;
		larger = calloc(1, room);
		if (!larger) {
			in->paste_cut = true;
			return;
		}
		if (in->paste) {
			memcpy(larger, in->paste, in->paste_length);
			explicit_bzero(in->paste, in->paste_room);
			free(in->paste);
		}
		in->paste = larger;
		in->paste_room = room;
	}
	if (n > 0)
		memcpy(in->paste + in->paste_length, bytes, n);
	in->paste_length += n;
}

/* Terminals paste a line end as CR, some as CR LF: both become LF. */
static void paste_line_ends(struct input *in)
{
	size_t to = 0;

	for (size_t i = 0; i < in->paste_length; i++) {
		char c = in->paste[i];

		if (c == '\r') {
			if (i + 1 < in->paste_length && in->paste[i + 1] == '\n')
				i++;
			c = '\n';
		}
		in->paste[to++] = c;
	}
	if (in->paste)
		explicit_bzero(in->paste + to, in->paste_length - to);
	in->paste_length = to;
}

static void paste_forget(struct input *in)
{
	if (in->paste)
		explicit_bzero(in->paste, in->paste_length);
	in->paste_length = 0;
	if (in->paste && in->paste_room > PASTE_KEEP) {
		explicit_bzero(in->paste, in->paste_room);
		free(in->paste);
		in->paste = NULL;
		in->paste_room = 0;
	}
}

static enum input_state paste_next(struct input *in, bool rest, struct key *ret)
{
	size_t marker = sizeof(paste_end) - 1, n = in->end - in->start, hold = 0;
	char *p = in->bytes + in->start, *found = memmem(p, n, paste_end, marker);

	if (found) {
		n = (size_t)(found - p);
	} else if (!rest) {
		/* The marker may have arrived in part. */
		for (hold = n < marker - 1 ? n : marker - 1; hold > 0; hold--)
			if (memcmp(p + n - hold, paste_end, hold) == 0)
				break;
		n -= hold;
	}
	paste_add(in, p, n);
	explicit_bzero(p, n);
	in->start += n + (found ? marker : 0);
	if (!found && !rest)
		return INPUT_PASTE;
	paste_line_ends(in);
	in->pasting = false;
	*ret =
	    (struct key) { .code = K_PASTE, .text = in->paste ? in->paste : "", .length = in->paste_length, .cut = in->paste_cut };
	return INPUT_KEY;
}

enum input_state input_next(struct input *in, bool rest, struct key *ret)
{
	const char *p = in->bytes + in->start;
	size_t n = in->end - in->start, length;
	struct key key = { 0 };

	if (in->pasting)
		return paste_next(in, rest, ret);
	if (n == 0)
		return INPUT_NONE;
	paste_forget(in);
	if (p[0] != ESC) {
		length = plain_key(p, n, rest, &key.code);
	} else if (n == 1) {
		length = rest;
		key.code = K_ESC;
	} else {
		length = escape_key(in, p, n, rest, &key);
	}
	if (length == 0)
		return INPUT_MORE;
	/* It may be of a secret; the next key might be long in coming. */
	explicit_bzero(in->bytes + in->start, length);
	in->start += length;
	if (in->pasting)
		return paste_next(in, false, ret);
	*ret = key;
	return INPUT_KEY;
}
