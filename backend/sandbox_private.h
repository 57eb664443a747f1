#ifndef BACKEND_SANDBOX_PRIVATE_H
#define BACKEND_SANDBOX_PRIVATE_H

#include <stdbool.h>

#include "backend/err.h"

/*
 * seccomp: refuses the system calls that a console has no business with. network: sockets other than local ones are let through. keeps_in: a
 * descriptor of the only folder in which a file may get a name; -1 = none.
 */
bool sandbox_calls(bool network, int keeps_in, struct err *err);
bool sandbox_calls_supported(void);

#endif
