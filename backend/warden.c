#include "backend/warden.h"

#include <string.h>

#include "backend/pq.h"
#include "backend/words.h"

static const char sql_turn[] = "SELECT ended, pid, login, reason FROM auth.warden()";
enum { ENDED, PID, LOGIN, REASON, COLUMNS };

static const char *text_of(const struct db_rows *rows, int row, int column)
{
	const char *s = db_value(rows, row, column);

	return s ? s : "";
}

bool warden_turn(struct pq *pq, void (*tell)(void *ctx, const struct warden_end *end), void *ctx, struct err *err)
{
	struct db_rows rows;
	bool fit;

	if (!pq_run(pq, sql_turn, NULL, 0, &rows, NULL, err))
		return false;
	fit = rows.columns == COLUMNS;
	for (int i = 0; fit && i < rows.count; i++)
		tell(ctx, &(struct warden_end) { .session = strcmp(text_of(&rows, i, ENDED), "session") == 0,
			      .backend = text_of(&rows, i, PID),
			      .login = text_of(&rows, i, LOGIN),
			      .reason = text_of(&rows, i, REASON) });
	arena_free(rows.arena);
	return fit || err_set(err, ERR_BUG, "%s", _("The database's answer was not understood: bring both to the same version."));
}
