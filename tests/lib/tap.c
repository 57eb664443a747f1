#include "tests/lib/tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 3, 0))) static void point(struct tap *t, bool ok, const char *name, va_list values)
{
	t->count++;
	if (!ok)
		t->failed++;
	if (t->silent)
		return;
	printf("%sok %d - ", ok ? "" : "not ", t->count);
	vprintf(name, values);
	putchar('\n');
	fflush(stdout);
}

bool tap_ok(struct tap *t, bool ok, const char *name, ...)
{
	va_list values;

	va_start(values, name);
	point(t, ok, name, values);
	va_end(values);
	return ok;
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool tap_is(struct tap *t, const char *got, const char *wanted, const char *name, ...)
{
	bool ok = same(got, wanted);
	va_list values;

	va_start(values, name);
	point(t, ok, name, values);
	va_end(values);
	if (!ok && !t->silent)
		tap_diag("wanted %s, got %s", wanted ? wanted : "(null)", got ? got : "(null)");
	return ok;
}

bool tap_number(struct tap *t, long long got, long long wanted, const char *name, ...)
{
	va_list values;

	va_start(values, name);
	point(t, got == wanted, name, values);
	va_end(values);
	if (got != wanted && !t->silent)
		tap_diag("wanted %lld, got %lld", wanted, got);
	return got == wanted;
}

void tap_skip(struct tap *t, const char *why, const char *name, ...)
{
	va_list values;

	t->count++;
	if (t->silent)
		return;
	printf("ok %d - ", t->count);
	va_start(values, name);
	vprintf(name, values);
	va_end(values);
	printf(" # SKIP %s\n", why);
	fflush(stdout);
}

void tap_diag(const char *format, ...)
{
	char text[2000];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	printf("# ");
	for (const char *s = text; *s; s++) {
		if (*s == '\n' && !s[1])
			break;
		putchar(*s);
		if (*s == '\n')
			printf("# ");
	}
	putchar('\n');
	fflush(stdout);
}

void tap_bail(const char *format, ...)
{
	va_list values;

	printf("Bail out! ");
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
	fflush(stdout);
	exit(1);
}

int tap_done(const struct tap *t)
{
	printf("1..%d\n", t->count);
	if (t->failed)
		tap_diag("%d of %d failed", t->failed, t->count);
	return t->failed || !t->count ? 1 : 0;
}
