/*
 * Stands between a client and the server on Unix sockets and does on command what networks do: lose an answer, stop in the middle, fall
 * silent. Commands come on standard input, one a line, each answered with the line "done":
 *
 *   pass         everything goes through (the beginning)
 *   swallow      what the server says is thrown away; the client's words still reach it
 *   deafen       the client's words are thrown away; the server's still come
 *   freeze       nothing goes either way, as behind a firewall that forgot the connection
 *   cut          every connection is closed at once
 *   cut-after N  N more bytes of the server reach the client, then everything is closed
 *
 * proxy LISTEN SERVER, both paths of sockets; prints "ready" when it listens.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PAIRS = 32, BUFFER = 65536 };
enum mode { PASS, SWALLOW, DEAFEN, FREEZE };

struct proxy {
	int listener;
	const char *server;
	enum mode mode;
	long left; /* bytes of the server that still go through, -1 = no limit */
	struct {
		int client, server;
	} pairs[PAIRS];
	int count;
};

static int unix_socket(const char *path, struct sockaddr_un *address)
{
	memset(address, 0, sizeof *address);
	address->sun_family = AF_UNIX;
	if (strlen(path) >= sizeof address->sun_path)
		return -1;
	memcpy(address->sun_path, path, strlen(path) + 1);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static void drop_pair(struct proxy *p, int i)
{
	close(p->pairs[i].client);
	close(p->pairs[i].server);
	p->pairs[i] = p->pairs[--p->count];
}

static void drop_all(struct proxy *p)
{
	while (p->count > 0)
		drop_pair(p, 0);
}

static void accept_one(struct proxy *p)
{
	struct sockaddr_un address;
	int client = accept(p->listener, NULL, NULL), server;

	if (client < 0)
		return;
	server = unix_socket(p->server, &address);
	if (p->count == PAIRS || server < 0 || connect(server, (struct sockaddr *)&address, sizeof address) != 0) {
		close(client);
		if (server >= 0)
			close(server);
		return;
	}
	p->pairs[p->count].client = client;
	p->pairs[p->count++].server = server;
}

static bool write_all(int fd, const char *data, ssize_t n)
{
	while (n > 0) {
		ssize_t done = send(fd, data, (size_t)n, MSG_NOSIGNAL);
		if (done <= 0 && errno != EINTR)
			return false;
		if (done > 0) {
			data += done;
			n -= done;
		}
	}
	return true;
}

/* False: the connection is over. */
static bool carry(struct proxy *p, int from, int to, bool answer)
{
	char data[BUFFER];
	ssize_t n = read(from, data, sizeof data);

	if (n <= 0)
		return false;
	if (p->mode == (answer ? SWALLOW : DEAFEN))
		return true;
	if (answer && p->left >= 0) {
		if (n > p->left)
			n = p->left;
		p->left -= n;
		write_all(to, data, n);
		return p->left > 0;
	}
	return write_all(to, data, n);
}

static bool obey(struct proxy *p, const char *line)
{
	if (strcmp(line, "pass") == 0)
		p->mode = PASS;
	else if (strcmp(line, "swallow") == 0)
		p->mode = SWALLOW;
	else if (strcmp(line, "deafen") == 0)
		p->mode = DEAFEN;
	else if (strcmp(line, "freeze") == 0)
		p->mode = FREEZE;
	else if (strcmp(line, "cut") == 0)
		drop_all(p);
	else if (strncmp(line, "cut-after ", 10) == 0)
		p->left = strtol(line + 10, NULL, 10);
	else
		return false;
	if (strncmp(line, "cut-after ", 10) != 0)
		p->left = -1;
	printf("done\n");
	fflush(stdout);
	return true;
}

/* Reads what there is of commands. False: whoever gives them is gone. */
static bool read_commands(struct proxy *p, char *line, size_t size, size_t *used)
{
	char data[200];
	ssize_t n = read(STDIN_FILENO, data, sizeof data);

	if (n <= 0)
		return false;
	for (ssize_t i = 0; i < n; i++) {
		if (data[i] != '\n') {
			if (*used + 1 < size)
				line[(*used)++] = data[i];
			continue;
		}
		line[*used] = '\0';
		*used = 0;
		if (!obey(p, line))
			return false;
	}
	return true;
}

static void serve(struct proxy *p)
{
	struct pollfd fds[2 + 2 * PAIRS];
	char line[100];
	size_t used = 0;

	for (;;) {
		bool frozen = p->mode == FREEZE;
		int pairs = p->count;
		fds[0] = (struct pollfd) { .fd = STDIN_FILENO, .events = POLLIN };
		fds[1] = (struct pollfd) { .fd = frozen ? -1 : p->listener, .events = POLLIN };
		for (int i = 0; i < pairs; i++) {
			fds[2 + 2 * i] = (struct pollfd) { .fd = frozen ? -1 : p->pairs[i].client, .events = POLLIN };
			fds[3 + 2 * i] = (struct pollfd) { .fd = frozen ? -1 : p->pairs[i].server, .events = POLLIN };
		}
		if (poll(fds, (nfds_t)(2 + 2 * pairs), -1) < 0)
			continue;
		/* From the last to the first: dropping a pair moves the last one into its place. */
		for (int i = pairs - 1; i >= 0; i--)
			if ((fds[2 + 2 * i].revents && !carry(p, p->pairs[i].client, p->pairs[i].server, false)) ||
			    (fds[3 + 2 * i].revents && !carry(p, p->pairs[i].server, p->pairs[i].client, true)))
				drop_pair(p, i);
		if (fds[1].revents)
			accept_one(p);
		if (fds[0].revents && !read_commands(p, line, sizeof line, &used))
			return;
	}
}

int main(int argc, char **argv)
{
	struct proxy p = { .mode = PASS, .left = -1 };
	struct sockaddr_un address;

	if (argc != 3) {
		fprintf(stderr, "usage: proxy LISTEN SERVER\n");
		return 64;
	}
	p.server = argv[2];
	p.listener = unix_socket(argv[1], &address);
	unlink(argv[1]);
	if (p.listener < 0 || bind(p.listener, (struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(p.listener, PAIRS) != 0) {
		fprintf(stderr, "proxy: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	printf("ready\n");
	fflush(stdout);
	serve(&p);
	drop_all(&p);
	unlink(argv[1]);
	return 0;
}
