#ifndef BACKEND_PROCESS_H
#define BACKEND_PROCESS_H

#include <stdbool.h>

#include "backend/err.h"

enum { PROCESS_COMMAND = 1024 };

/*
 * The first thing main does (OWASP ASVS 13.2): what is needed of the environment is copied, the rest is gone, and the process
 * cannot be looked into.
 */
struct process {
	char term[33]; /* TERM, checked against [a-z0-9.+-]{1,32}; "" when it was not given or not fit */
	char address[64]; /* client address of SSH_CONNECTION, "" = not by ssh */
	char fingerprint[128]; /* of the SSH key that let in (ExposeAuthInfo), as ssh-keygen -l prints it; "" = not told */
	/* What was asked for behind `ssh HOST`, where sshd was told to run us whatever is asked; forms/remote.c reads it. */
	bool commanded;
	char command[PROCESS_COMMAND]; /* "" when it was too long, or had control characters */
	char language[8]; /* "nl" or "en", by LC_ALL, LC_MESSAGES or LANG */
	bool no_color; /* NO_COLOR was set and not empty */
	bool utf8; /* the terminal's locale is UTF-8 */
};

/*
 * Copies, clears the environment, also from the memory that /proc/PID/environ shows, sets TERM, a UTF-8 LC_CTYPE and UTC, forbids core
 * dumps, ptrace by others and new privileges, sets umask 077. False: the machine refused one of these, err says which. What can only be
 * given up later, when secrets are read and the terminal is open, is in sandbox.h.
 */
bool process_start(struct process *p, struct err *err);

/*
 * Closes every descriptor above 2 that we were started with, but those of keep (count of them; -1 = none), and allows few new ones. For
 * right after the command line was read, when none is our own yet.
 */
bool process_close_others(const int *keep, int count, struct err *err);

/* Time zone for showing times, an IANA name; "" leaves UTC. False when the name is not one. */
bool process_zone(const char *zone, struct err *err);

#endif
