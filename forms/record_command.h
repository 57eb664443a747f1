#ifndef FORMS_RECORD_COMMAND_H
#define FORMS_RECORD_COMMAND_H

struct console;
struct options;

/* steward record [--format html|csv|text]: the record of processing (Art. 30), from the data map. */
int record_command(struct console *c, const struct options *o, char *const *arguments, int n);

#endif
