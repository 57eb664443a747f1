#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tui/text.h"

#define MARK "\xef\xbf\xbd"

static const char *clean(const char *s, size_t n)
{
	static char out[4096];
	size_t length = text_clean(s, n, out, sizeof(out));

	assert_int_equal(length, strlen(out));
	return out;
}

static const char *clean_text(const char *s)
{
	return clean(s, strlen(s));
}

/* The ranges that must never reach a terminal, first and last of each and one between. */
static void test_each_hostile_character_is_one_mark(void **state)
{
	static const uint32_t hostile[] = {
		0x01,
		0x07,
		0x08,
		0x09,
		0x0a,
		0x0d,
		0x1b,
		0x1f,
		0x7f,
		0x80,
		0x85,
		0x9b,
		0x9f,
		0xad,
		0x34f,
		0x600,
		0x61c,
		0x6dd,
		0x70f,
		0x115f,
		0x1160,
		0x17b4,
		0x180b,
		0x180e,
		0x200b,
		0x200c,
		0x200d,
		0x200e,
		0x200f,
		0x2028,
		0x2029,
		0x202a,
		0x202c,
		0x202e,
		0x2060,
		0x2066,
		0x2069,
		0x206f,
		0x3164,
		0xe000,
		0xf000,
		0xf8ff,
		0xfdd0,
		0xfdef,
		0xfe00,
		0xfe0f,
		0xfeff,
		0xffa0,
		0xfff0,
		0xfff9,
		0xfffb,
		0xfffe,
		0xffff,
		0x110bd,
		0x13430,
		0x1bca0,
		0x1d173,
		0x1fffe,
		0x2ffff,
		0xe0001,
		0xe0020,
		0xe007f,
		0xe0100,
		0xe01ef,
		0xf0000,
		0xffffd,
		0x100000,
		0x10fffd,
		0x10ffff,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		char text[8] = "a", bytes[4];
		size_t n = text_encode(hostile[i], bytes);

		assert_true(n > 0);
		memcpy(text + 1, bytes, n);
		text[1 + n] = 'b';
		assert_string_equal(clean(text, n + 2), "a" MARK "b");
		assert_false(text_is_clean(text, n + 2));
		assert_int_equal(text_char_width(hostile[i]), 1);
		assert_int_equal(text_width(text), 3);
	}
	assert_string_equal(clean("a\0b", 3), "a" MARK "b");
}

static void test_invalid_utf8_is_one_mark_a_byte(void **state)
{
	static const struct {
		const char *bytes;
		int marks;
	} broken[] = {
		{ "\x80", 1 },
		{ "\xff", 1 },
		{ "\xfe", 1 },
		{ "\xc0\xaf", 2 },
		{ "\xc1\xbf", 2 },
		{ "\xe0\x80\xaf", 3 },
		{ "\xe2\x82", 2 },
		{ "\xed\xa0\x80", 3 },
		{ "\xf0\x80\x80\xaf", 4 },
		{ "\xf4\x90\x80\x80", 4 },
		{ "\xf8\x88\x80\x80\x80", 5 },
		{ "\xc3", 1 },
		{ "\x9b", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		char wanted[64] = "";

		for (int k = 0; k < broken[i].marks; k++)
			snprintf(wanted + 3 * k, sizeof(wanted) - 3 * (size_t)k, MARK);
		assert_string_equal(clean_text(broken[i].bytes), wanted);
		assert_false(text_is_utf8(broken[i].bytes, strlen(broken[i].bytes)));
	}
	assert_true(text_is_utf8("M\xc3\xbcller \xe2\x82\xac \xf0\x9f\x98\x80 \x1b", 19));
	assert_string_equal(clean_text("\xe2\x82z"), MARK MARK "z");
}

static void test_names_pass_unchanged(void **state)
{
	static const char *const names[] = {
		"",
		"Anna Meier",
		"Müller & Söhne",
		"Ñandú",
		"Þórður Ægisson",
		"Łódź",
		"Ștefănescu",
		"Ελένη",
		"Дмитрий",
		"Ő",
		"Ĳsbrand",
		"北京",
		"日本語",
		"한국",
		"€ 12",
		"e\xcc\x81",
		"a\xcc\x81\xcc\x82\xcc\x83\xcc\x84",
		"नमस्ते",
		"●○▸█▁",
		MARK,
		"\xc2\xa0",
		"שלום",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_string_equal(clean_text(names[i]), names[i]);
		assert_true(text_is_clean(names[i], strlen(names[i])));
	}
}

static void test_marks_need_a_base_and_are_at_most_four(void **state)
{
	char tower[3 + 200 * 2] = "a", wanted[64] = "a";

	(void)state;
	assert_string_equal(clean_text("\xcc\x81"), MARK);
	assert_string_equal(clean_text("\xcc\x81\xcc\x81x"), MARK "x");
	assert_string_equal(clean_text("\x1b\xcc\x81x"), MARK "x");
	assert_string_equal(clean_text(MARK "\xcc\x81x"), MARK "x");
	for (int i = 0; i < 200; i++)
		memcpy(tower + 1 + 2 * i, "\xcc\x80", 3);
	for (int i = 0; i < 4; i++)
		memcpy(wanted + 1 + 2 * i, "\xcc\x80", 3);
	memcpy(wanted + 9, MARK, 4);
	assert_string_equal(clean_text(tower), wanted);
	assert_int_equal(text_width(tower), 2);
}

static void test_clean_ends_at_whole_characters(void **state)
{
	char out[8];

	(void)state;
	for (size_t size = 1; size <= 7; size++) {
		memset(out, 'x', sizeof(out));
		assert_int_equal(text_clean("\xe2\x82\xac\xe2\x82\xac", 6, out, size), size > 6 ? 6 : size > 3 ? 3 : 0);
		assert_true(text_is_utf8(out, strlen(out)));
		assert_int_equal(out[size], 'x');
	}
	assert_int_equal(text_clean("abc", 3, out, 0), 0);
	assert_int_equal(text_clean("\x1b", 1, out, 3), 0);
	assert_int_equal(text_clean("\x1b", 1, out, 4), 3);
}

static uint32_t seed = 20261123;

static unsigned int next_random(void)
{
	seed = seed * 1664525u + 1013904223u;
	return seed >> 8;
}

/* Random bytes, with a bent towards what makes trouble. */
static size_t random_text(char *out, size_t size)
{
	static const char *const pieces[] = {
		"a",
		" ",
		"\n",
		"\xcc\x81",
		"\xe2\x80\xae",
		"\xf0\x9f\x98\x80",
		"\xe6\x97\xa5",
		"\x1b[31m",
		"\xef\xbf\xbd",
		"\xed\xa0\x80",
		"\xc2",
		"é",
	};
	size_t n = 0, wanted = next_random() % (size - 8);

	while (n < wanted) {
		if (next_random() % 3 == 0) {
			out[n++] = (char)(next_random() & 0xff);
		} else {
			const char *piece = pieces[next_random() % (sizeof(pieces) / sizeof(pieces[0]))];

			memcpy(out + n, piece, strlen(piece));
			n += strlen(piece);
		}
	}
	out[n] = '\0';
	return n;
}

/* What must hold of any text at all. */
static void check_text(const char *s, size_t n)
{
	char once[2048], twice[2048];
	size_t length = text_clean(s, n, once, sizeof(once)), again = text_clean(once, length, twice, sizeof(twice));

	assert_int_equal(length, again);
	assert_memory_equal(once, twice, length + 1);
	assert_true(text_is_clean(once, length));
	assert_int_equal(text_is_clean(s, n), n == length && memcmp(s, once, n) == 0);
	assert_true(mbstowcs(NULL, once, 0) != (size_t)-1);
	for (size_t i = 0; i < length; i++)
		assert_true((unsigned char)once[i] >= 0x20 && once[i] != 0x7f);
}

/* Widths, cuts and clusters of raw text agree with those of the clean text. */
static void check_walks(const char *s)
{
	char cleaned[2048];
	size_t n = strlen(s), at, ends[600], count = 0;
	int width = text_width(s), columns;

	text_clean(s, n, cleaned, sizeof(cleaned));
	assert_int_equal(width, text_width(cleaned));
	for (at = 0; at < n; at = text_next(s, at)) {
		assert_true(count < 600);
		ends[count++] = at;
	}
	assert_int_equal(at, n);
	assert_int_equal(text_next(s, n), n);
	for (size_t i = count; i > 0; i--) {
		assert_int_equal(text_prev(s, at), ends[i - 1]);
		at = ends[i - 1];
	}
	assert_int_equal(text_prev(s, 0), 0);
	for (int room = -1; room <= width + 1; room++) {
		size_t fits = text_fit(s, room, &columns);

		assert_true(columns <= (room > 0 ? room : 0));
		assert_true(fits <= n);
		if (room >= width)
			assert_int_equal(fits, n);
		else if (room >= 2)
			assert_true(columns >= room - 1);
	}
}

static void test_properties_of_random_bytes(void **state)
{
	char text[512];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t n = random_text(text, 200);

		check_text(text, n);
		if (i % 10 == 0 && strlen(text) == n)
			check_walks(text);
	}
}

static void test_every_scalar(void **state)
{
	char bytes[8], out[16];

	(void)state;
	for (uint32_t c = 1; c <= 0x10ffff + 10; c++) {
		size_t n = text_encode(c, bytes);
		uint32_t back = 0;
		int width = text_char_width(c);

		if ((c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff) {
			if (n != 0)
				fail_msg("%x encodes", c);
			continue;
		}
		if (text_decode(bytes, n, &back) != n || back != c || text_decode(bytes, n - 1, &back) != (n == 1 ? 0 : 0))
			fail_msg("%x does not come back", c);
		bytes[n] = '\0';
		text_clean(bytes, n, out, sizeof(out));
		/* Alone, a character is itself if it has columns, and else a mark. */
		if (width < 0 || width > 2 || (strcmp(out, bytes) != 0 && strcmp(out, MARK) != 0))
			fail_msg("%x is cleaned to something else", c);
		if (strcmp(out, bytes) == 0 && wcwidth((wchar_t)c) != width)
			fail_msg("%x has another width", c);
	}
	assert_int_equal(text_decode("", 0, &(uint32_t) { 0 }), 0);
}

static void test_width_and_fit(void **state)
{
	int columns;

	(void)state;
	assert_int_equal(text_width("日本語"), 6);
	assert_int_equal(text_width("e\xcc\x81t\xcc\x82"), 2);
	assert_int_equal(text_fit("日本語", 5, &columns), 6);
	assert_int_equal(columns, 4);
	assert_int_equal(text_fit("日本語", 1, NULL), 0);
	assert_int_equal(text_fit("e\xcc\x81xy", 1, &columns), 3);
	assert_int_equal(columns, 1);
	assert_int_equal(text_fit("ab", 0, NULL), 0);
	assert_int_equal(text_fit("ab", -3, &columns), 0);
	assert_int_equal(columns, 0);
	assert_int_equal(text_fit("\x1b[31m", 2, &columns), 2);
}

static void test_clusters(void **state)
{
	const char *s = "ae\xcc\x81\xcc\x82z";

	(void)state;
	assert_int_equal(text_next(s, 0), 1);
	assert_int_equal(text_next(s, 1), 6);
	assert_int_equal(text_next(s, 6), 7);
	assert_int_equal(text_next(s, 99), 7);
	assert_int_equal(text_prev(s, 7), 6);
	assert_int_equal(text_prev(s, 6), 1);
	assert_int_equal(text_prev(s, 1), 0);
	assert_int_equal(text_prev(s, 99), 6);
}

static void assert_folded(const char *s, const char *wanted)
{
	char out[256];

	assert_int_equal(text_fold(s, out, sizeof(out)), strlen(wanted));
	assert_string_equal(out, wanted);
}

static void test_fold(void **state)
{
	char out[4];

	(void)state;
	assert_folded("Müller", "muller");
	assert_folded("Mu\xcc\x88ller", "muller");
	assert_folded("STRAẞE Straße", "strasse strasse");
	assert_folded("Øresund Łódź Đorđe", "oresund lodz dorde");
	assert_folded("Ægir Œuvre Þór", "aegir oeuvre thor");
	assert_folded("Ștefănescu Ţepeş", "stefanescu tepes");
	assert_folded("İstanbul ılık", "istanbul ilik");
	assert_folded("Nguyễn Đặng", "nguyen dang");
	assert_folded("Ĳsbrand ﬁn", "ijsbrand fin");
	assert_folded("ＡＢＣ", "abc");
	assert_folded("ДМИТРИЙ", "дмитрий");
	assert_folded("ΑΒΓ", "αβγ");
	assert_folded("日本", "日本");
	assert_folded("a\xff", "a" MARK);
	/* Ends at a whole character. */
	assert_int_equal(text_fold("aaдx", out, 4), 2);
	assert_string_equal(out, "aa");
	assert_int_equal(text_fold("aaß", out, 4), 2);
	assert_int_equal(text_fold("x", out, 0), 0);
}

static void test_fold_is_idempotent(void **state)
{
	char text[512], once[2048], twice[2048];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		random_text(text, 120);
		text_fold(text, once, sizeof(once));
		text_fold(once, twice, sizeof(twice));
		assert_string_equal(once, twice);
	}
}

static void test_fuzzy(void **state)
{
	(void)state;
	assert_true(text_fuzzy("invr", "Invoices: reminders") > 0);
	assert_true(text_fuzzy("", "anything") > 0);
	assert_int_equal(text_fuzzy("x", ""), 0);
	assert_int_equal(text_fuzzy("rvni", "Invoices: reminders"), 0);
	assert_int_equal(text_fuzzy("invoicesz", "Invoices"), 0);
	assert_true(text_fuzzy("MULL", "Müller") > 0);
	assert_true(text_fuzzy("inv rem", "Invoices: reminders") > 0);
	/* Starts of words beat letters within, runs beat scattered ones, the whole beats a part, the start beats the end. */
	assert_true(text_fuzzy("ir", "Invoices: reminders") > text_fuzzy("ir", "firm"));
	assert_true(text_fuzzy("user", "Users") > text_fuzzy("user", "Use their"));
	assert_true(text_fuzzy("user", "User") > text_fuzzy("user", "User: rename the log-in"));
	assert_true(text_fuzzy("log", "Log-ins") > text_fuzzy("log", "Activity log"));
}

static void test_fuzzy_takes_any_length(void **state)
{
	char pattern[2000], label[4000];

	(void)state;
	memset(pattern, 'a', sizeof(pattern));
	memset(label, 'a', sizeof(label));
	pattern[sizeof(pattern) - 1] = label[sizeof(label) - 1] = '\0';
	assert_true(text_fuzzy(pattern, label) > 0);
	assert_int_equal(text_fuzzy("ab", label), 0);
}

/* Wraps whole and joins the lines with '|', the way callers walk. */
static const char *wrapped(const char *s, int columns)
{
	static char out[512];
	size_t used = 0;

	while (*s) {
		size_t n = text_wrap(s, columns);

		assert_true(used + n + 2 < sizeof(out));
		memcpy(out + used, s, n);
		used += n;
		out[used++] = '|';
		s += n;
		if (*s == ' ' || *s == '\n')
			s++;
		else
			assert_true(n > 0);
	}
	out[used] = '\0';
	return out;
}

static void test_wrap(void **state)
{
	(void)state;
	assert_string_equal(wrapped("the quick brown fox", 9), "the quick|brown fox|");
	assert_string_equal(wrapped("the quick brown fox", 10), "the quick|brown fox|");
	assert_string_equal(wrapped("abcdefghij", 4), "abcd|efgh|ij|");
	assert_string_equal(wrapped("ab\n\ncd", 10), "ab||cd|");
	assert_string_equal(wrapped("日本語日本", 5), "日本|語日|本|");
	assert_string_equal(wrapped("日本", 1), "日|本|");
	assert_string_equal(wrapped("e\xcc\x81"
				    "e\xcc\x81",
				1),
	    "e\xcc\x81|e\xcc\x81|");
	assert_string_equal(wrapped("", 4), "");
	assert_string_equal(wrapped("ab", 0), "a|b|");
	assert_string_equal(wrapped("one two", 3), "one|two|");
	assert_string_equal(wrapped(" longword", 4), " lon|gwor|d|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_hostile_character_is_one_mark),
		cmocka_unit_test(test_invalid_utf8_is_one_mark_a_byte),
		cmocka_unit_test(test_names_pass_unchanged),
		cmocka_unit_test(test_marks_need_a_base_and_are_at_most_four),
		cmocka_unit_test(test_clean_ends_at_whole_characters),
		cmocka_unit_test(test_properties_of_random_bytes),
		cmocka_unit_test(test_every_scalar),
		cmocka_unit_test(test_width_and_fit),
		cmocka_unit_test(test_clusters),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_is_idempotent),
		cmocka_unit_test(test_fuzzy),
		cmocka_unit_test(test_fuzzy_takes_any_length),
		cmocka_unit_test(test_wrap),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
