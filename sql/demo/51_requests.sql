-- Demo data: requests of clients and guests, what was sent to whom, reservations and restrictions, confirmations of use.
SET LOCAL session_replication_role = replica;

-- Files, lightboxes and order lines by a number from 0, as many as the demo needs.
-- Drawn by number: how many there are is asked once, or each draw would be compared with all of them.
CREATE TABLE demo.some_files AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM (SELECT id FROM site.files ORDER BY id LIMIT 2000) f;
CREATE TABLE demo.some_boxes AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, user_id, created_at FROM (SELECT id, user_id, created_at FROM site.lightboxes ORDER BY id LIMIT 20000) b;
CREATE UNIQUE INDEX ON demo.some_files (n);
CREATE UNIQUE INDEX ON demo.some_boxes (n);
ANALYZE demo.some_files; ANALYZE demo.some_boxes;

-- Every fifth is a guest's.
INSERT INTO site.quote_requests (user_id, email, name, file_id, subject, body, status, price, currency, answer, answered_at, answered_by, received_at, address, updated_at)
	SELECT CASE WHEN NOT x.guest THEN demo.client(x.g, 601) END, CASE WHEN x.guest THEN 'guest' || demo.pick(x.g, 602, 400) || '@' || w.word || '.example' ELSE '' END,
		CASE WHEN NOT x.guest THEN '' WHEN x.g % 83 = 3 THEN left(demo.hostile(x.g / 83), 200) ELSE initcap(w.word) || ' ' || initcap(v.word) END, f.id,
		CASE WHEN x.g % 61 = 4 THEN left(demo.hostile(x.g / 61), 200) ELSE (ARRAY['Price for a book cover', 'Poster, 3,000 copies', 'Website for a year', 'Kalender 2027', 'Tijdschrift, halve pagina', 'Exhibition wall'])[1 + demo.pick(x.g, 603, 6)] END,
		(ARRAY['Germany, Austria and Switzerland.', E'Print run 3,000.\nOne language.', 'Netherlands only, one year.', ''])[1 + demo.pick(x.g, 604, 4)],
		x.status, CASE WHEN x.status = 'quoted' OR x.status = 'closed' AND demo.pick(x.g, 605, 2) = 0 THEN 25 + 5 * demo.pick(x.g, 606, 90) END, 'EUR',
		CASE WHEN x.status <> 'new' THEN (ARRAY['The price holds for thirty days.', 'Please order it with the calculator.', 'Das ist möglich.'])[1 + demo.pick(x.g, 607, 3)] ELSE '' END,
		CASE WHEN x.status <> 'new' THEN x.at + interval '7 hours' END, CASE WHEN x.status <> 'new' THEN 10000001 + demo.pick(x.g, 608, 3) END, x.at,
		'198.18.0.0'::inet + demo.pick(x.g, 609, 131072), CASE WHEN x.status <> 'new' THEN x.at + interval '7 hours' ELSE x.at END
	FROM (SELECT g, demo.pick(g, 610, 5) = 0 AS guest, d.at, CASE WHEN d.at > demo.today() - interval '2 days' OR (d.at > demo.today() - interval '9 days' AND demo.pick(g, 612, 3) = 0) THEN 'new'
			ELSE (ARRAY['quoted', 'quoted', 'answered', 'closed', 'closed', 'closed'])[1 + demo.pick(g, 613, 6)] END AS status
		FROM generate_series(1::bigint, 30 + demo.users() / 20) g
		CROSS JOIN LATERAL (SELECT date_trunc('second', demo.today() - interval '2 hours' - power(demo.unit(g, 611), 2) * interval '700 days') AS at) d) x
	JOIN demo.words w ON w.kind = 'any' AND w.n = demo.pick(x.g, 614, 50) JOIN demo.words v ON v.kind = 'any' AND v.n = demo.pick(x.g, 615, 50)
	LEFT JOIN demo.some_files f ON demo.pick(x.g, 616, 3) > 0 AND f.n = demo.pick(x.g, 617, 2000) % (SELECT count(*) FROM demo.some_files)
	ORDER BY x.at, x.g;
INSERT INTO site.quote_requests (user_id, subject, body, status, price, answer, answered_at, answered_by, received_at, address, updated_at) VALUES
	(10009292, 'Spring catalogue, twelve pictures', E'Germany, 40,000 copies.\nEditorial.', 'quoted', 1140.00, 'As agreed for book covers.', '2026-10-30 13:55+00', 10000002, '2026-10-30 13:25+00', '203.0.113.9', '2026-10-30 13:55+00'),
	(10009292, 'Old town hall, two pages', 'Spring catalogue.', 'new', NULL, '', NULL, NULL, '2026-11-23 09:17+00', '203.0.113.9', '2026-11-23 09:17+00');

INSERT INTO site.search_requests (user_id, email, name, subject, body, needed_by, status, answer, answered_at, answered_by, received_at, address, updated_at)
	SELECT CASE WHEN NOT x.guest THEN demo.client(x.g, 621) END, CASE WHEN x.guest THEN 'guest' || demo.pick(x.g, 622, 400) || '@' || w.word || '.example' ELSE '' END,
		CASE WHEN x.guest THEN initcap(w.word) ELSE '' END,
		CASE WHEN x.g % 47 = 5 THEN left(demo.hostile(x.g / 47), 200) ELSE (ARRAY['Town halls before 1900', 'Children at school, 1950s', 'Trams in Köln', 'Windmolens bij avond', 'Famille à table', 'Women in laboratories'])[1 + demo.pick(x.g, 623, 6)] END,
		(ARRAY['Black and white, upright.', E'For a textbook.\nTwenty to choose from.', ''])[1 + demo.pick(x.g, 624, 3)],
		CASE WHEN demo.pick(x.g, 625, 2) = 0 THEN (x.at AT TIME ZONE 'UTC')::date + 7 + demo.pick(x.g, 626, 20)::int END, x.status,
		CASE WHEN x.status <> 'new' THEN 'We put what we found into a lightbox.' ELSE '' END, CASE WHEN x.status <> 'new' THEN x.at + interval '20 hours' END,
		CASE WHEN x.status <> 'new' THEN 10000001 + demo.pick(x.g, 628, 3) END, x.at, '198.18.0.0'::inet + demo.pick(x.g, 629, 131072), CASE WHEN x.status <> 'new' THEN x.at + interval '20 hours' ELSE x.at END
	FROM (SELECT g, demo.pick(g, 630, 4) = 0 AS guest, d.at, CASE WHEN d.at > demo.today() - interval '4 days' OR (d.at > demo.today() - interval '15 days' AND demo.pick(g, 632, 2) = 0) THEN 'new'
			ELSE (ARRAY['answered', 'closed', 'closed'])[1 + demo.pick(g, 633, 3)] END AS status
		FROM generate_series(1::bigint, 15 + demo.users() / 50) g
		CROSS JOIN LATERAL (SELECT date_trunc('second', demo.today() - interval '3 hours' - power(demo.unit(g, 631), 2) * interval '700 days') AS at) d) x
	JOIN demo.words w ON w.kind = 'any' AND w.n = demo.pick(x.g, 634, 50)
	ORDER BY x.at, x.g;
INSERT INTO site.search_requests (user_id, subject, body, needed_by, status, answer, answered_at, answered_by, received_at, address, updated_at) VALUES
	(10009292, 'Town hall of Köln before 1900', 'Upright, for a catalogue.', '2026-12-04', 'answered', 'Eleven pictures are in lightbox 3 of your account.', '2026-11-19 10:02+00', 10000001, '2026-11-18 15:40+00', '203.0.113.9', '2026-11-19 10:02+00');

-- Reservations are for a client, every third restriction is for nobody.
INSERT INTO site.restrictions (file_id, kind, start_on, end_on, public_text, private_text, cart_allowed, needs_approval, on_account, user_id, countries, lifted_at, lifted_by, created_by, created_at, updated_at)
	SELECT f.id, CASE WHEN x.reserved THEN 'reservation' ELSE 'restriction' END, x.day, CASE WHEN demo.pick(x.g, 641, 4) > 0 THEN x.day + 30 + demo.pick(x.g, 642, 330)::int END,
		CASE WHEN x.g % 37 = 6 THEN left(demo.hostile(x.g / 37), 2000) WHEN x.reserved THEN 'Reserved until further notice' ELSE (ARRAY['Not for advertising', 'Editorial use only', 'Ask before use'])[1 + demo.pick(x.g, 643, 3)] END,
		CASE WHEN demo.pick(x.g, 644, 3) = 0 THEN 'Asked by phone; see the contact moment.' ELSE '' END, x.cart, x.cart AND demo.pick(x.g, 646, 3) > 0, x.reserved AND demo.pick(x.g, 647, 2) = 0,
		CASE WHEN x.reserved OR demo.pick(x.g, 648, 3) > 0 THEN demo.client(x.g, 649) END, (ARRAY['', '', 'DE', 'DE AT CH', 'NL BE'])[1 + demo.pick(x.g, 650, 5)],
		CASE WHEN x.lifted THEN x.day + interval '20 days' END, CASE WHEN x.lifted THEN 10000001 END, 10000001 + demo.pick(x.g, 651, 2), x.day + interval '9 hours', x.day + interval '9 hours'
	FROM (SELECT g, demo.pick(g, 652, 2) = 0 AS reserved, demo.pick(g, 653, 4) > 0 AS cart, d.day, d.day < '2026-10-01' AND demo.pick(g, 654, 5) = 0 AS lifted
		FROM generate_series(1::bigint, 20 + demo.users() / 50) g CROSS JOIN LATERAL (SELECT (demo.today() + interval '20 days' - demo.unit(g, 655) * interval '600 days')::date AS day) d) x
	JOIN demo.some_files f ON f.n = demo.pick(x.g, 656, 2000) % (SELECT count(*) FROM demo.some_files)
	ORDER BY x.day, x.g;

INSERT INTO site.lightbox_sends (lightbox_id, user_id, email, message, sent_at, opened_at)
	SELECT b.id, b.user_id, lower(w.word) || demo.pick(g, 661, 90) || '@' || v.word || '.example',
		CASE WHEN g % 53 = 7 THEN demo.hostile(g / 53) ELSE (ARRAY['Please choose three.', 'Wie findest du diese?', 'Graag voor vrijdag kiezen.', ''])[1 + demo.pick(g, 662, 4)] END,
		x.at, CASE WHEN demo.pick(g, 663, 4) > 0 THEN x.at + demo.unit(g, 664) * interval '20 hours' END
	FROM generate_series(1::bigint, 20 + demo.users() / 10) g JOIN demo.some_boxes b ON b.n = demo.pick(g, 665, 20000) % (SELECT count(*) FROM demo.some_boxes)
	JOIN demo.words w ON w.kind = 'any' AND w.n = demo.pick(g, 666, 50) JOIN demo.words v ON v.kind = 'any' AND v.n = demo.pick(g, 667, 50)
	CROSS JOIN LATERAL (SELECT date_trunc('second', demo.today() - interval '26 hours' - (demo.today() - interval '26 hours' - least(b.created_at, demo.today() - interval '27 hours')) * demo.unit(g, 668)) AS at) x
	ORDER BY x.at, g;

INSERT INTO site.link_sends (user_id, page, email, message, sent_at, address)
	SELECT CASE WHEN demo.pick(g, 671, 4) > 0 THEN demo.client(g, 672) END, '/preview/' || (30000001 + demo.pick(g, 673, 2000)), lower(w.word) || demo.pick(g, 674, 90) || '@' || v.word || '.example',
		(ARRAY['Look at this.', 'Iets voor de omslag?', ''])[1 + demo.pick(g, 675, 3)], date_trunc('second', demo.today() - interval '2 hours' - demo.unit(g, 676) * interval '700 days'), '198.18.0.0'::inet + demo.pick(g, 677, 131072)
	FROM generate_series(1::bigint, 20 + demo.users() / 20) g
	JOIN demo.words w ON w.kind = 'any' AND w.n = demo.pick(g, 678, 50) JOIN demo.words v ON v.kind = 'any' AND v.n = demo.pick(g, 679, 50)
	ORDER BY 5, g;

-- One for each line that says that its use is to be confirmed, or was.
INSERT INTO site.usage_confirmations (order_line_id, order_id, user_id, needed_by, state, use_text, asked_by, asked_at, confirmed_at, confirmed_by, updated_at)
	SELECT l.id, l.order_id, o.user_id, coalesce(l.usage_needed_by, (l.created_at AT TIME ZONE 'UTC')::date + 90), l.usage_state,
		CASE WHEN l.usage_state = 'used' THEN (ARRAY['Page 12', 'Cover, first edition', 'Poster at the entrance', ''])[1 + demo.pick(l.id, 681, 4)] ELSE '' END, 10000001 + demo.pick(l.id, 682, 3), l.created_at,
		CASE WHEN l.usage_state <> 'wanted' THEN l.created_at + interval '60 days' END, CASE WHEN l.usage_state <> 'wanted' AND demo.pick(l.id, 683, 2) = 0 THEN 10000001 END,
		CASE WHEN l.usage_state <> 'wanted' THEN l.created_at + interval '60 days' ELSE l.created_at END
	FROM site.order_lines l JOIN site.orders o ON o.id = l.order_id WHERE l.usage_state <> 'none' ORDER BY l.id;

ANALYZE site.quote_requests; ANALYZE site.search_requests; ANALYZE site.restrictions; ANALYZE site.lightbox_sends; ANALYZE site.link_sends; ANALYZE site.usage_confirmations;
