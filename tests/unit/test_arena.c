#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#include "backend/arena.h"

static void test_is_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new(0);

	(void)state;
	assert_non_null(a);
	for (size_t size = 0; size < 300; size++) {
		unsigned char *p;

		assert_non_null(arena_copy(a, "odd", 3));
		p = arena_alloc(a, size);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
	arena_free(a);
}

static void test_copies_keep_their_bytes(void **state)
{
	enum { N = 5000 };
	struct arena *a = arena_new(64);
	const char *kept[N];
	char text[32];

	(void)state;
	for (int i = 0; i < N; i++) {
		int n = snprintf(text, sizeof text, "row %d", i);

		kept[i] = arena_copy(a, text, (size_t)n);
		assert_non_null(kept[i]);
	}
	for (int i = 0; i < N; i++) {
		snprintf(text, sizeof text, "row %d", i);
		assert_string_equal(kept[i], text);
	}
	assert_string_equal(arena_copy(a, "cut here", 3), "cut");
	assert_string_equal(arena_copy(a, NULL, 0), "");
	arena_free(a);
}

static void test_big_pieces_do_not_waste_the_block(void **state)
{
	struct arena *a = arena_new(4096);
	char *small, *again;

	(void)state;
	small = arena_copy(a, "a", 1);
	assert_non_null(arena_alloc(a, 10 * 1024 * 1024));
	again = arena_copy(a, "b", 1);
	/* Still the same block. */
	assert_ptr_equal(again, small + 2);
	assert_true(arena_used(a) >= 10 * 1024 * 1024 + 4);
	assert_true(arena_used(a) < 10 * 1024 * 1024 + 100);
	arena_free(a);
}

static void test_impossible_sizes_are_refused(void **state)
{
	struct arena *a = arena_new(100);

	(void)state;
	assert_null(arena_alloc(a, SIZE_MAX - 8));
	assert_null(arena_copy(a, "", SIZE_MAX));
	assert_non_null(arena_alloc(a, 8));
	arena_free(a);
	arena_free(NULL);
}

/* A row after a row, some of them long: what was, is gone, and the room for it does not grow. */
static void test_is_cleared_and_filled_again(void **state)
{
	struct arena *a = arena_new(0);
	char text[5000];

	(void)state;
	assert_non_null(a);
	memset(text, 'x', sizeof text);
	for (size_t round = 0; round < 200; round++) {
		for (size_t n = 0; n < 1 + round % 40; n++) {
			char *copy = arena_copy(a, text, round % 7 ? 100 : sizeof text - 1);

			assert_non_null(copy);
			assert_int_equal(copy[99], 'x');
		}
		assert_true(arena_used(a) >= 100);
		arena_clear(a);
		assert_int_equal(arena_used(a), 0);
	}
	assert_string_equal(arena_copy(a, "again", 5), "again");
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_zeroed_and_aligned),
		cmocka_unit_test(test_copies_keep_their_bytes),
		cmocka_unit_test(test_big_pieces_do_not_waste_the_block),
		cmocka_unit_test(test_impossible_sizes_are_refused),
		cmocka_unit_test(test_is_cleared_and_filled_again),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
