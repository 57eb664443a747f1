#include "forms/contact/contact.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "open", N_("open") }, { "late", N_("late") }, { "done", N_("done") }, { 0 } };

static const struct field columns[] = {
	{ "due_on", N_("Due"), FIELD_DATE, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 10, 0,
	    N_("Day on which it should be done.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 6, 0, N_("Open, late (its day is past), or done."), .choices = states },
	{ "subject", N_("Task"), FIELD_TEXT, FIELD_FILTER, 30, 0, N_("What is to be done.") },
	{ "full_name", N_("About"), FIELD_TEXT, 0, 18, 0, N_("Account that it is about.") },
	{ "assigned", N_("For"), FIELD_TEXT, 0, 10, 0, N_("Who does it; empty = whoever comes first.") },
	{ "created_by", N_("Given by"), FIELD_TEXT, FIELD_HIDDEN, 10, 0, N_("Who gave it.") },
	{ "created_at", N_("Given"), FIELD_TIME, FIELD_HIDDEN | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was given.") },
	{ "assigned_to", N_("Account of who does it"), FIELD_REFERENCE, FIELD_HIDDEN | FIELD_FILTER, 9, 0,
	    N_("Number of the colleague's account."), .source = "colleagues" },
	{ "done_at", N_("Done"), FIELD_TIME, FIELD_HIDDEN | FIELD_FILTER, 13, 0, N_("When it was done.") },
	{ 0 },
};

static const struct field form[] = {
	{ "subject", N_("Task"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("What is to be done, in a line.") },
	{ "body", N_("Text"), FIELD_LINES, 0, 0, 20000, N_("More about it.") },
	{ "user_id", N_("About"), FIELD_REFERENCE, 0, 0, 0, N_("Account that it is about; empty = none."), .source = "users",
	    .named_by = "full_name" },
	{ "assigned_to", N_("For"), FIELD_REFERENCE, 0, 0, 0, N_("Colleague who does it; empty = whoever comes first takes it."),
	    .source = "colleagues", .named_by = "assigned" },
	{ "due_on", N_("Due"), FIELD_DATE, 0, 0, 0, N_("Day on which it should be done, such as tomorrow or +7d.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("F when it is done, B opens it again."), .choices = states },
	{ "done_by", N_("Done by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who did it.") },
	{ "done_at", N_("Done"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was done.") },
	{ "created_by", N_("Given by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who gave it.") },
	{ 0 },
};

static const struct field create[] = {
	{ "user_id", N_("About"), FIELD_REFERENCE, FIELD_ON_CREATE, 0, 0, N_("Account that it is about; empty = none."),
	    .source = "users", .named_by = "full_name" },
	{ "subject", N_("Task"), FIELD_TEXT, FIELD_REQUIRED, 0, 200, N_("What is to be done, in a line.") },
	{ "body", N_("Text"), FIELD_LINES, 0, 0, 20000, N_("More about it.") },
	{ "assigned_to", N_("For"), FIELD_REFERENCE, 0, 0, 0, N_("Colleague who does it; empty = whoever comes first takes it."),
	    .source = "colleagues", .named_by = "assigned" },
	{ "due_on", N_("Due"), FIELD_DATE, 0, 0, 0, N_("Day on which it should be done, such as tomorrow or +7d.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "task", .label = N_("Task"), .fields = form },
	{ 0 },
};

static void take(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "take", NULL, 0, _("The task is yours."));
}

static void given(struct screen *s, const char *colleague)
{
	struct api_change arg = { .column = "assigned_to", .value = colleague };

	entity_act_row(s, "assign", &arg, 1, _("The task was given."));
}

static void assign(struct app *a, struct screen *s)
{
	(void)a;
	entity_choose(s, "colleagues", _("Give the task to"), given);
}

static void done(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "done", NULL, 0, _("Done."));
}

static void reopen(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "reopen", NULL, 0, _("The task is open again."));
}

static const struct action verbs[] = {
	{ 'F', "task.done", N_("mark the task as done"), N_("done"), "task.edit", ACTION_FOOTER, entity_has_row, done,
	    N_("It leaves the open tasks, with your name and the time.") },
	{ 't', "task.take", N_("take the task"), N_("take"), "task.edit", ACTION_FOOTER, entity_has_row, take,
	    N_("It is yours then, whoever had it.") },
	{ 'a', "task.assign", N_("give the task to a colleague"), N_("give"), "task.edit", 0, entity_has_row, assign,
	    N_("Choose who does it.") },
	{ 'B', "task.reopen", N_("open the task again"), NULL, "task.edit", 0, entity_has_row, reopen,
	    N_("It was not done after all.") },
	{ 0 },
};

static const char *const facts[] = { "full_name", "due_on", "assigned", NULL };
static const char *const links[] = { "user_id", "users", NULL };

const struct entity task_entity = {
	.name = "tasks",
	.title = N_("Tasks"),
	.one = N_("task"),
	.empty = N_("Nothing is to be done. n makes a task."),
	.fields = columns,
	.sort = "due_on",
	.flags = ENTITY_OPENS | ENTITY_VERSION | ENTITY_MANY,
	.right_view = "contact.view",
	.right_create = "task.edit",
	.right_edit = "task.edit",
	.create = create,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "subject",
	.state = "state",
	.verbs = verbs,
	.links = links,
};
