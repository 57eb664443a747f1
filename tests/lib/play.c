#include "tests/lib/play.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PLAY_TICK = 5 };

static int length(const struct side *s)
{
	int n = 0;

	while (s->script[n])
		n++;
	return n;
}

unsigned play_first(const struct play *p)
{
	return (1U << length(&p->side[0])) - 1;
}

unsigned play_after(const struct play *p, unsigned order)
{
	unsigned last = 1U << (length(&p->side[0]) + length(&p->side[1]));

	for (order++; order < last; order++)
		if (__builtin_popcount(order) == length(&p->side[0]))
			return order;
	return 0;
}

static bool waits_for_lock(const struct side *s)
{
	return raw_count(s->play->admin, "SELECT cardinality(pg_blocking_pids(%d))", raw_pid(s->c)) > 0;
}

static void note(struct play *p, const struct side *s)
{
	size_t n = strlen(p->order);

	snprintf(
	    p->order + n, sizeof p->order - n, "%s%s.%s", n ? " " : "", s == &p->side[0] ? "a" : "b", s->script[s->next]->name);
}

/* Takes the answer, or learns that the step waits for the other side. */
static void settle(struct side *s)
{
	for (int waited = 0; !raw_answered(s->c, PLAY_TICK); waited += PLAY_TICK) {
		if (waits_for_lock(s)) {
			s->play->waits += !s->waiting;
			s->waiting = true;
			return;
		}
		if (waited > PLAY_PATIENCE) {
			s->play->stuck = true;
			return;
		}
	}
	s->waiting = false;
	if (s->script[s->next]->done)
		s->script[s->next]->done(s);
	s->next++;
}

static void go_on(struct side *s)
{
	if (s->waiting)
		settle(s);
	while (!s->waiting && !s->play->stuck && s->next < s->due) {
		note(s->play, s);
		s->script[s->next]->send(s);
		settle(s);
	}
}

bool play_run(struct play *p, unsigned order)
{
	int steps = length(&p->side[0]) + length(&p->side[1]);
	const struct timespec tick = { .tv_nsec = 1000000L * PLAY_TICK };

	p->order[0] = '\0';
	p->waits = 0;
	p->stuck = false;
	for (int i = 0; i < 2; i++) {
		p->side[i].play = p;
		p->side[i].next = p->side[i].due = 0;
		p->side[i].waiting = false;
	}
	for (int step = 0; step < steps && !p->stuck; step++) {
		struct side *s = &p->side[order & 1U << step ? 0 : 1], *other = &p->side[order & 1U << step ? 1 : 0];

		s->due++;
		go_on(s);
		go_on(other);
	}
	for (int tries = 0; (p->side[0].waiting || p->side[1].waiting) && !p->stuck; tries++) {
		nanosleep(&tick, NULL);
		go_on(&p->side[0]);
		go_on(&p->side[1]);
		p->stuck = p->stuck || tries * PLAY_TICK > PLAY_PATIENCE;
	}
	return !p->stuck;
}
