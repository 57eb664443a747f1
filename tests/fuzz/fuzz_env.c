#include <arpa/inet.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "backend/process.h"
#include "forms/remote.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The variables that are read, in the order of the lines of an input. */
static const char *const names[] = { "SSH_ORIGINAL_COMMAND", "TERM", "SSH_CONNECTION", "LANG", "LC_ALL", "NO_COLOR" };
enum { NAMES = sizeof names / sizeof *names };

static void set_variables(char *text)
{
	char *at = text;

	for (int i = 0; i < NAMES; i++) {
		char *end = at ? strchr(at, '\001') : NULL;

		if (end)
			*end = '\0';
		if (at)
			setenv(names[i], at, 1);
		else
			unsetenv(names[i]);
		at = end ? end + 1 : NULL;
	}
}

static void check_process(const struct process *p)
{
	unsigned char scratch[16];

	if (strspn(p->term, "abcdefghijklmnopqrstuvwxyz0123456789.+-") != strlen(p->term))
		abort();
	if (p->address[0] && inet_pton(AF_INET, p->address, scratch) != 1 && inet_pton(AF_INET6, p->address, scratch) != 1)
		abort();
	if (strcmp(p->language, "en") != 0 && strcmp(p->language, "nl") != 0)
		abort();
	for (const char *c = p->command; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			abort();
	for (int i = 0; i < NAMES; i++)
		if (strcmp(names[i], "TERM") != 0 && getenv(names[i]))
			abort();
}

/* Whatever is asked for, only the console's own commands and harmless options come of it. */
static void check_remote(const char *command)
{
	struct remote r;
	struct options o = { .idle_fd = -1, .secrets_fd = -1 };
	struct err err = { 0 };
	bool known = false;

	if (!remote_read(&r, command, &o, &err)) {
		if (err.code != ERR_INPUT || !err.sentence[0])
			abort();
		return;
	}
	if (o.config_file || o.idle_fd != -1 || o.clock || o.check || (o.secrets_fd != -1 && o.secrets_fd != 0))
		abort();
	for (int i = 0; i < r.count; i++)
		if (r.words[i] < r.text || r.words[i] >= r.text + sizeof r.text)
			abort();
	if (o.word_count == 0 && (o.help || o.version))
		return;
	for (const char *const *c = remote_commands; *c && o.word_count; c++)
		known = known || strncmp(*c, o.words[0], strlen(o.words[0])) == 0;
	if (!known)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct process p;
	struct err err;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	set_variables(text);
	if (!process_start(&p, &err))
		abort();
	/* The fuzzer looks at itself at its end. */
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	check_process(&p);
	check_remote(text);
	check_remote(p.command);
	free(text);
	return 0;
}
