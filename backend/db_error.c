#include "backend/db_error.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "backend/words.h"

/* The first row whose state is a prefix of the error's counts. */
static const struct rule {
	const char *state;
	enum err_code code;
	const char *sentence; /* N_(), when the message is not our own */
	const char *hint; /* N_() */
} rules[] = {
	{ "ST001", ERR_SESSION, N_("You are not logged in any more."), N_("Log in again.") },
	{ "ST002", ERR_BUG, N_("The record was not opened before it was read."), N_("Please report this.") },
	{ "ST003", ERR_BUDGET, N_("You have looked at very many rows; no more are shown for now."),
	    N_("Wait a while, or narrow the question.") },
	{ "ST004", ERR_SESSION, N_("The screen is locked."), N_("Unlock it to go on.") },
	{ "ST005", ERR_DENIED, N_("This takes your PIN once more."), N_("Give it, and it goes on.") },
	{ "ST006", ERR_DENIED, N_("You could not log in any more from where you are."), "" },
	{ "ST014", ERR_DENIED, N_("The database was not compared with its ledger of erasures."),
	    N_("Run `steward ledger check`.") },
	{ "42501", ERR_DENIED, N_("The database does not let the console do this."),
	    N_("Run `steward doctor`; it says what to mend.") },
	{ "P0002", ERR_MISSING, N_("There is no such record."), N_("It may have been taken away meanwhile.") },
	{ "25006", ERR_OFFLINE, N_("The server only lets read at the moment."), N_("Nothing was changed; try again in a while.") },
	{ "25", ERR_BUG, N_("The database answered with an error."), N_("Please report this.") },
	{ "55P03", ERR_CONFLICT, N_("Somebody else is changing this at the moment."), N_("Nothing was changed; try again.") },
	{ "40", ERR_CONFLICT, N_("Somebody else is changing this at the moment."), N_("Nothing was changed; try again.") },
	{ "57014", ERR_BUDGET, N_("It took too long and was stopped."), N_("Nothing was changed; narrow the question.") },
	{ "57P", ERR_OFFLINE, N_("The server ended the connection."), N_("It was restarted, or you logged in somewhere else.") },
	{ "08P01", ERR_DENIED, N_("There is a connection pooler between the console and the database: that is not safe."),
	    N_("Connect to the server itself; see steward.conf(5).") },
	{ "08", ERR_OFFLINE, N_("The connection to the server was lost."), "" },
	{ "53300", ERR_OFFLINE, N_("The server takes no more connections at the moment."), N_("Try again in a while.") },
	{ "53", ERR_SYSTEM, N_("The server has run out of memory or disk."), N_("Nothing was changed; tell its administrator.") },
	{ "58", ERR_SYSTEM, N_("The server has trouble with its machine."), N_("Nothing was changed; tell its administrator.") },
	{ "0A000", ERR_CONFLICT, N_("The database was updated meanwhile."), N_("Nothing was changed; try again.") },
	{ "26000", ERR_CONFLICT, N_("The database was updated meanwhile."), N_("Nothing was changed; try again.") },
	{ "22", ERR_INPUT, N_("The value was not understood."), N_("Correct it and try again.") },
	{ "23", ERR_INPUT, N_("The value was refused."), N_("Correct it and try again.") },
	{ "", ERR_BUG, N_("The database answered with an error."), N_("Please report this.") },
};

static const struct rule *rule_of(const char *state)
{
	const struct rule *r = rules;

	while (strncmp(r->state, state, strlen(r->state)) != 0)
		r++;
	return r;
}

/* The one sentence with a name in it: gettext knows it with its placeholder. */
static bool say_right(const char *message, struct err *err)
{
	static const char before[] = "You need the right ";
	size_t n = strlen(message), lead = sizeof before - 1;

	if (strncmp(message, before, lead) != 0 || n <= lead || message[n - 1] != '.')
		return false;
	snprintf(err->sentence, sizeof err->sentence, _("You need the right %.*s."), (int)(n - lead - 1), message + lead);
	return true;
}

/* The hint of a used-up budget is the moment, in UTC, from which there is one again. */
static bool say_moment(const char *hint, struct err *err)
{
	struct tm tm = { 0 };
	const char *end = hint ? strptime(hint, "%Y-%m-%d %H:%M:%S", &tm) : NULL;
	time_t moment;
	char text[32];

	if (!end || strncmp(end, "+00", 3) != 0)
		return false;
	moment = timegm(&tm);
	localtime_r(&moment, &tm);
	strftime(text, sizeof text, "%H:%M", &tm);
	snprintf(err->hint, sizeof err->hint, _("You can go on at %s."), text);
	return true;
}

/* The database's words for why a session is over. */
static const struct {
	const char *word, *sentence;
} reasons[] = {
	{ "none", N_("Log in to go on.") },
	{ "replaced", N_("You logged in somewhere else, which ended the session here.") },
	{ "idle", N_("Nothing was done for a while, so the session was ended. Log in again.") },
	{ "expired", N_("The session had lasted as long as one may. Log in again.") },
	{ "ended", N_("A colleague ended the session.") },
	{ "rights changed", N_("Your account or its rights were changed. Log in again.") },
	{ "logout", N_("You logged out.") },
	{ "log-in again", N_("You logged in anew on this connection.") },
	{ "unlock failed", N_("The PIN was wrong too often, so the session was ended.") },
	{ "connection lost", N_("The connection was lost, and the session with it.") },
};

static const char *translate(const char *s)
{
	return s && *s ? gettext(s) : "";
}

const char *db_session_reason(const char *word)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].word, word) == 0)
			return translate(reasons[i].sentence);
	return translate(word);
}

void db_error(const struct db_error *e, struct err *err)
{
	const char *state = e->sqlstate ? e->sqlstate : "";
	const struct rule *r = rule_of(state);

	err_clear(err);
	err->code = r->code;
	snprintf(err->sqlstate, sizeof err->sqlstate, "%.5s", state);
	if (!e->ours || !e->message || !*e->message) {
		snprintf(err->sentence, sizeof err->sentence, "%s", translate(r->sentence));
		snprintf(err->hint, sizeof err->hint, "%s", translate(r->hint));
		if (r->code == ERR_BUG && *state)
			snprintf(err->hint, sizeof err->hint, _("Please report this, with the code %.5s."), state);
		return;
	}
	if (!say_right(e->message, err))
		snprintf(err->sentence, sizeof err->sentence, "%s", translate(e->message));
	if (r->code == ERR_SESSION && e->hint)
		snprintf(err->hint, sizeof err->hint, "%s", db_session_reason(e->hint));
	else if (!say_moment(e->hint, err))
		snprintf(err->hint, sizeof err->hint, "%s", translate(e->hint));
	snprintf(err->column, sizeof err->column, "%s", e->column ? e->column : "");
}
