#include "tests/lib/wire.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/tap.h"

static void expect_line(struct wire *w, const char *wanted)
{
	char line[20];
	size_t n = 0;

	while (n + 1 < sizeof line && read(w->from, line + n, 1) == 1 && line[n] != '\n')
		n++;
	line[n] = '\0';
	if (strcmp(line, wanted) != 0)
		tap_bail("the proxy says '%s', not '%s'", line, wanted);
}

static _Noreturn void become_proxy(const struct wire *w, int input, int output)
{
	const char *build = getenv("BUILD"), *host = getenv("PGHOST"), *port = getenv("PGPORT");
	char program[300], listener[120], server[300];

	snprintf(program, sizeof program, "%s/tests/fault/proxy", build ? build : "build");
	snprintf(listener, sizeof listener, "%s/.s.PGSQL.%s", w->folder, port ? port : "5432");
	snprintf(server, sizeof server, "%s/.s.PGSQL.%s", host ? host : "", port ? port : "5432");
	if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0)
		_exit(126);
	execl(program, program, listener, server, (char *)NULL);
	_exit(127);
}

void wire_open(struct wire *w)
{
	int input[2], output[2];

	snprintf(w->folder, sizeof w->folder, "/tmp/steward-wire.XXXXXX");
	if (!mkdtemp(w->folder) || pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0)
		tap_bail("no folder or pipe for the proxy");
	w->pid = fork();
	if (w->pid < 0)
		tap_bail("no process for the proxy");
	if (w->pid == 0)
		become_proxy(w, input[0], output[1]);
	close(input[0]);
	close(output[1]);
	w->to = input[1];
	w->from = output[0];
	expect_line(w, "ready");
}

void wire_close(struct wire *w)
{
	/* The end of its input is its end. */
	close(w->to);
	waitpid(w->pid, NULL, 0);
	close(w->from);
	rmdir(w->folder);
}

void wire_say(struct wire *w, const char *command)
{
	if (dprintf(w->to, "%s\n", command) < 0)
		tap_bail("the proxy is gone");
	expect_line(w, "done");
}
