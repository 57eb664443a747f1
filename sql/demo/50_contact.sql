-- Demo data: contact moments, tasks, messages, agreements. About every second account has some.
SET LOCAL session_replication_role = replica;

-- Whom row g is about: a client or contact, never the colleagues at the beginning.
CREATE FUNCTION demo.client(g bigint, salt int) RETURNS bigint LANGUAGE sql STABLE
	AS $$ SELECT 10000013 + floor((demo.users() - 13) * power(demo.unit(g, salt), 2))::bigint $$;

INSERT INTO site.contact_moments (user_id, kind, direction, subject, body, at, follow_up_on, followed_up_at, followed_up_by, author_id, created_at, updated_at)
	SELECT c.user_id, c.kind, c.direction, c.subject, c.body, c.at, c.due,
		CASE WHEN c.due < '2026-11-16' OR (c.due < '2026-11-23' AND demo.pick(c.g, 510, 4) > 0) THEN c.due + interval '10 hours' END,
		CASE WHEN c.due < '2026-11-16' OR (c.due < '2026-11-23' AND demo.pick(c.g, 510, 4) > 0) THEN c.author_id END, c.author_id, c.at, c.at
	FROM (SELECT g, demo.client(g, 501) AS user_id, (ARRAY['call', 'call', 'call', 'mail', 'mail', 'meeting', 'letter', 'other'])[1 + demo.pick(g, 502, 8)] AS kind,
			(ARRAY['in', 'in', 'in', 'out', 'out', 'internal'])[1 + demo.pick(g, 503, 6)] AS direction,
			CASE WHEN g % 97 = 5 THEN left(demo.hostile(g / 97), 200) ELSE (ARRAY['Asked for a copy of the invoice', 'Price for a book cover', 'Password does not arrive', 'Wants the files by Friday',
				'Complaint about a caption', 'Renewal of the agreement', 'Vraag over licentie', 'Rückruf wegen Lizenz', 'New contact person', 'Delivery for the trade fair'])[1 + demo.pick(g, 504, 10)] END AS subject,
			CASE WHEN g % 97 = 6 THEN demo.hostile(g / 97) WHEN demo.pick(g, 505, 3) = 0 THEN (ARRAY[E'Sent by mail.\nAsk again if nothing comes.', 'Will think it over.', E'Explained the licence.\nShe sends the layout.',
				'Doorverbonden met de beeldredactie.', 'Ruft nächste Woche wieder an.'])[1 + demo.pick(g, 506, 5)] ELSE '' END AS body,
			d.at, CASE WHEN demo.pick(g, 508, 4) = 0 THEN (d.at AT TIME ZONE 'UTC')::date + 1 + demo.pick(g, 509, 20)::int END AS due, 10000001 + demo.pick(g, 511, 3) AS author_id
		FROM generate_series(1::bigint, demo.users() * 4 / 10) g
		CROSS JOIN LATERAL (SELECT date_trunc('minute', demo.today() - interval '3 hours' - power(demo.unit(g, 507), 2) * interval '1400 days') AS at) d) c
	ORDER BY c.at, c.g;
-- Anna Meier's, with a follow-up for today.
INSERT INTO site.contact_moments (user_id, kind, direction, subject, body, at, follow_up_on, followed_up_at, followed_up_by, author_id, created_at, updated_at)
	SELECT 10009292, v.kind, v.direction, v.subject, v.body, v.at::timestamptz, v.due::date, v.done::timestamptz, CASE WHEN v.done IS NOT NULL THEN 10000001 END, v.author, v.at::timestamptz, v.at::timestamptz
	FROM (VALUES
		('2016-02-11 09:20+00', 'call', 'in', 'Wants an account for the department', '', NULL, NULL, 10000001),
		('2018-05-24 10:00+00', 'mail', 'out', 'Asked whether the address is still right', '', NULL, NULL, 10000001),
		('2019-05-06 09:05+00', 'call', 'in', 'Office network for the log-in', 'Köln only.', NULL, NULL, 10000001),
		('2021-09-14 13:30+00', 'meeting', 'out', 'Agreement on book covers', E'At the trade fair.\nThe draft goes to the department.', '2021-10-01', '2021-10-01 09:00+00', 10000002),
		('2024-03-01 11:12+00', 'call', 'in', 'Question on an old licence', '', NULL, NULL, 10000001),
		('2025-03-02 16:40+00', 'mail', 'in', 'No more newsletters, please', 'Withdrawn on the website too.', NULL, NULL, 10000003),
		('2025-11-18 09:45+00', 'call', 'out', 'First reminder', '', '2025-12-02', '2025-12-02 10:10+00', 10000002),
		('2026-01-12 10:02+00', 'call', 'out', 'Second reminder', 'Pays next week.', '2026-01-19', '2026-01-20 08:55+00', 10000002),
		('2026-02-11 15:15+00', 'call', 'out', 'Third reminder', E'Flag set.\nShe promised to pay within the week.', '2026-02-18', '2026-02-18 09:30+00', 10000002),
		('2026-06-09 14:20+00', 'mail', 'in', 'Looks for pictures of the old town hall', '', NULL, NULL, 10000001),
		('2026-09-02 08:10+00', 'call', 'in', 'Rights for a calendar', '', NULL, NULL, 10000001),
		('2026-10-30 13:40+00', 'call', 'in', 'Order for the spring catalogue', 'Twelve files, editorial.', NULL, NULL, 10000002),
		('2026-11-02 10:31+00', 'mail', 'out', 'Order granted', '', NULL, NULL, 10000002),
		('2026-11-20 10:03+00', 'call', 'in', 'asked for invoice 2026-00412, sent by mail', 'Call back on Monday whether it arrived.', '2026-11-23', NULL, 10000001)
	) AS v (at, kind, direction, subject, body, due, done, author);

INSERT INTO site.tasks (subject, body, user_id, assigned_to, due_on, done_at, done_by, created_by, created_at, updated_at)
	SELECT CASE WHEN g % 41 = 7 THEN left(demo.hostile(g / 41), 200) ELSE (ARRAY['Send the price list', 'Check the address', 'Ask for the layout', 'Draft an agreement for 2027', 'Call back about the licence',
			'Look up the release of the model', 'Rechnung nochmals senden', 'Beeldbewijs opvragen'])[1 + demo.pick(g, 521, 8)] END,
		CASE WHEN demo.pick(g, 522, 4) = 0 THEN E'See the last contact moment.\nNot urgent.' ELSE '' END,
		CASE WHEN demo.pick(g, 523, 5) > 0 THEN demo.client(g, 524) END, CASE WHEN demo.pick(g, 525, 5) > 0 THEN 10000001 + demo.pick(g, 526, 3) END,
		CASE WHEN demo.pick(g, 527, 6) > 0 THEN x.day + 1 + demo.pick(g, 528, 30)::int END,
		CASE WHEN x.done THEN x.at + interval '26 hours' END, CASE WHEN x.done THEN 10000001 + demo.pick(g, 526, 3) END, 10000001 + demo.pick(g, 529, 4), x.at, x.at
	FROM generate_series(1::bigint, 40 + demo.users() / 50) g
	CROSS JOIN LATERAL (SELECT d.at, (d.at AT TIME ZONE 'UTC')::date AS day, d.at < demo.today() - interval '9 days' OR demo.pick(g, 530, 6) = 0 AS done
		FROM (SELECT date_trunc('minute', demo.today() - interval '30 hours' - power(demo.unit(g, 531), 2) * interval '300 days') AS at) AS d) x
	ORDER BY x.at, g;
INSERT INTO site.tasks (subject, body, user_id, assigned_to, due_on, done_at, done_by, created_by, created_at, updated_at) VALUES
	('Draft an agreement for 2027', 'To the department, not to her.', 10009292, 10000002, '2026-12-01', NULL, NULL, 10000001, '2026-11-02 10:40+00', '2026-11-02 10:40+00'),
	('Ask whether the invoice arrived', '', 10009292, 10000001, '2026-11-23', NULL, NULL, 10000002, '2026-11-20 10:10+00', '2026-11-20 10:10+00'),
	('Correct the spelling of the street', '', 10009292, 10000001, '2026-06-20', '2026-06-18 09:00+00', 10000001, 10000001, '2026-06-09 14:25+00', '2026-06-18 09:00+00'),
	('Order paper for the printer', '', NULL, NULL, NULL, NULL, NULL, 10000004, '2026-11-19 08:00+00', '2026-11-19 08:00+00');

-- Conversations: row g is the client's first message 2g - 1; two of three were answered (2g).
INSERT INTO site.messages (id, thread_id, user_id, from_staff, author_id, subject, body, sent_at, read_at, read_by, updated_at)
	SELECT m.id, m.thread_id, m.user_id, m.answer, CASE WHEN m.answer THEN 10000001 + demo.pick(m.g, 541, 3) END, m.subject, m.body, m.sent_at, m.read_at,
		CASE WHEN m.read_at IS NOT NULL AND NOT m.answer THEN 10000001 + demo.pick(m.g, 541, 3) END, coalesce(m.read_at, m.sent_at)
	FROM (SELECT x.g, 2 * x.g - 1 + n AS id, CASE WHEN n = 1 THEN 2 * x.g - 1 END AS thread_id, demo.client(x.g, 542) AS user_id, n = 1 AS answer,
			CASE WHEN x.g % 31 = 4 THEN left(demo.hostile(x.g / 31), 200) ELSE (ARRAY['High resolution?', 'Licence for a poster', 'Invoice address', 'Frage zur Lizenz', 'Foto van de haven', 'Wrong caption', ''])[1 + demo.pick(x.g, 543, 7)] END AS subject,
			CASE WHEN n = 1 THEN (ARRAY['We shall look it up.', 'It is in your account now.', E'Yes, as RM.\nPlease order it with the calculator.', 'Das ist möglich.'])[1 + demo.pick(x.g, 544, 4)]
				WHEN x.g % 31 = 5 THEN demo.hostile(x.g / 31)
				ELSE (ARRAY['Is there a larger version of file 30041277?', E'We need it for a poster, 3,000 copies.\nWhat would that cost?', 'Please send invoices to our accounts department.', 'Bis wann gilt die Lizenz?',
					'Wie heeft deze foto gemaakt?', 'The caption names the wrong town.'])[1 + demo.pick(x.g, 545, 6)] END AS body,
			x.at + n * interval '5 hours' AS sent_at,
			CASE WHEN n = 1 THEN CASE WHEN demo.pick(x.g, 546, 5) > 0 THEN x.at + interval '22 hours' END WHEN x.answered THEN x.at + interval '5 hours'
				WHEN x.at < demo.today() - interval '6 days' THEN x.at + interval '3 hours' END AS read_at
		FROM (SELECT g, demo.pick(g, 548, 3) > 0 AS answered, date_trunc('second', demo.today() - interval '24 hours' - power(demo.unit(g, 547), 3) * interval '900 days') AS at
			FROM generate_series(1::bigint, demo.users() / 10) g) x
		CROSS JOIN generate_series(0, 1) n WHERE n = 0 OR x.answered) m
	ORDER BY m.sent_at, m.id;
INSERT INTO site.messages (id, thread_id, user_id, from_staff, author_id, subject, body, sent_at, read_at, read_by, updated_at)
	SELECT 2 * demo.users() + v.n, CASE WHEN v.n > 1 THEN 2 * demo.users() + 1 END, 10009292, v.author IS NOT NULL, v.author, 'Pictures of the town hall', v.body, v.at::timestamptz, v.read::timestamptz,
		CASE WHEN v.author IS NULL AND v.read IS NOT NULL THEN 10000001 END, v.at::timestamptz
	FROM (VALUES
		(1, NULL, E'Do you have the old town hall of Köln before 1900?\nWe need it for the spring catalogue.', '2026-11-19 08:30+00', '2026-11-19 10:00+00'),
		(2, 10000001, 'Eleven of them: they are in lightbox 3 of your account.', '2026-11-19 10:04+00', '2026-11-19 12:15+00'),
		(3, NULL, 'Thank you. May we print them twice the size of a page?', '2026-11-23 09:16+00', NULL)
	) AS v (n, author, body, at, read);
SELECT setval(pg_get_serial_sequence('site.messages', 'id'), (SELECT max(id) FROM site.messages));

INSERT INTO site.agreements (id, title, body, valid_from, valid_until, audience, prepaid, download_limit, limit_period, created_by, created_at, updated_at)
	SELECT 500 + g, CASE WHEN g = 1 THEN 'Book covers, Meier & Söhne' WHEN g % 13 = 6 THEN left(demo.hostile(g), 200) ELSE (ARRAY['Editorial, flat rate', 'Subscription, web', 'Museums, half price', 'School books', 'Agency, 40 %', 'Newspaper, small use'])[1 + demo.pick(g, 551, 6)]
			|| ' ' || to_char(x.day, 'YYYY') END,
		CASE WHEN demo.pick(g, 552, 2) = 0 THEN E'All uses in one title.\nAnother edition is a new use.' ELSE '' END, x.day, CASE WHEN g > 1 AND demo.pick(g, 553, 3) > 0 THEN x.day + 364 END,
		CASE WHEN demo.pick(g, 554, 4) = 0 THEN 'staff' ELSE 'website' END, x.limited AND demo.pick(g, 556, 2) = 0, CASE WHEN x.limited THEN 10 * (1 + demo.pick(g, 557, 30)) END,
		CASE WHEN x.limited THEN (ARRAY['total', 'month'])[1 + demo.pick(g, 558, 2)] END, 10000002, x.day + interval '9 hours', x.day + interval '9 hours'
	FROM generate_series(1::bigint, 12 + demo.users() / 100) g
	CROSS JOIN LATERAL (SELECT (demo.today() + interval '40 days' - CASE WHEN g = 1 THEN 0.95 ELSE demo.unit(g, 559) END * interval '2000 days')::date AS day, g > 1 AND demo.pick(g, 560, 3) = 0 AS limited) x
	ORDER BY g;
SELECT setval(pg_get_serial_sequence('site.agreements', 'id'), (SELECT max(id) FROM site.agreements));
INSERT INTO site.agreement_users (agreement_id, user_id, added_by, added_at)
	SELECT DISTINCT ON (a.id, c.user_id) a.id, c.user_id, 10000002, a.created_at FROM site.agreements a CROSS JOIN generate_series(1, 4) n
	CROSS JOIN LATERAL (SELECT demo.client(a.id * 10 + n, 561) AS user_id) c WHERE demo.pick(a.id * 10 + n, 562, 2) = 0 ORDER BY a.id, c.user_id;
INSERT INTO site.agreement_users (agreement_id, user_id, added_by, added_at) VALUES (502, 10009292, 10000002, '2026-02-11 15:25+00') ON CONFLICT DO NOTHING;
INSERT INTO site.agreement_organisations (agreement_id, organisation_id, added_by, added_at)
	SELECT a.id, 2001 + demo.pick(a.id, 563, greatest(10, demo.users() / 20)), 10000002, a.created_at FROM site.agreements a WHERE demo.pick(a.id, 564, 3) = 0 ORDER BY a.id;
INSERT INTO site.agreement_organisations (agreement_id, organisation_id, added_by, added_at) VALUES (501, 2000, 10000002, '2021-10-01 09:10+00') ON CONFLICT DO NOTHING;

ANALYZE site.contact_moments; ANALYZE site.tasks; ANALYZE site.messages; ANALYZE site.agreements; ANALYZE site.agreement_users; ANALYZE site.agreement_organisations;
