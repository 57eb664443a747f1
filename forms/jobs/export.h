#ifndef FORMS_JOBS_EXPORT_H
#define FORMS_JOBS_EXPORT_H

struct app;
struct screen;

/* The list on the screen as CSV: asks how many and which columns, and starts a job or plans one. Key e of every list. */
void export_list(struct app *a, struct screen *s);

#endif
