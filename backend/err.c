#include "backend/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* Exit status of a shell for a program that the user stopped (128 + SIGINT). */
enum { EXIT_STOPPED = 130 };

static const struct {
	const char *name;
	int exit;
} codes[] = {
	[ERR_NONE] = { "none", EX_OK },
	[ERR_INPUT] = { "input", EX_DATAERR },
	[ERR_DENIED] = { "denied", EX_NOPERM },
	[ERR_MISSING] = { "missing", EX_NOINPUT },
	[ERR_CONFLICT] = { "conflict", EX_TEMPFAIL },
	[ERR_CANCELLED] = { "cancelled", EXIT_STOPPED },
	[ERR_OFFLINE] = { "offline", EX_TEMPFAIL },
	[ERR_UNCERTAIN] = { "uncertain", EX_IOERR },
	[ERR_SESSION] = { "session", EX_NOPERM },
	[ERR_BUDGET] = { "budget", EX_TEMPFAIL },
	[ERR_SYSTEM] = { "system", EX_OSERR },
	[ERR_BUG] = { "bug", EX_SOFTWARE },
};

static bool known(enum err_code code)
{
	return (size_t)code < sizeof codes / sizeof *codes;
}

void err_clear(struct err *e)
{
	memset(e, 0, sizeof *e);
}

bool err_set(struct err *e, enum err_code code, const char *format, ...)
{
	va_list ap;

	if (!e)
		return false;
	err_clear(e);
	e->code = code;
	va_start(ap, format);
	if (vsnprintf(e->sentence, sizeof e->sentence, format, ap) < 0)
		e->sentence[0] = '\0';
	va_end(ap);
	return false;
}

const char *err_code_name(enum err_code code)
{
	return known(code) ? codes[code].name : "unknown";
}

int err_exit(enum err_code code)
{
	return known(code) ? codes[code].exit : EX_SOFTWARE;
}
