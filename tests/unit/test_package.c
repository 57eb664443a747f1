/* What a package says to a spreadsheet and to a browser: nothing that either would run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "backend/ledger.h"
#include "backend/package.h"

static void csv_is_harmless(void **state)
{
	static const struct {
		const char *value, *cell;
	} rows[] = { { "plain", "\"plain\"" }, { "", "\"\"" }, { "say \"hi\"", "\"say \"\"hi\"\"\"" }, { "=1+1", "\"'=1+1\"" },
		{ "+cmd", "\"'+cmd\"" }, { "-2", "\"-2\"" }, { "-2+3", "\"'-2+3\"" }, { "+31.5", "\"+31.5\"" },
		{ "@sum", "\"'@sum\"" }, { "\tx", "\"'\tx\"" }, { "\rx", "\"'\rx\"" }, { "a,b\nc", "\"a,b\nc\"" },
		{ "-", "\"'-\"" } };
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(package_csv_cell(rows[i].value, out), strlen(rows[i].cell));
		assert_string_equal(out, rows[i].cell);
	}
}

static void html_is_harmless(void **state)
{
	char out[128];

	(void)state;
	package_html_text("<script>alert(\"x\")</script> & 'y'", out);
	assert_string_equal(out, "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;");
	package_html_text("\x1b[31mred\nline", out);
	assert_string_equal(out, " [31mred\nline");
}

static int start(void **state)
{
	struct err err;

	(void)state;
	return secret_start(&err) ? 0 : -1;
}

static void a_line_is_signed_and_checked(void **state)
{
	unsigned char key[SECRET_KEY] = { 1 }, public_key[SECRET_PUBLIC];
	struct ledger l = { .private_key = key };
	struct ledger_line line = { .values = { "1", "7", "2026-11-28T19:15:42Z", "10009292",
					"a5e444e4beb1a7905881384d686553f342dd03c78fec2209a2e18591b1ca0c76", "all", "{\"a\": 1}",
					"0000000000000000000000000000000000000000000000000000000000000000", "" } };
	struct err err = { 0 };

	(void)state;
	secret_public_key(key, public_key);
	secret_hex(public_key, sizeof public_key, l.public_key);
	assert_false(ledger_hash_fits(&line));
	/* sha256 over 32 zero bytes and "1|7|2026-11-28T19:15:42Z|10009292|a5e4…|all|sha256({"a": 1})", worked out with Python. */
	line.values[LEDGER_HASH] = "667acc494ccc607179dc277fd76cd381fc5e27bcfe2df731f0e202f9d76a29b3";
	assert_true(ledger_hash_fits(&line));
	assert_true(ledger_sign(&l, &line, &err));
	assert_true(ledger_check(&line, NULL, l.public_key, &err));
	assert_true(ledger_check(&line, line.values[LEDGER_PREVIOUS], NULL, &err));
	assert_false(ledger_check(&line, line.values[LEDGER_HASH], NULL, &err));
	line.values[LEDGER_SCOPE] = "partial";
	assert_false(ledger_check(&line, NULL, NULL, &err));
	line.values[LEDGER_SCOPE] = "all";
	line.signature[0] = line.signature[0] == '0' ? '1' : '0';
	assert_false(ledger_check(&line, NULL, NULL, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_harmless),
		cmocka_unit_test(html_is_harmless),
		cmocka_unit_test(a_line_is_signed_and_checked),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, start, NULL);
}
