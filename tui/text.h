#ifndef TUI_TEXT_H
#define TUI_TEXT_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* gettext marks: _() translates now, N_() marks a string in a constant table for later translation. */
#define _(s) gettext(s)
#define N_(s) s

/*
 * The one sanitiser for everything that reaches a terminal, a log, a mail or stderr.
 * C0, C1, DEL, CR, bidi controls, zero-width, private use, tags, variation selectors, unassigned (wcwidth < 0) and invalid
 * UTF-8 each become one U+FFFD; combining marks stay, at most 4 on one base: the rest of them becomes one U+FFFD, and one that has no
 * base too. The result is valid UTF-8, always ended, and stays as it is when cleaned again. LC_CTYPE must be a UTF-8 locale.
 */

/* Cleans n bytes of s into out (size bytes, ended). Returns the bytes written without the end; stops at a whole character. */
size_t text_clean(const char *s, size_t n, char *out, size_t size);

/* True if text_clean would change nothing of the n bytes. */
bool text_is_clean(const char *s, size_t n);

/* True if the n bytes are well-formed UTF-8 (RFC 3629), whatever the characters are. */
bool text_is_utf8(const char *s, size_t n);

/* Decodes one character of at most n bytes. Returns its length in bytes (1..4) and sets *ret_c; 0 if invalid or n is 0. */
size_t text_decode(const char *s, size_t n, uint32_t *ret_c);

/* Encodes c into out (at least 4 bytes). Returns the bytes written, 0 if c is no scalar value. */
size_t text_encode(uint32_t c, char *out);

/* Columns that one character takes on the terminal: 0, 1 or 2; a character that would be cleaned away takes 1 (its mark). */
int text_char_width(uint32_t c);

/* Columns of a string as it would be drawn (cleaned). */
int text_width(const char *s);

/* Bytes of s that fit into columns without splitting a character or its combining marks; *ret_columns (may be NULL) is what they take. */
size_t text_fit(const char *s, int columns, int *ret_columns);

/* Byte offset of the next / previous cluster (character with its combining marks) from offset at; clamps at the ends. */
size_t text_next(const char *s, size_t at);
size_t text_prev(const char *s, size_t at);

/* Folds for comparing what people type: lower case, diacritics dropped (Müller -> muller, ß -> ss). out is ended. Returns bytes. */
size_t text_fold(const char *s, char *out, size_t size);

/* Fuzzy match of a typed pattern against a label, both folded: 0 = no match, else the higher the better; words and starts score more. */
int text_fuzzy(const char *pattern, const char *label);

/*
 * Length of the line that starts at s and is broken at a space to fit columns (at a hard break if there is none, or at a newline). The
 * space or newline is not part of it: the caller skips one if it follows. 0 only before a newline, or at the end.
 */
size_t text_wrap(const char *s, int columns);

#endif
