#ifndef FORMS_KEYS_H
#define FORMS_KEYS_H

#include <stdbool.h>

#include "backend/config.h"
#include "backend/err.h"
#include "tui/binding.h"

/*
 * Checks the lines key.ACTION = KEY of the configuration against the tables of all screens: the action exists, the key is one, and on no
 * screen would one key mean two things. False: err names file, line and key.
 */
bool keys_read(const struct config *c, const char *file, struct bindings *ret, struct err *err);

#endif
