#ifndef TESTS_LIB_RELAY_H
#define TESTS_LIB_RELAY_H

/*
 * A relay between a program and the server, on a socket of its own: it passes every byte on and takes the time of each. So a measurement can
 * leave out what happened in a program between the server's answer and the next question, the stretching of a password, without touching
 * the program.
 */
struct relay;

/* To the server of PGHOST and PGPORT. Bails out when that fails. */
struct relay *relay_open(void);
void relay_close(struct relay *r);
/* What PGHOST must be for a program to come by here; the port stays the same. */
const char *relay_host(const struct relay *r);

/* Silence is measured from here on. */
void relay_mark(struct relay *r);
/* The longest silence since then, in milliseconds: from an answer of the server to the next bytes from the program. */
double relay_silence(struct relay *r);

#endif
