#include "forms/remote.h"

#include <stdio.h>
#include <string.h>

#include "forms/cli.h"
#include "forms/commands.h"
#include "tui/text.h"

/*
 * Nothing that names files here or speaks to the database as anybody but the console's role. What is imported comes by the standard input,
 * after the log-in, and only as what a worker tries or writes with the rights of who sent it.
 */
const char *const remote_commands[] = { "find", "user show", "fetch", "import", "keys", "doctor", "help", "version", NULL };

static const char *const options[] = { "login", "secrets-fd", "dry-run", "account", "json", "help", "version" };

static bool refuse_character(char c, struct err *err)
{
	return err_set(err, ERR_INPUT, _("There is no shell here: put the text with “%c” between double quotes."), c);
}

/* One word from *at, which is at no space, to *to. */
static bool take_word(const char **at, char **to, struct err *err)
{
	while (**at && **at != ' ') {
		char c = *(*at)++;
		const char *end;

		if (c == '\'' || c == '"') {
			end = strchr(*at, c);
			if (!end)
				return err_set(err, ERR_INPUT,
				    _("A quotation mark %c has no partner: put text that has one between double quotes."), c);
			memcpy(*to, *at, (size_t)(end - *at));
			*to += end - *at;
			*at = end + 1;
		} else if (strchr(";&|<>()$`\\", c)) {
			return refuse_character(c, err);
		} else {
			*(*to)++ = c;
		}
	}
	*(*to)++ = '\0';
	return true;
}

bool remote_split(struct remote *r, const char *command, struct err *err)
{
	char *to = r->text;

	*r = (struct remote) { .count = 0 };
	/* A word and its end take no more room than the word and the space behind it. */
	if (strlen(command) >= sizeof r->text)
		return err_set(err, ERR_INPUT, _("The command is too long: %d characters are the most."), PROCESS_COMMAND - 1);
	if (!text_is_clean(command, strlen(command)))
		return err_set(err, ERR_INPUT, "%s", _("The command has characters in it that cannot be shown."));
	for (const char *at = command;;) {
		at += strspn(at, " ");
		if (!*at)
			return true;
		if (r->count == REMOTE_WORDS)
			return err_set(err, ERR_INPUT, _("The command is too long: %d words are the most."), REMOTE_WORDS);
		r->words[r->count++] = to;
		if (!take_word(&at, &to, err))
			return false;
	}
}

/* The options that may come this way: who one is, and how the answer looks. *i is left at the last word that belongs to it. */
static bool take_option(struct remote *r, int *i, struct options *o, struct err *err)
{
	const char *word = r->words[*i], *value = *i + 1 < r->count ? r->words[*i + 1] : NULL;

	if (strcmp(word, "--json") == 0) {
		o->json = true;
	} else if (strcmp(word, "--dry-run") == 0) {
		o->dry_run = true;
	} else if (strcmp(word, "--account") == 0 && value) {
		o->account = value;
		++*i;
	} else if (strcmp(word, "--help") == 0) {
		o->help = true;
	} else if (strcmp(word, "--version") == 0) {
		o->version = true;
	} else if (strcmp(word, "--login") == 0 && value) {
		o->login = value;
		++*i;
	} else if (strcmp(word, "--secrets-fd") == 0 && value && strcmp(value, "0") == 0) {
		o->secrets_fd = 0;
		++*i;
	} else {
		return err_set(err, ERR_INPUT,
		    _("\"%s\" cannot be said over ssh: there are --login NAME, --secrets-fd 0, --dry-run, --account ID, --json, "
		      "--help "
		      "and --version."),
		    word);
	}
	return true;
}

/* How many words the command at the start takes; 0 = it is none of ours. */
static int words_of(const char *command, char *const *words, int count)
{
	const char *space = strchr(command, ' ');
	size_t first = space ? (size_t)(space - command) : strlen(command);

	if (!count || strlen(words[0]) != first || memcmp(words[0], command, first) != 0)
		return 0;
	if (!space)
		return 1;
	return count > 1 && strcmp(words[1], space + 1) == 0 ? 2 : 0;
}

static bool is_known(char *const *words, int count)
{
	for (const char *const *c = remote_commands; *c; c++)
		if (words_of(*c, words, count))
			return true;
	return false;
}

static void join_rest(struct remote *r, struct options *o)
{
	size_t used = 0;

	for (int i = 1; i < o->word_count; i++)
		used += (size_t)snprintf(r->joined + used, sizeof r->joined - used, "%s%s", i > 1 ? " " : "", r->command[i]);
	r->command[1] = r->joined;
	o->word_count = 2;
}

bool remote_read(struct remote *r, const char *command, struct options *o, struct err *err)
{
	if (!remote_split(r, command, err))
		return false;
	o->words = r->command;
	o->word_count = 0;
	for (int i = 0; i < r->count; i++) {
		if (r->words[i][0] != '-')
			r->command[o->word_count++] = r->words[i];
		else if (!take_option(r, &i, o, err))
			return false;
	}
	if (o->word_count == 0 && (o->help || o->version))
		return true;
	if (r->count == 0)
		return err_set(err, ERR_INPUT, "%s", _("The command is empty, too long, or has control characters in it."));
	if (!is_known(r->command, o->word_count))
		return err_set(err, ERR_INPUT,
		    _("\"%s\" cannot be asked for over ssh: there are find TEXT, user show ID, fetch JOB, import KIND, keys, "
		      "doctor, help "
		      "and version."),
		    o->word_count ? r->command[0] : "");
	if (strcmp(r->command[0], "import") == 0 && o->word_count > 2 && strcmp(r->command[2], "-") != 0)
		return err_set(
		    err, ERR_INPUT, "%s", _("Over ssh the file comes by the standard input: ssh HOST import users < FILE."));
	if (strcmp(r->command[0], "find") == 0 && o->word_count > 2)
		join_rest(r, o);
	o->help = o->help || strcmp(r->command[0], "help") == 0;
	o->version = o->version || strcmp(r->command[0], "version") == 0;
	return true;
}

void remote_help(void)
{
	printf("steward %s - %s\n\n", STEWARD_VERSION, _("staff console of a picture library"));
	puts(_("`ssh -t HOST` opens the console. What can be asked for behind the name of the host:"));
	for (const char *const *name = remote_commands; *name; name++)
		for (const struct command *c = commands; c->words; c++)
			if (strcmp(c->words, *name) == 0)
				printf("  %-10s %-8s %s\n", c->words, c->arguments, _(c->help));
	printf("\n%s\n", _("Options:"));
	for (const struct option_row *row = option_rows; row->name; row++)
		for (size_t i = 0; i < sizeof options / sizeof *options; i++)
			if (strcmp(row->name, options[i]) == 0)
				printf("  --%s%s%-*s %s\n", row->name, row->argument ? " " : "",
				    (int)(18 - strlen(row->name) - (row->argument != NULL)), row->argument ? row->argument : "",
				    _(row->help));
}
