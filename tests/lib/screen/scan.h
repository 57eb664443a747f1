#ifndef TESTS_LIB_SCREEN_SCAN_H
#define TESTS_LIB_SCREEN_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Watches the raw bytes that a program writes to its terminal. The first byte sequence that has no business there (a raw C1 control,
 * a bidirectional override, a zero-width character, an operating system command other than the clipboard, a report request, invalid
 * UTF-8, a bell) is described in trouble. Looks at bytes, not at cells, because a terminal swallows most of these without a trace.
 */
struct scan {
	enum { SCAN_TEXT, SCAN_ESC, SCAN_CSI, SCAN_CHARSET, SCAN_OSC, SCAN_OSC_ESC } state;
	uint32_t character; /* being put together */
	int more; /* continuation bytes still to come */
	uint32_t least; /* smallest value that needs this many bytes */
	char sequence[64]; /* parameters of the control sequence, or start of the OSC */
	size_t length;
	char trouble[160]; /* the first one; "" = none */
	long osc52; /* clipboard writes seen */
};

void scan_init(struct scan *s);
void scan_bytes(struct scan *s, const char *bytes, size_t length);
void scan_clear(struct scan *s); /* forgets the trouble, keeps the state */

#endif
