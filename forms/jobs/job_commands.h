#ifndef FORMS_JOBS_JOB_COMMANDS_H
#define FORMS_JOBS_JOB_COMMANDS_H

struct console;
struct options;

/* The command line over jobs; each returns the exit status. */
int list_export_command(struct console *c, const struct options *o, char *const *arguments, int n); /* export-list LIST */
int audit_export_command(struct console *c, const struct options *o, char *const *arguments, int n); /* audit export LIST */
int import_command(struct console *c, const struct options *o, char *const *arguments, int n); /* import KIND FILE */
int fetch_command(struct console *c, const struct options *o, char *const *arguments, int n); /* fetch JOB */

#endif
