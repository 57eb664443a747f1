#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The event loop: file descriptors, timers and a wake-up from other threads. One thread; a callback may add and remove anything.
 * It knows no terminal and no database; app.c adds the terminal, forms/bridge.c the database socket.
 */
struct loop;

typedef void (*loop_ready_fn)(void *ctx, short revents);
typedef void (*loop_timer_fn)(void *ctx);

struct loop *loop_new(void); /* NULL when out of memory or descriptors */
void loop_free(struct loop *l);

/* Watches fd for poll(2) events; a second call for the same fd replaces events and callback. Returns false when the table (32) is full. */
bool loop_watch(struct loop *l, int fd, short events, loop_ready_fn fn, void *ctx);
void loop_unwatch(struct loop *l, int fd);

/* Calls fn once after ms milliseconds. Returns an id (never 0), 0 when the table (64) is full. Cancelling an id that has fired is harmless. */
uint64_t loop_after(struct loop *l, int64_t ms, loop_timer_fn fn, void *ctx);
void loop_cancel(struct loop *l, uint64_t id);

/* Called before each wait: draw what changed. busy(ctx), if set, tells whether an answer is under way (see idle_fd). */
void loop_before_wait(struct loop *l, void (*fn)(void *ctx), void *ctx);

/*
 * For tests and scripts: writes one byte to fd each time the loop is about to wait with no answer under way (busy said no) and
 * no timer due within 1 s other than those set by loop_after_quiet. -1 turns it off.
 */
void loop_idle_fd(struct loop *l, int fd, bool (*busy)(void *ctx), void *ctx);

/* As loop_after, for timers that do not keep the program from being idle (clock, heartbeat, reconnect). */
uint64_t loop_after_quiet(struct loop *l, int64_t ms, loop_timer_fn fn, void *ctx);

/* From another thread or a signal handler: runs fn(ctx) in the loop soon. Async-signal-safe; at most 16 outstanding, false beyond. */
bool loop_post(struct loop *l, loop_timer_fn fn, void *ctx);

/* Runs until loop_stop. Returns the value given to loop_stop. */
int loop_run(struct loop *l);
void loop_stop(struct loop *l, int value);

/* Milliseconds of the monotonic clock. */
int64_t loop_now(void);

#endif
