#ifndef BACKEND_WORDS_H
#define BACKEND_WORDS_H

#include <libintl.h>

/* gettext marks, spelt as in tui/text.h: _() translates now, N_() marks a string in a constant table for later. */
#define _(s) gettext(s)
#define N_(s) s

#endif
