#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "backend/config.h"
#include "backend/mail.h"

/* Seconds: to reach the server, and for the whole of it. Less than the lease that the database gives (setting mail_lease). */
enum { CONNECT_S = 20, WHOLE_S = 120 };

struct sending {
	struct mail_out *out;
	size_t at;
	bool handed, held;
};

/* Asked for when the server has said that it takes the message (354), not before. */
static size_t read_message(char *to, size_t size, size_t n, void *ctx)
{
	struct sending *s = ctx;
	size_t room = size * n, left = s->out->n - s->at;

	if (!s->handed && !s->held) {
		s->handed = s->out->handing(s->out->ctx);
		s->held = !s->handed;
	}
	if (s->held)
		return CURL_READFUNC_ABORT;
	if (left > room)
		left = room;
	memcpy(to, s->out->text + s->at, left);
	s->at += left;
	return left;
}

static bool set_up(CURL *c, struct sending *s, struct curl_slist *to, char *why)
{
	const struct config *f = s->out->config;
	bool tls = strcmp(f->mail_tls, "tls") == 0, none = strcmp(f->mail_tls, "none") == 0;
	char url[400], from[300];
	CURLcode bad = CURLE_OK;

	snprintf(url, sizeof url, "%s://%s:%s/", tls ? "smtps" : "smtp", f->mail_server, f->mail_port);
	snprintf(from, sizeof from, "<%s>", s->out->from);
#define SET(option, value) bad = bad ? bad : curl_easy_setopt(c, option, value)
	SET(CURLOPT_ERRORBUFFER, why);
	SET(CURLOPT_URL, url);
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	SET(CURLOPT_TIMEOUT, (long)WHOLE_S);
	SET(CURLOPT_USE_SSL, (long)(none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (f->mail_ca_file[0])
		SET(CURLOPT_CAINFO, f->mail_ca_file);
	if (f->mail_user[0] && s->out->password) {
		SET(CURLOPT_USERNAME, f->mail_user);
		SET(CURLOPT_PASSWORD, s->out->password);
	}
	SET(CURLOPT_MAIL_FROM, from);
	SET(CURLOPT_MAIL_RCPT, to);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)s->out->n);
	SET(CURLOPT_READFUNCTION, read_message);
	SET(CURLOPT_READDATA, s);
#undef SET
	if (bad)
		snprintf(why, CURL_ERROR_SIZE, "%s", curl_easy_strerror(bad));
	return !bad;
}

/* 354 is the server's leave to send: after it, silence means that nobody knows. */
static enum mail_result judge(const struct sending *s, CURLcode code, long reply)
{
	if (code == CURLE_OK)
		return MAIL_SENT;
	if (s->handed)
		return reply >= 500 ? MAIL_REFUSED : reply >= 400 ? MAIL_LATER : MAIL_UNCERTAIN;
	/* A log-in, a certificate or a server that is not to be had is ours to mend, not a fault of the mail. */
	if (code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION)
		return MAIL_LATER;
	return reply >= 550 && reply <= 559 ? MAIL_REFUSED : MAIL_LATER;
}

enum mail_result mail_smtp(struct mail_out *out)
{
	struct sending s = { .out = out };
	char to[300], why[CURL_ERROR_SIZE] = "";
	enum mail_result result = MAIL_LATER;
	struct curl_slist *list;
	long reply = 0;
	CURLcode code;
	CURL *c = curl_easy_init();

	snprintf(to, sizeof to, "<%s>", out->to);
	list = curl_slist_append(NULL, to);
	if (c && list && set_up(c, &s, list, why)) {
		code = curl_easy_perform(c);
		curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &reply);
		result = judge(&s, code, reply);
		snprintf(out->said, sizeof out->said, "%s%s (%ld)", why[0] ? "" : curl_easy_strerror(code), why, reply);
	} else {
		snprintf(out->said, sizeof out->said, "%s", why);
	}
	curl_slist_free_all(list);
	curl_easy_cleanup(c);
	return result;
}
