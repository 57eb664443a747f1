#ifndef BACKEND_SANDBOX_H
#define BACKEND_SANDBOX_H

#include <stdbool.h>

#include "backend/err.h"

struct config;

/*
 * The second wall around the process, should a byte from the database or the terminal ever take it over: it starts no program, makes no
 * process, changes no file (but that a command which exports gives its own a name), and reads only what reconnecting, translating and
 * drawing take. The first wall is the database.
 */

/*
 * For the whole process and for good: landlock for files and ports, seccomp for system calls. Called once, while there is one thread,
 * after the secrets and the terminal were opened and before the log-in. False: the kernel has it and refused. A kernel without one of the
 * two (or a container that hides it) is no error: `steward doctor` tells. Nothing happens in builds with sanitizers, which need to look
 * at their own process, nor with -DSTEWARD_NO_SANDBOX, which the Makefile gives for coverage and valgrind only.
 */
bool sandbox_enter(const struct config *c, struct err *err);

/* What this kernel offers. */
struct sandbox_support {
	int landlock; /* version of its interface, 0 = none */
	bool seccomp;
	bool built; /* false: this build leaves the sandbox out */
};
void sandbox_support(struct sandbox_support *s);

/* True if a host of the configuration is a name or an address, not the folder of a socket. */
bool sandbox_needs_network(const struct config *c);

#endif
