#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backend/csv.h"
#include "backend/csv_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as CSV; what was read is written with the guard and read again, and must be the same. */
struct copy {
	struct csv_writer *out;
	/* Of all cells in order: their hash. */
	struct secret_sum hash;
	bool guarded;
	long last;
};

static bool take(void *ctx, long line, const char *const *cells, const size_t *lengths, int count)
{
	struct copy *c = ctx;

	if (line < c->last || count < 1 || count > CSV_CELLS_MAX)
		abort();
	c->last = line;
	for (int i = 0; i < count; i++) {
		size_t skip = c->guarded ? csv_unguard(cells[i], lengths[i]) : 0, n = lengths[i] - skip;

		if (n > CSV_FIELD_MAX)
			abort();
		if (csv_is_text(cells[i], lengths[i]) && csv_characters(cells[i], lengths[i]) > lengths[i])
			abort();
		secret_sum_add(&c->hash, &n, sizeof n);
		secret_sum_add(&c->hash, cells[i] + skip, n);
		if (c->out)
			csv_cell(c->out, cells[i], lengths[i], false);
	}
	if (c->out)
		csv_end_line(c->out);
	return true;
}

static bool read_all(struct copy *c, int fd)
{
	struct err err = { 0 };

	secret_sum_begin(&c->hash);
	lseek(fd, 0, SEEK_SET);
	return csv_read(fd, take, c, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int in = memfd_create("in", MFD_CLOEXEC), out = memfd_create("out", MFD_CLOEXEC);
	struct csv_writer *w = malloc(sizeof *w);
	struct copy first = { .out = w }, second = { .guarded = true };
	unsigned char a[SECRET_KEY], b[SECRET_KEY];
	char sha[2 * SECRET_KEY + 1];

	if (!w || in < 0 || out < 0 || write(in, data, size) != (ssize_t)size)
		abort();
	csv_begin(w, out, true, false);
	if (read_all(&first, in)) {
		if (!csv_finish(w, sha, NULL))
			abort();
		secret_sum_end(&first.hash, a);
		if (!read_all(&second, out))
			abort();
		secret_sum_end(&second.hash, b);
		if (memcmp(a, b, sizeof a) != 0)
			abort();
	}
	free(w);
	close(in);
	close(out);
	return 0;
}
