#include "backend/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/words.h"

enum { FILE_MAX = 64 * 1024 };

#define PLACE(member) .offset = offsetof(struct config, member), .size = sizeof(((struct config *)NULL)->member)

const struct config_option config_options[] = {
	{ "host", CONFIG_TEXT, PLACE(host), "/var/run/postgresql",
	    N_("Folder of the database server's socket, or the name of its host."), NULL },
	{ "port", CONFIG_TEXT, PLACE(port), "5432", N_("Port of the database server."), "1..65535" },
	{ "database", CONFIG_TEXT, PLACE(database), "steward", N_("Name of the database."), NULL },
	{ "user", CONFIG_TEXT, PLACE(user), "steward_console",
	    N_("Database role of the console. It may call the functions of schema api and nothing else."), NULL },
	{ "sslmode", CONFIG_TEXT, PLACE(sslmode), "verify-full",
	    N_("How the line to a host is protected; without meaning on a socket."), "disable|require|verify-ca|verify-full" },
	{ "sslrootcert", CONFIG_TEXT, PLACE(sslrootcert), "", N_("File with the certificate that signed the server's."), NULL },
	{ "sslcert", CONFIG_TEXT, PLACE(sslcert), "", N_("File with the certificate that the console shows to the server."), NULL },
	{ "sslkey", CONFIG_TEXT, PLACE(sslkey), "", N_("File with the key of that certificate."), NULL },
	{ "connect_timeout", CONFIG_INT, PLACE(connect_timeout), "10", N_("Seconds to wait for the server when connecting."),
	    "1..300" },
	{ "pepper_file", CONFIG_TEXT, PLACE(pepper_file), "/etc/steward/pepper",
	    N_("File of 32 random bytes, mode 0400, that every password is mixed with; on the console's host only."), NULL },
	{ "sql_dir", CONFIG_TEXT, PLACE(sql_dir), STEWARD_DATADIR "/sql",
	    N_("Folder with the files that `steward migrate` applies."), NULL },
	{ "locale_dir", CONFIG_TEXT, PLACE(locale_dir), STEWARD_LOCALE, N_("Folder of the translations."), NULL },
	{ "spool", CONFIG_TEXT, PLACE(spool), "/var/lib/steward/spool",
	    N_("Folder for the files of jobs, on the host of console and worker: one account's own, mode 0700."), NULL },
	{ "import_dir", CONFIG_TEXT, PLACE(import_dir), "",
	    N_("Folder from which people choose files to import on the screen, on the host of console and worker; nobody but those "
	       "who "
	       "may put them there can write to it. Empty: files come by the command only."),
	    NULL },
	{ "language", CONFIG_TEXT, PLACE(language), "", N_("Language of the screens; empty: by LANG at the start."), "|en|nl" },
	{ "time_zone", CONFIG_TEXT, PLACE(time_zone), "Europe/Amsterdam",
	    N_("Zone in which times are shown, as zoneinfo names it."), NULL },
	{ "theme", CONFIG_TEXT, PLACE(theme), "dark", N_("Colours for a dark or a light background."), "dark|light" },
	{ "colours", CONFIG_TEXT, PLACE(colours), "auto", N_("How many colours to use; auto: what the terminal can do."),
	    "auto|mono|16|256|true" },
	{ "ascii", CONFIG_BOOL, PLACE(ascii), "no", N_("Draw lines and charts in ASCII."), "yes|no" },
	{ "mouse", CONFIG_BOOL, PLACE(mouse), "no", N_("Take the mouse; no: the terminal's own selection works."), "yes|no" },
	{ "clipboard", CONFIG_BOOL, PLACE(clipboard), "no", N_("Let people copy to the clipboard of their own terminal (OSC 52)."),
	    "yes|no" },
	{ "mail_from", CONFIG_TEXT, PLACE(mail_from), "",
	    N_("Address from which security mail comes. For steward-mailer, as what follows."), NULL },
	{ "mail_server", CONFIG_TEXT, PLACE(mail_server), "", N_("Mail server that takes it (SMTP)."), NULL },
	{ "mail_port", CONFIG_TEXT, PLACE(mail_port), "587", N_("Its port."), "1..65535" },
	{ "mail_tls", CONFIG_TEXT, PLACE(mail_tls), "starttls",
	    N_("How the line to it is protected: starttls after the greeting, tls from the first byte, none for a server on this "
	       "machine."),
	    "starttls|tls|none" },
	{ "mail_ca_file", CONFIG_TEXT, PLACE(mail_ca_file), "",
	    N_("File with the certificate that signed the mail server's; empty: those that the machine trusts."), NULL },
	{ "mail_user", CONFIG_TEXT, PLACE(mail_user), "", N_("Name by which to log in at the mail server; empty: without."), NULL },
	{ "mail_password_file", CONFIG_TEXT, PLACE(mail_password_file), "",
	    N_("File with the password for that on its first line, mode 0400."), NULL },
	{ "mail_sendmail", CONFIG_TEXT, PLACE(mail_sendmail), "",
	    N_("Full path of a program that takes mail as sendmail does, such as /usr/sbin/sendmail; used instead of a server."),
	    NULL },
	{ .name = NULL },
};

static const char key_prefix[] = "key.";

static const struct config_option *find(const char *name)
{
	for (const struct config_option *o = config_options; o->name; o++)
		if (strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

/* Whether value is one of "a|b|c". */
static bool one_of(const char *choices, const char *value)
{
	size_t n = strlen(value);

	for (const char *at = choices;; at++) {
		size_t length = strcspn(at, "|");

		if (length == n && memcmp(at, value, n) == 0)
			return true;
		at += length;
		if (!*at)
			return false;
	}
}

/* A whole number in decimal digits only, within "low..high". */
static bool in_range(const char *range, const char *value, long *ret_n)
{
	char *end;
	long low = strtol(range, &end, 10), high = strtol(end + 2, NULL, 10), n;

	if (!*value || strspn(value, "0123456789") != strlen(value) || strlen(value) > 9)
		return false;
	n = strtol(value, NULL, 10);
	*ret_n = n;
	return n >= low && n <= high;
}

static bool is_range(const struct config_option *o)
{
	return o->choices && strstr(o->choices, "..");
}

static bool is_fit(const struct config_option *o, const char *value, long *ret_number)
{
	if (!o->choices)
		return true;
	return is_range(o) ? in_range(o->choices, value, ret_number) : one_of(o->choices, value);
}

static bool refuse(const struct config_option *o, struct err *err)
{
	if (is_range(o))
		return err_set(err, ERR_INPUT, _("%s must be a whole number, %s."), o->name, o->choices);
	return err_set(err, ERR_INPUT, _("%s must be one of %s."), o->name, o->choices);
}

static bool store(struct config *c, const struct config_option *o, const char *value, struct err *err)
{
	char *place = (char *)c + o->offset;
	long number = 0;

	if (!is_fit(o, value, &number))
		return refuse(o, err);
	if (o->kind == CONFIG_BOOL) {
		*(bool *)(void *)place = strcmp(value, "yes") == 0;
	} else if (o->kind == CONFIG_INT) {
		*(int *)(void *)place = (int)number;
	} else {
		if (strlen(value) >= o->size)
			return err_set(err, ERR_INPUT, _("%s is too long: at most %lu bytes."), o->name, o->size - 1);
		memset(place, 0, o->size);
		memcpy(place, value, strlen(value));
	}
	return true;
}

/* A later line for the same action replaces the earlier one. Whether action and key exist is known to the terminal's side. */
static bool bind(struct config *c, const char *action, const char *key, int line, struct err *err)
{
	struct config_key *k = c->keys;

	if (!*action || strlen(action) >= sizeof k->action)
		return err_set(err, ERR_INPUT, _("%s%.80s: there is no action of that name."), key_prefix, action);
	if (!*key || strlen(key) >= sizeof k->key)
		return err_set(err, ERR_INPUT, _("%s%s must be the name of a key, such as F2 or Ctrl-S."), key_prefix, action);
	while (k < c->keys + c->key_count && strcmp(k->action, action) != 0)
		k++;
	if (k == c->keys + sizeof c->keys / sizeof *c->keys)
		return err_set(
		    err, ERR_INPUT, _("%s%s is one too many: at most %d keys can be bound."), key_prefix, action, c->key_count);
	if (k == c->keys + c->key_count)
		c->key_count++;
	snprintf(k->action, sizeof k->action, "%s", action);
	snprintf(k->key, sizeof k->key, "%s", key);
	k->line = line;
	return true;
}

static bool has_control(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return true;
	return false;
}

static bool set(struct config *c, const char *name, const char *value, int line, struct err *err)
{
	const struct config_option *o = find(name);

	if (has_control(value) || has_control(name))
		return err_set(err, ERR_INPUT, "%s", _("There is a control character in the line; only plain text is allowed."));
	if (strncmp(name, key_prefix, sizeof key_prefix - 1) == 0)
		return bind(c, name + sizeof key_prefix - 1, value, line, err);
	if (!o)
		return err_set(err, ERR_INPUT, _("There is no option \"%.80s\"; steward.conf(5) lists them."), name);
	return store(c, o, value, err);
}

bool config_set(struct config *c, const char *name, const char *value, struct err *err)
{
	return set(c, name, value, 0, err);
}

void config_init(struct config *c)
{
	memset(c, 0, sizeof *c);
	c->keeps_in = -1;
	for (const struct config_option *o = config_options; o->name; o++)
		store(c, o, o->initial, NULL);
}

static char *trim(char *s)
{
	char *end;

	s += strspn(s, " \t\r");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r", end[-1]))
		end--;
	*end = '\0';
	return s;
}

/* Puts file and line before the sentence. */
static bool place(struct err *err, const char *file, int line)
{
	char sentence[sizeof err->sentence];

	if (!err)
		return false;
	memcpy(sentence, err->sentence, sizeof sentence);
	return err_set(err, err->code, _("%.200s, line %d: %.280s"), file, line, sentence);
}

static bool read_line(struct config *c, char *text, int line, struct err *err)
{
	char *equals;

	text = trim(text);
	if (!*text || *text == '#')
		return true;
	equals = strchr(text, '=');
	if (!equals)
		return err_set(
		    err, ERR_INPUT, _("\"%.80s\" has no \"=\": a line is \"name = value\", or a comment after #."), text);
	*equals = '\0';
	return set(c, trim(text), trim(equals + 1), line, err);
}

static bool parse(struct config *c, const char *file, char *text, size_t size, struct err *err)
{
	int line = 1;

	for (char *at = text; at < text + size; line++) {
		char *end = memchr(at, '\n', (size_t)(text + size - at));

		if (!end)
			end = text + size;
		*end = '\0';
		if (memchr(at, '\0', (size_t)(end - at))) {
			err_set(err, ERR_INPUT, "%s", _("There is a control character in the line; only plain text is allowed."));
			return place(err, file, line);
		}
		if (!read_line(c, at, line, err))
			return place(err, file, line);
		at = end + 1;
	}
	return true;
}

/* Who can write the file decides which server is asked and where the pepper lies. */
static bool file_is_fit(int fd, const char *file, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(err, ERR_INPUT, _("%.200s is not a regular file."), file);
	if (st.st_mode & S_IWOTH)
		return err_set(err, ERR_INPUT, _("%.200s can be written by anybody: take that right away (chmod o-w)."), file);
	if (st.st_size > FILE_MAX)
		return err_set(err, ERR_INPUT, _("%.200s is larger than %d bytes: that is no configuration."), file, (int)FILE_MAX);
	return true;
}

static bool read_all(int fd, char *out, size_t size, size_t *ret_n, const char *file, struct err *err)
{
	size_t used = 0;
	ssize_t n;

	while (used < size && (n = read(fd, out + used, size - used)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(err, ERR_SYSTEM, _("%.200s cannot be read: %s."), file, strerror(errno));
		used += (size_t)n;
	}
	*ret_n = used;
	return true;
}

bool config_read(struct config *c, const char *file, bool must, struct err *err)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char *text;
	size_t n = 0;
	bool ok;

	if (fd < 0) {
		if (errno == ENOENT && !must)
			return true;
		return err_set(err, ERR_SYSTEM, _("%.200s cannot be read: %s."), file, strerror(errno));
	}
	text = malloc(FILE_MAX + 1);
	if (!text)
		ok = err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
	else
		ok = file_is_fit(fd, file, err) && read_all(fd, text, FILE_MAX, &n, file, err) && parse(c, file, text, n, err);
	free(text);
	close(fd);
	return ok;
}
