#include "forms/contact/contact.h"
#include "backend/api.h"
#include "tui/app.h"
#include "tui/text.h"

static const struct field_choice states[] = { { "unread", N_("unread") }, { "read", N_("read") }, { "sent", N_("sent") }, { 0 } };

static const struct field columns[] = {
	{ "sent_at", N_("When"), FIELD_TIME, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 13, 0, N_("When it was sent.") },
	{ "state", N_("State"), FIELD_CHOICE, FIELD_FILTER, 7, 0, N_("Unread or read, from the client; or sent by the staff."),
	    .choices = states },
	{ "full_name", N_("Client"), FIELD_TEXT, 0, 18, 0, N_("The client of the conversation.") },
	{ "subject", N_("About"), FIELD_TEXT, FIELD_FILTER, 22, 0, N_("What it is about.") },
	{ "body", N_("Message"), FIELD_LINES, FIELD_FILTER, 24, 0, N_("The text; Enter shows it whole.") },
	{ "author", N_("From"), FIELD_TEXT, 0, 8, 0, N_("Colleague who wrote it; empty = the client.") },
	{ "read_at", N_("Read"), FIELD_TIME, FIELD_HIDDEN | FIELD_FILTER, 13, 0, N_("When the other side read it.") },
	{ "thread", N_("Conversation"), FIELD_NUMBER, FIELD_HIDDEN | FIELD_FILTER, 9, 0, N_("Number of its first message.") },
	{ 0 },
};

static const struct field form[] = {
	{ "subject", N_("About"), FIELD_TEXT, FIELD_READONLY, 0, 200, N_("What it is about.") },
	{ "body", N_("Message"), FIELD_LINES, FIELD_READONLY, 0, 0, N_("A message that was sent is not changed.") },
	{ "author", N_("From"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Colleague who wrote it; empty = the client.") },
	{ "sent_at", N_("Sent"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When it was sent.") },
	{ "read_at", N_("Read"), FIELD_TIME, FIELD_READONLY, 0, 0, N_("When the other side read it.") },
	{ "read_by", N_("Read by"), FIELD_TEXT, FIELD_READONLY, 0, 0, N_("Colleague who read it.") },
	{ 0 },
};

static const struct field create[] = {
	{ "user_id", N_("To"), FIELD_REFERENCE, FIELD_REQUIRED | FIELD_ON_CREATE, 0, 0, N_("Type a piece of the client's name."),
	    .source = "users", .named_by = "full_name" },
	{ "subject", N_("About"), FIELD_TEXT, 0, 0, 200, N_("What it is about, in a line.") },
	{ "body", N_("Message"), FIELD_LINES, FIELD_REQUIRED, 0, 20000,
	    N_("The client reads it on the website; it cannot be changed later.") },
	{ 0 },
};

static const struct field answer_fields[] = {
	{ "body", N_("Answer"), FIELD_LINES, FIELD_REQUIRED, 0, 20000,
	    N_("The client reads it on the website; it cannot be changed later.") },
	{ 0 },
};

/* A message of the same list, that belongs to the one it answers. */
static const struct entity answer_entity = {
	.name = "messages",
	.title = N_("Messages"),
	.one = N_("answer"),
	.fields = columns,
	.right_view = "contact.view",
	.right_create = "message.write",
	.create = answer_fields,
	.parent = "thread_id",
};

static void answer(struct app *a, struct screen *s)
{
	entity_create(a, &answer_entity, entity_row(s));
}

static void mark_read(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "read", NULL, 0, _("Marked as read."));
}

static void mark_unread(struct app *a, struct screen *s)
{
	(void)a;
	entity_act_row(s, "unread", NULL, 0, _("Marked as not read."));
}

static const struct action verbs[] = {
	{ 'a', "message.answer", N_("answer the message"), N_("answer"), "message.write", ACTION_FOOTER, entity_has_row, answer,
	    N_("The conversation goes on; what the client wrote in it counts as read.") },
	{ 'm', "message.read", N_("mark the message as read"), N_("read"), "message.write", ACTION_FOOTER, entity_has_row,
	    mark_read, N_("It leaves the unread messages of Home.") },
	{ 'u', "message.unread", N_("mark the message as not read"), NULL, "message.write", 0, entity_has_row, mark_unread,
	    N_("It waits for somebody again.") },
	{ 0 },
};

/* What was written to and fro, the oldest first. */
static const struct entity conversation_entity = {
	.name = "messages",
	.title = N_("Conversation"),
	.one = N_("message"),
	.empty = N_("Nothing was written."),
	.fields = columns,
	.sort = "sent_at",
	.flags = ENTITY_VERSION,
	.right_view = "contact.view",
	.verbs = verbs,
};

static const struct entity_tab tabs[] = {
	{ .name = "message", .label = N_("Message"), .fields = form },
	{ .name = "conversation",
	    .label = N_("Conversation"),
	    .related = &conversation_entity,
	    .column = "thread",
	    .key_from = "thread" },
	{ 0 },
};

static const char *const facts[] = { "full_name", "sent_at", NULL };
static const char *const links[] = { "user_id", "users", "thread_id", "messages", NULL };

const struct entity message_entity = {
	.name = "messages",
	.title = N_("Messages"),
	.one = N_("message"),
	.empty = N_("No messages. n writes one."),
	.fields = columns,
	.sort = "sent_at",
	.descending = true,
	.flags = ENTITY_OPENS | ENTITY_VERSION | ENTITY_MANY,
	.right_view = "contact.view",
	.right_create = "message.write",
	.create = create,
	.parent = "user_id",
	.tabs = tabs,
	.facts = facts,
	.heading = "subject",
	.state = "state",
	.verbs = verbs,
	.links = links,
};
