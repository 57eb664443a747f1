#include "forms/screens.h"

#include <string.h>

#include "forms/console.h"
#include "forms/entity.h"
#include "tui/text.h"

/*
 * The registry: one line for each entity. It makes the list reachable from the palette, known to find-anything, to the command line, to help and
 * to the tests. Columns: the entity's table, the right to see its list, its words in the palette, its sentence.
 */
#define ENTITIES(X)                                                                                                                \
	X(user, "user.view", N_("go to users"), N_("All users."))                                                                  \
	X(organisation, "organisation.view", N_("go to organisations"), N_("All organisations."))                                  \
	X(request, "case.view", N_("go to requests of data subjects"), N_("Requests of data subjects, by due day."))               \
	X(erasure, "case.view", N_("go to erasures"), N_("Erasures: plans, approvals, what was done."))                            \
	X(ledger, "case.view", N_("go to the ledger of erasures"), N_("Erasures that were done, with their certificates."))        \
	X(export, "case.view", N_("go to exports"), N_("Packages made of what is held on a person."))                              \
	X(hold, "hold.view", N_("go to restrictions and holds"), N_("Whose data may not be used, or not be removed."))             \
	X(letter_text, "case.view", N_("go to texts of letters"), N_("What letters to data subjects begin with."))                 \
	X(data_map, "map.view", N_("go to the data map"),                                                                          \
	    N_("Every column of the database: what it holds and what becomes of it."))                                             \
	X(recipient, "case.view", N_("go to recipients"), N_("Who receives which categories of data."))                            \
	X(recipient_notice, "case.view", N_("go to notices to recipients"),                                                        \
	    N_("What recipients must be told of, and their answers."))                                                             \
	X(processing, "map.view", N_("go to the record of processing (Art. 30)"),                                                  \
	    N_("What personal data are kept for, on which ground, how long, and who gets them."))                                  \
	X(retention, "retention.view", N_("go to retention"), N_("What is past its term, and its purge."))                         \
	X(contact_moment, "contact.view", N_("go to contact moments"),                                                             \
	    N_("Calls, mails, meetings, and what is to be followed up."))                                                          \
	X(task, "contact.view", N_("go to tasks"), N_("What the staff is to do."))                                                 \
	X(message, "contact.view", N_("go to messages"), N_("Messages between clients and the staff on the website."))             \
	X(agreement, "agreement.view", N_("go to agreements"), N_("What was agreed on price and use."))                            \
	X(quote_request, "request.view", N_("go to quote requests"), N_("Questions for a price, of clients and guests."))          \
	X(search_request, "request.view", N_("go to search requests"),                                                             \
	    N_("Pictures that clients and guests ask you to look for."))                                                           \
	X(restriction, "request.view", N_("go to reservations and restrictions"), N_("Files that are reserved or restricted."))    \
	X(usage_confirmation, "request.view", N_("go to confirmations of use"), N_("Whether licensed files were used."))           \
	X(lightbox_send, "lightbox.view", N_("go to lightboxes sent"), N_("Lightboxes that were sent, and to whom."))              \
	X(link_send, "lightbox.view", N_("go to page links sent"), N_("Pages that were sent, and to whom."))                       \
	X(order, "order.view", N_("go to orders"), N_("Orders, and what waits for the staff."))                                    \
	X(order_line, "order.view", N_("go to lines of orders"), N_("Every file that was ordered, with its use and price."))       \
	X(cart_line, "order.view", N_("go to carts"), N_("What clients have in their carts."))                                     \
	X(lightbox, "lightbox.view", N_("go to lightboxes"), N_("Collections of files that clients put together."))                \
	X(file, "file.view", N_("go to files"), N_("Pictures and films for sale."))                                                \
	X(invoice, "invoice.view", N_("go to invoices"), N_("Drafts, invoices and credit notes."))                                 \
	X(invoice_line, "invoice.view", N_("go to lines of invoices"), N_("Every line that was charged or credited."))             \
	X(payment, "invoice.view", N_("go to payments"), N_("Money received and paid back."))                                      \
	X(reminder, "invoice.view", N_("go to reminders"), N_("Reminders of unpaid invoices."))                                    \
	X(collection, "invoice.view", N_("go to the collection report"), N_("Who owes what, and for how long."))                   \
	X(supplier, "supplier.view", N_("go to contributors"), N_("Photographers and agencies, and their shares."))                \
	X(supplier_group, "supplier.view", N_("go to groups of contributors"), N_("Groups with the same share."))                  \
	X(payment_run, "supplier.view", N_("go to payment runs"), N_("Payments to contributors."))                                 \
	X(statement, "supplier.view", N_("go to statements"), N_("What contributors were paid."))                                  \
	X(exchange_rate, "invoice.view", N_("go to exchange rates"), N_("What other currencies are worth."))                       \
	X(permission_group, "user.view", N_("go to permission groups"), N_("Groups that download permissions come from."))         \
	X(custom_field, "user.view", N_("go to custom fields"), N_("Fields of users that the site defined itself."))               \
	X(login, "log.view", N_("go to log-ins"), N_("Log-ins to the website, good and refused."))                                 \
	X(activity, "log.view", N_("go to activity"), N_("Searches, previews, downloads on the website."))                         \
	X(website_session, "session.view", N_("go to sessions on the website"), N_("Who is, and was, logged in to the website."))  \
	X(staff_session, "session.view", N_("go to sessions of staff"), N_("Who is, and was, logged in to this console."))         \
	X(change, "audit.view", N_("go to changes"), N_("Every change of every record, with who and when."))                       \
	X(look, "audit.view", N_("go to who looked"), N_("Every look at a record or list, with who and when."))                    \
	X(seal, "audit.view", N_("go to seals"), N_("Seals of the audit trail, and whether they are witnessed."))                  \
	X(keeper, "audit.view", N_("go to who keeps watch"), N_("Sealer, witness, check, warden, mailer and worker."))             \
	X(blocked, "block.view", N_("go to blocked addresses"), N_("Addresses from which nobody gets in."))                        \
	X(door_event, "security.watch", N_("go to watch"), N_("Log-ins, failures, blocks and sessions as they happen."))           \
	X(security_setting, "settings.view", N_("go to security settings"), N_("Limits of log-ins, sessions and mail."))           \
	X(mail, "mail.view", N_("go to security mail"), N_("What was mailed about the console's security, and whether it went."))  \
	X(mail_kind, "mail.view", N_("go to what is mailed"), N_("Which events are mailed, and to whom; a test mail."))            \
	X(staff, "staff.view", N_("go to staff"), N_("Colleagues who log in here, their roles and rights."))                       \
	X(proposal, "staff.view", N_("go to proposed grants"), N_("What waits for a second superadmin."))                          \
	X(job, "job.view", N_("go to jobs"), N_("Exports, imports, purges: what workers do and did."))                             \
	X(schedule, "job.view", N_("go to schedules"), N_("Jobs that are started by the clock."))                                  \
	X(setting, "settings.view", N_("go to settings"), N_("Switches and standards of the site."))                               \
	X(text, "settings.view", N_("go to texts"), N_("Privacy policy, cookie message and other texts for visitors."))            \
	X(minimum_age, "settings.view", N_("go to minimum ages"), N_("Countries with an age of consent of their own."))            \
	X(consent, "consent.view", N_("go to consents"), N_("Who agreed to what, when and how."))                                  \
	X(breach, "breach.view", N_("go to breaches"), N_("The register of breaches, with the clock of each."))                    \
	X(compliance, "compliance.view", N_("go to the compliance check"), N_("What the law asks, held against what is."))         \
	X(country, "user.view", N_("go to countries"), N_("Countries and their codes."))

/* Shown within records only. */
#define PARTS(X)                                                                                                                   \
	X(lightbox_file, NULL, NULL, NULL)                                                                                         \
	X(invoice_sum, NULL, NULL, NULL)                                                                                           \
	X(statement_line, NULL, NULL, NULL)                                                                                        \
	X(agreement_user, NULL, NULL, NULL)                                                                                        \
	X(agreement_organisation, NULL, NULL, NULL)                                                                                \
	X(user_event, NULL, NULL, NULL)                                                                                            \
	X(user_agreement, NULL, NULL, NULL)                                                                                        \
	X(organisation_agreement, NULL, NULL, NULL)                                                                                \
	X(request_note, NULL, NULL, NULL)                                                                                          \
	X(erasure_item, NULL, NULL, NULL)                                                                                          \
	X(erasure_row, NULL, NULL, NULL)                                                                                           \
	X(retention_row, NULL, NULL, NULL)                                                                                         \
	X(erasure_blocker, NULL, NULL, NULL)                                                                                       \
	X(note, NULL, NULL, NULL)                                                                                                  \
	X(user_permission, NULL, NULL, NULL)                                                                                       \
	X(change_line, NULL, NULL, NULL)                                                                                           \
	X(ip_rule, NULL, NULL, NULL)                                                                                               \
	X(staff_role, NULL, NULL, NULL)                                                                                            \
	X(staff_right, NULL, NULL, NULL)                                                                                           \
	X(ssh_key, NULL, NULL, NULL)                                                                                               \
	X(import_row, NULL, NULL, NULL)                                                                                            \
	X(bulk_row, NULL, NULL, NULL)                                                                                              \
	X(import_reject, NULL, NULL, NULL)                                                                                         \
	X(job_line, NULL, NULL, NULL)                                                                                              \
	X(text_version, NULL, NULL, NULL)                                                                                          \
	X(text_line, NULL, NULL, NULL)                                                                                             \
	X(version_line, NULL, NULL, NULL)                                                                                          \
	X(breach_note, NULL, NULL, NULL)                                                                                           \
	X(breach_person, NULL, NULL, NULL)                                                                                         \
	X(breach_list, NULL, NULL, NULL)

#define DECLARE(e, right_, label_, help_) extern const struct entity e##_entity;
#define GO(e, right_, label_, help_)                                                                                               \
	static void go_##e(struct app *a, struct screen *s)                                                                        \
	{                                                                                                                          \
		(void)s;                                                                                                           \
		entity_open_list(a, &e##_entity, NULL, NULL);                                                                      \
	}
#define ACTION(e, right_, label_, help_) { 0, "go." #e, label_, NULL, right_, 0, NULL, go_##e, help_ },
#define ENTRY(e, right_, label_, help_) &e##_entity,

ENTITIES(DECLARE)
PARTS(DECLARE)
ENTITIES(GO)

static void go_find(struct app *a, struct screen *s)
{
	(void)s;
	if (api_me(console_of(a)->api))
		find_open(a);
}

static void go_home(struct app *a, struct screen *s)
{
	(void)s;
	while (app_top(a) && app_top(a)->class != &home_class) {
		if (app_top(a)->class->leave && !app_top(a)->class->leave(app_top(a)))
			return;
		app_pop(a);
	}
}

static void go_secrets(struct app *a, struct screen *s)
{
	(void)s;
	if (api_me(console_of(a)->api) && !app_find_screen(a, renew_class.name))
		renew_open(a, false);
}

static void lock_screen(struct app *a, struct screen *s)
{
	(void)s;
	lock_show(console_of(a));
}

static void logged_out(void *ctx, const struct err *err)
{
	struct console *c = ctx;

	(void)err;
	c->owner = 0;
	app_clear(c->app);
	console_lost(c, _("You are logged out."));
}

static void log_out(struct app *a, struct screen *s)
{
	struct console *c = console_of(a);

	(void)s;
	go_home(a, NULL);
	if (app_top(a) && app_top(a)->class == &home_class)
		api_logout(c->api, logged_out, c);
}

const struct action global_actions[] = {
	{ K_CTRL('f'), "go.find", N_("find anything"), NULL, NULL, 0, NULL, go_find,
	    N_("One box over names, e-mail addresses, companies, numbers.") },
	{ K_F12, "go.lock", N_("lock the screen"), NULL, NULL, 0, NULL, lock_screen,
	    N_("Hides everything until you give your PIN.") },
	{ 0, "go.home", N_("go Home"), NULL, NULL, 0, NULL, go_home, N_("Back to the first screen.") },
	{ 0, "go.secrets", N_("change my password or PIN"), NULL, NULL, 0, NULL, go_secrets,
	    N_("Needs the present ones; takes no colleague.") },
	ENTITIES(ACTION) {
	    0, "go.logout", N_("log out"), NULL, NULL, 0, NULL, log_out, N_("Ends your session and shows the log-in screen.") },
	{ 0 },
};

const struct entity *const entities[] = { ENTITIES(ENTRY) PARTS(ENTRY) NULL };

const struct screen_class *const screen_classes[] = { &login_class, &lock_class, &renew_class, &home_class, &find_class,
	&entity_list_class, &entity_record_class, &entity_create_class, NULL };

const struct entity *entity_find(const char *name)
{
	for (const struct entity *const *e = entities; *e; e++)
		if (strcmp((*e)->name, name) == 0)
			return *e;
	return NULL;
}
