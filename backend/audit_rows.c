#include "backend/audit_rows.h"

#include <stdlib.h>
#include <string.h>

#include "backend/pq.h"
#include "backend/seal.h"
#include "backend/words.h"

enum { XID, ID, AT, VALUES, HASH, COLUMNS };

const char *const audit_tables[] = { [SEAL_CHANGES] = "audit.changes", [SEAL_ACCESS] = "audit.access" };

/* The same rules as audit.change_hash, audit.access_hash and audit.values_between. The caller's search_path is pg_catalog alone. */
static const char *const declarations[] = {
	[SEAL_CHANGES] =
	    "DECLARE steward_changes NO SCROLL CURSOR FOR SELECT c.xid, c.id, floor(extract(epoch FROM c.at))::int8,"
	    " CASE WHEN c.salt IS NULL AND c.old IS NULL AND c.new IS NULL THEN 'emptied'"
	    " WHEN c.digest = sha256(c.salt || convert_to(coalesce(c.old::text, '') || chr(10) || coalesce(c.new::text, ''), "
	    "'UTF8'))"
	    " THEN 'fit' ELSE 'wrong' END,"
	    " encode(sha256(convert_to(json_build_array(c.id, extract(epoch FROM c.at)::text, c.xid::text, c.session_id, c.user_id,"
	    " c.db_role, c.entity, c.entity_key, c.subject_user_id, c.op, c.columns, encode(c.digest, 'hex'))::text, 'UTF8')), "
	    "'hex')"
	    " FROM audit.changes c ORDER BY c.xid, c.id",
	[SEAL_ACCESS] =
	    "DECLARE steward_access NO SCROLL CURSOR FOR SELECT a.xid, a.id, floor(extract(epoch FROM a.at))::int8,"
	    " CASE WHEN a.salt IS NULL AND a.entity_key IS NULL AND a.request IS NULL AND a.reason IS NULL THEN 'emptied'"
	    " WHEN a.digest = sha256(a.salt || convert_to(concat_ws(chr(10), coalesce(a.entity_key, ''), coalesce(a.request::text, "
	    "''),"
	    " coalesce(a.reason, '')), 'UTF8')) THEN 'fit' ELSE 'wrong' END,"
	    " encode(sha256(convert_to(json_build_array(a.id, extract(epoch FROM a.at)::text, a.xid::text, a.session_id, a.user_id,"
	    " a.ticket, a.kind, a.entity, a.rows_asked, a.rows_in_hour, encode(a.digest, 'hex'))::text, 'UTF8')), 'hex')"
	    " FROM audit.access a ORDER BY a.xid, a.id",
};
static const char *const fetches[] = {
	[SEAL_CHANGES] = "FETCH 2000 FROM steward_changes", [SEAL_ACCESS] = "FETCH 2000 FROM steward_access"
};

bool audit_rows_open(struct audit_rows *r, struct pq *pq, int table, struct err *err)
{
	*r = (struct audit_rows) { .pq = pq, .table = table };
	return pq_run(pq, declarations[table], NULL, 0, NULL, NULL, err);
}

void audit_rows_close(struct audit_rows *r)
{
	arena_free(r->rows.arena);
	r->rows = (struct db_rows) { 0 };
}

static bool fetch(struct audit_rows *r, struct err *err)
{
	audit_rows_close(r);
	r->at = 0;
	if (!pq_run(r->pq, fetches[r->table], NULL, 0, &r->rows, NULL, err))
		return false;
	r->end = r->rows.count == 0;
	return true;
}

bool audit_rows_peek(struct audit_rows *r, bool *ret_row, struct audit_row *row, struct err *err)
{
	const char *values, *hash;

	*ret_row = false;
	if (!r->end && r->at == r->rows.count && !fetch(r, err))
		return false;
	if (r->end)
		return true;
	for (int i = 0; i < COLUMNS; i++)
		if (r->rows.columns != COLUMNS || !db_value(&r->rows, r->at, i))
			return err_set(err, ERR_BUG, "%s", _("The trail has a row that cannot be read."));
	values = db_value(&r->rows, r->at, VALUES);
	hash = db_value(&r->rows, r->at, HASH);
	row->xid = strtoull(db_value(&r->rows, r->at, XID), NULL, 10);
	row->id = strtoll(db_value(&r->rows, r->at, ID), NULL, 10);
	row->at = strtoll(db_value(&r->rows, r->at, AT), NULL, 10);
	row->values = strcmp(values, "fit") == 0 ? AUDIT_FIT : strcmp(values, "emptied") == 0 ? AUDIT_EMPTIED : AUDIT_WRONG;
	*ret_row = true;
	return secret_unhex(hash, row->hash, SECRET_KEY) ||
	       err_set(err, ERR_BUG, "%s", _("The trail has a row that cannot be read."));
}

void audit_rows_take(struct audit_rows *r)
{
	r->at++;
}
