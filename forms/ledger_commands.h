#ifndef FORMS_LEDGER_COMMANDS_H
#define FORMS_LEDGER_COMMANDS_H

struct console;
struct options;

/* steward verify FILE: recomputes a ledger, or certificates taken from one, without a database. */
int ledger_verify(struct console *c, const struct options *o, char *const *arguments, int n);
/* steward ledger sign: signs what was erased and is not in the file yet. */
int ledger_sign_new(struct console *c, const struct options *o, char *const *arguments, int n);
/* steward ledger replay: after a restore, erases again who was erased since. */
int ledger_replay(struct console *c, const struct options *o, char *const *arguments, int n);
/* Tells the database how far the file goes. */
int ledger_check_mark(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
