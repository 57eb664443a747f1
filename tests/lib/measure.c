#include "tests/lib/measure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/lib/tap.h"

double measure_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void series_add(struct series *s, double value)
{
	if (s->count == s->room) {
		s->room = s->room ? 2 * s->room : 64;
		s->values = reallocarray(s->values, (size_t)s->room, sizeof *s->values);
		if (!s->values)
			tap_bail("no memory");
	}
	s->values[s->count++] = value;
}

void series_free(struct series *s)
{
	free(s->values);
	*s = (struct series) { 0 };
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double series_at(const struct series *s, double share)
{
	double *sorted, value;
	double place = share * (s->count - 1);
	int below = (int)place;

	if (s->count == 0)
		return 0;
	sorted = malloc((size_t)s->count * sizeof *sorted);
	if (!sorted)
		tap_bail("no memory");
	memcpy(sorted, s->values, (size_t)s->count * sizeof *sorted);
	qsort(sorted, (size_t)s->count, sizeof *sorted, by_size);
	value = sorted[below];
	if (below + 1 < s->count)
		value += (place - below) * (sorted[below + 1] - value);
	free(sorted);
	return value;
}

/* As many digits as the machine's noise leaves any sense in. */
static void print_number(double value)
{
	int digits = value >= 100 || value == (double)(long)value ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;

	printf("%.*f", digits, value);
}

static void print_series(const struct series *s, double share, const char *unit)
{
	if (!s || s->count == 0)
		return;
	print_number(series_at(s, share));
	printf(" %s", unit);
	if (s->count > 1) {
		printf(" (");
		print_number(series_at(s, 0));
		printf("–");
		print_number(series_at(s, 1));
		printf(", n=%d)", s->count);
	}
}

static void print_bar(const struct row *r)
{
	const char *between = "";

	if (r->ratio_max > 0) {
		printf("≤ %g ×", r->ratio_max);
		between = ", or ";
	}
	if (r->added_max > 0) {
		printf("%s≤ %g %s added", between, r->added_max, r->unit);
		between = ", or ";
	}
	/* A bar of nothing at all is written as a number below one. */
	if (r->ours_max > 0)
		printf("%s≤ %g %s", between, r->ours_max < 1 ? 0 : r->ours_max, r->unit);
}

bool row_print(const struct row *r)
{
	double share = r->share > 0 ? r->share : 0.5;
	double ours = series_at(r->ours, share), peer = r->peer ? series_at(r->peer, share) : 0;
	double ratio = peer > 0 ? ours / peer : 0;
	bool met = r->reference || (r->ratio_max > 0 && peer > 0 && ratio <= r->ratio_max) ||
		   (r->added_max > 0 && r->peer && ours - peer <= r->added_max) || (r->ours_max > 0 && ours <= r->ours_max);

	printf("%s\t%s\t", r->id, r->what);
	print_series(r->ours, share, r->unit);
	printf("\t%s%s", r->peer_name ? r->peer_name : "", r->peer_name ? ": " : "");
	print_series(r->peer, share, r->unit);
	printf("\t");
	if (ratio > 0)
		printf("%.*f", ratio < 0.1 ? 3 : 2, ratio);
	if (r->added_max > 0 && r->peer)
		printf("; %+.3f %s", ours - peer, r->unit);
	printf("\t");
	if (!r->reference)
		print_bar(r);
	printf("\t%s\n", r->reference ? "" : met ? "met" : "**not met**");
	fflush(stdout);
	return met;
}

void row_note(const char *id, const char *format, ...)
{
	va_list values;

	printf("%s\t#", id);
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	printf("\n");
	fflush(stdout);
}
