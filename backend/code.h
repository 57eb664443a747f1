#ifndef BACKEND_CODE_H
#define BACKEND_CODE_H

#include <stdbool.h>

#include "backend/err.h"
#include "backend/secret.h"

/*
 * One-time codes: 128 random bits and 16 that find a slip of the pen, as groups of letters that are hard to take for one another. A code
 * is made here and shown once; the database gets SHA-256 of the key made from it, and later a proof of that key.
 */
enum { CODE_LETTERS = 36, CODE_TEXT = CODE_LETTERS + CODE_LETTERS / 4 };

/* "bcdf-ghjk-…"; out is wiped by the caller, with CODE_TEXT bytes. */
void code_make(char out[CODE_TEXT]);
/* The key of a code as it was typed, capitals and separators set aside; out SECRET_KEY bytes. False: a letter is wrong or missing. */
bool code_key(const char *typed, unsigned char *out, struct err *err);

#endif
