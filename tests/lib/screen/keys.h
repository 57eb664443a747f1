#ifndef TESTS_LIB_SCREEN_KEYS_H
#define TESTS_LIB_SCREEN_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes what a terminal of this type sends for a key: "Enter", "Tab", "Backtab", "Esc", "Up", "PgDn", "F2", "Ctrl-P", "Alt-x",
 * "Space", or a character. The sequences come from terminfo. Returns the length, 0 if the terminal has no such key.
 */
size_t keys_encode(const char *type, const char *name, char *out, size_t size);

/* Resolves \n \t \e \\ \xHH \uHHHH in place. Returns the new length. */
size_t keys_unescape(char *text);

#endif
