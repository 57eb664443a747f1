#ifndef TUI_COPY_H
#define TUI_COPY_H

#include <stddef.h>

struct app;

/* Values on their way to the terminal's own clipboard, out of a list or a form. */

enum { COPY_SIZE = 8192 };

/* One line of it, cleaned, as what is pasted elsewhere may be run there; a line break or tab becomes a space. */
void copy_clean(const char *text, char *out, size_t size);
/* Copies it and says so, or says why not. */
void copy_text(struct app *a, const char *text);

#endif
