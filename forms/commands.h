#ifndef FORMS_COMMANDS_H
#define FORMS_COMMANDS_H

struct cli;
struct console;
struct options;

/* One command: its words, arguments, sentence, and how it runs. */
struct command {
	const char *words, *arguments;
	const char *help; /* N_() */
	int least, most; /* arguments after the words */
	void (*start)(struct cli *cli); /* after log-in; or */
	int (*run)(struct console *c, const struct options *o, char *const *arguments, int n);
};
extern const struct command commands[]; /* ended by NULL words */

/* Every key of every screen, a row each: screen, key, name, right, label, parted by tabs; bindings may be NULL. */
struct bindings;
void commands_keys(const struct bindings *bindings, void (*row)(void *ctx, const char *line), void *ctx);

#endif
