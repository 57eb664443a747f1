#ifndef FORMS_JOBS_BULK_H
#define FORMS_JOBS_BULK_H

struct app;
struct screen;

/* Something done with the marked rows of a list, or all of its filter: asks what, has a job try it, and opens that. Key V of some lists. */
void bulk_list(struct app *a, struct screen *s);

#endif
