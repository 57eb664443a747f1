#ifndef TUI_LOCKED_H
#define TUI_LOCKED_H

#include <stddef.h>

/*
 * Memory for what is typed in secret: kept out of swap, core dumps and children as far as the system allows, zeroed, wiped when freed.
 * tui/ knows no crypto library; backend/secret.c takes the bytes over from here.
 */
char *locked_new(size_t size); /* NULL when out of memory */
void locked_free(char *p, size_t size); /* takes NULL */

#endif
