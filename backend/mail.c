#include "backend/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backend/pq.h"
#include "backend/words.h"

static const char sql_take[] =
    "SELECT id, recipient, subject, body, message_id, kind, first FROM auth.mail_take() WHERE id IS NOT NULL";
static const char sql_handing[] = "SELECT auth.mail_handing($1::bigint)";
static const char sql_result[] = "SELECT auth.mail_result($1::bigint, $2, $3)";
enum { ID, RECIPIENT, SUBJECT, BODY, MESSAGE_ID, KIND, FIRST, COLUMNS };

/* Longest line of a header and of the text, without its end (RFC 5322, RFC 2045). */
enum { LINE_MAX_BYTES = 76, WORD_BYTES = 39 };

bool mail_address_fits(const char *address)
{
	size_t n = strlen(address);
	const char *at = strchr(address, '@');

	if (n < 3 || n > 254 || !at || at == address || !at[1] || strchr(at + 1, '@') || address[0] == '-')
		return false;
	for (const char *p = address; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("<>()[]\\,;:\"", *p))
			return false;
	return true;
}

/* Grows as it is written; failed = out of memory. */
struct text {
	char *at;
	size_t n, size;
	bool failed;
};

static void add(struct text *t, const char *s, size_t n)
{
	char *more;

	if (t->failed)
		return;
	if (t->n + n + 1 > t->size) {
		t->size = 2 * (t->n + n) + 1024;
		more = realloc(t->at, t->size);
		if (!more) {
			t->failed = true;
			return;
		}
		t->at = more;
	}
	memcpy(t->at + t->n, s, n);
	t->n += n;
	t->at[t->n] = '\0';
}

static void add_text(struct text *t, const char *s)
{
	add(t, s, strlen(s));
}

static bool is_plain(const char *s)
{
	if (strlen(s) > LINE_MAX_BYTES - 10 || strstr(s, "=?"))
		return false;
	for (; *s; s++)
		if (*s < ' ' || *s >= 0x7f)
			return false;
	return true;
}

static void add_base64(struct text *t, const unsigned char *s, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned three = (unsigned)s[i] << 16 | (i + 1 < n ? (unsigned)s[i + 1] << 8 : 0) | (i + 2 < n ? s[i + 2] : 0);
		char four[4] = { digits[three >> 18], digits[three >> 12 & 63], digits[three >> 6 & 63], digits[three & 63] };

		if (i + 1 >= n)
			four[2] = '=';
		if (i + 2 >= n)
			four[3] = '=';
		add(t, four, 4);
	}
}

/* An encoded word holds whole characters only. */
static size_t word_length(const char *s)
{
	size_t n = strlen(s);

	if (n <= WORD_BYTES)
		return n;
	n = WORD_BYTES;
	while (n > WORD_BYTES - 4 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* RFC 2047. A line break is a byte like others here, and stands in base64. */
static void add_header(struct text *t, const char *name, const char *value)
{
	add_text(t, name);
	add_text(t, ": ");
	if (is_plain(value)) {
		add_text(t, value);
	} else {
		for (const char *at = value; *at;) {
			size_t n = word_length(at);

			add_text(t, at == value ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
			add_base64(t, (const unsigned char *)at, n);
			add_text(t, "?=");
			at += n;
		}
	}
	add_text(t, "\r\n");
}

/* Quoted-printable (RFC 2045). A blank at the end of a line would be lost on the way, and a dot alone on one means the end to SMTP. */
static void add_quoted(struct text *t, const char *s)
{
	int column = 0;

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool ends = s[1] == '\n' || !s[1];
		char one[4];

		if (c == '\n') {
			add_text(t, "\r\n");
			column = 0;
			continue;
		}
		bool plain = c >= ' ' && c < 0x7f && c != '=' && (c != ' ' || !ends);

		if (column + (plain ? 1 : 3) > LINE_MAX_BYTES - 1) {
			add_text(t, "=\r\n");
			column = 0;
		}
		snprintf(one, sizeof one, plain && (c != '.' || column > 0) ? "%c" : "=%02X", c);
		add_text(t, one);
		column += (int)strlen(one);
	}
	add_text(t, "\r\n");
}

static void add_date(struct text *t, int64_t date)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t moment = (time_t)date;
	struct tm tm;
	char line[64];

	/* Not strftime: these words are English whatever the locale is. */
	gmtime_r(&moment, &tm);
	snprintf(line, sizeof line, "%s, %d %s %d %02d:%02d:%02d +0000", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	    1900 + tm.tm_year, tm.tm_hour, tm.tm_min, tm.tm_sec);
	add_header(t, "Date", line);
}

char *mail_message(const struct mail *m, const char *from, int64_t date, size_t *ret_n, struct err *err)
{
	struct text t = { 0 };
	char line[400];

	if (!mail_address_fits(from) || !mail_address_fits(m->recipient)) {
		err_set(err, ERR_INPUT, _("\"%.100s\" is no address that mail can go to."),
		    mail_address_fits(from) ? m->recipient : from);
		return NULL;
	}
	add_header(&t, "From", from);
	add_header(&t, "To", m->recipient);
	add_date(&t, date);
	add_header(&t, "Subject", m->subject);
	snprintf(line, sizeof line, "<%s@%s>", m->message_id, strchr(from, '@') + 1);
	add_text(&t, "Message-ID: ");
	add_text(&t, line);
	add_text(&t, "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
		     "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	add_quoted(&t, m->body);
	if (t.failed) {
		free(t.at);
		err_set(err, ERR_SYSTEM, "%s", _("There is not enough memory."));
		return NULL;
	}
	*ret_n = t.n;
	return t.at;
}

bool mail_password(const char *file, char *out, size_t size, struct err *err)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	struct stat st;
	ssize_t n = -1;

	if (fd < 0)
		return err_set(err, ERR_SYSTEM, _("%.200s cannot be read: %s."), file, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & (S_IRWXG | S_IRWXO)) ||
	    (st.st_uid != 0 && st.st_uid != geteuid()))
		err_set(err, ERR_SYSTEM, _("%.200s must be a file that nobody else can read (chmod 0400)."), file);
	else if ((n = read(fd, out, size - 1)) <= 0)
		err_set(err, ERR_SYSTEM, _("%.200s cannot be read: %s."), file, n < 0 ? strerror(errno) : _("it is empty"));
	close(fd);
	if (n <= 0)
		return false;
	out[n] = '\0';
	out[strcspn(out, "\r\n")] = '\0';
	return true;
}

/* ---- the outbox ---- */

static const char *text_of(const struct db_rows *rows, int column)
{
	const char *s = db_value(rows, 0, column);

	return s ? s : "";
}

bool mail_take(struct pq *pq, struct db_rows *rows, struct mail *ret, bool *ret_any, struct err *err)
{
	if (!pq_run(pq, sql_take, NULL, 0, rows, NULL, err))
		return false;
	if (rows->columns != COLUMNS) {
		arena_free(rows->arena);
		return err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
	}
	*ret_any = rows->count > 0;
	if (*ret_any)
		*ret = (struct mail) { .id = text_of(rows, ID),
			.recipient = text_of(rows, RECIPIENT),
			.subject = text_of(rows, SUBJECT),
			.body = text_of(rows, BODY),
			.message_id = text_of(rows, MESSAGE_ID),
			.kind = text_of(rows, KIND),
			.first = text_of(rows, FIRST)[0] == 't' };
	else
		arena_free(rows->arena);
	return true;
}

bool mail_handing(struct pq *pq, const char *id, bool *ret_mine, struct err *err)
{
	struct db_rows rows;

	if (!pq_run(pq, sql_handing, (const char *[]) { id }, 1, &rows, NULL, err))
		return false;
	*ret_mine = rows.count == 1 && rows.columns == 1 && text_of(&rows, 0)[0] == 't';
	arena_free(rows.arena);
	return true;
}

bool mail_tell(struct pq *pq, const char *id, enum mail_result result, const char *said, struct err *err)
{
	static const char *const words[] = {
		[MAIL_SENT] = "sent", [MAIL_LATER] = "later", [MAIL_REFUSED] = "refused", [MAIL_UNCERTAIN] = "uncertain"
	};

	return pq_run(pq, sql_result, (const char *[]) { id, words[result], said }, 3, NULL, NULL, err);
}
