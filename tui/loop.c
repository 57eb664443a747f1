#include "tui/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { WATCHES = 32, TIMERS = 64, POSTS = 16, IDLE_AHEAD_MS = 1000, RETRY_MS = 10 };

struct watch {
	uint64_t id; /* 0 = free; a new one for each loop_watch, so that a removed watch is never called */
	int fd;
	short events;
	loop_ready_fn fn;
	void *ctx;
};

struct timer {
	uint64_t id; /* 0 = free; ids rise, so equal times fire in the order they were set */
	int64_t due;
	bool quiet;
	loop_timer_fn fn;
	void *ctx;
};

enum post_state { POST_FREE, POST_FILLING, POST_READY };

/* Filled by other threads and signal handlers without a lock: the state hands the rest over. */
struct post {
	_Atomic int state;
	uint64_t order;
	loop_timer_fn fn;
	void *ctx;
};

struct loop {
	struct watch watches[WATCHES];
	struct timer timers[TIMERS];
	struct post posts[POSTS];
	_Atomic uint64_t post_order;
	uint64_t next_id;
	int wake_read, wake_write;
	loop_timer_fn before_wait;
	void *before_ctx;
	int idle_fd;
	bool (*busy)(void *ctx);
	void *busy_ctx;
	bool stopped;
	int value;
};

int64_t loop_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct loop *loop_new(void)
{
	struct loop *l = calloc(1, sizeof(*l));
	int ends[2];

	if (!l)
		return NULL;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
		free(l);
		return NULL;
	}
	l->wake_read = ends[0];
	l->wake_write = ends[1];
	l->idle_fd = -1;
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	close(l->wake_read);
	close(l->wake_write);
	free(l);
}

bool loop_watch(struct loop *l, int fd, short events, loop_ready_fn fn, void *ctx)
{
	struct watch *place = NULL;

	for (int i = 0; i < WATCHES; i++) {
		struct watch *w = &l->watches[i];

		if (w->id != 0 && w->fd == fd) {
			place = w;
			break;
		}
		if (w->id == 0 && !place)
			place = w;
	}
	if (!place)
		return false;
	*place = (struct watch) { .id = ++l->next_id, .fd = fd, .events = events, .fn = fn, .ctx = ctx };
	return true;
}

void loop_unwatch(struct loop *l, int fd)
{
	for (int i = 0; i < WATCHES; i++)
		if (l->watches[i].id != 0 && l->watches[i].fd == fd)
			l->watches[i].id = 0;
}

static uint64_t timer_add(struct loop *l, int64_t ms, loop_timer_fn fn, void *ctx, bool quiet)
{
	int64_t now = loop_now();

	if (ms < 0)
		ms = 0;
	for (int i = 0; i < TIMERS; i++) {
		if (l->timers[i].id != 0)
			continue;
		l->timers[i] = (struct timer) {
			.id = ++l->next_id, .due = ms > INT64_MAX - now ? INT64_MAX : now + ms, .quiet = quiet, .fn = fn, .ctx = ctx
		};
		return l->timers[i].id;
	}
	return 0;
}

uint64_t loop_after(struct loop *l, int64_t ms, loop_timer_fn fn, void *ctx)
{
	return timer_add(l, ms, fn, ctx, false);
}

uint64_t loop_after_quiet(struct loop *l, int64_t ms, loop_timer_fn fn, void *ctx)
{
	return timer_add(l, ms, fn, ctx, true);
}

void loop_cancel(struct loop *l, uint64_t id)
{
	for (int i = 0; id != 0 && i < TIMERS; i++)
		if (l->timers[i].id == id)
			l->timers[i].id = 0;
}

void loop_before_wait(struct loop *l, void (*fn)(void *ctx), void *ctx)
{
	l->before_wait = fn;
	l->before_ctx = ctx;
}

void loop_idle_fd(struct loop *l, int fd, bool (*busy)(void *ctx), void *ctx)
{
	l->idle_fd = fd;
	l->busy = busy;
	l->busy_ctx = ctx;
}

bool loop_post(struct loop *l, loop_timer_fn fn, void *ctx)
{
	int saved = errno;

	for (int i = 0; i < POSTS; i++) {
		struct post *p = &l->posts[i];
		int is_free = POST_FREE;

		if (!atomic_compare_exchange_strong(&p->state, &is_free, POST_FILLING))
			continue;
		p->order = atomic_fetch_add(&l->post_order, 1);
		p->fn = fn;
		p->ctx = ctx;
		atomic_store(&p->state, POST_READY);
		/* A full pipe wakes the loop as well as one more byte would. */
		while (write(l->wake_write, "", 1) < 0 && errno == EINTR)
			;
		errno = saved;
		return true;
	}
	return false;
}

void loop_stop(struct loop *l, int value)
{
	l->stopped = true;
	l->value = value;
}

/* Runs what was posted before this call, in the order it was posted. */
static void run_posts(struct loop *l)
{
	char bytes[64];

	while (read(l->wake_read, bytes, sizeof(bytes)) > 0)
		;
	for (int n = 0; n < POSTS && !l->stopped; n++) {
		struct post *first = NULL;
		loop_timer_fn fn;
		void *ctx;

		for (int i = 0; i < POSTS; i++) {
			struct post *p = &l->posts[i];

			if (atomic_load(&p->state) == POST_READY && (!first || p->order < first->order))
				first = p;
		}
		if (!first)
			return;
		fn = first->fn;
		ctx = first->ctx;
		atomic_store(&first->state, POST_FREE);
		fn(ctx);
	}
}

/* The earliest timer that was set before the id `before`; NULL if there is none. */
static struct timer *first_timer(struct loop *l, uint64_t before)
{
	struct timer *first = NULL;

	for (int i = 0; i < TIMERS; i++) {
		struct timer *t = &l->timers[i];

		if (t->id == 0 || t->id >= before)
			continue;
		if (!first || t->due < first->due || (t->due == first->due && t->id < first->id))
			first = t;
	}
	return first;
}

/* Timers set by a callback wait for the next turn, however short, so that descriptors are never starved. */
static void run_timers(struct loop *l)
{
	int64_t now = loop_now();
	uint64_t before = l->next_id + 1;
	struct timer *t;

	while (!l->stopped && (t = first_timer(l, before)) != NULL && t->due <= now) {
		t->id = 0;
		t->fn(t->ctx);
	}
}

static int wait_time(struct loop *l)
{
	struct timer *t = first_timer(l, UINT64_MAX);
	int64_t ms;

	if (!t)
		return -1;
	ms = t->due - loop_now();
	if (ms < 0)
		return 0;
	return ms > INT_MAX ? INT_MAX : (int)ms;
}

static bool is_idle(const struct loop *l)
{
	int64_t soon = loop_now() + IDLE_AHEAD_MS;

	for (int i = 0; i < TIMERS; i++)
		if (l->timers[i].id != 0 && !l->timers[i].quiet && l->timers[i].due <= soon)
			return false;
	return !l->busy || !l->busy(l->busy_ctx);
}

/* Never blocks: a reader that is slow misses bytes, one that went away turns the telling off. */
static void tell_idle(struct loop *l)
{
	struct pollfd p = { .fd = l->idle_fd, .events = POLLOUT };

	if (poll(&p, 1, 0) != 1)
		return;
	if (p.revents & (POLLERR | POLLNVAL | POLLHUP))
		l->idle_fd = -1;
	else if (write(l->idle_fd, ".", 1) < 0 && errno != EINTR && errno != EAGAIN)
		l->idle_fd = -1;
}

static void run_watches(struct loop *l, const struct pollfd *polled, const uint64_t *ids, const int *places, int n)
{
	for (int i = 0; i < n && !l->stopped; i++) {
		struct watch *w = &l->watches[places[i]];

		if (polled[i].revents == 0 || w->id != ids[i])
			continue;
		w->fn(w->ctx, polled[i].revents);
		/* A descriptor closed without being unwatched would be reported for ever. */
		if ((polled[i].revents & POLLNVAL) && w->id == ids[i])
			w->id = 0;
	}
}

/* Waits once and calls what is ready. */
static void turn(struct loop *l)
{
	struct pollfd polled[WATCHES + 1];
	uint64_t ids[WATCHES];
	int places[WATCHES], n = 0, ready;

	for (int i = 0; i < WATCHES; i++) {
		if (l->watches[i].id == 0)
			continue;
		ids[n] = l->watches[i].id;
		places[n] = i;
		polled[n++] = (struct pollfd) { .fd = l->watches[i].fd, .events = l->watches[i].events };
	}
	polled[n] = (struct pollfd) { .fd = l->wake_read, .events = POLLIN };
	ready = poll(polled, (nfds_t)n + 1, 0);
	if (ready == 0 && wait_time(l) != 0) {
		if (l->idle_fd >= 0 && is_idle(l))
			tell_idle(l);
		ready = poll(polled, (nfds_t)n + 1, wait_time(l));
	}
	if (ready < 0 && errno != EINTR)
		poll(NULL, 0, RETRY_MS); /* out of memory: try again, without spinning */
	if (ready > 0) {
		run_watches(l, polled, ids, places, n);
		if (polled[n].revents != 0)
			run_posts(l);
	}
	run_timers(l);
}

int loop_run(struct loop *l)
{
	while (!l->stopped) {
		if (l->before_wait)
			l->before_wait(l->before_ctx);
		if (!l->stopped)
			turn(l);
	}
	l->stopped = false;
	return l->value;
}
