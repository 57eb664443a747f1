#ifndef BACKEND_PAPER_H
#define BACKEND_PAPER_H

#include <stdbool.h>

#include "backend/err.h"

/*
 * Pages of text as PDF, A4, in a font that has the letters of all our clients (libharu). Everything that must be read from disk is read by
 * paper_new, which comes before the process is confined; what is written goes to a descriptor that was open by then.
 */
struct paper;

/* NULL: err says what is missing. */
struct paper *paper_new(struct err *err);
void paper_free(struct paper *p);

enum paper_look { PAPER_PLAIN = 0, PAPER_BOLD = 1 << 0, PAPER_RIGHT = 1 << 1 /* ends at x */, PAPER_BIG = 1 << 2 };

/* A text on the line where we are, at x millimetres from the left edge; what does not fit into width (0 = the rest) is cut with a mark. */
void paper_text(struct paper *p, double x, double width, unsigned look, const char *text);
/* The next line, or further down, in lines; a new page when this one is full. True: a new page began. */
bool paper_down(struct paper *p, double lines);
/* A thin line across, where we are. */
void paper_rule(struct paper *p);
/* Writes the whole document to the descriptor. */
bool paper_write(struct paper *p, int fd, struct err *err);

#endif
