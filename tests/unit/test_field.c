#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>

#include "tests/unit/field_check.h"
#include "tui/field.h"

static const struct field_choice states[] = {
	{ "active", "Active" },
	{ "disabled", "Disabled" },
	{ "deleted", "Deleted" },
	{ "x1", "Überfällig" },
	{ NULL, NULL },
};

static const struct field text = { .name = "t", .label = "T", .kind = FIELD_TEXT, .help = "h", .limit = 10 };
static const struct field lines = { .name = "l", .label = "L", .kind = FIELD_LINES, .help = "h" };
static const struct field number = { .name = "n", .label = "N", .kind = FIELD_NUMBER, .help = "h" };
static const struct field key_number = { .name = "id", .label = "Id", .kind = FIELD_NUMBER, .flags = FIELD_KEY, .help = "h" };
static const struct field yen = { .name = "m", .label = "M", .kind = FIELD_MONEY, .help = "h", .currency = "currency" };
static const struct field money = { .name = "m", .label = "M", .kind = FIELD_MONEY, .help = "h" };
static const struct field date = { .name = "d", .label = "D", .kind = FIELD_DATE, .help = "h" };
static const struct field moment = { .name = "w", .label = "W", .kind = FIELD_TIME, .help = "h" };
static const struct field yesno = { .name = "y", .label = "Y", .kind = FIELD_YESNO, .help = "h" };
static const struct field tristate = { .name = "y3", .label = "Y", .kind = FIELD_TRISTATE, .help = "h" };
static const struct field choice = { .name = "c", .label = "C", .kind = FIELD_CHOICE, .choices = states, .help = "h" };
static const struct field secret = { .name = "s", .label = "S", .kind = FIELD_SECRET, .help = "h" };
static const struct field address = { .name = "a", .label = "A", .kind = FIELD_ADDRESS, .help = "h" };
static const struct field reference = { .name = "r", .label = "R", .kind = FIELD_REFERENCE, .source = "users", .help = "h" };

static void test_empty_is_no_value(void **state)
{
	static const struct field *const all[] = {
		&text,
		&lines,
		&number,
		&money,
		&date,
		&moment,
		&yesno,
		&tristate,
		&choice,
		&secret,
		&address,
		&reference,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		accepts(all[i], &english, "", "");
		if (all[i] != &secret && all[i] != &lines)
			accepts(all[i], &english, "  \t ", "");
		if (all[i] != &tristate)
			shows(all[i], &english, NULL, "");
	}
}

static void test_text(void **state)
{
	char broken[] = { 'a', (char)0xc3, 'b', '\0' };

	(void)state;
	accepts(&text, &english, "  Müller ", "Müller");
	accepts(&text, &english, "ééééééééé€", "ééééééééé€");
	accepts(&text, &english, "e\xcc\x81", "e\xcc\x81");
	accepts(&text, &english,
	    "a\xe2\x80\x8d"
	    "b",
	    "a\xe2\x80\x8d"
	    "b");
	refuses(&text, &english, "12345678901", "at most 10");
	refuses(&text, &english, "a\nb", "one line");
	refuses(&text, &english, "a\x1b[31m", "Character 2");
	refuses(&text, &english, "ab\xe2\x80\xae", "Character 3");
	refuses(&text, &english, "a\xc2\x9b", "Character 2");
	refuses(&text, &english, "a\xee\x80\x80", "Character 2");
	refuses(&text, &english, broken, "character 2");
	assert_false(field_parse(&text, &english, "abcdef", out, 6, why, sizeof(why)));
	assert_true(field_parse(&text, &english, "abcdef", out, 7, why, sizeof(why)));
}

static void test_lines(void **state)
{
	(void)state;
	accepts(&lines, &english, " a\r\nb\rc\n\td ", " a\nb\nc\n\td ");
	refuses(&lines, &english, "a\nb\x07", "Character 4");
	shows_short(&lines, &english, "a\nb\tc", "a b c");
	shows(&lines, &english, "a\nb", "a\nb");
}

static void test_secrets_are_never_shown(void **state)
{
	char shown[64], longer[64];

	(void)state;
	accepts(&secret, &english, "  with blanks  ", "  with blanks  ");
	refuses(&secret, &english, "a\x1b", "Character 2");
	field_format(&secret, &english, "hunter2", shown, sizeof(shown));
	field_format(&secret, &english, "a much longer secret than that", longer, sizeof(longer));
	assert_string_equal(shown, longer);
	assert_null(strstr(shown, "h"));
	shows(&secret, &english, "", "");
}

static void test_numbers(void **state)
{
	(void)state;
	accepts(&number, &english, "0", "0");
	accepts(&number, &english, "-0", "0");
	accepts(&number, &english, "007", "7");
	accepts(&number, &english, "+42", "42");
	accepts(&number, &english,
	    "\xe2\x88\x92"
	    "42",
	    "-42");
	accepts(&number, &english, "1,234,567", "1234567");
	accepts(&number, &english, "1 234 567", "1234567");
	accepts(&number, &english,
	    "1\xc2\xa0"
	    "234",
	    "1234");
	accepts(&number, &dutch, "1.234.567", "1234567");
	accepts(&number, &dutch, "1.234", "1234");
	accepts(&number, &english, "9223372036854775807", "9223372036854775807");
	accepts(&number, &english, "-9223372036854775808", "-9223372036854775808");
	refuses(&number, &english, "9223372036854775808", "too large");
	refuses(&number, &english, "-9223372036854775809", "too large");
	refuses(&number, &english, "99999999999999999999999999999999", "too large");
	refuses(&number, &english, "1.234", "whole");
	refuses(&number, &english, "1.5", "whole");
	refuses(&number, &dutch, "1,5", "whole");
	refuses(&number, &english, "12,34", "1,234");
	refuses(&number, &english, "0,123", "no number");
	refuses(&number, &dutch, "1,234,567", "1.234");
	refuses(&number, &english, "1,23,456", "no number");
	refuses(&number, &english, "1 234,567", "no number");
	refuses(&number, &english, "12a", "no number");
	refuses(&number, &english, "-", "no number");
	refuses(&number, &english, "--1", "no number");
	refuses(&number, &english, "1e5", "no number");
	refuses(&number, &english, "0x10", "no number");
	refuses(&number, &english, "٣", "no number");
	refuses(&number, &english, ",", "no number");
	refuses(&number, &english, "1,", "no number");
}

/* Only in currencies that were told to have none are there no decimals, and what might be grouped or not is not guessed. */
static void test_money_without_decimals(void **state)
{
	struct field_env japan[] = { english, dutch }, euro = english, unknown = english;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		japan[i].whole = "ISK JPY XPF";
		japan[i].currency = "JPY";
		accepts(&money, &japan[i], "1050", "1050");
		accepts(&money, &japan[i], "1 050", "1050");
		accepts(&money, &japan[i], "-7", "-7");
		accepts(&money, &japan[i], "-0", "0");
		accepts(&money, &japan[i], "10.00", "10");
		refuses(&money, &japan[i], "10.50", "JPY has no decimals: write it as 1");
		refuses(&money, &japan[i], "0.5", "no decimals");
		refuses(&money, &japan[i], "9999999999999", "too large");
		refuses(&money, &japan[i], "ten", "no amount");
	}
	accepts(&money, &japan[0], "1,050", "1050");
	refuses(&money, &japan[0], "1.050", "1,234 or 1234");
	refuses(&money, &japan[0], "10.000", "no decimals");
	accepts(&money, &japan[1], "1.050", "1050");
	refuses(&money, &japan[1], "1050,50", "1.234 or 1234");
	euro.whole = "ISK JPY XPF";
	euro.currency = "EUR";
	accepts(&money, &euro, "10.50", "10.50");
	euro.currency = "JP";
	accepts(&money, &euro, "10.50", "10.50");
	unknown.currency = "JPY";
	accepts(&money, &unknown, "10.50", "10.50");
}

static void test_money(void **state)
{
	static const struct field_env *const both[] = { &english, &dutch };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		accepts(&money, both[i], "1234.50", "1234.50");
		accepts(&money, both[i], "1234.5", "1234.50");
		accepts(&money, both[i], "1234", "1234.00");
		accepts(&money, both[i], "-0", "0.00");
		accepts(&money, both[i], "-12.05", "-12.05");
		accepts(&money, both[i], "0.05", "0.05");
		accepts(&money, both[i], "999999999999.99", "999999999999.99");
		refuses(&money, both[i], "9999999999999", "too large");
		refuses(&money, both[i], "1.2345", "two decimals");
		refuses(&money, both[i], "€ 12", "without the currency");
		refuses(&money, both[i], "12 EUR", "no amount");
		refuses(&money, both[i], "1.2.3", "no amount");
		refuses(&money, both[i], ".", "no amount");
		refuses(&money, both[i], "12.", "no amount");
		refuses(&money, both[i], "1,2345.00", "no amount");
		refuses(&money, both[i], "NaN", "no amount");
	}
	accepts(&money, &english, "1,234.50", "1234.50");
	accepts(&money, &english, "1,234", "1234.00");
	accepts(&money, &english, "1,234,567.8", "1234567.80");
	accepts(&money, &english, ".5", "0.50");
	accepts(&money, &dutch, "1.234,50", "1234.50");
	accepts(&money, &dutch, "1.234", "1234.00");
	accepts(&money, &dutch, "12,5", "12.50");
	accepts(&money, &dutch, "1 234,50", "1234.50");
	accepts(&money, &dutch, ",5", "0.50");
	refuses(&money, &english, "1.234", "1,234.50");
	refuses(&money, &english, "12,50", "1,234.50");
	refuses(&money, &english, "1.234,50", "1,234.50");
	refuses(&money, &dutch, "1,234", "1.234,50");
	refuses(&money, &dutch, "1,234.50", "1.234,50");
	shows(&money, &english, "1234.5", "1,234.50");
	shows(&money, &dutch, "1234.5", "1.234,50");
	shows(&money, &english, "-1234567.89", "-1,234,567.89");
	shows(&money, &english, "0", "0.00");
	/* A currency says how many decimals there are, and the wire has them. */
	shows(&yen, &english, "1234", "1,234");
	shows(&yen, &dutch, "1234.50", "1.234,50");
	shows(&money, &dutch, "1.23456", "1,23456");
	shows(&money, &english, "odd", "odd");
	shows(&number, &english, "1234567", "1,234,567");
	shows(&number, &dutch, "-123456", "-123.456");
	shows(&number, &english, "123", "123");
	shows(&number, &english, "12x", "12x");
	shows(&key_number, &english, "10009292", "10009292");
}

static void test_number_round_trips(void **state)
{
	static const struct field_env *const both[] = { &english, &dutch };
	uint64_t seed = 1;
	char shown[64], wire[64];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct field_env *env = both[i % 2];

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		snprintf(wire, sizeof(wire), "%lld", (long long)((int64_t)seed >> (seed % 61)));
		field_format(&number, env, wire, shown, sizeof(shown));
		accepts(&number, env, shown, wire);
		snprintf(wire, sizeof(wire), "%s%llu.%02u", seed % 2 ? "-" : "", (unsigned long long)(seed % 999999999999u) + 1,
		    (unsigned)(seed >> 57) % 100);
		field_format(&money, env, wire, shown, sizeof(shown));
		accepts(&money, env, shown, wire);
	}
}

static void test_yes_and_no(void **state)
{
	(void)state;
	accepts(&yesno, &english, "Y", "t");
	accepts(&yesno, &english, "yes", "t");
	accepts(&yesno, &dutch, "Ja", "t");
	accepts(&yesno, &dutch, "nee", "f");
	accepts(&yesno, &english, "0", "f");
	refuses(&yesno, &english, "maybe", "yes or no");
	refuses(&yesno, &english, "inherit", "yes or no");
	accepts(&tristate, &english, "no", "f");
	accepts(&tristate, &english, "inherit", "");
	refuses(&tristate, &english, "maybe", "inherit");
	shows(&yesno, &english, "t", "yes");
	shows(&yesno, &english, "f", "no");
	shows(&tristate, &english, NULL, "inherit");
	shows(&tristate, &english, "t", "yes");
	shows(&yesno, &english, "odd", "odd");
}

static void test_choices(void **state)
{
	static const struct field sourced = { .name = "c", .label = "C", .kind = FIELD_CHOICE, .source = "countries", .help = "h" };

	(void)state;
	accepts(&choice, &english, "active", "active");
	accepts(&choice, &english, "Active", "active");
	accepts(&choice, &english, "act", "active");
	accepts(&choice, &english, "uberfallig", "x1");
	accepts(&choice, &english, "deleted", "deleted");
	refuses(&choice, &english, "d", "Several");
	refuses(&choice, &english, "nothing", "none of the choices");
	shows(&choice, &english, "x1", "Überfällig");
	shows(&choice, &english, "gone", "gone");
	accepts(&sourced, &english, "DE", "DE");
	shows(&sourced, &english, "DE", "DE");
	assert_int_equal(field_width(&choice), 10);
}

static void test_addresses(void **state)
{
	(void)state;
	accepts(&address, &english, "192.0.2.7", "192.0.2.7");
	accepts(&address, &english, " 192.0.2.0/24 ", "192.0.2.0/24");
	accepts(&address, &english, "192.0.2.7/32", "192.0.2.7");
	accepts(&address, &english, "0.0.0.0/0", "0.0.0.0/0");
	accepts(&address, &english, "2001:DB8:0:0::7", "2001:db8::7");
	accepts(&address, &english, "2001:db8::/32", "2001:db8::/32");
	accepts(&address, &english, "2001:db8::7/128", "2001:db8::7");
	accepts(&address, &english, "::", "::");
	accepts(&address, &english, "::1", "::1");
	refuses(&address, &english, "192.0.2.7/24", "192.0.2.0/24");
	refuses(&address, &english, "192.0.2.7/24", "192.0.2.7 for");
	refuses(&address, &english, "2001:db8::7/32", "2001:db8::/32");
	refuses(&address, &english, "192.0.2.255/31", "192.0.2.254/31");
	refuses(&address, &english, "::ffff:192.0.2.7", "192.0.2.7");
	refuses(&address, &english, "::ffff:c000:207", "192.0.2.7");
	refuses(&address, &english, "::ffff:192.0.2.0/120", "192.0.2.0");
	refuses(&address, &english, "fe80::1%eth0", "zone");
	refuses(&address, &english, "192.0.2", "no address");
	refuses(&address, &english, "192.0.2.256", "no address");
	refuses(&address, &english, "192.0.2.07", "no address");
	refuses(&address, &english, "3232235777", "no address");
	refuses(&address, &english, "localhost", "no address");
	refuses(&address, &english, "1:2:3", "no address");
	refuses(&address, &english, "192.0.2.0/33", "0 to 32");
	refuses(&address, &english, "192.0.2.0/", "0 to 32");
	refuses(&address, &english, "192.0.2.0/-1", "0 to 32");
	refuses(&address, &english, "192.0.2.0/024", "0 to 32");
	refuses(&address, &english, "2001:db8::/129", "0 to 128");
	refuses(&address, &english, "192.0.2.0/24/24", "0 to 32");
	refuses(&address, &english, "/24", "no address");
	shows(&address, &english, "192.0.2.7/32", "192.0.2.7");
	shows(&address, &english, "2001:db8::7/128", "2001:db8::7");
	shows(&address, &english, "192.0.2.0/24", "192.0.2.0/24");
	shows(&address, &english, "2001:db8::/32", "2001:db8::/32");
}

/* Whatever is typed into whatever field: taken values are taken again as they are, refused ones have a sentence. */
static void test_random_typing(void **state)
{
	static const struct field *const all[] = {
		&text,
		&lines,
		&number,
		&money,
		&date,
		&moment,
		&yesno,
		&tristate,
		&choice,
		&secret,
		&address,
		&reference,
	};
	static const char likely[] = "0123456789-+.,:/ adfmntwyjeTZ%\n\r\t";
	uint32_t seed = 99;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		const struct field *f = all[i % 12];
		const struct field_env *env = i % 24 < 12 ? &english : &dutch;
		char typed[64], again[64], first[64];
		size_t n = (size_t)(i / 12 % 20);

		for (size_t k = 0; k < n; k++) {
			seed = seed * 1664525u + 1013904223u;
			typed[k] = (seed >> 16) % 8 ? likely[(seed >> 20) % (sizeof(likely) - 1)] : (char)((seed >> 24) | 1);
		}
		typed[n] = '\0';
		why[0] = '\0';
		if (!field_parse(f, env, typed, first, sizeof(first), why, sizeof(why))) {
			assert_true(why[0] != '\0');
			continue;
		}
		if (f == &money && first[0] != '\0')
			field_format(f, env, first, typed, sizeof(typed));
		else
			snprintf(typed, sizeof(typed), "%s", first);
		if (!field_parse(f, env, typed, again, sizeof(again), why, sizeof(why)) || strcmp(first, again) != 0)
			fail_msg("%s: %s is not taken again as it is: %s", f->name, first, why);
	}
}

static void test_short_buffers(void **state)
{
	char small[4];

	(void)state;
	memset(small, 'x', sizeof(small));
	field_format(&text, &english, "aé€", small, 3);
	assert_string_equal(small, "a");
	field_format(&money, &english, "1234.5", small, sizeof(small));
	assert_string_equal(small, "1,2");
	field_format(&secret, &english, "abc", small, sizeof(small));
	assert_true(text_is_utf8(small, strlen(small)));
	assert_false(field_parse(&date, &english, "today", small, sizeof(small), why, sizeof(why)));
	assert_false(field_parse(&number, &english, "12345", small, sizeof(small), why, sizeof(why)));
}

static const struct field_choice state_choices[] = { { "good", "good" }, { "bad", "bad" }, { 0 } };
static const struct field state_field = {
	.name = "state", .label = "State", .kind = FIELD_CHOICE, .flags = FIELD_STATE, .help = "h", .choices = state_choices
};

static void test_table_check(void **state)
{
	const struct field good[] = { text, number, choice, { .name = NULL } };
	const struct field twice[] = { text, number, text, { .name = NULL } };
	struct field one[2] = { text, { .name = NULL } };

	(void)state;
	assert_true(field_table_check(good, why, sizeof(why)));
	assert_false(field_table_check(twice, why, sizeof(why)));
	assert_non_null(strstr(why, "twice"));
	one[0].help = NULL;
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = text;
	one[0].label = "";
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = text;
	one[0].name = "Not a name";
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = choice;
	one[0].choices = NULL;
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = reference;
	one[0].source = NULL;
	assert_false(field_table_check(one, why, sizeof(why)));
	one[0] = text;
	one[0].currency = "currency";
	assert_false(field_table_check(one, why, sizeof(why)));
	assert_ptr_equal(field_find(good, "n"), &good[1]);
	assert_null(field_find(good, "zz"));
	assert_true(field_is_right_aligned(&money) && field_is_right_aligned(&number) && !field_is_right_aligned(&text));
	assert_int_equal(field_limit(&text), 10);
	assert_string_equal(field_sign(&state_field, "good"), "●");
	assert_string_equal(field_sign(&state_field, "bad"), "○");
	assert_string_equal(field_sign(&text, "good"), "");
	assert_true(field_limit(&lines) >= 1000 && field_width(&date) == 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_is_no_value),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_secrets_are_never_shown),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_money_without_decimals),
		cmocka_unit_test(test_number_round_trips),
		cmocka_unit_test(test_yes_and_no),
		cmocka_unit_test(test_choices),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_random_typing),
		cmocka_unit_test(test_short_buffers),
		cmocka_unit_test(test_table_check),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
