#include "backend/witness_log.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backend/words.h"

enum { FIELDS = 12, HASH = 9, SEEN = 10, SIGNATURE = 11, FIELD_SIZE = 2 * SECRET_SIGNATURE + 1 };

static const char head_words[] = "steward witness 1 ";

/* Digits only; the least number of them is proved by writing the line again. */
static bool read_number(const char *text, int64_t *ret)
{
	errno = 0;
	*ret = strtoll(text, NULL, 10);
	return *text && strspn(text, "0123456789") == strlen(text) && errno == 0;
}

static bool read_id(const char *text, int64_t *ret)
{
	*ret = -1;
	return strcmp(text, "-") == 0 || read_number(text, ret);
}

static bool read_transaction(const char *text, uint64_t *ret)
{
	errno = 0;
	*ret = strtoull(text, NULL, 10);
	return *text && strspn(text, "0123456789") == strlen(text) && errno == 0;
}

static bool split(const char *line, char fields[FIELDS][FIELD_SIZE])
{
	for (int i = 0; i < FIELDS; i++) {
		size_t n = strcspn(line, " ");

		if (n >= FIELD_SIZE || (line[n] == ' ') != (i < FIELDS - 1))
			return false;
		memcpy(fields[i], line, n);
		fields[i][n] = '\0';
		line += n + (line[n] == ' ');
	}
	return true;
}

static bool read_part(char fields[][FIELD_SIZE], struct seal_part *part)
{
	return read_number(fields[0], &part->rows) && read_id(fields[1], &part->first) && read_id(fields[2], &part->last);
}

bool witness_parse(const char *line, struct witness_entry *ret)
{
	char fields[FIELDS][FIELD_SIZE], again[WITNESS_LINE];
	struct seal *s = &ret->seal;

	*ret = (struct witness_entry) { .seal.form = SEAL_FORM };
	if (!split(line, fields) || !read_number(fields[0], &s->n) || !read_transaction(fields[1], &s->upto) ||
	    !read_number(fields[2], &s->at) || !read_part(fields + 3, &s->parts[SEAL_CHANGES]) ||
	    !read_part(fields + 6, &s->parts[SEAL_ACCESS]) || !secret_unhex(fields[HASH], s->hash, SECRET_KEY) ||
	    !read_number(fields[SEEN], &ret->seen) || !secret_unhex(fields[SIGNATURE], ret->signature, SECRET_SIGNATURE))
		return false;
	witness_format(ret, again);
	return strcmp(line, again) == 0;
}

static void write_id(int64_t id, char out[24])
{
	if (id < 0)
		snprintf(out, 24, "-");
	else
		snprintf(out, 24, "%" PRId64, id);
}

static void write_part(const struct seal_part *part, char out[80])
{
	char first[24], last[24];

	write_id(part->first, first);
	write_id(part->last, last);
	snprintf(out, 80, "%" PRId64 " %s %s", part->rows, first, last);
}

/* What is signed stands behind the words of the head. */
static int format_signed(const struct witness_entry *e, char out[WITNESS_LINE])
{
	const struct seal *s = &e->seal;
	char changes[80], access[80], hash[2 * SECRET_KEY + 1];

	write_part(&s->parts[SEAL_CHANGES], changes);
	write_part(&s->parts[SEAL_ACCESS], access);
	secret_hex(s->hash, SECRET_KEY, hash);
	return snprintf(out, WITNESS_LINE, "%s%" PRId64 " %" PRIu64 " %" PRId64 " %s %s %s %" PRId64, head_words, s->n, s->upto,
	    s->at, changes, access, hash, e->seen);
}

void witness_format(const struct witness_entry *e, char out[WITNESS_LINE])
{
	char text[WITNESS_LINE], signature[2 * SECRET_SIGNATURE + 1];

	format_signed(e, text);
	secret_hex(e->signature, SECRET_SIGNATURE, signature);
	snprintf(out, WITNESS_LINE, "%.*s %s", WITNESS_LINE - (int)sizeof signature - 1, text + sizeof head_words - 1, signature);
}

bool witness_parse_head(const char *line, unsigned char *ret_public_key)
{
	char again[WITNESS_LINE];

	if (strncmp(line, head_words, sizeof head_words - 1) != 0 ||
	    !secret_unhex(line + sizeof head_words - 1, ret_public_key, SECRET_PUBLIC))
		return false;
	witness_format_head(ret_public_key, again);
	return strcmp(line, again) == 0;
}

void witness_format_head(const unsigned char *public_key, char out[WITNESS_LINE])
{
	char hex[2 * SECRET_PUBLIC + 1];

	secret_hex(public_key, SECRET_PUBLIC, hex);
	snprintf(out, WITNESS_LINE, "%s%s", head_words, hex);
}

bool witness_sign(struct witness_entry *e, const unsigned char *key, struct err *err)
{
	char text[WITNESS_LINE];
	int n = format_signed(e, text);

	return secret_sign(key, text, (size_t)n, e->signature, err);
}

bool witness_check(const struct witness_entry *e, const unsigned char *public_key)
{
	char text[WITNESS_LINE];
	int n = format_signed(e, text);

	return secret_verify(public_key, text, (size_t)n, e->signature);
}

/* A line without its line feed, cut at what fits. 1 = a whole line, 0 = the end, -1 = a line that is none (too long, with a zero byte). */
static int read_line(struct witness_log *l, char line[WITNESS_LINE])
{
	int c, n = 0;
	bool bad = false;

	while ((c = getc(l->file)) != EOF && c != '\n')
		if (c == '\0' || n == WITNESS_LINE - 1)
			bad = true;
		else
			line[n++] = (char)c;
	line[n] = '\0';
	if (c == EOF) {
		l->torn = n > 0 || bad;
		return 0;
	}
	l->good = ftell(l->file);
	l->line++;
	return bad ? -1 : 1;
}

bool witness_log_open(struct witness_log *l, FILE *file, const char *name, struct err *err)
{
	char line[WITNESS_LINE];

	*l = (struct witness_log) { .file = file };
	if (!file)
		return err_set(err, ERR_SYSTEM, _("The witness's log %.200s cannot be read: %s."), name, strerror(errno));
	if (read_line(l, line) == 1 && witness_parse_head(line, l->public_key))
		return true;
	witness_log_close(l);
	return err_set(err, ERR_INPUT, _("%.200s is no log of a witness: its first line names no key."), name);
}

void witness_log_close(struct witness_log *l)
{
	if (l->file)
		fclose(l->file);
	l->file = NULL;
}

enum witness_next witness_log_next(struct witness_log *l, struct witness_entry *ret)
{
	char line[WITNESS_LINE];
	int got = read_line(l, line);

	if (!got)
		return WITNESS_END;
	return got > 0 && witness_parse(line, ret) ? WITNESS_ENTRY : WITNESS_BAD;
}
