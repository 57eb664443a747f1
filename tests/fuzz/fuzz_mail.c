#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "backend/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int what)
{
	if (!what)
		abort();
}

/* Whatever subject and text are, the message has our headers only, short lines, CR LF at each end, and no dot alone on a line. */
static void check_message(const char *text, size_t n)
{
	static const char *const headers[] = { "From: ", "To: ", "Date: ", "Subject: ", "Message-ID: ", "Auto-Submitted: ",
		"MIME-Version: ", "Content-Type: ", "Content-Transfer-Encoding: " };
	const char *end = strstr(text, "\r\n\r\n");
	size_t next = 0;

	must(end != NULL && strlen(text) == n && n >= 2 && strcmp(text + n - 2, "\r\n") == 0);
	for (const char *at = text; *at;) {
		size_t length = strcspn(at, "\r\n");

		must(length <= 78 && at[length] == '\r' && at[length + 1] == '\n' && strcmp(at, ".\r\n") != 0);
		for (size_t i = 0; i < length; i++)
			must(at[i] >= ' ' && at[i] < 0x7f);
		if (at <= end && at[0] != ' ') {
			must(next < sizeof headers / sizeof *headers && strncmp(at, headers[next], strlen(headers[next])) == 0);
			next++;
		} else if (at > end + 2) {
			must(at[0] != '.');
		}
		at += length + 2;
	}
	must(next == sizeof headers / sizeof *headers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *subject = malloc(size + 1), *body, *text;
	struct mail m = { .recipient = "dirk@lumen.example", .message_id = "steward.1.x" };
	struct err err;
	size_t n = 0;

	must(subject != NULL);
	memcpy(subject, data, size);
	subject[size] = '\0';
	body = subject + strlen(subject) / 3;
	m.subject = subject;
	m.body = body;
	text = mail_message(&m, "steward@lumen.example", 1795960983, &n, &err);
	must(text != NULL);
	check_message(text, n);
	free(text);
	free(subject);
	return 0;
}
