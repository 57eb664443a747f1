#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/api.h"
#include "forms/console.h"
#include "forms/security/security.h"
#include "tui/dialog.h"
#include "tui/text.h"

/* Would this address get in? The database answers as the door would, in codes; here they become sentences. */

struct asking {
	struct console *console;
	char account[24]; /* "0": anybody */
	char address[80];
};

/* In the order in which the database tells them; %s is the detail. */
static const struct {
	const char *code, *sentence; /* sentence N_() */
} sentences[] = {
	{ "same as", N_("It is %s, written another way.") },
	{ "blocked", N_("Blocked: %s") },
	{ "partly blocked", N_("A part of it is blocked: %s") },
	{ "since", N_("  since %s UTC") },
	{ "until", N_("  until %s UTC") },
	{ "by", N_("  by %s") },
	{ "reason", N_("  because: %s") },
	{ "rule", N_("On the account's list, rule %s") },
	{ "no rule", N_("Not on the account's list, which has %s rules.") },
	{ "no list", N_("The account has no list: it may be used from everywhere.") },
	{ "rule required", N_("The account has no list, and staff without one cannot log in.") },
};

static void add_sentence(char *text, size_t size, const char *code, const char *detail)
{
	size_t used = strlen(text);

	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
		if (strcmp(code, sentences[i].code) == 0) {
			const char *format = gettext(sentences[i].sentence), *mark = strstr(format, "%s");

			/* Not as a format: it comes out of a table. */
			if (mark)
				snprintf(
				    text + used, size - used, "%.*s%.300s%s\n", (int)(mark - format), format, detail, mark + 2);
			else
				snprintf(text + used, size - used, "%s\n", format);
		}
}

static void answered(void *ctx, const char *const *codes, const char *const *details, int n, const struct err *err)
{
	struct asking *q = ctx;
	struct app *app = q->console->app;
	char text[2048] = "", title[160];

	if (err->code != ERR_NONE) {
		if (app)
			console_error(q->console, err);
		free(q);
		return;
	}
	snprintf(title, sizeof title, "%s", q->address);
	for (int i = 0; i < n; i++) {
		if (strcmp(codes[i], "answer") == 0)
			snprintf(title, sizeof title, details[i][0] == 'y' ? _("%.80s gets in") : _("%.80s does not get in"),
			    q->address);
		add_sentence(text, sizeof text, codes[i], details[i]);
	}
	if (app)
		dialog_show(app, title, text[0] ? text : _("Nothing stands in its way."));
	free(q);
}

static void typed(void *ctx, const char *text)
{
	struct asking *q = ctx;
	char question[128];

	if (!text || !text[0] || !q->console->app) {
		free(q);
		return;
	}
	snprintf(q->address, sizeof q->address, "%.79s", text);
	snprintf(question, sizeof question, "%s %s", q->account, q->address);
	api_choices(q->console->api, "address_test", question, 20, answered, q);
}

void address_test_open(struct app *app, const char *account)
{
	static const struct field address = { "address", N_("Address or network"), FIELD_ADDRESS, FIELD_REQUIRED, 0, 0,
		N_("Such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::7.") };
	struct asking *q = calloc(1, sizeof *q);

	if (!q)
		return;
	q->console = console_of(app);
	snprintf(q->account, sizeof q->account, "%s", account ? account : "0");
	dialog_ask(app, _("Would this address get in?"), &address, NULL, typed, q);
}
