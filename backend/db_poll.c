#include "backend/db_private.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

static void add(struct db *d, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };

	epoll_ctl(d->poll, EPOLL_CTL_ADD, fd, &e);
}

/*
 * One epoll descriptor stands for all that the connection waits for: socket, time-outs, the end of a cancel, and calls that
 * ended by themselves. So the loop outside watches one thing that never changes, whatever libpq does with its sockets.
 */
bool db_poll_open(struct db *d)
{
	d->socket = d->cancel = -1;
	d->poll = epoll_create1(EPOLL_CLOEXEC);
	d->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	d->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (d->poll < 0 || d->wake < 0 || d->timer < 0) {
		db_poll_close(d);
		return false;
	}
	add(d, d->wake);
	add(d, d->timer);
	return true;
}

void db_poll_close(struct db *d)
{
	const int fds[] = { d->cancel, d->timer, d->wake, d->poll };

	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	d->cancel = d->timer = d->wake = d->poll = -1;
}

/*
 * The thread of a cancel has its own descriptor of the same event, so closing ours does not take it out of the epoll set: it
 * would be reported again under a number that may be the next cancel's by then, and that one would be held to be over.
 */
void db_poll_cancel(struct db *d, int fd)
{
	if (d->cancel >= 0) {
		epoll_ctl(d->poll, EPOLL_CTL_DEL, d->cancel, NULL);
		close(d->cancel);
	}
	d->cancel = fd;
	if (fd >= 0)
		add(d, fd);
}

void db_poll_wake(struct db *d)
{
	eventfd_write(d->wake, 1);
}

void db_poll_timer(struct db *d, int ms)
{
	struct itimerspec t = { .it_value = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L } };

	timerfd_settime(d->timer, 0, &t, NULL);
}

void db_poll_socket(struct db *d, int fd, unsigned events)
{
	struct epoll_event e = { .events = events, .data.fd = fd };

	if (fd < 0)
		return;
	/* A new socket may have got the number of an old one, whose closing has taken it out already. */
	if (epoll_ctl(d->poll, EPOLL_CTL_MOD, fd, &e) != 0 && errno == ENOENT)
		epoll_ctl(d->poll, EPOLL_CTL_ADD, fd, &e);
	d->socket = fd;
}

struct db_ready db_poll_ready(struct db *d)
{
	struct db_ready ready = { 0 };
	struct epoll_event events[8];
	int n = epoll_wait(d->poll, events, 8, 0);
	uint64_t unused;

	for (int i = 0; i < n; i++) {
		int fd = events[i].data.fd;

		ready.wake |= fd == d->wake;
		ready.timer |= fd == d->timer;
		ready.socket |= fd == d->socket;
		ready.cancel |= fd == d->cancel;
	}
	if (ready.wake)
		eventfd_read(d->wake, &unused);
	/* A timer set anew meanwhile has nothing to read and is not due. */
	if (ready.timer)
		ready.timer = read(d->timer, &unused, sizeof unused) == sizeof unused;
	return ready;
}
