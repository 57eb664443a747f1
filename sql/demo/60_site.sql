-- Demo data: who is responsible, published texts, consents, and a few breaches.

UPDATE site.settings s SET value = v.value FROM (VALUES
	('site_address', 'https://www.lumen.example'), ('controller', E'Lumen Picture Library B.V.\nPrinsengracht 1\n1015 DK Amsterdam'), ('contact_address', 'privacy@lumen.example'),
	('privacy_officer', 'Cora de Wit, privacy@lumen.example'), ('authority', 'Autoriteit Persoonsgegevens, The Hague'), ('erasure_wait_days', '7')) AS v (name, value)
	WHERE s.name = v.name;

INSERT INTO site.text_versions (name, language, no, title, source, body, note, published_at, published_by)
	SELECT x.name, x.language, v.no, x.title, v.source, site.filled_text(v.source, x.language), v.note, v.at, 10000003
	FROM site.texts x CROSS JOIN LATERAL (VALUES
		(1, replace(x.template, E'\n\nCHANGES', E'\n\nCHANGE'), 'First version', '2024-05-24 09:00+00'::timestamptz),
		(2, x.template, 'Yearly look', '2026-02-10 10:30+00'::timestamptz)) AS v (no, source, note, at)
	WHERE (x.name = 'privacy' OR v.no = 1) AND (x.name, x.language) <> ('marketing', 'nl') ORDER BY x.position, x.language, v.no;

-- Who receives mailings agreed; some agreed and changed their mind.
INSERT INTO site.consents (user_id, kind, given, at, channel, text_version_id)
	SELECT u.id, 'marketing', true, u.created_at + interval '3 minutes', 'website', (SELECT v.id FROM site.text_versions v WHERE v.name = 'marketing')
	FROM site.users u WHERE u.marketing OR demo.pick(u.id, 601, 25) = 0 ORDER BY u.id;
INSERT INTO site.consents (user_id, kind, given, at, channel, recorded_by, note)
	SELECT u.id, 'marketing', false, u.created_at + (demo.today() - u.created_at) * demo.unit(u.id, 602), CASE WHEN demo.pick(u.id, 603, 3) = 0 THEN 'phone' ELSE 'website' END,
		CASE WHEN demo.pick(u.id, 603, 3) = 0 THEN 10000005 END, CASE WHEN demo.pick(u.id, 603, 3) = 0 THEN 'Called, wants no more mail' ELSE '' END
	FROM site.users u WHERE NOT u.marketing AND demo.pick(u.id, 601, 25) = 0 ORDER BY u.id;
INSERT INTO site.consents (email, kind, given, at, channel, note) VALUES
	('guest.one@post.example', 'marketing', true, '2026-03-02 10:00+00', 'website', ''),
	('guest.two@post.example', 'publication', true, '2026-06-11 15:20+00', 'letter', 'Portrait in the annual report');

INSERT INTO privacy.breaches (title, aware_at, due_at, happened_from, happened_to, nature, facts, consequences, measures, risk, reported_at, report_reference, unreported_reason, untold_ground, untold_reason,
		scope_from, scope_to, scope_address, scoped_at, handler_id, closed_at, created_at, updated_at) VALUES
	('Mailing with all addresses in Cc', '2025-09-03 08:40+00', '2025-09-06 08:40+00', '2025-09-03 07:00+00', '2025-09-03 07:05+00', 'confidentiality',
		'A mailing to 212 clients was sent with all addresses in Cc.', 'People learn each other''s addresses; unwanted mail is possible.', 'Apology sent, mailings go out one by one now.', 'some',
		'2025-09-04 14:10+00', 'AP-2025-118822', '', 'no_high_risk', 'Business addresses, no other data.', NULL, NULL, NULL, NULL, 10000003, '2025-09-19 09:00+00', '2025-09-03 08:45+00', '2025-09-19 09:00+00'),
	('Laptop stolen from a train', '2026-04-17 16:00+00', '2026-04-20 16:00+00', '2026-04-17 14:00+00', '2026-04-17 15:30+00', 'confidentiality',
		'A laptop of the picture desk was stolen. The disk is encrypted, the console keeps nothing on it.', 'None are likely.', 'Log-ins ended, SSH key withdrawn.', 'none',
		NULL, '', 'The disk is encrypted and nothing is kept on it.', 'encrypted', 'Full disk encryption, machine was off.', NULL, NULL, NULL, NULL, 10000003, '2026-04-21 10:00+00', '2026-04-17 16:05+00', '2026-04-21 10:00+00'),
	('Log-ins with guessed passwords', demo.today() - interval '20 hours', demo.today() + interval '52 hours', demo.today() - interval '30 hours', demo.today() - interval '21 hours', 'confidentiality',
		'Many log-ins from one network; some of them succeeded.', '', 'The network is blocked, the passwords were reset.', 'open',
		NULL, '', '', NULL, '', demo.today() - interval '30 hours', demo.today() - interval '21 hours', NULL, NULL, 10000003, NULL, demo.today() - interval '19 hours', demo.today() - interval '19 hours');
INSERT INTO privacy.breach_people (breach_id, user_id, categories, traces, first_at, last_at)
	SELECT (SELECT min(b.id) FROM privacy.breaches b), u.id, '{1,3}', 1, '2025-09-03 07:00+00', '2025-09-03 07:05+00'
	FROM site.users u WHERE u.marketing AND u.created_at < '2025-09-01' ORDER BY u.id LIMIT 212;
UPDATE privacy.breaches b SET scoped_at = '2025-09-03 11:00+00' WHERE b.id = (SELECT min(x.id) FROM privacy.breaches x);
INSERT INTO privacy.breach_notes (breach_id, kind, body, author_id, created_at, updated_at)
	SELECT b.id, 'note', 'Found by the provider''s complaint desk; no payment data are involved.', 10000003, b.aware_at + interval '2 hours', b.aware_at + interval '2 hours' FROM privacy.breaches b;
