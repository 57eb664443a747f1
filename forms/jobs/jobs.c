#include "forms/jobs/jobs.h"

#include <string.h>

#include "forms/console.h"
#include "tui/app.h"
#include "tui/text.h"

enum { LIVE = 2 };

static const struct field_choice states[] = { { "done", N_("done") }, { "queued", N_("waiting") }, { "running", N_("running") },
	{ "paused", N_("paused") }, { "failed", N_("failed") }, { "cancelled", N_("cancelled") }, { 0 } };

static const struct field columns[] = {
	{ "id", N_("Job"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 6, 0, N_("Number of the job.") },
	{ "label", N_("Kind"), FIELD_TEXT, FIELD_OURS, 16, 0, N_("What is done.") },
	{ "title", N_("About"), FIELD_TEXT, FIELD_FILTER, 16, 0, N_("What it is about.") },
	{ "state_name", N_("State"), FIELD_CHOICE, FIELD_FILTER | FIELD_STATE, 11, 0,
	    N_("Waiting, running, paused, done, failed or cancelled."), .choices = states },
	{ "progress", N_("Progress"), FIELD_PROGRESS, FIELD_READONLY, 12, 0, N_("How much of it is done.") },
	{ "time_left", N_("Left"), FIELD_TEXT, 0, 8, 0, N_("Hours, minutes and seconds, at the rate of now.") },
	{ "words", N_("Doing"), FIELD_TEXT, FIELD_OURS, 14, 0, N_("What it is doing now.") },
	{ "asked_by", N_("Asked by"), FIELD_TEXT, 0, 10, 0, N_("Who asked for it; empty = a schedule of the installation.") },
	{ "created_at", N_("Asked"), FIELD_TIME, FIELD_FILTER, 15, 0, N_("When it was asked for.") },
	{ "ended_at", N_("Ended"), FIELD_TIME, FIELD_FILTER | FIELD_HIDDEN, 15, 0, N_("When it ended.") },
	{ "error", N_("Error"), FIELD_TEXT, FIELD_OURS, 24, 0, N_("Why it failed.") },
	{ "file_rows", N_("Rows"), FIELD_NUMBER, FIELD_HIDDEN, 10, 0, N_("Rows in its file.") },
	{ 0 },
};

static const struct field job[] = {
	{ "state_name", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Waiting, running, paused, done, failed or cancelled."),
	    .choices = states },
	{ "progress", N_("Progress"), FIELD_PROGRESS, FIELD_READONLY, 0, 0,
	    N_("Rows or steps done, of how many; for a big list of about so many.") },
	{ "words", N_("Doing"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("What it is doing now.") },
	{ "done", N_("Done"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Rows or steps done.") },
	{ "rate", N_("A second"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Rows or steps a second.") },
	{ "time_left", N_("Time left"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Hours, minutes and seconds, at this rate.") },
	{ "worker", N_("Worker"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Host and process of the worker that had it last.") },
	{ "attempts", N_("Attempt"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("How often it was begun.") },
	{ "error", N_("Error"), FIELD_TEXT, FIELD_READONLY | FIELD_OURS, 0, 0, N_("Why it failed.") },
	{ "writes", N_("Would write"), FIELD_NUMBER, FIELD_READONLY, 0, 0,
	    N_("Rows that this dry run would add or change; W does it.") },
	{ "undoes", N_("Can take back"), FIELD_NUMBER, FIELD_READONLY, 0, 0,
	    N_("Records that this job changed; Z takes it back.") },
	{ "result", N_("Result"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What came of it.") },
	{ "file_name", N_("File"), FIELD_TEXT, FIELD_READONLY, 0, 0,
	    N_("On the console's host; steward fetch NUMBER brings it, also over ssh.") },
	{ "file_rows", N_("Rows"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Rows in the file.") },
	{ "file_bytes", N_("Bytes"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Size of the file.") },
	{ "expires_at", N_("Until"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("Until when the file can be fetched.") },
	{ "fetched", N_("Handed over"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("How often the file was fetched.") },
	{ 0 },
};

static const struct field asked[] = {
	{ "asked_by", N_("Asked by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who asked for it.") },
	{ "rights", N_("With the rights"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("They are asked for again when it runs.") },
	{ "created_at", N_("Asked"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was asked for.") },
	{ "started_at", N_("Begun"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was begun first.") },
	{ "ended_at", N_("Ended"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it ended.") },
	{ "arguments", N_("Exactly"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("What exactly was asked for.") },
	{ "file_sha256", N_("SHA-256"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Of the file; also in the trail.") },
	{ 0 },
};

static const struct field lines[] = {
	{ "at", N_("When"), FIELD_TIME, FIELD_KEY, 15, 0, N_("When it happened.") },
	{ "line", N_("What"), FIELD_TEXT, FIELD_FILTER, 50, 0, N_("What happened.") },
	{ "attempt", N_("Attempt"), FIELD_NUMBER, 0, 8, 0, N_("In which attempt.") },
	{ "id", N_("Number"), FIELD_NUMBER, FIELD_SORTABLE | FIELD_HIDDEN, 8, 0, N_("Number of the line.") },
	{ 0 },
};

const struct entity job_line_entity = {
	.name = "job_log",
	.title = N_("Log of a job"),
	.one = N_("line"),
	.empty = N_("Nothing happened yet."),
	.fields = lines,
	.sort = "id",
	.descending = true,
	.right_view = "job.view",
};

static const struct field_choice verdicts[] = { { "add", N_("added") }, { "change", N_("changed") },
	{ "same", N_("the same already") }, { "reject", N_("rejected") }, { "", N_("not looked at yet") }, { 0 } };

static const struct field rows[] = {
	{ "line", N_("Line"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 6, 0, N_("Line of the file.") },
	{ "verdict", N_("Becomes"), FIELD_CHOICE, FIELD_FILTER, 8, 0, N_("What becomes of the row."), .choices = verdicts },
	{ "name", N_("Whom"), FIELD_TEXT, FIELD_FILTER, 16, 0,
	    N_("E-mail address, number of the invoice or the file, as it came.") },
	{ "was", N_("It was"), FIELD_LINES, 0, 14, 0, N_("Values that are replaced.") },
	{ "will", N_("It becomes"), FIELD_LINES, 0, 20, 0, N_("Values that replace them.") },
	{ 0 },
};

static const struct field rejects[] = {
	{ "line", N_("Line"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0, N_("Line of the file.") },
	{ "column_name", N_("Column"), FIELD_TEXT, FIELD_FILTER, 12, 0, N_("Heading of the column.") },
	{ "value", N_("Value"), FIELD_TEXT, 0, 20, 0, N_("The value that was refused.") },
	{ "reason", N_("Why"), FIELD_TEXT, FIELD_FILTER | FIELD_OURS, 40, 0, N_("Why it was refused.") },
	{ 0 },
};

const struct entity import_row_entity = {
	.name = "import_rows",
	.title = N_("Rows of an import"),
	.one = N_("row"),
	.empty = N_("This job imports nothing, or its rows are forgotten by now."),
	.fields = rows,
	.sort = "line",
	.right_view = "import.run",
};

const struct entity import_reject_entity = {
	.name = "import_rejects",
	.title = N_("Rejected values of an import"),
	.one = N_("rejected value"),
	.empty = N_("Nothing was rejected."),
	.fields = rejects,
	.sort = "line",
	.right_view = "import.run",
};

static const struct field_choice outcomes[] = { { "change", N_("changed") }, { "same", N_("the same already") },
	{ "conflict", N_("somebody was faster") }, { "refuse", N_("refused") }, { "", N_("not looked at yet") }, { 0 } };

static const struct field many[] = {
	{ "label", N_("Which"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 20, 0, N_("What the record is called.") },
	{ "verdict", N_("Becomes"), FIELD_CHOICE, FIELD_FILTER, 9, 0, N_("What becomes of the record."), .choices = outcomes },
	{ "was", N_("It was"), FIELD_LINES, 0, 14, 0, N_("Values that are replaced.") },
	{ "will", N_("It becomes"), FIELD_LINES, 0, 14, 0, N_("Values that replace them.") },
	{ "reason", N_("Why"), FIELD_TEXT, FIELD_FILTER | FIELD_OURS, 24, 0, N_("Why it was refused.") },
	{ "line", N_("Line"), FIELD_NUMBER, FIELD_SORTABLE | FIELD_FILTER | FIELD_HIDDEN, 6, 0, N_("Place in the job.") },
	{ 0 },
};

const struct entity bulk_row_entity = {
	.name = "bulk_rows",
	.title = N_("Records of a change of many"),
	.one = N_("record"),
	.empty = N_("This job changes no records one by one, or they are forgotten by now."),
	.fields = many,
	.sort = "line",
	.right_view = "user.view",
};

static const struct entity_tab tabs[] = {
	{ .name = "job", .label = N_("Job"), .fields = job },
	{ .name = "log", .label = N_("Log"), .related = &job_line_entity, .column = "job_id" },
	{ .name = "many", .label = N_("Records"), .right = "user.view", .related = &bulk_row_entity, .column = "job_id" },
	{ .name = "rows", .label = N_("Rows"), .right = "import.run", .related = &import_row_entity, .column = "job_id" },
	{ .name = "rejects", .label = N_("Rejected"), .right = "import.run", .related = &import_reject_entity, .column = "job_id" },
	{ .name = "asked", .label = N_("Asked for"), .fields = asked },
	{ 0 },
};

static const char *const facts[] = { "label", "title", "asked_by", NULL };

/* A job that is over stays as it is; the list goes on while any runs or waits. */
static bool lives(const struct screen *s)
{
	const char *state = entity_value(s, "state_name");

	if (!state)
		return console_of(s->app)->jobs != 0;
	return strcmp(state, "queued") == 0 || strcmp(state, "running") == 0;
}

const struct entity job_entity = {
	.name = "jobs",
	.title = N_("Jobs"),
	.one = N_("job"),
	.empty = N_("Nothing was asked for yet. e in a list exports it."),
	.fields = columns,
	.sort = "id",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "job.view",
	.tabs = tabs,
	.facts = facts,
	.state = "state_name",
	.live = LIVE,
	.lives = lives,
	.actions = job_actions,
	.row_actions = job_row_actions,
};
