#include "forms/security/security.h"
#include "tui/app.h"
#include "tui/text.h"

/* The seals of the trail, and the programs that keep watch. Nothing can be changed here. */

static const struct field seals[] = {
	{ "n", N_("Seal"), FIELD_NUMBER, FIELD_KEY | FIELD_SORTABLE | FIELD_FILTER, 8, 0,
	    N_("Number of the seal, without a gap.") },
	{ "at", N_("Made"), FIELD_TIME, FIELD_FILTER, 16, 0, N_("When it was made.") },
	{ "witnessed", N_("Witnessed"), FIELD_YESNO, 0, 9, 0,
	    N_("Whether the witness said that it signed it; steward audit verify asks the witness's own log.") },
	{ "changes_rows", N_("Changes"), FIELD_NUMBER, 0, 9, 0, N_("Changes that it covers.") },
	{ "access_rows", N_("Looks"), FIELD_NUMBER, 0, 9, 0, N_("Looks that it covers.") },
	{ "hash", N_("SHA-256"), FIELD_TEXT, 0, 16, 0, N_("Over the seal, its rows and the seal before; v shows it whole.") },
	{ "previous", N_("Seal before"), FIELD_TEXT, FIELD_HIDDEN, 16, 0, N_("SHA-256 of the seal before.") },
	{ 0 },
};

static void keepers_open(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &keeper_entity, NULL, NULL);
}

static void seals_open(struct app *a, struct screen *s)
{
	(void)s;
	entity_open_list(a, &seal_entity, NULL, NULL);
}

static const struct action seal_actions[] = {
	{ 'w', "seals.keepers", N_("who keeps watch: sealer, witness, verifier and the rest"), N_("who keeps watch"), "audit.view",
	    ACTION_FOOTER, NULL, keepers_open, N_("When each was heard of last, and how far behind it is.") },
	{ 0 },
};

const struct entity seal_entity = {
	.name = "seals",
	.title = N_("Seals"),
	.one = N_("seal"),
	.empty = N_("The trail was never sealed. Let steward seal run."),
	.fields = seals,
	.sort = "n",
	.descending = true,
	.right_view = "audit.view",
	.live = 15,
	.verbs = seal_actions,
};

static const struct field_choice names[] = { { "sealer", N_("sealer (steward seal)") },
	{ "witness", N_("witness (steward witness)") }, { "verifier", N_("check (steward audit verify)") },
	{ "warden", N_("warden (steward warden)") }, { "mailer", N_("mailer (steward-mailer)") },
	{ "worker", N_("worker (steward worker)") }, { 0 } };
static const struct field_choice states[] = { { "ok", N_("at work") }, { "late", N_("! late") }, { "never", N_("! never seen") },
	{ "wrong", N_("!! found amiss") }, { 0 } };

static const struct field keepers[] = {
	{ "name", N_("Program"), FIELD_CHOICE, FIELD_KEY, 29, 0, N_("The program, and the command that runs it."),
	    .choices = names },
	{ "state", N_("State"), FIELD_CHOICE, 0, 14, 0, N_("Late: not heard of, or behind, for longer than it should."),
	    .choices = states },
	{ "seen_at", N_("Heard of"), FIELD_TIME, 0, 15, 0, N_("When it was heard of last.") },
	{ "seal", N_("Seal"), FIELD_NUMBER, 0, 6, 0, N_("Last seal that it made, signed or checked.") },
	{ "behind", N_("Behind"), FIELD_NUMBER, 0, 6, 0,
	    N_("Sealer: rows not sealed yet; witness: seals not signed; check: what it found amiss.") },
	{ "since", N_("Since"), FIELD_TIME, FIELD_HIDDEN, 15, 0, N_("Since when the oldest of them waits.") },
	{ 0 },
};

static const struct action keeper_actions[] = {
	{ 'S', "keepers.seals", N_("the seals of the trail"), N_("seals"), "audit.view", ACTION_FOOTER, NULL, seals_open,
	    N_("Each with what it covers.") },
	{ 0 },
};

const struct entity keeper_entity = {
	.name = "keepers",
	.title = N_("Who keeps watch"),
	.one = N_("program"),
	.empty = N_("Nobody keeps watch."),
	.fields = keepers,
	.right_view = "audit.view",
	.live = 15,
	.verbs = keeper_actions,
};
