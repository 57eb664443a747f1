/*
 * From created to logged in, over a real sshd, each on a line of his own: newcomer FINGERPRINT FILE -- ssh of the superadmin … -- ssh of the
 * newcomer …. The superadmin makes the account, binds the key and is shown a code; the newcomer sets password and PIN with it. The secrets go
 * into FILE, one a line, so that whoever started this can look where they must not be. Ends with 0, or says what did not come.
 */
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/pty.h"

enum { WAIT = 30000, CODE = 64 };
static const char password[] = "seven loud kettles sang", pin[] = "918274";
static const char code_pattern[] = "[a-z]{4}(-[a-z]{4}){8}";

static int fail(const struct pty *p, const char *what)
{
	fprintf(
	    stderr, "newcomer: %s did not come; last: %.1500s\n", what, p->length > 1500 ? p->seen + p->length - 1500 : p->seen);
	return 1;
}

/* Keys one after the other, as a person types them: each waits until the answer to the one before is drawn. */
static void type(struct pty *p, const char *keys)
{
	pty_send(p, keys);
	pty_until_quiet(p, 150, WAIT);
}

static bool comes(struct pty *p, const char *keys, const char *text)
{
	pty_mark(p);
	pty_send(p, keys);
	if (pty_until(p, text, WAIT) < 0)
		return false;
	pty_until_quiet(p, 150, WAIT);
	return true;
}

static void start(struct pty *p, const char *const *ssh)
{
	static const char *const env[] = { "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/bin:/bin:/usr/sbin", NULL };

	pty_start(p, ssh, env, NULL);
}

static bool find_code(const struct pty *p, char *out)
{
	regex_t pattern;
	regmatch_t at;
	bool found;

	if (regcomp(&pattern, code_pattern, REG_EXTENDED) != 0)
		return false;
	found = regexec(&pattern, p->seen, 1, &at, 0) == 0 && at.rm_eo - at.rm_so < CODE;
	if (found)
		snprintf(out, CODE, "%.*s", (int)(at.rm_eo - at.rm_so), p->seen + at.rm_so);
	regfree(&pattern);
	return found;
}

/* What the superadmin does, and sees. */
static int make_account(const char *const *ssh, const char *fingerprint, char *code)
{
	struct pty p;
	int status = 0;
	char key[100];

	start(&p, ssh);
	snprintf(key, sizeof key, "%s", fingerprint);
	if (pty_until(&p, "demo-dirk", WAIT) < 0)
		status = fail(&p, "the log-in");
	else if (!comes(&p, "dirk\tdemo-dirk-lumen-2026\t735148\r", "Newest users"))
		status = fail(&p, "Home");
	type(&p, "\x10");
	if (!status && (type(&p, "go to staff\r"), !comes(&p, "n", "First role")))
		status = fail(&p, "the form of a new colleague");
	if (!status)
		type(&p, "nina\tNina\tNew\tnina@lumen.example\t\tSupp");
	type(&p, "\r");
	if (!status && !comes(&p, "\x1bOQ", "Nina New"))
		status = fail(&p, "the new account");
	type(&p, "5");
	if (!status && !comes(&p, "n", "Fingerprint"))
		status = fail(&p, "the form of a key");
	type(&p, key);
	type(&p, "\x1bOQ");
	if (!status && !comes(&p, "O", "Give a one-time code?"))
		status = fail(&p, "the question for a code");
	if (!status && (!comes(&p, "y", "shown only now") || !find_code(&p, code)))
		status = fail(&p, "a code");
	pty_stop(&p);
	return status;
}

static int enrol(const char *const *ssh, const char *code)
{
	struct pty p;
	char keys[400];
	int status = 0;

	start(&p, ssh);
	snprintf(keys, sizeof keys, "nina\t%s\t%s\t%s\t%s\t%s", code, password, password, pin, pin);
	if (pty_until(&p, "demo-dirk", WAIT) < 0)
		status = fail(&p, "the log-in");
	else if (!comes(&p, "\x1bOS", "One-time code"))
		status = fail(&p, "the form for a code");
	type(&p, keys);
	if (!status && !comes(&p, "\x1bOQ", "Password and PIN are set"))
		status = fail(&p, "the enrolment");
	snprintf(keys, sizeof keys, "nina\t%s\t%s\r", password, pin);
	if (!status && !comes(&p, keys, "Newest users"))
		status = fail(&p, "her Home");
	pty_stop(&p);
	return status;
}

int main(int argc, char **argv)
{
	const char *const *words = (const char *const *)argv;
	char code[CODE] = "";
	FILE *f;
	int at = 4;

	if (argc < 7)
		return 2;
	while (at < argc && strcmp(argv[at], "--") != 0)
		at++;
	argv[at] = NULL;
	if (make_account(words + 4, argv[1], code) != 0)
		return 1;
	f = fopen(argv[2], "w");
	if (!f)
		return 2;
	fprintf(f, "%s\n%s\n%s\n", code, password, pin);
	fclose(f);
	return enrol(words + at + 1, code);
}
