#ifndef BACKEND_SECRET_WORDS_H
#define BACKEND_SECRET_WORDS_H

/* What guessers try first, lower case, at least four bytes each; ended by NULL. A password made of these alone is refused. */
extern const char *const secret_words[];

#endif
