-- What happened with an account, from every table that tells of it, by time.
--
-- A view of UNION ALL without conditions of its own: the planner then sees each part as if it were asked alone, so that it takes the index on
-- (user_id, time, id) of each and merges them as they come, from a mark on, reading no more than the page needs. A condition in a part, a GROUP BY,
-- or an expression instead of the time would end that (tests/sql/65_plans.sh looks). So the right that a part takes is a column: who lists it
-- compares it with the rights of the person, and parts that are not for him are never executed.
--
-- The order is by time and number. Numbers are those of each table: two things of one person in the same microsecond and with the same number
-- in two tables would count as one where a page ends.
DROP VIEW IF EXISTS site.user_events;
CREATE VIEW site.user_events WITH (security_invoker = true) AS
	SELECT l.user_id, l.at, l.id, CASE WHEN l.ok THEN 'login' ELSE 'login_failed' END AS kind,
		concat_ws(', ', nullif(l.reason, ''), abbrev(l.address) || coalesce(' (' || l.country || ')', ''), nullif(concat_ws(' / ', nullif(l.browser, ''), nullif(l.system, '')), '')) AS detail,
		NULL::bigint AS author_id, NULL::bigint AS contact_id, NULL::bigint AS message_id, NULL::bigint AS order_id, NULL::bigint AS invoice_id, 'log.view'::text AS needs
	FROM site.login_log l
	UNION ALL SELECT a.user_id, a.at, a.id, a.kind, a.detail, NULL, NULL, NULL, NULL, NULL, 'log.view' FROM site.activity_log a
	UNION ALL SELECT c.user_id, c.at, c.id, c.kind || '_' || c.direction, c.subject, c.author_id, c.id, NULL, c.order_id, c.invoice_id, 'contact.view' FROM site.contact_moments c
	UNION ALL SELECT m.user_id, m.sent_at, m.id, CASE WHEN m.from_staff THEN 'message_out' ELSE 'message_in' END, coalesce(nullif(m.subject, ''), left(m.body, 200)), m.author_id,
		NULL, m.id, NULL, NULL, 'contact.view' FROM site.messages m
	UNION ALL SELECT n.user_id, n.created_at, n.id, 'note', left(n.body, 200), n.author_id, NULL, NULL, NULL, NULL, 'user.view' FROM site.user_notes n
	UNION ALL SELECT k.user_id, k.created_at, k.id, 'task', k.subject, k.created_by, NULL, NULL, NULL, NULL, 'contact.view' FROM site.tasks k
	UNION ALL SELECT o.user_id, o.created_at, o.id, 'order', concat_ws(' ', o.id::text, replace(o.status, '_', ' '), nullif(o.title, '')), o.created_by, NULL, NULL, o.id, NULL, 'order.view' FROM site.orders o
	UNION ALL SELECT i.user_id, i.created_at, i.id, 'invoice', concat_ws(' ', i.number, replace(i.status, '_', ' '), i.currency::text, i.total::text), i.created_by, NULL, NULL, NULL, i.id, 'invoice.view'
		FROM site.invoices i
	UNION ALL SELECT q.user_id, q.received_at, q.id, 'quote_request', q.subject, NULL, NULL, NULL, q.order_id, NULL, 'request.view' FROM site.quote_requests q
	UNION ALL SELECT s.user_id, s.received_at, s.id, 'search_request', s.subject, NULL, NULL, NULL, NULL, NULL, 'request.view' FROM site.search_requests s
	UNION ALL SELECT b.user_id, b.sent_at, b.id, 'lightbox_sent', b.email, NULL, NULL, NULL, NULL, NULL, 'lightbox.view' FROM site.lightbox_sends b;
ALTER VIEW site.user_events OWNER TO site_owner;
COMMENT ON VIEW site.user_events IS 'What happened with each account: log-ins, activity, contact moments, messages, notes, tasks, orders, invoices, requests, lightboxes sent';
COMMENT ON COLUMN site.user_events.user_id IS 'The account';
COMMENT ON COLUMN site.user_events.at IS 'When';
COMMENT ON COLUMN site.user_events.id IS 'Number of the row in its own table';
COMMENT ON COLUMN site.user_events.kind IS 'What happened';
COMMENT ON COLUMN site.user_events.detail IS 'More about it';
COMMENT ON COLUMN site.user_events.author_id IS 'Member of staff who did it; empty for what the person did';
COMMENT ON COLUMN site.user_events.contact_id IS 'The contact moment';
COMMENT ON COLUMN site.user_events.message_id IS 'The message';
COMMENT ON COLUMN site.user_events.order_id IS 'The order';
COMMENT ON COLUMN site.user_events.invoice_id IS 'The invoice';
COMMENT ON COLUMN site.user_events.needs IS 'Right that it takes to see it';
