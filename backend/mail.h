#ifndef BACKEND_MAIL_H
#define BACKEND_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backend/err.h"

struct config;
struct pq;

/*
 * Security mail on its way out: taken from the database, made a message of, given to a mail server. Only steward-mailer does so. Ways out
 * (mail_smtp.c, mail_sendmail.c) are part of that program alone: the console neither loads the network library nor can start a program.
 */

/* A mail as the database hands it out; strings live in the arena of the rows it came in. */
struct mail {
	const char *id, *recipient, *subject, *body, *message_id, *kind;
	bool first; /* this is the first try */
};

/* An address that can stand in a header, in an SMTP command and among arguments: printable ASCII, one @, no blanks or brackets. */
bool mail_address_fits(const char *address);

/*
 * The message (RFC 5322): From, To, Date, Subject (RFC 2047), Message-ID, the text as quoted-printable UTF-8, every line ended by CR LF.
 * Whatever control characters are in subject and body, they begin no header and end no line. The caller frees; NULL with err.
 */
char *mail_message(const struct mail *m, const char *from, int64_t date, size_t *ret_n, struct err *err);

/* Reads the password of the mail server: first line of a regular file of ours or root's that nobody else can read. out is locked memory. */
bool mail_password(const char *file, char *out, size_t size, struct err *err);

/* What became of it. later: nothing was taken, it can be tried again. uncertain: it was handed over and the answer did not come. */
enum mail_result { MAIL_SENT, MAIL_LATER, MAIL_REFUSED, MAIL_UNCERTAIN };

/* A way out. handing is asked once, before the first byte of the message goes; false from it means that nothing may be sent. */
struct mail_out {
	const struct config *config;
	const char *from, *to, *text;
	size_t n;
	const char *password; /* of the mail server, in locked memory; NULL = none */
	bool (*handing)(void *ctx);
	void *ctx;
	char said[600]; /* out: what the server, or the way there, said */
};
enum mail_result mail_smtp(struct mail_out *out);
enum mail_result mail_sendmail(struct mail_out *out);

/* The outbox. False: err. mail_take sets *ret_any; rows' arena is the caller's then. */
struct db_rows;
bool mail_take(struct pq *pq, struct db_rows *rows, struct mail *ret, bool *ret_any, struct err *err);
bool mail_handing(struct pq *pq, const char *id, bool *ret_mine, struct err *err);
bool mail_tell(struct pq *pq, const char *id, enum mail_result result, const char *said, struct err *err);

#endif
