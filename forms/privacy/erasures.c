#include "forms/privacy/privacy.h"
#include "tui/text.h"

const struct field_choice erasure_states[] = { { "planned", N_("planned") }, { "proposed", N_("awaits approval") },
	{ "approved", N_("approved") }, { "refused", N_("refused") }, { "withdrawn", N_("withdrawn") }, { "done", N_("done") },
	{ 0 } };
static const struct field_choice scopes[] = { { "all", N_("everything") }, { "partial", N_("what no invoice needs") }, { 0 } };
static const struct field_choice ways[] = { { "delete", N_("delete") }, { "change", N_("overwrite") }, { "empty", N_("empty") },
	{ "mention", N_("mention") }, { "keep", N_("keep") }, { 0 } };

static const struct field columns[] = {
	{ "id", N_("No"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 6, 0, N_("Number of the erasure.") },
	{ "person", N_("Person"), FIELD_TEXT, 0, 24, 0, N_("Who is erased.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 15, 0, N_("How far it is."), .choices = erasure_states },
	{ "scope", N_("What"), FIELD_CHOICE, FIELD_FILTER, 12, 0, N_("Everything, or what no open invoice needs."),
	    .choices = scopes },
	{ "blockers", N_("Blocked by"), FIELD_NUMBER, 0, 10, 0, N_("How many things stand in the way.") },
	{ "rows_erased", N_("Erased"), FIELD_NUMBER, 0, 8, 0, N_("Rows that go, change or are emptied.") },
	{ "rows_kept", N_("Kept"), FIELD_NUMBER, 0, 6, 0, N_("Rows that stay, with a ground.") },
	{ "request", N_("Request"), FIELD_TEXT, 0, 9, 0, N_("The request that asks for it.") },
	{ 0 },
};

static const struct field create[] = {
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("Account that is to be erased."),
	    .source = "users" },
	{ 0 },
};

static const struct field general[] = {
	{ "person", N_("Person"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who is erased.") },
	{ "user_id", N_("Account"), FIELD_REFERENCE, FIELD_READONLY, 0, 0, N_("Number of the account; empty for a guest."),
	    .source = "users" },
	{ "request", N_("Request"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("The request that asks for it.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("How far it is."), .choices = erasure_states },
	{ "scope", N_("What"), FIELD_CHOICE, FIELD_READONLY, 0, 0, N_("Everything, or what no open invoice needs."),
	    .choices = scopes },
	{ "blockers", N_("Blocked by"), FIELD_NUMBER, FIELD_READONLY, 0, 0,
	    N_("How many things stand in the way; see their tab.") },
	{ "rows_erased", N_("Rows erased"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Rows that go, change or are emptied.") },
	{ "rows_kept", N_("Rows kept"), FIELD_NUMBER, FIELD_READONLY, 0, 0, N_("Rows that stay, with a ground.") },
	{ "plan", N_("Plan"), FIELD_TEXT, FIELD_READONLY, 0, 0,
	    N_("Hash over every row of the plan: what is approved, and nothing else, is run.") },
	{ "planned_at", N_("Planned"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When the plan was made.") },
	{ "proposed_by", N_("Proposed by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who submitted it.") },
	{ "approved_by", N_("Approved by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("The second person.") },
	{ "executed_by", N_("Carried out by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Who ran it.") },
	{ "done_at", N_("Done"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was done.") },
	{ "ready_at", N_("Rest can be erased"), FIELD_TIME, FIELD_READONLY, 0, 0,
	    N_("Since when no invoice needs the rest of a partial erasure any more.") },
	{ "refusal", N_("Refused because"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("What the second person said.") },
	{ 0 },
};

static const struct entity_tab tabs[] = {
	{ .name = "general", .label = N_("General"), .fields = general },
	{ .name = "plan", .label = N_("Plan"), .related = &erasure_item_entity, .column = "erasure_id" },
	{ .name = "blockers", .label = N_("In the way"), .related = &erasure_blocker_entity, .column = "erasure_id" },
	{ .name = "rows", .label = N_("Every row"), .related = &erasure_row_entity, .column = "erasure_id" },
	{ .name = "ledger", .label = N_("Certificate"), .related = &ledger_entity, .column = "erasure_id" },
	{ 0 },
};

static const char *const facts[] = { "person", "scope", "plan", NULL };

const struct entity erasure_entity = {
	.name = "erasures",
	.title = N_("Erasures"),
	.one = N_("erasure"),
	.empty = N_("No erasures. A request for erasure plans one, or n."),
	.fields = columns,
	.sort = "id",
	.descending = true,
	.flags = ENTITY_OPENS,
	.right_view = "case.view",
	.right_create = "erase.propose",
	.create = create,
	.parent = "request_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "person",
	.state = "state",
	.actions = erasure_actions,
};

static const struct field items[] = {
	{ "relation", N_("What"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 26, 0, N_("Table whose rows are meant.") },
	{ "action", N_("Done"), FIELD_CHOICE, FIELD_FILTER, 10, 0,
	    N_("Deleted, overwritten, emptied (trail), mention of the person, or kept."), .choices = ways },
	{ "rows", N_("Rows"), FIELD_NUMBER, 0, 9, 0, N_("How many.") },
	{ "keep_until", N_("Until"), FIELD_DATE, 0, 10, 0, N_("Until when they are kept.") },
	{ "reason", N_("Why"), FIELD_TEXT, 0, 36, 0, N_("The way to the person, or the ground on which rows stay.") },
	{ "columns", N_("Columns"), FIELD_TEXT, 0, 40, 0, N_("Columns that change; empty when the row goes whole.") },
	{ 0 },
};
const struct entity erasure_item_entity = {
	.name = "erasure_items",
	.title = N_("Plan"),
	.one = N_("line"),
	.empty = N_("No plan was made."),
	.fields = items,
	.right_view = "case.view",
};

static const struct field rows[] = {
	{ "relation", N_("What"), FIELD_TEXT, FIELD_KEY | FIELD_FILTER, 24, 0, N_("Table whose rows are meant.") },
	{ "key", N_("Key"), FIELD_TEXT, 0, 30, 0, N_("Key of the row.") },
	{ "action", N_("Done"), FIELD_CHOICE, FIELD_FILTER, 10, 0, N_("Deleted, overwritten or a mention of the person."),
	    .choices = ways },
	{ "rule", N_("Rule"), FIELD_TEXT, 0, 40, 0, N_("Rule of the data map, column by column.") },
	{ 0 },
};
const struct entity erasure_row_entity = {
	.name = "erasure_rows",
	.title = N_("Every row"),
	.one = N_("row"),
	.empty = N_("No rows; when the erasure is done their keys are gone."),
	.fields = rows,
	.right_view = "case.view",
};

static const struct field blockers[] = {
	{ "sentence", N_("What stands in the way"), FIELD_TEXT, FIELD_KEY | FIELD_OURS, 34, 0, N_("What blocks the erasure.") },
	{ "key", N_("Which"), FIELD_TEXT, 0, 22, 0, N_("The row that blocks.") },
	{ "lifted_by", N_("Lifted by"), FIELD_TEXT, FIELD_OURS, 34, 0, N_("What would lift it.") },
	{ "billing", N_("Only billing"), FIELD_YESNO, 0, 6, 0, N_("The rest can be erased now: o.") },
	{ 0 },
};
const struct entity erasure_blocker_entity = {
	.name = "erasure_blockers",
	.title = N_("In the way"),
	.one = N_("blocker"),
	.empty = N_("Nothing stands in the way."),
	.fields = blockers,
	.right_view = "case.view",
};
