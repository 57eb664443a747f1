#ifndef BACKEND_WARDEN_H
#define BACKEND_WARDEN_H

#include <stdbool.h>

#include "backend/err.h"

struct pq;

/* What the warden ended: as auth.warden says, valid during the call that tells it. */
struct warden_end {
	bool session; /* a session that was over was written down as ended; false: a connection was ended */
	const char *backend, *login; /* number of the server's process; log-in name, "" when nobody was logged in */
	const char *reason; /* the database's word, not translated: it is for a log */
};

/* One turn, on a connection as steward_warden. tell is called for each thing that was ended. */
bool warden_turn(struct pq *pq, void (*tell)(void *ctx, const struct warden_end *end), void *ctx, struct err *err);

#endif
