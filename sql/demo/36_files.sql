-- Demo data: files, lightboxes and carts.
SET LOCAL session_replication_role = replica;
SET LOCAL jit = off;

-- Files: five for each account; one in eight is the library's own.
INSERT INTO site.files (id, title, supplier_id, licence, object_name, original_name, custom_number, online, created_at, updated_at)
	SELECT 30000000 + g, initcap(a1.word) || ' ' || (ARRAY['at dawn', 'in the rain', 'and harbour', 'market', 'bridge', 'portrait', 'from above', 'in winter', 'detail', 'workshop'])[1 + demo.pick(g, 421, 10)] || ', ' || a2.word,
		demo.supplier(g, (SELECT count(*) FROM site.suppliers)), demo.licence(g),
		CASE WHEN demo.pick(g, 425, 3) = 0 THEN upper(left(a1.word, 3)) || g ELSE '' END, 'DSC_' || lpad((g % 10000)::text, 4, '0') || '.jpg',
		CASE WHEN demo.pick(g, 426, 9) = 0 THEN 'BO-' || g ELSE '' END, demo.pick(g, 427, 50) > 0, x.at, x.at
	FROM generate_series(1, demo.users() * 5) g JOIN demo.words a1 ON a1.kind = 'any' AND a1.n = demo.pick(g, 428, 50) JOIN demo.words a2 ON a2.kind = 'any' AND a2.n = demo.pick(g, 429, 50)
	CROSS JOIN LATERAL (SELECT date_trunc('second', timestamptz '2015-01-10' + (demo.today() - timestamptz '2015-01-10') * ((g - demo.unit(g, 430)) / (demo.users() * 5)))) AS x (at) ORDER BY g;
SELECT setval(pg_get_serial_sequence('site.files', 'id'), (SELECT max(id) FROM site.files));

ANALYZE site.files;

-- Lightboxes and carts
INSERT INTO site.lightboxes (id, user_id, name, note, created_at, updated_at)
	SELECT 3 + row_number() OVER (ORDER BY x.at, g), b.id, initcap(a.word) || ' ' || (ARRAY['cover', 'spread', 'ideas', 'for the editor', 'campaign', 'calendar'])[1 + demo.pick(g, 451, 6)],
		CASE demo.pick(g, 452, 7) WHEN 0 THEN 'Deadline next week.' ELSE '' END, x.at, x.at
	FROM generate_series(1, demo.users() / 2) g JOIN demo.buyers b ON b.n = floor((SELECT count(*) FROM demo.buyers) * power(demo.unit(g, 453), 2))::bigint
	JOIN demo.words a ON a.kind = 'any' AND a.n = demo.pick(g, 454, 50) CROSS JOIN LATERAL (SELECT date_trunc('second', b.created_at + (demo.today() - b.created_at) * demo.unit(g, 455))) AS x (at);
INSERT INTO site.lightboxes (id, user_id, name, note, created_at, updated_at) VALUES
	(1, 10009292, 'Cathedrals', '', '2024-03-11 10:20+00', '2024-03-11 10:20+00'),
	(2, 10009292, 'Rhine in winter', 'For the calendar', '2025-10-02 08:12+00', '2025-10-02 08:12+00'),
	(3, 10009292, 'Köln, spring catalogue', 'Cover and three spreads; we need them by 4 December.', '2026-11-20 09:41+00', '2026-11-21 16:02+00');
SELECT setval(pg_get_serial_sequence('site.lightboxes', 'id'), (SELECT max(id) FROM site.lightboxes));
INSERT INTO site.lightbox_files (lightbox_id, file_id, note, added_at)
	SELECT DISTINCT ON (l.id, f.id) l.id, f.id, CASE demo.pick(l.id * 20 + n, 461, 15) WHEN 0 THEN 'cover?' ELSE '' END, l.created_at + n * interval '1 minute'
	FROM site.lightboxes l, generate_series(1, CASE WHEN l.user_id = 10009292 THEN 4 ELSE 1 + demo.pick(l.id, 462, 9) END) n
	CROSS JOIN LATERAL (SELECT 30000001 + demo.pick(l.id * 20 + n, 463, demo.users() * 5) AS id) AS f ORDER BY l.id, f.id;
INSERT INTO site.cart_lines (user_id, file_id, licence, size, use_text, territory, price, added_at, updated_at)
	SELECT b.id, f.id, f.licence, CASE f.licence WHEN 'RF' THEN 'M' ELSE '' END, CASE f.licence WHEN 'RM' THEN 'website' ELSE '' END, CASE f.licence WHEN 'RM' THEN 'Europe' ELSE '' END,
		CASE demo.pick(g, 471, 3) WHEN 0 THEN NULL ELSE 45 + 15 * demo.pick(g, 472, 10) END, x.at, x.at
	FROM generate_series(1, demo.users() / 4) g JOIN demo.buyers b ON b.n = demo.pick(g, 473, (SELECT count(*) FROM demo.buyers))
	JOIN site.files f ON f.id = 30000001 + demo.pick(g, 474, demo.users() * 5) CROSS JOIN LATERAL (SELECT date_trunc('second', demo.today() - demo.unit(g, 475) * interval '60 days')) AS x (at) ORDER BY x.at, g;
INSERT INTO site.cart_lines (user_id, file_id, licence, size, use_text, territory, price, added_at, updated_at)
	SELECT 10009292, f.id, f.licence, CASE f.licence WHEN 'RF' THEN 'L' ELSE '' END, 'spring catalogue', 'Germany', 120, '2026-11-21 16:10+00', '2026-11-21 16:10+00'
	FROM site.files f WHERE f.id IN (30000012, 30000345);
ANALYZE site.lightboxes; ANALYZE site.lightbox_files; ANALYZE site.cart_lines;
