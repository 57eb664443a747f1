-- Demo data: requests of data subjects in every kind and state, of accounts and guests, with their steps and letters, a restriction and a hold.
SET LOCAL session_replication_role = replica;

-- People whose accounts are in use, and with whom nothing is open: rows by a number from 1, the same in every size of the demo.
CREATE TABLE demo.subjects AS
	SELECT row_number() OVER (ORDER BY u.id) AS n, u.id, u.full_name, lower(u.email) AS email FROM site.users u
	WHERE u.type = 'client' AND u.enabled AND u.hidden_at IS NULL AND u.email <> '' AND u.full_name ~ '^[[:alpha:]. ''-]+$' AND u.id > 10000110 AND u.id <> 10009292
		AND NOT EXISTS (SELECT FROM site.orders o WHERE o.user_id = u.id AND o.status IN ('submitted', 'awaiting_staff', 'awaiting_payment'))
		AND NOT EXISTS (SELECT FROM site.orders o JOIN site.order_lines l ON l.order_id = o.id WHERE o.user_id = u.id AND l.to_invoice AND NOT l.invoiced)
		AND NOT EXISTS (SELECT FROM site.invoices i WHERE i.user_id = u.id AND (i.status = 'draft' OR i.open_total <> 0))
	ORDER BY u.id LIMIT 20;
-- And one who owes something: an erasure finds that in its way.
INSERT INTO demo.subjects SELECT 99, u.id, u.full_name, lower(u.email) FROM site.users u
	WHERE u.type = 'client' AND u.enabled AND u.hidden_at IS NULL AND u.email <> '' AND u.full_name ~ '^[[:alpha:]. ''-]+$' AND u.id > 10000110 AND u.id <> 10009292
		AND EXISTS (SELECT FROM site.invoices i WHERE i.user_id = u.id AND i.kind = 'invoice' AND i.status NOT IN ('draft', 'void') AND i.open_total > 0)
	ORDER BY u.id LIMIT 1;
-- What a guest left behind.
INSERT INTO site.quote_requests (email, name, subject, body, status, answer, answered_at, answered_by, received_at, address, updated_at) VALUES
	('pim@web.example', 'Pim de Raad', 'Postcard of the old harbour', 'How much is that?', 'closed', 'It is free for private use.', '2025-03-12 10:00+00', 10000001, '2025-03-11 21:14+00', '198.18.7.9', '2025-03-12 10:00+00');

-- subject is a row of demo.subjects, or an e-mail address; the days say when it was received, its identity checked, when it was closed.
CREATE TABLE demo.cases (n integer, kind text, subject text, person text, channel text, received timestamptz, state text, checked text, checked_after integer, months integer, reason text,
	closed_after integer, outcome text, wish text);
INSERT INTO demo.cases VALUES
	(1, 'access', '1', NULL, 'email', '2026-02-03 09:12+00', 'done', 'answered_mail', 1, 0, '', 14, 'The package was handed over by mail.', 'Which data do you hold on me?'),
	(2, 'rectification', '2', NULL, 'phone', '2026-04-08 14:30+00', 'done', 'called_back', 0, 0, '', 1, 'The name is spelt as on the passport now.', 'My name is spelt wrong on invoices.'),
	(3, 'erasure', '3', NULL, 'email', '2026-05-11 08:02+00', 'refused', 'answered_mail', 2, 0, '', 9, 'A claim about the use of a picture is before the court; the data are needed for it (Art. 17(3)(e)).', 'Delete my account.'),
	(4, 'portability', '4', NULL, 'website', '2026-06-15 19:45+00', 'done', 'logged_in', 0, 0, '', 8, 'What the person provided was handed over as JSON and CSV.', 'I move to another library and want my lightboxes.'),
	(5, 'objection', 'm.janssens@post.example', 'M. Janssens', 'letter', '2026-07-06 10:00+00', 'withdrawn', '', NULL, 0, '', 10, '', 'No profiling of my searches, please.'),
	(6, 'access', 'o.nandu@inbox.example', 'Ofelia Ñandú', 'authority', '2026-09-02 11:20+00', 'progress', 'known_facts', 6, 2, 'The request covers eleven years of letters on paper.', NULL, '', 'All letters since 2015.'),
	(7, 'erasure', '99', NULL, 'email', '2026-10-20 07:55+00', 'progress', 'answered_mail', 3, 0, '', NULL, '', 'Please remove me from everything.'),
	(8, 'access', '6', NULL, 'email', '2026-10-23 16:40+00', 'progress', 'answered_mail', 4, 0, '', NULL, '', 'A copy of my data, as Art. 15 says.'),
	(9, 'erasure', '7', NULL, 'website', '2026-10-27 09:05+00', 'progress', 'logged_in', 0, 0, '', NULL, '', 'I do not use the library any more.'),
	(10, 'restriction', '8', NULL, 'letter', '2026-11-02 13:10+00', 'progress', 'in_person', 1, 0, '', NULL, '', 'My address is wrong: use nothing until that is settled.'),
	(11, 'access', 'k.lindqvist@mail.example', 'Karin Lindqvist', 'email', '2026-11-09 08:30+00', 'identity', '', NULL, 0, '', NULL, '', 'What do you know about me?'),
	(12, 'portability', '9', NULL, 'website', '2026-11-13 21:15+00', 'received', '', NULL, 0, '', NULL, '', 'My searches and downloads as a file.'),
	(13, 'rectification', '10', NULL, 'phone', '2026-11-17 10:50+00', 'progress', 'called_back', 0, 0, '', NULL, '', 'I married; my name has changed.'),
	(14, 'access', '6', NULL, 'phone', '2026-11-18 15:25+00', 'received', '', NULL, 0, '', NULL, '', 'I wrote in October and hear nothing.'),
	(15, 'objection', 'guest.one@post.example', 'Guest One', 'email', '2026-11-19 12:00+00', 'received', '', NULL, 0, '', NULL, '', 'Stop the newsletter.'),
	(16, 'erasure', 'pim@web.example', 'Pim de Raad', 'email', '2026-11-20 17:35+00', 'received', '', NULL, 0, '', NULL, '', 'I once asked for a price; delete that.');

INSERT INTO privacy.requests (number, kind, state, user_id, email, person, channel, received_at, due_on, first_due_on, wish, identity_how, identity_note, identity_at, identity_by, paused_on,
		extended_months, extended_on, extension_reason, handler_id, duplicate_of, outcome, closed_at, created_by, created_at, updated_at)
	SELECT '2026-' || lpad(c.n::text, 4, '0'), c.kind, c.state, p.id, coalesce(p.email, c.subject), coalesce(p.full_name, c.person), c.channel, c.received,
		privacy.due_day(privacy.local_day(c.received), 1 + c.months, 0), privacy.due_day(privacy.local_day(c.received), 1, 0), c.wish, c.checked,
		CASE c.checked WHEN 'answered_mail' THEN 'Answered from the address of the account' WHEN 'called_back' THEN 'Named the last invoice' WHEN 'known_facts' THEN 'Named two pictures and their year' ELSE '' END,
		CASE WHEN c.checked <> '' THEN c.received + c.checked_after * interval '1 day' + interval '2 hours' END, CASE WHEN c.checked <> '' THEN 10000003 END,
		CASE WHEN c.state = 'identity' THEN privacy.local_day(c.received) + 1 END, c.months, CASE WHEN c.months > 0 THEN privacy.local_day(c.received) + 20 END, c.reason, 10000003, NULL, c.outcome,
		c.received + c.closed_after * interval '1 day', 10000003, c.received + interval '40 minutes', c.received + interval '40 minutes'
	FROM demo.cases c LEFT JOIN demo.subjects p ON p.n::text = c.subject ORDER BY c.n;
UPDATE privacy.requests r SET duplicate_of = (SELECT o.id FROM privacy.requests o WHERE o.number = '2026-0008') WHERE r.number = '2026-0014';

INSERT INTO privacy.request_notes (request_id, at, author_id, kind, subject, body, sent_at, sent_how, updated_at)
	SELECT r.id, v.at, v.who, v.kind, v.subject, v.body, CASE WHEN v.kind = 'letter' THEN v.at END, CASE WHEN v.kind = 'letter' THEN 'e-mail' ELSE '' END, v.at
	FROM privacy.requests r CROSS JOIN LATERAL (VALUES
		(1, r.created_at, 10000003, 'step', CASE WHEN r.duplicate_of IS NULL THEN 'Received' ELSE 'Received; linked to an open request' END, CASE WHEN r.duplicate_of IS NULL THEN 'Received' ELSE 'Received; linked to an open request' END),
		(2, r.created_at + interval '10 minutes', 10000003, 'letter', 'We received your request ' || r.number,
			concat('Dear ', r.person, E',\n\nWe received your request on ', privacy.local_day(r.received_at), '. You get our answer by ', r.first_due_on, E' at the latest.\n\nLumen Picture Library')),
		(3, r.paused_on::timestamptz + interval '9 hours', 10000003, 'step', 'Identity asked for; the term stands still', 'Identity asked for; the term stands still'),
		(4, r.identity_at, 10000003, 'step', 'Identity checked', r.identity_how),
		(5, r.extended_on::timestamptz + interval '10 hours', 10000003, 'step', 'Term extended', r.extension_reason),
		(6, r.closed_at, 10000003, 'step', CASE r.state WHEN 'done' THEN 'Done' WHEN 'refused' THEN 'Refused' ELSE 'Withdrawn' END, coalesce(nullif(r.outcome, ''), 'Withdrawn')))
		AS v (n, at, who, kind, subject, body)
	WHERE v.at IS NOT NULL AND (v.n <> 2 OR r.id % 3 > 0) ORDER BY v.at, r.id;
INSERT INTO privacy.request_notes (request_id, at, author_id, kind, subject, body, updated_at)
	SELECT r.id, '2026-11-16 10:05+00', 10000003, 'comment', 'Paper archive', 'Eleven folders were found in the cellar; two are read.', '2026-11-16 10:05+00' FROM privacy.requests r WHERE r.number = '2026-0006';

INSERT INTO privacy.holds (user_id, kind, reason, request_id, set_by, set_at, updated_at)
	SELECT r.user_id, 'restriction', 'The person says that the address is wrong.', r.id, 10000003, timestamptz '2026-11-03 14:00+00', timestamptz '2026-11-03 14:00+00' FROM privacy.requests r WHERE r.number = '2026-0010'
	UNION ALL SELECT r.user_id, 'hold', 'Claim about the use of a picture, court of Amsterdam.', r.id, 10000004, '2026-05-12 09:00+00', '2026-05-12 09:00+00' FROM privacy.requests r WHERE r.number = '2026-0003';

INSERT INTO privacy.recipients (name, role, email, categories, purpose, country, contract_on, updated_at) VALUES
	('Brink Accountants', 'controller', 'office@brink.example', '{1,19}', 'Books and tax returns', 'NL', NULL, '2026-01-12 09:00+00'),
	('Mailhuis B.V.', 'processor', 'privacy@mailhuis.example', '{1,3}', 'Sends the newsletter', 'NL', '2024-05-01', '2026-01-12 09:00+00'),
	('Payrail', 'controller', 'dpo@payrail.example', '{1,14,19}', 'Takes payments', 'IE', NULL, '2026-01-12 09:00+00'),
	('Northlight Images Inc.', 'processor', 'legal@northlight.example', '{1,14,15}', 'Sells our pictures in North America', 'US, standard clauses of 2021', NULL, '2026-01-12 09:00+00');
INSERT INTO privacy.recipient_notices (recipient_id, kind, request_id, user_id, made_at, due_on, sent_at, sent_by, answered_at, answer, updated_at)
	SELECT r.id, 'restriction', q.id, q.user_id, '2026-11-17 14:00+00', '2026-12-01', '2026-11-17 15:00+00', 10000003, CASE WHEN r.name LIKE 'B%' OR r.name LIKE 'M%' THEN timestamptz '2026-11-19 09:00+00' END,
		CASE WHEN r.name LIKE 'B%' OR r.name LIKE 'M%' THEN 'Done.' ELSE '' END, '2026-11-19 09:00+00'
	FROM privacy.recipients r CROSS JOIN privacy.requests q WHERE q.number = '2026-0010' ORDER BY r.id;
