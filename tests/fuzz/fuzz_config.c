#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct config *c)
{
	for (const struct config_option *o = config_options; o->name; o++)
		if (o->kind == CONFIG_TEXT && !memchr((const char *)c + o->offset, '\0', o->size))
			abort();
	if (c->connect_timeout < 1 || c->connect_timeout > 300 || c->key_count < 0 || c->key_count > 64)
		abort();
}

/* Any file gives a configuration within its bounds, or a sentence that names the line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("steward.conf", MFD_CLOEXEC);
	struct config c;
	struct err err;
	char path[64];

	if (fd < 0 || fchmod(fd, 0600) != 0 || (size && write(fd, data, size) != (ssize_t)size))
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	config_init(&c);
	err_clear(&err);
	if (!config_read(&c, path, true, &err) && (err.code == ERR_NONE || !err.sentence[0]))
		abort();
	check(&c);
	close(fd);
	return 0;
}
