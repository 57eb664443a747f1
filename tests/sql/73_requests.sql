-- Requests, restrictions, confirmations of use, agreements on order lines: what is refused, and what one thing does to another.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
CREATE FUNCTION pg_temp.act(p_entity text, p_key text, p_version bigint, p_verb text, p_args text DEFAULT '{}') RETURNS text LANGUAGE sql AS
$$ SELECT pg_temp.call(format('api.act(%L, %L, %L, %L, %L, %L)', p_entity, p_key, p_verb, p_version, p_args, gen_random_uuid())) $$;
CREATE FUNCTION pg_temp.make(p_entity text, p_changes text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	made uuid := gen_random_uuid();
	said text := pg_temp.save(p_entity, NULL, NULL, p_changes, made);
BEGIN
	RETURN coalesce((SELECT r.key FROM auth.requests r WHERE r.request = made), said);
END
$$;
-- A client with an order of two lines, made by the administrator.
INSERT INTO site.files (id, title) VALUES (39000001, 'Old town hall'), (39000002, 'Tram') \g /dev/null
INSERT INTO site.orders (id, user_id, status) VALUES (390001, 10009292, 'submitted') \g /dev/null
INSERT INTO site.order_lines (id, order_id, file_id) VALUES (3900001, 390001, 39000001), (3900002, 390001, 39000002), (3900003, 390001, 39000001) \g /dev/null

-- The website takes in what guests and clients ask, and answers nothing
SELECT pg_temp.as_role('site', 'INSERT INTO site.quote_requests (email, name, subject) VALUES (''guest@x.example'', ''Guest'', ''How much?'') RETURNING id') AS quote \gset
SELECT ok(:'quote' ~ '^[0-9]+$', 'a guest asks for a price');
SELECT is(pg_temp.as_role('site', 'INSERT INTO site.quote_requests (subject) VALUES (''x'') RETURNING id'), '23514', 'somebody must be asking');
SELECT is(pg_temp.as_role('site', 'INSERT INTO site.quote_requests (email, subject, answer) VALUES (''g@x.example'', ''x'', ''y'') RETURNING id'), '42501', 'the website answers nothing');
SELECT is(pg_temp.as_role('site', 'INSERT INTO site.search_requests (email, subject, status) VALUES (''g@x.example'', ''x'', ''closed'') RETURNING id'), '42501', 'nor does it close');
SELECT pg_temp.enter('dirk') AS dirk \gset
SELECT is(pg_temp.save('quote_requests', :'quote', 1, '{"answer": "Yes, gladly."}'), 'saved 2', 'an answer');
SELECT is((SELECT concat_ws('|', status, answered_by) FROM site.quote_requests WHERE id = :quote), 'answered|' || :'dirk', 'makes it answered, by whom');
SELECT is(pg_temp.save('quote_requests', :'quote', 2, '{"price": "120.50", "currency": "EUR"}'), 'saved 3', 'a price');
SELECT is((SELECT concat_ws('|', status, price) FROM site.quote_requests WHERE id = :quote), 'quoted|120.50', 'makes it quoted');
SELECT is(pg_temp.save('quote_requests', :'quote', 3, '{"price": "-1"}'), '23000|price|A price is not below zero.', 'no price below zero');
SELECT is(pg_temp.act('quote_requests', :'quote', 3, 'close'), 'saved 4', 'closed');
SELECT is(pg_temp.save('quote_requests', :'quote', 4, '{"answer": "No."}'), '22023|answer|This request is closed.', 'a closed one takes no answer');
SELECT is(pg_temp.act('quote_requests', :'quote', 4, 'reopen'), 'saved 5', 'opened again');
SELECT is((SELECT status FROM site.quote_requests WHERE id = :quote), 'quoted', 'it is what it was');
SELECT is(pg_temp.act('quote_requests', :'quote', 5, 'reopen'), '22023|This request is not closed.', 'once');
SELECT pg_temp.make('search_requests', '{"email": "caller@x.example", "name": "Caller", "subject": "Trams", "needed_by": "2026-12-24"}') AS search \gset
SELECT is(pg_temp.save('search_requests', :'search', 1, '{"answer": "Found some."}'), 'saved 2', 'a search request is answered');
SELECT is((SELECT status FROM site.search_requests WHERE id = :search), 'answered', 'and says so');
SELECT is(pg_temp.make('search_requests', '{"subject": "x"}'), '23000|email|A request needs an account or an e-mail address.', 'somebody must be asking here too');
SELECT pg_temp.ask('{"entity": "quote_requests", "columns": ["full_name"], "filter": [{"column": "email", "op": "=", "value": "GUEST@x.example"}]}') \g /dev/null
SELECT is(pg_temp.told('cells[1]'), 'Guest', 'guests are found by their address');

-- Reservations and restrictions
SELECT is(pg_temp.make('restrictions', changes::text), answer, 'refused: ' || answer) FROM (VALUES
	('{"file_id": "1", "kind": "restriction"}', '23000|file_id|There is no such file.'),
	('{"file_id": "39000001", "kind": "reservation"}', '23000|user_id|A reservation is for a client.'),
	('{"file_id": "39000001", "kind": "restriction", "start_on": "2026-02-01", "end_on": "2026-01-01"}', '23000|end_on|A restriction ends after it begins.'),
	('{"file_id": "39000001", "kind": "restriction", "cart_allowed": "f", "needs_approval": "t"}', '23000|needs_approval|What may not be added to a cart needs no approval.'),
	('{"file_id": "39000001", "kind": "restriction", "countries": "Germany"}', '22023|countries|There is no such country.'),
	('{"file_id": "39000001", "kind": "restriction", "countries": "DE XX"}', '22023|countries|There is no such country.'),
	('{"file_id": "39000001", "kind": "restriction", "on_account": "t"}', '23000|on_account|Only a linked client can see it under My account.'),
	('{"file_id": "39000001", "kind": "reservation", "user_id": "10000021", "order_id": "390001"}', '22023|order_id|This order is another client''s.')) AS bad (changes, answer);
SELECT pg_temp.make('restrictions', '{"file_id": "39000001", "kind": "reservation", "user_id": "10009292", "order_id": "390001", "start_on": "2026-11-01", "countries": "DE AT", "on_account": "t"}') AS held \gset
SELECT is(pg_temp.act('restrictions', :'held', 1, 'lift'), 'saved 2', 'a reservation is lifted');
SELECT is(pg_temp.act('restrictions', :'held', 2, 'lift'), '22023|This holds no more.', 'once');

-- Confirmations of use
SELECT pg_temp.make('usage_confirmations', '{"order_line_id": "3900001", "needed_by": "2026-12-31"}') AS usage \gset
SELECT is((SELECT concat_ws('|', order_id, user_id, state, asked_by) FROM site.usage_confirmations WHERE id = :usage), '390001|10009292|wanted|' || :'dirk', 'asked of whose order it is');
SELECT is((SELECT concat_ws('|', usage_state, usage_needed_by) FROM site.order_lines WHERE id = 3900001), 'wanted|2026-12-31', 'the line says so');
SELECT is(pg_temp.make('usage_confirmations', '{"order_line_id": "3900001", "needed_by": "2026-12-31"}'), '23000|order_line_id|This was asked already, and waits for an answer.', 'not twice at a time');
SELECT is(pg_temp.make('usage_confirmations', '{"order_line_id": "999999999999", "needed_by": "2026-12-31"}'), '23000|order_line_id|There is no such order line.', 'nor of no line');
SELECT is(pg_temp.act('usage_confirmations', :'usage', 1, 'used', '{"use_text": "Page 12"}'), 'saved 2', 'it was used');
SELECT is((SELECT usage_state FROM site.order_lines WHERE id = 3900001), 'used', 'the line says so');
SELECT is((SELECT concat_ws('|', use_text, confirmed_by) FROM site.usage_confirmations WHERE id = :usage), 'Page 12|' || :'dirk', 'with how and by whom it was entered');
SELECT is(pg_temp.act('usage_confirmations', :'usage', 2, 'unused'), '22023|This was answered already.', 'once');

-- Agreements on order lines
INSERT INTO site.agreements (id, title, valid_from, valid_until) VALUES (59001, 'Past', '2000-01-01', '2001-01-01'), (59002, 'Stranger''s', '2000-01-01', NULL) \g /dev/null
INSERT INTO site.agreements (id, title, valid_from, download_limit, limit_period) VALUES (59003, 'Two', '2000-01-01', 2, 'total') \g /dev/null
INSERT INTO site.agreement_users (agreement_id, user_id) VALUES (59001, 10009292), (59002, 10000021) \g /dev/null
INSERT INTO site.agreement_organisations (agreement_id, organisation_id) VALUES (59003, 2000) \g /dev/null
SELECT throws_ok('UPDATE site.order_lines SET agreement_id = 59001 WHERE id = 3900001', '22023', 'This agreement does not hold on that day.', 'an agreement holds on its days');
SELECT throws_ok('UPDATE site.order_lines SET agreement_id = 59002 WHERE id = 3900001', '22023', 'This agreement was not made with this client.', 'and for its clients');
SELECT lives_ok('UPDATE site.order_lines SET agreement_id = 59003 WHERE id IN (3900001, 3900002)', 'and for the accounts of its organisations');
SELECT throws_ok('UPDATE site.order_lines SET agreement_id = 59003 WHERE id = 3900003', '22023', 'The limit of this agreement is used up.', 'up to its limit');
UPDATE site.order_lines SET agreement_id = NULL WHERE id = 3900002 \g /dev/null
SELECT lives_ok('UPDATE site.order_lines SET agreement_id = 59003 WHERE id = 3900003', 'what is given back can be used again');
SELECT lives_ok('UPDATE site.order_lines SET agreement_id = 59003 WHERE id = 3900003', 'a line does not stand in its own way');

-- Who may not
SELECT pg_temp.enter('ben') \g /dev/null
SELECT is(pg_temp.ask(format('{"entity": "%s", "columns": []}', name)), '42501', name || ' takes its right') FROM unnest(ARRAY['quote_requests', 'search_requests', 'restrictions', 'usage_confirmations', 'lightbox_sends', 'link_sends']) AS name;
SELECT is(pg_temp.act(entity, '1', 1, verb), '42501|You need the right ' || right_name || '.', entity || ' ' || verb || ' takes its right') FROM meta.verbs
	WHERE entity IN ('quote_requests', 'search_requests', 'restrictions', 'usage_confirmations') ORDER BY 1;
SELECT is(pg_temp.as_role('steward_api', format('SELECT count(*) FROM site.%I', name)), '0', name || ': behind the policies nothing') FROM unnest(ARRAY['quote_requests', 'search_requests', 'restrictions', 'usage_confirmations', 'lightbox_sends', 'link_sends']) AS name;
SELECT pg_temp.enter('anna') \g /dev/null
SELECT is(pg_temp.save('restrictions', :'held', 2, '{"public_text": "x"}'), '42501|You need the right restriction.edit.', 'support reserves nothing');
SELECT is((SELECT string_agg(label, ', ' ORDER BY line) FROM api.home() WHERE tile = 'site_requests'), 'Quotes wanted, Pictures looked for, Uses not confirmed', 'Home tells what waits');

-- Find anything: of every kind that the person may see, by a piece of the name, the number, the address
INSERT INTO site.lightboxes (id, user_id, name) VALUES (79000001, 10009292, 'Zwiebelturm, spring') \g /dev/null
UPDATE site.files SET title = 'Zwiebelturm by night' WHERE id = 39000002 \g /dev/null
UPDATE site.orders SET title = 'Zwiebelturm catalogue' WHERE id = 390001 \g /dev/null
UPDATE site.agreements SET title = 'Zwiebelturm, covers' WHERE id = 59003 \g /dev/null
INSERT INTO site.suppliers (id, name, group_id) SELECT 79001, 'Zwiebelturm Photos', min(id) FROM site.supplier_groups \g /dev/null
SELECT pg_temp.enter('dirk') \g /dev/null
SELECT pg_temp.ask('{"entity": "*", "search": "zwiebeltur"}') \g /dev/null
SELECT is((SELECT string_agg(k, ' ' ORDER BY k) FROM string_to_table(pg_temp.told(), ' ') AS k), 'agreements:59003 files:39000002 lightboxes:79000001 orders:390001 suppliers:79001', 'one box finds every kind');
SELECT pg_temp.ask('{"entity": "*", "search": "390001"}') \g /dev/null
SELECT matches(pg_temp.told(), 'orders:390001', 'an order by its number');
SELECT pg_temp.enter('ben') \g /dev/null
SELECT pg_temp.ask('{"entity": "*", "search": "zwiebeltur"}') \g /dev/null
SELECT doesnt_match(pg_temp.told(), 'lightboxes:', 'and only what the person may see');
SELECT * FROM finish();
