#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/migrate_files.h"

static char root[] = "/tmp/steward-sql-XXXXXX";

static void write_file(const char *name, const char *text, size_t n)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", root, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	fclose(f);
}

static void put(const char *name, const char *text)
{
	write_file(name, text, strlen(text));
}

static void drop(const char *name)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", root, name);
	assert_int_equal(unlink(path), 0);
}

static int make_tree(void **state)
{
	static const char *const folders[] = { "migrations", "functions", "map" };
	char path[256];

	(void)state;
	if (!mkdtemp(root))
		return -1;
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", root, folders[i]);
		if (mkdir(path, 0700) != 0)
			return -1;
	}
	put("roles.sql", "-- roles\n");
	put("policies.sql", "");
	put("grants.sql", "abc");
	put("migrations/0002_b.sql", "-- b\n");
	put("migrations/0001_a.sql", "-- a\n");
	put("migrations/README", "no SQL");
	put("functions/20_z.sql", "-- z\n");
	put("functions/.hidden.sql", "-- not read\n");
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int drop_tree(void **state)
{
	(void)state;
	return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void test_order_and_checksums(void **state)
{
	static const char *const names[] = { "roles.sql", "migrations/0001_a.sql", "migrations/0002_b.sql", "functions/20_z.sql",
		"policies.sql", "grants.sql" };
	struct migrate_files f;
	struct err err;

	(void)state;
	assert_true(migrate_files_read(&f, root, &err));
	assert_int_equal(f.count, 6);
	for (int i = 0; i < 6; i++)
		assert_string_equal(f.list[i].name, names[i]);
	assert_string_equal(f.list[5].checksum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(f.list[4].text, "");
	assert_int_equal(f.list[3].phase, PHASE_FUNCTIONS);
	migrate_files_release(&f);
	migrate_files_release(&f);
}

static void test_the_digest_sees_every_change(void **state)
{
	struct migrate_files f;
	char before[65], after[65], same[65];
	struct err err;

	(void)state;
	assert_true(migrate_files_read(&f, root, &err));
	migrate_files_digest(&f, before);
	migrate_files_release(&f);
	put("functions/20_z.sql", "-- other\n");
	assert_true(migrate_files_read(&f, root, &err));
	migrate_files_digest(&f, after);
	migrate_files_release(&f);
	put("functions/20_z.sql", "-- z\n");
	assert_true(migrate_files_read(&f, root, &err));
	migrate_files_digest(&f, same);
	migrate_files_release(&f);
	assert_int_equal(strlen(before), 64);
	assert_string_not_equal(before, after);
	assert_string_equal(before, same);
}

static void refuses(const char *name, const char *word)
{
	struct migrate_files f;
	struct err err;

	err_clear(&err);
	assert_false(migrate_files_read(&f, root, &err));
	migrate_files_release(&f);
	if (!strstr(err.sentence, name) || !strstr(err.sentence, word))
		fail_msg("\"%s\" does not name %s and %s", err.sentence, name, word);
}

static void test_what_is_refused(void **state)
{
	struct migrate_files f;
	struct err err;

	(void)state;
	put("migrations/0002_c.sql", "");
	refuses("0002_c.sql", "same number");
	drop("migrations/0002_c.sql");
	put("migrations/3_c.sql", "");
	refuses("3_c.sql", "four digits");
	drop("migrations/3_c.sql");
	write_file("functions/30_nul.sql", "a\0b", 3);
	refuses("30_nul.sql", "not text");
	drop("functions/30_nul.sql");
	drop("grants.sql");
	refuses("grants.sql", "cannot be read");
	put("grants.sql", "abc");
	assert_false(migrate_files_read(&f, "/nonexistent", &err));
	migrate_files_release(&f);
	assert_true(migrate_files_read(&f, root, &err));
	migrate_files_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_and_checksums),
		cmocka_unit_test(test_the_digest_sees_every_change),
		cmocka_unit_test(test_what_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_tree, drop_tree);
}
