#ifndef FORMS_REMOTE_H
#define FORMS_REMOTE_H

#include <stdbool.h>

#include "backend/err.h"
#include "backend/process.h"
#include "forms/options.h"

/*
 * `ssh HOST find TEXT`: what was asked for behind the host's name, where sshd runs the console whatever is asked. It is no command line:
 * only the few commands of remote_commands and the few options of remote.c are taken, and no shell ever sees it.
 */
enum { REMOTE_WORDS = 32 };

struct remote {
	char text[PROCESS_COMMAND]; /* the words, each ended */
	char *words[REMOTE_WORDS + 1];
	int count;
	char joined[PROCESS_COMMAND]; /* what is searched for: ssh has put the words of it behind one another */
	char *command[REMOTE_WORDS + 1];
};

/* Names of commands, two words with one space between; ended by NULL. */
extern const char *const remote_commands[];

/*
 * Splits at spaces. '…' and "…" keep together what stands between them, which is taken as it is; they may stand within a word. Outside of
 * them, what a shell would act on is refused. False: a sentence says what is wrong.
 */
bool remote_split(struct remote *r, const char *command, struct err *err);

/* Splits, checks, and puts the command and its options into o, which points into r from then on. */
bool remote_read(struct remote *r, const char *command, struct options *o, struct err *err);

/* What `ssh HOST help` prints. */
void remote_help(void);

#endif
