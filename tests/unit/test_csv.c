/* CSV out and in: the guard against formulas, what comes back, and what strangers send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backend/csv.h"
#include "backend/csv_in.h"

enum { CELLS = 64, SIZE = 256 };

/* What was read: cells of all rows, and the line each row begins on. */
struct seen {
	char cells[CELLS][SIZE];
	size_t lengths[CELLS];
	long lines[CELLS];
	int count, rows;
	int stop; /* after so many rows; 0 = never */
};

static bool note(void *ctx, long line, const char *const *cells, const size_t *lengths, int count)
{
	struct seen *s = ctx;

	s->lines[s->rows++ % CELLS] = line;
	for (int i = 0; i < count && s->count < CELLS; i++) {
		s->lengths[s->count] = lengths[i];
		memcpy(s->cells[s->count++], cells[i], lengths[i] < SIZE ? lengths[i] : SIZE - 1);
	}
	return !s->stop || s->rows < s->stop;
}

static int file_of(const char *text, size_t n)
{
	int fd = memfd_create("csv", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, n), (ssize_t)n);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static bool read_text(const char *text, size_t n, struct seen *seen, struct err *err)
{
	int fd = file_of(text, n);
	bool ok;

	memset(seen, 0, sizeof *seen);
	err_clear(err);
	ok = csv_read(fd, note, seen, err);
	close(fd);
	return ok;
}

static void the_guard_and_back(void **state)
{
	/* Corpus of beginnings that spreadsheets run, and of what must stay as it is. */
	static const char *const corpus[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0",
		"+49 221", "-5.00", "'=1", "''=1", "'''@x", "'", "''", "'a", "a=1", "", " =1",
		"\xef\xbc\x9d"
		"1",
		"\xef\xbc\x8b"
		"1",
		"'\xef\xbc\xa0", "a,b", "a\"b", "\"", "a\r\nb", "\r\n", " a ", "\xc3\xa9", "=HYPERLINK(\"http://x\",\"y\")", NULL };
	struct csv_writer *w = malloc(sizeof *w);
	int fd = memfd_create("csv", MFD_CLOEXEC), n = 0;
	char sha[2 * SECRET_KEY + 1];
	struct seen *seen = calloc(1, sizeof *seen);
	struct err err = { 0 };

	(void)state;
	assert_non_null(w);
	assert_non_null(seen);
	csv_begin(w, fd, true, true);
	for (; corpus[n]; n++)
		csv_cell(w, corpus[n], strlen(corpus[n]), false);
	csv_end_line(w);
	assert_true(csv_finish(w, sha, &err));
	lseek(fd, 0, SEEK_SET);
	assert_true(csv_read(fd, note, seen, &err));
	assert_int_equal(seen->count, n);
	for (int i = 0; i < n; i++) {
		size_t guard = csv_unguard(seen->cells[i], seen->lengths[i]);

		assert_int_equal(seen->lengths[i] - guard, strlen(corpus[i]));
		assert_memory_equal(seen->cells[i] + guard, corpus[i], strlen(corpus[i]));
		/* No spreadsheet sees a formula. */
		if (seen->lengths[i])
			assert_null(strchr("=+-@\t\r\n", seen->cells[i][0]));
	}
	close(fd);
	free(seen);
	free(w);
}

static void numbers_need_none(void **state)
{
	struct csv_writer *w = malloc(sizeof *w);
	int fd = memfd_create("csv", MFD_CLOEXEC);
	char sha[2 * SECRET_KEY + 1], text[64] = "";
	struct err err = { 0 };

	(void)state;
	assert_non_null(w);
	csv_begin(w, fd, true, false);
	csv_cell(w, "-5.00", 5, true);
	csv_cell(w, NULL, 0, false);
	csv_cell(w, "-5.00", 5, false);
	csv_end_line(w);
	assert_true(csv_finish(w, sha, &err));
	assert_int_equal(pread(fd, text, sizeof text - 1, 0), 17);
	assert_string_equal(text, "-5.00,,\"'-5.00\"\r\n");
	assert_int_equal(w->bytes, 17);
	close(fd);
	free(w);
}

static void a_full_disk_is_told(void **state)
{
	struct csv_writer *w = malloc(sizeof *w);
	FILE *full = fopen("/dev/full", "w");
	char sha[2 * SECRET_KEY + 1];
	struct err err = { 0 };

	(void)state;
	assert_non_null(w);
	if (!full) {
		free(w);
		skip();
	}
	csv_begin(w, fileno(full), true, false);
	csv_cell(w, "a", 1, false);
	csv_end_line(w);
	assert_false(csv_finish(w, sha, &err));
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_non_null(strstr(err.sentence, "No space left"));
	fclose(full);
	free(w);
}

static void lines_are_counted(void **state)
{
	static const char text[] = "\xef\xbb\xbf"
				   "A,B\r\n\r\n1,\"x\r\ny\"\r\n2,z\n\n3,w";
	struct seen *s = calloc(1, sizeof *s);
	struct err err;

	(void)state;
	assert_non_null(s);
	assert_true(read_text(text, sizeof text - 1, s, &err));
	assert_int_equal(s->rows, 4);
	assert_string_equal(s->cells[0], "A");
	assert_string_equal(s->cells[3], "x\r\ny");
	assert_int_equal(s->lines[0], 1);
	assert_int_equal(s->lines[1], 3);
	assert_int_equal(s->lines[2], 5);
	assert_int_equal(s->lines[3], 7);
	assert_true(read_text("A\r1\r2\r", 6, s, &err));
	assert_int_equal(s->rows, 3);
	assert_true(read_text("", 0, s, &err));
	assert_int_equal(s->rows, 0);
	free(s);
}

static void what_is_broken_names_its_line(void **state)
{
	static const struct {
		const char *text, *line;
		size_t n;
	} broken[] = { { "A\n1\n\"never closed\n2\n", "Line 3", 20 }, { "A\n1\nx\"y\n", "Line 3", 8 },
		{ "A\n\"x\"y\n", "Line 2", 7 }, { "A\n1\nb\0c\n", "NUL", 8 } };
	struct seen *s = calloc(1, sizeof *s);
	struct err err;

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		assert_false(read_text(broken[i].text, broken[i].n, s, &err));
		assert_int_equal(err.code, ERR_INPUT);
		if (!strstr(err.sentence, broken[i].line))
			fail_msg("%s: %s", broken[i].line, err.sentence);
	}
	free(s);
}

static void bombs_do_not_go_off(void **state)
{
	size_t n = 4 * CSV_FIELD_MAX;
	char *text = malloc(n);
	struct seen *s = calloc(1, sizeof *s);
	struct err err;

	(void)state;
	assert_non_null(text);
	assert_non_null(s);
	memset(text, 'x', n);
	assert_false(read_text(text, n, s, &err));
	assert_non_null(strstr(err.sentence, "too long"));
	text[0] = '"';
	assert_false(read_text(text, n, s, &err));
	assert_non_null(strstr(err.sentence, "too long"));
	memset(text, ',', n);
	assert_false(read_text(text, n, s, &err));
	assert_non_null(strstr(err.sentence, "too many values"));
	memset(text, '"', n);
	text[n - 1] = '\n';
	assert_false(read_text(text, n, s, &err));
	free(text);
	free(s);
}

static void reading_can_end_early(void **state)
{
	struct seen s = { .stop = 1 };
	int fd = file_of("A\n1\n2\n", 6);
	struct err err = { 0 };

	(void)state;
	assert_false(csv_read(fd, note, &s, &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(s.rows, 1);
	close(fd);
}

static void text_is_utf8(void **state)
{
	static const char *const good[] = { "", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x99\x82", "a\tb\r\n" }, *const bad[] = {
		"\xff", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x01", "\x7f", "\xc2\x85", "\x1b[31m"
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(csv_is_text(good[i], strlen(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (csv_is_text(bad[i], strlen(bad[i])))
			fail_msg("number %zu is no text", i);
	assert_int_equal(csv_characters("\xc3\xa9"
					"a\xe2\x82\xac",
			     6),
	    3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_guard_and_back),
		cmocka_unit_test(numbers_need_none),
		cmocka_unit_test(a_full_disk_is_told),
		cmocka_unit_test(lines_are_counted),
		cmocka_unit_test(what_is_broken_names_its_line),
		cmocka_unit_test(bombs_do_not_go_off),
		cmocka_unit_test(reading_can_end_early),
		cmocka_unit_test(text_is_utf8),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
