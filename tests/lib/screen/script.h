#ifndef TESTS_LIB_SCREEN_SCRIPT_H
#define TESTS_LIB_SCREEN_SCRIPT_H

#include <regex.h>
#include <stdbool.h>
#include <stdio.h>

#include "tests/lib/screen/terminal.h"

enum { SCRIPT_ENV = 40, SCRIPT_MASKS = 16 };

/* A screen script being run. The commands stand in the table of commands.c and are described in tests/README.md. */
struct script {
	const char *variant; /* "80x24", "132x43+ascii", ...: sizes, options and golden names follow it */
	const char *golden; /* folder of the golden screens */
	bool generate; /* GENERATE=1: golden screens are written instead of compared */
	const char *file;
	int line;
	int tests, failed;
	bool broken; /* out of step with the program: the rest is not tried */
	struct terminal terminal;
	char *shown; /* the screen that the last failure printed */
	bool started;
	char *env[SCRIPT_ENV]; /* "NAME=value" for the program */
	int env_count;
	regex_t masks[SCRIPT_MASKS];
	int mask_count;
};

void script_init(struct script *s, const char *variant, const char *golden);
void script_free(struct script *s);

/* Runs a file; it may include others. False: it could not be read. */
bool script_run(struct script *s, const char *file);

/* One TAP line for the running script line; a failure prints the sentence and the screen. Returns ok. */
bool script_test(struct script *s, bool ok, const char *what, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same, and the rest of the script is given up. */
bool script_break(struct script *s, const char *what, const char *sentence);

/* Checks after each step: no forbidden bytes reached the terminal, and the program answered in time. */
bool script_settle(struct script *s, const char *what, bool in_time);

/* A row with the masks applied. out as for terminal_row. */
char *script_row(struct script *s, int row, char *out, size_t size);

bool script_has(const struct script *s, const char *word); /* is word part of the variant? */
void script_setenv(struct script *s, const char *pair); /* "NAME=value", or "NAME" to take it away */

/* Runs one command line through bash with the tests' environment; output, without the last newline, goes to out. Returns exit status. */
int script_shell(char *const argv[], char *out, size_t size);

/* commands.c: runs one line, "keys Enter Tab". */
void command_run(struct script *s, const char *word, char *rest);
/* expect.c: the commands that look. */
void cmd_expect(struct script *s, char *rest);
void cmd_expect_not(struct script *s, char *rest);
void cmd_expect_row(struct script *s, char *rest);
void cmd_expect_look(struct script *s, char *rest);
void cmd_expect_cursor(struct script *s, char *rest);
void cmd_expect_ascii(struct script *s, char *rest);
void cmd_expect_mono(struct script *s, char *rest);
void cmd_wait_for(struct script *s, char *rest);
void cmd_wait_idle(struct script *s, char *rest);
void cmd_bytes_max(struct script *s, char *rest);
void cmd_writes_max(struct script *s, char *rest);
void cmd_wait_exit(struct script *s, char *rest);
void cmd_sql(struct script *s, char *rest);
void cmd_expect_sql(struct script *s, char *rest);
void cmd_do(struct script *s, char *rest);
/* golden.c: compares screen or looks with the file, or writes it. */
void golden_compare(struct script *s, const char *name, bool looks);

#endif
