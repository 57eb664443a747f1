#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "backend/mail.h"

static const struct mail plain = { .id = "7",
	.recipient = "dirk@lumen.example",
	.subject = "Lumen: a test",
	.body = "One line.",
	.message_id = "steward.7.abc",
	.kind = "test" };

static char *message(const struct mail *m)
{
	struct err err = { 0 };
	size_t n;
	char *text = mail_message(m, "steward@lumen.example", 1795960983, &n, &err);

	assert_non_null(text);
	assert_int_equal(strlen(text), n);
	return text;
}

static void test_a_plain_mail(void **state)
{
	char *text = message(&plain);

	(void)state;
	assert_string_equal(text,
	    "From: steward@lumen.example\r\nTo: dirk@lumen.example\r\nDate: Sun, 29 Nov 2026 14:03:03 +0000\r\n"
	    "Subject: Lumen: a test\r\nMessage-ID: <steward.7.abc@lumen.example>\r\nAuto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "One line.\r\n");
	free(text);
}

static void test_subjects_of_other_letters(void **state)
{
	static const struct {
		const char *subject, *line;
	} cases[] = {
		{ "é", "\r\nSubject: =?UTF-8?B?w6k=?=\r\n" },
		{ "a\r\nBcc: b@c", "\r\nSubject: =?UTF-8?B?YQ0KQmNjOiBiQGM=?=\r\n" },
		{ "=?UTF-8?Q?x?=", "\r\nSubject: =?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mail m = plain;
		char *text;

		m.subject = cases[i].subject;
		text = message(&m);
		assert_non_null(strstr(text, cases[i].line));
		assert_null(strstr(text, "\nBcc"));
		free(text);
	}
}

/* Every line is short, every encoded word whole. */
static void test_long_subjects_are_folded(void **state)
{
	struct mail m = plain;
	char subject[600] = "", *text;

	(void)state;
	for (int i = 0; i < 150; i++)
		memcpy(subject + (size_t)i * 3, "\xe6\x97\xa5", 4);
	m.subject = subject;
	text = message(&m);
	for (char *at = text; *at;) {
		size_t n = strcspn(at, "\r");

		assert_true(n <= 78);
		if (strncmp(at, " =?UTF-8?B?", 11) == 0)
			assert_int_equal((n - 13) % 4, 0);
		at += n + 2;
	}
	free(text);
}

static void test_text_that_mail_would_spoil(void **state)
{
	struct mail m = plain;
	char *text, *body;

	(void)state;
	m.body = "a = b \n.\nFrom here\n\n\x01 na\xc3\xafve";
	text = message(&m);
	body = strstr(text, "\r\n\r\n") + 4;
	assert_string_equal(body, "a =3D b=20\r\n=2E\r\nFrom here\r\n\r\n=01 na=C3=AFve\r\n");
	free(text);
	m.body = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";
	text = message(&m);
	body = strstr(text, "\r\n\r\n") + 4;
	assert_int_equal(strcspn(body, "\r"), 76);
	assert_int_equal(body[75], '=');
	free(text);
}

static void test_addresses(void **state)
{
	static const char *const fit[] = { "a@b", "first.last+tag@sub.example.org", "o'brien@example.org" };
	static const char *const unfit[] = { "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "-oQ@b",
		"\xc3\xa9@b", "a@b,c", "\"a b\"@c", "a@[127.0.0.1]" };
	struct err err = { 0 };
	struct mail m = plain;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof fit / sizeof *fit; i++)
		assert_true(mail_address_fits(fit[i]));
	for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++) {
		assert_false(mail_address_fits(unfit[i]));
		m.recipient = unfit[i];
		assert_null(mail_message(&m, "steward@lumen.example", 0, &n, &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_null(mail_message(&plain, unfit[i], 0, &n, &err));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_plain_mail),
		cmocka_unit_test(test_subjects_of_other_letters),
		cmocka_unit_test(test_long_subjects_are_folded),
		cmocka_unit_test(test_text_that_mail_would_spoil),
		cmocka_unit_test(test_addresses),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
