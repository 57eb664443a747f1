#ifndef BACKEND_PROCESS_H
#define BACKEND_PROCESS_H

#include <stdbool.h>

#include "backend/err.h"

/*
 * The first thing main does (OWASP ASVS 13.2): what is needed of the environment is copied, the rest is gone, and the process
 * cannot be looked into.
 */
struct process {
	char term[33]; /* TERM, checked against [a-z0-9.+-]{1,32}; "" when it was not given or not fit */
	char address[64]; /* client address of SSH_CONNECTION, "" = not by ssh */
	char fingerprint[128]; /* SHA-256 of the SSH key that let in (ExposeAuthInfo), "" = not told */
	char language[8]; /* "nl" or "en", by LC_ALL, LC_MESSAGES or LANG */
	bool no_color; /* NO_COLOR was set and not empty */
	bool utf8; /* the terminal's locale is UTF-8 */
};

/*
 * Copies, clears the environment, sets TERM, a UTF-8 LC_CTYPE and UTC, forbids core dumps, ptrace by others and new privileges,
 * sets umask 077. False: the machine refused one of these, err says which. What can only be given up later, when files are read
 * and the connection stands (landlock, seccomp), has its place in main between connecting and the log-in.
 */
bool process_start(struct process *p, struct err *err);

/* Time zone for showing times, an IANA name; "" leaves UTC. False when the name is not one. */
bool process_zone(const char *zone, struct err *err);

#endif
