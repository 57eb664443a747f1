#include <poll.h>
#include <stdatomic.h>
#include <string.h>

#include "backend/api.h"
#include "backend/config.h"
#include "backend/doctor_private.h"
#include "backend/migrate_files.h"
#include "backend/secret.h"
#include "backend/words.h"

enum { LOGIN_MS = 30000, STEP_MS = 20 };

/* The log-in's thread hands its result over here; there is no loop. */
struct letterbox {
	_Atomic(void (*)(void *arg)) fn;
	void *_Atomic arg;
	bool done, ok;
	struct err err;
};

static bool post(void *ctx, void (*fn)(void *arg), void *arg)
{
	struct letterbox *box = ctx;

	atomic_store(&box->arg, arg);
	atomic_store(&box->fn, fn);
	return true;
}

static void logged_in(void *ctx, bool ok, const struct err *err)
{
	struct letterbox *box = ctx;

	box->done = true;
	box->ok = ok;
	box->err = *err;
}

static void wait_for(struct examination *x, struct letterbox *box)
{
	for (int waited = 0; !box->done && waited < LOGIN_MS; waited += STEP_MS) {
		void (*fn)(void *arg) = atomic_exchange(&box->fn, NULL);

		if (fn)
			fn(atomic_load(&box->arg));
		if (!db_busy(x->db))
			poll(NULL, 0, STEP_MS);
		else
			db_drain(x->db, STEP_MS);
	}
}

static bool log_in(struct examination *x, struct api *a, struct letterbox *box)
{
	struct api_login in = { .login = x->d->login,
		.address = x->d->address,
		.fingerprint = x->d->fingerprint,
		.password = x->d->password,
		.pin = x->d->pin,
		.pepper = x->pepper,
		.done = logged_in,
		.ctx = box,
		.post = post,
		.post_ctx = box };

	err_set(&box->err, ERR_OFFLINE, "%s", _("The server did not answer in time."));
	api_login(a, &in);
	wait_for(x, box);
	if (box->ok)
		doctor_say(x, DOCTOR_OK, NULL, _("\"%s\" can log in."), x->d->login);
	else
		doctor_say(x, DOCTOR_FAIL, box->err.hint, "%s", box->err.sentence);
	return box->ok;
}

/* What the database says of itself, in our words. */
static const struct topic {
	const char *name; /* N_(): row of api.doctor() */
	const char *good, *bad; /* N_(); %s is its detail */
	const char *mend; /* N_() */
	enum doctor_level level; /* when bad */
} topics[] = {
	{ N_("map"), N_("Every column is in the data map."), N_("The data map does not know: %s."),
	    N_("Add rows to sql/map/ and run `steward migrate`; nothing is erased before."), DOCTOR_FAIL },
	{ N_("scan"), N_("Every table has its index of the residual scan."),
	    N_("The index of the residual scan is missing on: %s."),
	    N_("Run `steward migrate`, which makes it; nobody is erased before."), DOCTOR_FAIL },
	{ N_("triggers"), N_("Every trigger is on, those of the trail always."), N_("Triggers are switched off or gone: %s."),
	    N_("Find out who did it and since when; ALTER TABLE ... ENABLE TRIGGER switches it on, ENABLE ALWAYS one of the trail "
	       "(audit_..., guard...)."),
	    DOCTOR_FAIL },
	{ N_("trail"), N_("The trail records every column of every table."), N_("The trail does not record as it should: %s."),
	    N_("Find out who added a column or rewrote auth.audit_...; SELECT steward.attach_audit() makes the triggers anew."),
	    DOCTOR_FAIL },
	{ N_("ledger"), N_("The database is not behind its ledger of erasures (%s)."),
	    N_("The database and its ledger of erasures: %s."),
	    N_("Run `steward ledger check` where the ledger is, and if it is behind `steward ledger replay`."), DOCTOR_FAIL },
	{ N_("console"), N_("The console's role has the API and nothing else."), N_("The console's role has too much: %s."),
	    N_("Run `steward migrate --user ROLE`; what it leaves was given by hand: REVOKE it."), DOCTOR_FAIL },
	{ N_("public"), N_("PUBLIC has no rights that the console's role must not have."),
	    N_("PUBLIC has %s rights that the console's role need not have."),
	    N_("SELECT * FROM steward.harden(true) names them, steward.harden(false) takes them; other programs may live on them."),
	    DOCTOR_WARN },
	{ N_("superadmin"), N_("Superadmins who can log in: %s."),
	    N_("Superadmins who can log in: %s, so nobody can manage staff."),
	    N_("Make one: SELECT auth.create_staff(...) as the database's administrator, then `steward bootstrap LOGIN`."),
	    DOCTOR_WARN },
	{ N_("definers"), N_("Every function that runs with its owner's rights is safe."), N_("Functions that are not safe: %s."),
	    N_("Give each an owner that is no superuser, and a search_path that ends in pg_temp."), DOCTOR_FAIL },
	{ N_("keepers"), N_("Warden, mailer and worker were heard of not long ago."), N_("Not heard of for long: %s."),
	    N_("Let steward warden, steward-mailer and steward worker run; systemd has a unit for each."), DOCTOR_WARN },
	{ N_("seals"), N_("The audit trail is sealed, witnessed and verified."), N_("The audit trail waits for: %s."),
	    N_("Let steward seal and steward witness run, and steward audit verify once a month; the screen Seals tells more."),
	    DOCTOR_WARN },
	{ N_("mail"), N_("No security mail waits."), N_("%s security mails wait or have failed."),
	    N_("Look whether steward-mailer runs and reaches its mail server."), DOCTOR_WARN },
	{ 0 },
};

static const char *value_of(const struct examination *x, const char *name, int column)
{
	for (int i = 0; i < x->rows.count; i++)
		if (strcmp(db_value(&x->rows, i, 0), name) == 0)
			return db_value(&x->rows, i, column) ? db_value(&x->rows, i, column) : "";
	return NULL;
}

static void check_files(struct examination *x)
{
	struct migrate_files files;
	const char *theirs = value_of(x, "files", 2);
	char ours[65] = "";
	struct err err;

	x->name = _("schema");
	if (!migrate_files_read(&files, x->d->config->sql_dir, &err))
		doctor_say(
		    x, DOCTOR_WARN, _("Let sql_dir in steward.conf name the folder sql of the program."), "%s", err.sentence);
	else
		migrate_files_digest(&files, ours);
	migrate_files_release(&files);
	if (!ours[0])
		return;
	if (theirs && strcmp(theirs, ours) == 0)
		doctor_say(x, DOCTOR_OK, NULL, "%s", _("The database has this program's schema."));
	else
		doctor_say(x, DOCTOR_FAIL,
		    _("Run `steward migrate --user ROLE`, or install the program that belongs to the database; `steward migrate "
		      "--check` tells what is due."),
		    "%s", _("The database does not have this program's schema."));
}

static void say_topic(struct examination *x, const struct topic *t)
{
	const char *ok = value_of(x, t->name, 1), *detail = value_of(x, t->name, 2);
	bool good = ok && strcmp(ok, "t") == 0;
	const char *sentence = good ? gettext(t->good) : gettext(t->bad), *hole = strstr(sentence, "%s");

	if (!ok)
		return;
	x->name = gettext(t->name);
	if (hole)
		doctor_say(x, good ? DOCTOR_OK : t->level, gettext(t->mend), "%.*s%s%s", (int)(hole - sentence), sentence, detail,
		    hole + 2);
	else
		doctor_say(x, good ? DOCTOR_OK : t->level, gettext(t->mend), "%s", sentence);
}

static void look_inside(struct examination *x)
{
	if (!doctor_ask(x, "SELECT name, ok, detail FROM api.doctor()", NULL, 0)) {
		doctor_say(x, x->err.code == ERR_DENIED ? DOCTOR_SKIPPED : DOCTOR_FAIL, x->err.hint, "%s", x->err.sentence);
		return;
	}
	check_files(x);
	for (const struct topic *t = topics; t->name; t++)
		say_topic(x, t);
}

static bool is_administrator(struct examination *x)
{
	return doctor_ask(x, "SELECT pg_catalog.current_setting('is_superuser')", NULL, 0) && strcmp(doctor_cell(x, 0), "on") == 0;
}

void doctor_inside(struct examination *x)
{
	struct letterbox box = { .done = false }; /* outlives the api, whose thread may still post */
	struct api *a;

	if (is_administrator(x)) {
		look_inside(x);
		return;
	}
	if (!x->d->login || !x->pepper) {
		doctor_say(x, DOCTOR_SKIPPED, _("Give --login NAME, or --user with a superuser of the database."), "%s",
		    _("Schema, data map and rights were not looked at: that needs a log-in."));
		return;
	}
	a = api_new(x->db);
	if (!a)
		return;
	if (log_in(x, a, &box)) {
		look_inside(x);
		api_logout(a, NULL, NULL);
		db_drain(x->db, LOGIN_MS);
	}
	api_free(a);
}
