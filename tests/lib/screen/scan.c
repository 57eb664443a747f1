#include "tests/lib/screen/scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static void trouble(struct scan *s, const char *format, ...)
{
	if (s->trouble[0])
		return;
	va_list args;
	va_start(args, format);
	vsnprintf(s->trouble, sizeof(s->trouble), format, args);
	va_end(args);
}

void scan_init(struct scan *s)
{
	memset(s, 0, sizeof(*s));
}

void scan_clear(struct scan *s)
{
	s->trouble[0] = '\0';
}

/* Characters that change how others look, or that nobody can see. */
static bool is_forbidden(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00AD, 0x00AD },
		{ 0x061C, 0x061C },
		{ 0x180E, 0x180E },
		{ 0x200B, 0x200F },
		{ 0x2028, 0x202E },
		{ 0x2060, 0x206F },
		{ 0xD800, 0xF8FF },
		{ 0xFEFF, 0xFEFF },
		{ 0xFFF9, 0xFFFB },
		{ 0xE0000, 0xE0FFF },
		{ 0xF0000, 0xFFFFD },
		{ 0x80, 0x9F },
		{ 0xFFFE, 0xFFFF },
		{ 0x100000, 0x7FFFFFFF },
	};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

static void start_character(struct scan *s, unsigned char b)
{
	if (b < 0x80) {
		return;
	} else if (b >= 0xC2 && b <= 0xDF) {
		s->more = 1, s->least = 0x80, s->character = b & 0x1Fu;
	} else if (b >= 0xE0 && b <= 0xEF) {
		s->more = 2, s->least = 0x800, s->character = b & 0x0Fu;
	} else if (b >= 0xF0 && b <= 0xF4) {
		s->more = 3, s->least = 0x10000, s->character = b & 0x07u;
	} else if (b < 0xA0) {
		trouble(s, "raw C1 control byte 0x%02X", b);
	} else {
		trouble(s, "byte 0x%02X is not UTF-8", b);
	}
}

static void text_byte(struct scan *s, unsigned char b)
{
	if (s->more > 0) {
		if ((b & 0xC0) != 0x80) {
			trouble(s, "UTF-8 character cut short by byte 0x%02X", b);
			s->more = 0;
		} else {
			s->character = s->character << 6 | (b & 0x3Fu);
			if (--s->more == 0 && (s->character < s->least || is_forbidden(s->character)))
				trouble(s, "character U+%04X", (unsigned)s->character);
			return;
		}
	}
	if (b == 0x1B) {
		s->state = SCAN_ESC;
		s->length = 0;
	} else if (b == 0x7F || (b < 0x20 && b != 0 && !strchr("\b\t\n\r\016\017", b))) {
		trouble(s, "control byte 0x%02X", b);
	} else {
		start_character(s, b);
	}
}

static void esc_byte(struct scan *s, unsigned char b)
{
	s->state = SCAN_TEXT;
	if (b == '[') {
		s->state = SCAN_CSI;
	} else if (b == ']') {
		s->state = SCAN_OSC;
	} else if (b != 0 && strchr("()*+", b)) {
		s->state = SCAN_CHARSET;
	} else if (b == 0 || !strchr("78=>MDEHc", b)) {
		trouble(s, "escape sequence ESC 0x%02X", b);
	}
}

/* Titles pushed and popped by terminfo are harmless; any other window operation, report request or printer command is not. */
static void csi_end(struct scan *s, char final)
{
	s->sequence[s->length] = '\0';
	bool cursor_shape = final == 'c' && s->sequence[0] == '?'; /* of the Linux console; a report is asked for without "?" */
	bool title_stack = strcmp(s->sequence, "22;0;0") == 0 || strcmp(s->sequence, "23;0;0") == 0;
	if ((!strchr("@ABCDEFGHIJKLMPSTXZ`abdefghlmrst", final) && !cursor_shape) || (final == 't' && !title_stack))
		trouble(s, "control sequence CSI %s %c", s->sequence, final);
}

static void csi_byte(struct scan *s, unsigned char b)
{
	if (b >= 0x40 && b <= 0x7E) {
		csi_end(s, (char)b);
		s->state = SCAN_TEXT;
	} else if (b < 0x20 || b > 0x7E || s->length + 1 == sizeof(s->sequence)) {
		trouble(s, "control sequence broken by byte 0x%02X", b);
		s->state = SCAN_TEXT;
	} else {
		s->sequence[s->length++] = (char)b;
	}
}

static void osc_byte(struct scan *s, unsigned char b)
{
	if (b == 0x07 || (s->state == SCAN_OSC_ESC && b == '\\')) {
		s->sequence[s->length] = '\0';
		if (strncmp(s->sequence, "52;", 3) == 0)
			s->osc52++;
		else
			trouble(s, "operating system command OSC %s", s->sequence);
		s->state = SCAN_TEXT;
	} else if (b == 0x1B) {
		s->state = SCAN_OSC_ESC;
	} else if (b < 0x20 || b > 0x7E) {
		trouble(s, "byte 0x%02X within an operating system command", b);
	} else if (s->length + 1 < sizeof(s->sequence)) {
		s->sequence[s->length++] = (char)b;
	}
}

void scan_bytes(struct scan *s, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char b = (unsigned char)bytes[i];
		switch (s->state) {
		case SCAN_TEXT:
			text_byte(s, b);
			break;
		case SCAN_ESC:
			esc_byte(s, b);
			break;
		case SCAN_CSI:
			csi_byte(s, b);
			break;
		case SCAN_CHARSET:
			if (b != '0' && b != 'A' && b != 'B')
				trouble(s, "character set 0x%02X", b);
			s->state = SCAN_TEXT;
			break;
		case SCAN_OSC:
		case SCAN_OSC_ESC:
			osc_byte(s, b);
			break;
		}
	}
}
