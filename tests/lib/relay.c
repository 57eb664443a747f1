#include "tests/lib/relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/lib/measure.h"
#include "tests/lib/tap.h"

enum { RELAY_LINES = 8 };

/* One connection of the program and its counterpart at the server. */
struct line {
	int program, server; /* -1 = free */
	double answered; /* when the server last said something; 0 = the program spoke since */
};

struct relay {
	char folder[64], path[108], server[108];
	int listener, wake[2]; /* a byte in wake ends the thread */
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	double since, silence; /* of relay_mark */
	struct line lines[RELAY_LINES];
};

static bool to_address(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un) { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof address->sun_path)
		return false;
	memcpy(address->sun_path, path, strlen(path));
	return true;
}

static void accept_line(struct relay *r)
{
	struct sockaddr_un address;
	int program = accept4(r->listener, NULL, NULL, SOCK_CLOEXEC);
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	for (int i = 0; i < RELAY_LINES && program >= 0 && server >= 0 && to_address(&address, r->server); i++) {
		if (r->lines[i].program >= 0)
			continue;
		if (connect(server, (struct sockaddr *)&address, sizeof address) < 0)
			break;
		r->lines[i] = (struct line) { program, server, 0 };
		return;
	}
	close(program);
	close(server);
}

static bool pass(int from, int to)
{
	char bytes[65536];
	ssize_t n = read(from, bytes, sizeof bytes);
	ssize_t done = 0;

	while (done < n) {
		ssize_t written = write(to, bytes + done, (size_t)(n - done));

		if (written < 0 && errno != EINTR)
			return false;
		done += written > 0 ? written : 0;
	}
	return n > 0;
}

static void end_line(struct line *l)
{
	close(l->program);
	close(l->server);
	l->program = l->server = -1;
}

/* Time is taken before the bytes are passed on, so that the relay's own work does not count as silence. */
static void serve(struct relay *r, struct line *l, short program, short server)
{
	double now = measure_now();
	bool alive = true;

	if (server) {
		alive = pass(l->server, l->program);
		l->answered = now;
	}
	if (program && alive) {
		double from;

		pthread_mutex_lock(&r->lock);
		from = l->answered > r->since ? l->answered : r->since;
		if (l->answered > 0 && now - from > r->silence)
			r->silence = now - from;
		pthread_mutex_unlock(&r->lock);
		l->answered = 0;
		alive = pass(l->program, l->server);
	}
	if (!alive)
		end_line(l);
}

static void *run(void *arg)
{
	struct relay *r = arg;

	for (;;) {
		struct pollfd p[2 + 2 * RELAY_LINES] = { { .fd = r->wake[0], .events = POLLIN },
			{ .fd = r->listener, .events = POLLIN } };

		for (int i = 0; i < RELAY_LINES; i++) {
			p[2 + 2 * i] = (struct pollfd) { .fd = r->lines[i].program, .events = POLLIN };
			p[3 + 2 * i] = (struct pollfd) { .fd = r->lines[i].server, .events = POLLIN };
		}
		if (poll(p, 2 + 2 * RELAY_LINES, -1) < 0 && errno != EINTR)
			return NULL;
		if (p[0].revents)
			return NULL;
		for (int i = 0; i < RELAY_LINES; i++)
			if (p[2 + 2 * i].revents || p[3 + 2 * i].revents)
				serve(r, &r->lines[i], p[2 + 2 * i].revents, p[3 + 2 * i].revents);
		if (p[1].revents)
			accept_line(r);
	}
}

struct relay *relay_open(void)
{
	struct relay *r = calloc(1, sizeof *r);
	const char *host = getenv("PGHOST"), *port = getenv("PGPORT");
	struct sockaddr_un address;

	if (!r || !host || !port)
		tap_bail("PGHOST and PGPORT name no server");
	snprintf(r->folder, sizeof r->folder, "/tmp/steward-relay.XXXXXX");
	if (!mkdtemp(r->folder))
		tap_bail("no folder for the relay: %s", strerror(errno));
	snprintf(r->path, sizeof r->path, "%s/.s.PGSQL.%s", r->folder, port);
	snprintf(r->server, sizeof r->server, "%s/.s.PGSQL.%s", host, port);
	for (int i = 0; i < RELAY_LINES; i++)
		r->lines[i].program = r->lines[i].server = -1;
	pthread_mutex_init(&r->lock, NULL);
	r->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (!to_address(&address, r->path) || bind(r->listener, (struct sockaddr *)&address, sizeof address) < 0 ||
	    listen(r->listener, 8) < 0 || pipe2(r->wake, O_CLOEXEC) < 0 || pthread_create(&r->thread, NULL, run, r) != 0)
		tap_bail("no relay: %s", strerror(errno));
	return r;
}

void relay_close(struct relay *r)
{
	if (!r)
		return;
	if (write(r->wake[1], "", 1) == 1)
		pthread_join(r->thread, NULL);
	for (int i = 0; i < RELAY_LINES; i++)
		if (r->lines[i].program >= 0)
			end_line(&r->lines[i]);
	close(r->listener);
	close(r->wake[0]);
	close(r->wake[1]);
	unlink(r->path);
	rmdir(r->folder);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

const char *relay_host(const struct relay *r)
{
	return r->folder;
}

void relay_mark(struct relay *r)
{
	pthread_mutex_lock(&r->lock);
	r->silence = 0;
	r->since = measure_now();
	pthread_mutex_unlock(&r->lock);
}

double relay_silence(struct relay *r)
{
	double silence;

	pthread_mutex_lock(&r->lock);
	silence = r->silence;
	pthread_mutex_unlock(&r->lock);
	return silence;
}
