#ifndef FORMS_JOBS_NOTICES_H
#define FORMS_JOBS_NOTICES_H

struct console;

/* Begins to look now and then how many jobs run, for the header, and tells of one's own that ended. After every log-in. */
void notices_start(struct console *c);
/* Something was asked for: looks sooner. */
void notices_soon(struct console *c);

#endif
