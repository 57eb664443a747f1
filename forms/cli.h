#ifndef FORMS_CLI_H
#define FORMS_CLI_H

#include <stdbool.h>

#include "backend/err.h"
#include "forms/options.h"

struct console;

/* Commands without a screen: the same verbs, rights and trail as the console. */
struct cli {
	struct console *console;
	const struct options *options;
	/* Starts the command's questions once logged in; it ends with cli_end. */
	void (*start)(struct cli *cli);
	char *login, *password, *pin; /* locked memory */
	void *data; /* of the command */
};

/* Asks for log-in name, password and PIN, connects, logs in, starts, runs until cli_end, logs out. Returns the exit status. */
int cli_session(struct cli *cli);
void cli_end(struct cli *cli, int status);
/* Prints the error as one sentence on stderr; returns its exit status. */
int cli_fail(const struct err *err);
/* Prints a line to standard output with everything cleaned that a terminal would act on. */
void cli_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same for JSON, which loses nothing: such characters can only be within strings, and there they become \uXXXX. */
void cli_print_json(const char *json);

/* Reads a password and a PIN: two lines from the descriptor, or asked for on the terminal without echo. */
bool cli_secrets(const struct options *o, char *password, char *pin, struct err *err);

/* Runs the command of the options. Returns the exit status (sysexits.h). */
int commands_run(struct console *c, const struct options *o);
void commands_help(void);

#endif
