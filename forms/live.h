#ifndef FORMS_LIVE_H
#define FORMS_LIVE_H

#include <stdint.h>

struct console;
struct screen;

/*
 * A screen that reads itself again at a calm pace while it is on top and nobody is asked anything. What it asks goes out as the
 * screen's own (api_quiet): it is not the person's activity. A list says so itself with its question.
 */
struct live {
	struct console *console;
	struct screen *screen;
	uint64_t timer;
	int seconds;
	void (*again)(struct screen *s);
};

/* seconds 0 = it does not live. */
void live_start(struct live *l, struct screen *s, int seconds, void (*again)(struct screen *s));
void live_stop(struct live *l);

#endif
