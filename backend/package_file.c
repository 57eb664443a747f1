#include "backend/package_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend/package_zip.h"

/* What is written instead of a character; NULL = itself. */
static const char *const html_marks[256] = { [1] = " ",
	[2] = " ",
	[3] = " ",
	[4] = " ",
	[5] = " ",
	[6] = " ",
	[7] = " ",
	[8] = " ",
	[11] = " ",
	[12] = " ",
	[13] = " ",
	[14] = " ",
	[15] = " ",
	[16] = " ",
	[17] = " ",
	[18] = " ",
	[19] = " ",
	[20] = " ",
	[21] = " ",
	[22] = " ",
	[23] = " ",
	[24] = " ",
	[25] = " ",
	[26] = " ",
	[27] = " ",
	[28] = " ",
	[29] = " ",
	[30] = " ",
	[31] = " ",
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;" };
static const char *const json_marks[256] = { [0] = "\\u0000",
	[1] = "\\u0001",
	[2] = "\\u0002",
	[3] = "\\u0003",
	[4] = "\\u0004",
	[5] = "\\u0005",
	[6] = "\\u0006",
	[7] = "\\u0007",
	[8] = "\\b",
	[9] = "\\t",
	[10] = "\\n",
	[11] = "\\u000b",
	[12] = "\\f",
	[13] = "\\r",
	[14] = "\\u000e",
	[15] = "\\u000f",
	[16] = "\\u0010",
	[17] = "\\u0011",
	[18] = "\\u0012",
	[19] = "\\u0013",
	[20] = "\\u0014",
	[21] = "\\u0015",
	[22] = "\\u0016",
	[23] = "\\u0017",
	[24] = "\\u0018",
	[25] = "\\u0019",
	[26] = "\\u001a",
	[27] = "\\u001b",
	[28] = "\\u001c",
	[29] = "\\u001d",
	[30] = "\\u001e",
	[31] = "\\u001f",
	['"'] = "\\\"",
	['\\'] = "\\\\" };

int package_nameless(const char *folder)
{
	return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

struct package_file *package_file_new(const char *folder)
{
	struct package_file *f = malloc(sizeof *f);

	if (!f)
		return NULL;
	f->zip = NULL;
	f->fd = folder ? package_nameless(folder) : -1;
	f->error = 0;
	f->used = 0;
	if (folder && f->fd < 0) {
		free(f);
		return NULL;
	}
	secret_sum_begin(&f->hash);
	return f;
}

void package_file_free(struct package_file *f)
{
	if (!f)
		return;
	if (f->fd >= 0)
		close(f->fd);
	secret_wipe(f, sizeof *f);
	free(f);
}

static void flush(struct package_file *f)
{
	size_t at = 0;

	secret_sum_add(&f->hash, f->buffer, f->used);
	if (f->zip && !f->error)
		f->error = package_zip_write(f->zip, f->buffer, f->used);
	while (!f->zip && at < f->used && !f->error) {
		ssize_t n = write(f->fd, f->buffer + at, f->used - at);

		if (n >= 0)
			at += (size_t)n;
		else if (errno != EINTR)
			f->error = errno;
	}
	f->used = 0;
}

void package_file_put(struct package_file *f, const char *s, size_t n)
{
	while (n > sizeof f->buffer - f->used) {
		size_t part = sizeof f->buffer - f->used;

		memcpy(f->buffer + f->used, s, part);
		f->used += part;
		s += part;
		n -= part;
		flush(f);
	}
	memcpy(f->buffer + f->used, s, n);
	f->used += n;
}

void package_file_say(struct package_file *f, const char *s)
{
	package_file_put(f, s, strlen(s));
}

/* In runs: nearly all texts are written as they are. */
static void put_marked(struct package_file *f, const char *s, size_t n, const char *const *marks)
{
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		const char *mark = marks[(unsigned char)s[i]];

		if (!mark)
			continue;
		package_file_put(f, s + from, i - from);
		package_file_say(f, mark);
		from = i + 1;
	}
	package_file_put(f, s + from, n - from);
}

void package_file_html(struct package_file *f, const char *s, size_t n)
{
	put_marked(f, s, n, html_marks);
}

void package_file_json(struct package_file *f, const char *s, size_t n)
{
	package_file_put(f, "\"", 1);
	put_marked(f, s, n, json_marks);
	package_file_put(f, "\"", 1);
}

bool package_file_end(struct package_file *f, char sha[2 * SECRET_KEY + 1])
{
	unsigned char hash[SECRET_KEY];

	flush(f);
	secret_sum_end(&f->hash, hash);
	secret_hex(hash, sizeof hash, sha);
	errno = f->error;
	return !f->error;
}

bool package_file_again(struct package_file *f)
{
	f->used = 0;
	secret_sum_begin(&f->hash);
	return lseek(f->fd, 0, SEEK_SET) == 0 && ftruncate(f->fd, 0) == 0;
}
