#ifndef BACKEND_SANDBOX_PRIVATE_H
#define BACKEND_SANDBOX_PRIVATE_H

#include <stdbool.h>

#include "backend/err.h"

/* seccomp: refuses the system calls that a console has no business with. network: sockets other than local ones are let through. */
bool sandbox_calls(bool network, struct err *err);
bool sandbox_calls_supported(void);

#endif
