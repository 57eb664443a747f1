#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backend/witness_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct witness_entry *e, const unsigned char *key)
{
	struct witness_entry again;
	char line[WITNESS_LINE];

	witness_format(e, line);
	if (strlen(line) >= WITNESS_LINE - 1 || !witness_parse(line, &again) || e->seal.n < 0 || e->seal.upto != again.seal.upto ||
	    memcmp(e->signature, again.signature, SECRET_SIGNATURE) != 0)
		abort();
	witness_check(e, key);
}

/* Any file is read to its end; what is taken for an entry is exactly what the witness would have written. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("witness.log", MFD_CLOEXEC);
	enum witness_next next;
	struct witness_entry e;
	struct witness_log l;
	struct err err = { 0 };

	if (!secret_start(NULL) || fd < 0 || (size && write(fd, data, size) != (ssize_t)size) || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	if (!witness_log_open(&l, fdopen(fd, "r"), "witness.log", &err)) {
		if (err.code == ERR_NONE || !err.sentence[0])
			abort();
		return 0;
	}
	while ((next = witness_log_next(&l, &e)) != WITNESS_END)
		if (next == WITNESS_ENTRY)
			check(&e, l.public_key);
	if (l.good < 0 || (size_t)l.good > size || l.torn != ((size_t)l.good < size))
		abort();
	witness_log_close(&l);
	return 0;
}
