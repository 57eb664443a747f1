#ifndef TESTS_LIB_WIRE_H
#define TESTS_LIB_WIRE_H

#include <sys/types.h>

/* A line to the server that can be spoilt: starts and commands tests/fault/proxy. */
struct wire {
	char folder[64]; /* to be given as PGHOST */
	pid_t pid;
	int to, from; /* the proxy's standard input and output */
};

/* Bails out when it does not start. */
void wire_open(struct wire *w);
void wire_close(struct wire *w);
/* Waits until the proxy has obeyed. */
void wire_say(struct wire *w, const char *command);

#endif
