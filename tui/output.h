#ifndef TUI_OUTPUT_H
#define TUI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* What becomes of curses' output on its way to the terminal. */

/*
 * Leaves out what curses says twice, in place; returns the new length. Attributes end with "no colour, first character set, nothing"
 * where the last is enough, for we never use another set, and begin with "nothing and" where there is nothing. *plain tells whether
 * the attributes are known to be none, from one call to the next. Text in the bytes must hold no Esc.
 */
size_t output_shorten(char *bytes, size_t n, bool *plain);

/* n bytes in base 64, ended: out has room for (n + 2) / 3 * 4 + 1. Returns the length. */
size_t output_base64(const char *bytes, size_t n, char *out);

#endif
