#ifndef BACKEND_CONFIG_H
#define BACKEND_CONFIG_H

#include <stdbool.h>

#include "backend/err.h"

/* steward.conf: `name = value` lines, # comments. Every name stands in one table, from which steward.conf(5) is made. */
struct config {
	char host[256]; /* directory of the socket, or host name */
	char port[8];
	char database[64];
	char user[64]; /* steward_console */
	char sslmode[16], sslrootcert[256], sslcert[256], sslkey[256];
	char pepper_file[256]; /* 32 bytes, 0400 */
	char sql_dir[256]; /* where `steward migrate` finds its files */
	char locale_dir[256];
	char spool[256]; /* where workers leave the files of jobs */
	char import_dir[256]; /* from which files are chosen to be imported; "" = none */
	bool reads_spool; /* set by commands that hand them over, no option */
	int keeps_in; /* folder in which one file may get its name (new_file.h); -1 = none. No option */
	char language[8]; /* "", "en", "nl": "" = by LANG at start */
	char time_zone[64];
	char theme[16]; /* dark, light */
	char colours[8]; /* auto, mono, 16, 256, true */
	bool ascii, mouse, clipboard;
	int connect_timeout; /* seconds */
	/* steward-mailer only */
	char mail_from[256], mail_server[256], mail_port[8], mail_tls[16], mail_ca_file[256], mail_user[128],
	    mail_password_file[256];
	char mail_sendmail[256];
	/* key.<action name> = <key> lines: rebinding */
	struct config_key {
		char action[64];
		char key[32];
		int line;
	} keys[64];
	int key_count;
};

/* One row of the table that parser, man page and `steward doctor` share. */
struct config_option {
	const char *name;
	enum { CONFIG_TEXT, CONFIG_BOOL, CONFIG_INT } kind;
	unsigned long offset, size;
	const char *initial;
	const char *help; /* N_() */
	const char *choices; /* "a|b|c"; "1..300" = a whole number between; NULL = any text that fits */
};
extern const struct config_option config_options[]; /* ended by NULL name */

void config_init(struct config *c); /* defaults */
/* Reads a file over what is there. Errors name file, line and key. A missing file is an error only if must is set. */
bool config_read(struct config *c, const char *file, bool must, struct err *err);
/* Sets one option, as from the command line. */
bool config_set(struct config *c, const char *name, const char *value, struct err *err);

#endif
