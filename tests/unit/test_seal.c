#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/db.h"
#include "backend/seal.h"
#include "backend/witness.h"
#include "backend/witness_log.h"

static int start(void **state)
{
	(void)state;
	return secret_start(NULL) ? 0 : -1;
}

static void is_hex(const unsigned char *bytes, size_t n, const char *hex)
{
	char text[2 * SECRET_SIGNATURE + 1];

	secret_hex(bytes, n, text);
	assert_string_equal(text, hex);
}

/* RFC 8032, section 7.1, tests 1 and 2. */
static void test_signatures_of_the_rfc(void **state)
{
	static const struct {
		const char *key, *public_key, *message, *signature;
	} list[] = {
		{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
		    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
		    "24655141438e7a100b" },
		{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
		    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "\x72",
		    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
		    "eeb00d291612bb0c00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
		unsigned char key[SECRET_KEY], public_key[SECRET_PUBLIC], signature[SECRET_SIGNATURE];
		size_t n = strlen(list[i].message);

		assert_true(secret_unhex(list[i].key, key, sizeof key));
		secret_public_key(key, public_key);
		is_hex(public_key, sizeof public_key, list[i].public_key);
		assert_true(secret_sign(key, list[i].message, n, signature, NULL));
		is_hex(signature, sizeof signature, list[i].signature);
		assert_true(secret_verify(public_key, list[i].message, n, signature));
		assert_false(secret_verify(public_key, "s", 1, signature));
		signature[i] ^= 1;
		assert_false(secret_verify(public_key, list[i].message, n, signature));
		signature[i] ^= 1;
		public_key[31] ^= 1;
		assert_false(secret_verify(public_key, list[i].message, n, signature));
	}
}

static struct seal a_seal(void)
{
	struct seal s = { .n = 7, .form = 1, .upto = 4294967301, .at = 1795477135684243 };

	s.parts[SEAL_CHANGES] = (struct seal_part) { .rows = 3, .first = 10, .last = 12 };
	s.parts[SEAL_ACCESS] = (struct seal_part) { .first = -1, .last = -1 };
	memset(s.parts[SEAL_CHANGES].hash, 0x22, SECRET_KEY);
	memset(s.previous, 0x11, SECRET_KEY);
	seal_hash(&s, s.hash);
	return s;
}

/* Worked out apart from this program, with Python's hashlib. */
static void test_hash_of_a_seal(void **state)
{
	unsigned char chain[SECRET_KEY] = { 0 }, row[SECRET_KEY];
	struct seal s = a_seal();

	(void)state;
	is_hex(s.hash, SECRET_KEY, "7d18472fe7b437fa31de99490f547a97984ba83d74de9b10d2126d6a5a712f43");
	memset(row, 0x22, sizeof row);
	seal_link(chain, row);
	is_hex(chain, SECRET_KEY, "ee4b0e933b56cdf12a42b1e3f3b9ed1aa70cf9f3cf37325693255c8bfbcb8ba8");
}

static void test_seal_from_an_answer(void **state)
{
	static const char hex[] = "0101010101010101010101010101010101010101010101010101010101010101";
	const char *values[SEAL_COLUMNS] = { "1", "1", "18446744073709551615", "5", "2", "8", "9", hex, "0", NULL, NULL, hex, hex,
		hex };
	struct db_rows rows = { .count = 1, .columns = SEAL_COLUMNS, .values = values };
	struct seal s;

	(void)state;
	assert_true(seal_take(&rows, 0, &s));
	assert_true(s.n == 1 && s.upto == UINT64_MAX && s.at == 5 && s.parts[0].rows == 2 && s.parts[0].last == 9);
	assert_true(s.parts[1].rows == 0 && s.parts[1].first == -1 && s.previous[31] == 1);
	for (int i = 0; i < SEAL_COLUMNS; i++) {
		const char *kept = values[i];

		values[i] = "nonsense";
		assert_false(seal_take(&rows, 0, &s));
		values[i] = "";
		assert_false(seal_take(&rows, 0, &s));
		values[i] = kept;
	}
	rows.columns = 13;
	assert_false(seal_take(&rows, 0, &s));
}

static void an_entry(struct witness_entry *e, unsigned char *public_key)
{
	unsigned char key[SECRET_KEY];

	memset(key, 9, sizeof key);
	secret_public_key(key, public_key);
	*e = (struct witness_entry) { .seal = a_seal(), .seen = 1795477135709316 };
	assert_true(witness_sign(e, key, NULL));
}

static void test_line_and_back(void **state)
{
	unsigned char public_key[SECRET_PUBLIC], key[SECRET_PUBLIC];
	struct witness_entry e, back;
	char line[WITNESS_LINE], again[WITNESS_LINE];

	(void)state;
	an_entry(&e, public_key);
	witness_format(&e, line);
	assert_memory_equal(line, "7 4294967301 1795477135684243 3 10 12 0 - - 7d18472f", 52);
	assert_true(witness_parse(line, &back));
	assert_true(witness_check(&back, public_key));
	witness_format(&back, again);
	assert_string_equal(line, again);
	witness_format_head(public_key, line);
	assert_true(witness_parse_head(line, key));
	assert_memory_equal(key, public_key, sizeof key);
	line[17] = '\t';
	assert_false(witness_parse_head(line, key));
	assert_false(witness_parse_head("", key));
	assert_false(witness_parse_head("steward witness 1 ", key));
}

/* Whatever byte changes, the line is no entry, or its signature is false. */
static void test_every_byte_counts(void **state)
{
	unsigned char public_key[SECRET_PUBLIC];
	struct witness_entry e;
	char line[WITNESS_LINE];
	size_t n;

	(void)state;
	an_entry(&e, public_key);
	witness_format(&e, line);
	n = strlen(line);
	for (size_t i = 0; i < n; i++) {
		char kept = line[i];

		for (const char *c = "01a- \n+A"; *c; c++) {
			line[i] = *c;
			assert_true(*c == kept || !witness_parse(line, &e) || !witness_check(&e, public_key));
		}
		line[i] = '\0';
		assert_false(witness_parse(line, &e));
		line[i] = kept;
	}
	assert_true(witness_parse(line, &e) && witness_check(&e, public_key));
	public_key[0] ^= 4;
	assert_false(witness_check(&e, public_key));
}

static void test_lines_that_are_none(void **state)
{
	static const char *const list[] = { "", " ", "1", "1 2 3 4 5 6 7 8 9 a b c", "99999999999999999999 1 1 1 1 1 1 1 1 a 1 b" };
	unsigned char public_key[SECRET_PUBLIC];
	struct witness_entry e;
	char line[WITNESS_LINE], longer[WITNESS_LINE + 2];

	(void)state;
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		assert_false(witness_parse(list[i], &e));
	an_entry(&e, public_key);
	witness_format(&e, line);
	snprintf(longer, sizeof longer, "%s ", line);
	assert_false(witness_parse(longer, &e));
	snprintf(longer, sizeof longer, " %s", line);
	assert_false(witness_parse(longer, &e));
	snprintf(longer, sizeof longer, "0%s", line);
	assert_false(witness_parse(longer, &e));
}

static FILE *file_of(const char *text, size_t n)
{
	int fd = memfd_create("log", MFD_CLOEXEC);

	assert_true(fd >= 0 && write(fd, text, n) == (ssize_t)n && lseek(fd, 0, SEEK_SET) == 0);
	return fdopen(fd, "r");
}

static void test_log_file(void **state)
{
	unsigned char public_key[SECRET_PUBLIC];
	struct witness_entry e, got;
	struct witness_log l;
	char line[WITNESS_LINE], head[WITNESS_LINE], text[4096];
	int n;

	(void)state;
	an_entry(&e, public_key);
	witness_format(&e, line);
	witness_format_head(public_key, head);
	n = snprintf(text, sizeof text, "%s\n%s\nrubbish\n\n%0700d\n%s\n%.50s", head, line, 1, line, line);
	assert_true(witness_log_open(&l, file_of(text, (size_t)n), "log", NULL));
	assert_memory_equal(l.public_key, public_key, SECRET_PUBLIC);
	assert_int_equal(witness_log_next(&l, &got), WITNESS_ENTRY);
	assert_int_equal(l.line, 2);
	assert_int_equal(witness_log_next(&l, &got), WITNESS_BAD);
	assert_int_equal(witness_log_next(&l, &got), WITNESS_BAD);
	assert_int_equal(witness_log_next(&l, &got), WITNESS_BAD);
	assert_int_equal(l.line, 5);
	assert_int_equal(witness_log_next(&l, &got), WITNESS_ENTRY);
	assert_true(witness_check(&got, public_key));
	assert_int_equal(witness_log_next(&l, &got), WITNESS_END);
	assert_true(l.torn);
	assert_int_equal(l.good, n - 50);
	witness_log_close(&l);
	/* A zero byte within a line does not hide what follows. */
	n = snprintf(text, sizeof text, "%s\n%s\n", head, line);
	text[strlen(head) + 1 + 40] = '\0';
	assert_true(witness_log_open(&l, file_of(text, (size_t)n), "log", NULL));
	assert_int_equal(witness_log_next(&l, &got), WITNESS_BAD);
	assert_int_equal(witness_log_next(&l, &got), WITNESS_END);
	assert_false(l.torn);
	witness_log_close(&l);
	assert_false(witness_log_open(&l, file_of("", 0), "log", NULL));
	assert_false(witness_log_open(&l, file_of(line, strlen(line)), "log", NULL));
	assert_false(witness_log_open(&l, NULL, "log", NULL));
}

struct folder {
	char log[64], key[64];
};

static void put(const char *name, const char *text, size_t n)
{
	FILE *f = fopen(name, "we");

	assert_non_null(f);
	assert_true(fwrite(text, 1, n, f) == n);
	fclose(f);
}

static void test_witness_files(void **state)
{
	char folder[] = "/tmp/steward-witness-XXXXXX", text[WITNESS_LINE];
	unsigned char public_key[SECRET_PUBLIC];
	struct folder f;
	struct witness w, second;
	struct err err = { 0 };
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(f.log, sizeof f.log, "%s/log", folder);
	snprintf(f.key, sizeof f.key, "%s/key", folder);
	assert_true(witness_open(&w, f.log, f.key, &err));
	assert_true(w.fresh && w.last == 0);
	memcpy(public_key, w.public_key, sizeof public_key);
	assert_true(stat(f.key, &st) == 0 && st.st_size == SECRET_KEY && (st.st_mode & 0777) == 0600);
	assert_true(stat(f.log, &st) == 0 && (st.st_mode & 0777) == 0600);
	assert_false(witness_open(&second, f.log, f.key, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	witness_close(&w);
	assert_true(witness_open(&w, f.log, f.key, &err));
	assert_true(!w.fresh && memcmp(public_key, w.public_key, sizeof public_key) == 0);
	witness_close(&w);
	/* Another key, a wide open one, a short one, none. */
	put(f.key, "01234567890123456789012345678901", SECRET_KEY);
	assert_false(witness_open(&w, f.log, f.key, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_int_equal(chmod(f.key, 0604), 0);
	assert_false(witness_open(&w, f.log, f.key, &err));
	put(f.key, "0123", 4);
	assert_int_equal(chmod(f.key, 0600), 0);
	assert_false(witness_open(&w, f.log, f.key, &err));
	assert_int_equal(unlink(f.key), 0);
	assert_false(witness_open(&w, f.log, f.key, &err));
	assert_int_equal(access(f.key, F_OK), -1);
	/* A log that is somebody else's file, or a link. */
	put(f.log, "root:x:0:0\n", 11);
	put(f.key, "01234567890123456789012345678901", SECRET_KEY);
	assert_int_equal(chmod(f.key, 0600), 0);
	assert_false(witness_open(&w, f.log, f.key, &err));
	assert_int_equal(unlink(f.log), 0);
	assert_int_equal(symlink("/tmp/steward-nowhere", f.log), 0);
	assert_false(witness_open(&w, f.log, f.key, &err));
	assert_int_equal(unlink(f.log), 0);
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	assert_false(witness_open(&w, text, f.key, &err));
	unlink(f.key);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signatures_of_the_rfc),
		cmocka_unit_test(test_hash_of_a_seal),
		cmocka_unit_test(test_seal_from_an_answer),
		cmocka_unit_test(test_line_and_back),
		cmocka_unit_test(test_every_byte_counts),
		cmocka_unit_test(test_lines_that_are_none),
		cmocka_unit_test(test_log_file),
		cmocka_unit_test(test_witness_files),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
