-- Plan, approval, run. A plan is the run, rolled back.

CREATE OR REPLACE FUNCTION auth.keyed_hash(p_text text) RETURNS bytea
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT public.hmac(convert_to(p_text, 'UTF8'), (SELECT s.value FROM auth.secrets s WHERE s.name = 'fingerprint'), 'sha256') $$;
COMMENT ON FUNCTION auth.keyed_hash(text) IS 'HMAC-SHA-256 with the server''s key: tells that two texts are the same to who has the key, and nothing to anybody else.';

CREATE OR REPLACE FUNCTION privacy.fingerprint(p_user_id bigint, p_emails text[]) RETURNS bytea
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT auth.keyed_hash(CASE WHEN p_user_id IS NULL THEN 'guest|' || p_emails[1]
		ELSE (SELECT 'account|' || u.id || '|' || extract(epoch FROM u.created_at) FROM site.users u WHERE u.id = p_user_id) END)
$$;
COMMENT ON FUNCTION privacy.fingerprint(bigint, text[]) IS 'Keyed hash of a person that stays the same whatever the person changes: number and birth of the account, or the address of a guest.';

-- Sums ------------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.money_statements() RETURNS TABLE (label text, sql text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT t.label, format('SELECT jsonb_build_object(''rows'', count(*), %s) FROM %s t WHERE %s', s.sums, t.relation, w.predicate)
	FROM privacy.person_tables() t
	JOIN LATERAL (SELECT string_agg(format('%L, sum(t.%I)', a.attname, a.attname), ', ' ORDER BY a.attnum) AS sums FROM pg_attribute a
		WHERE a.attrelid = t.relation AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'numeric'::regtype) AS s ON s.sums IS NOT NULL
	JOIN LATERAL (SELECT string_agg('(' || privacy.path_sql(t.relation, m.way) || ')', ' OR ' ORDER BY m.way) AS predicate FROM (SELECT DISTINCT way
		-- What is found by a value that the erasure itself writes over would be missed afterwards.
		FROM privacy.data_map d, string_to_table(d.subject_path, '; ') AS way WHERE way NOT IN ('email', 'address') AND d.schema_name = split_part(t.label, '.', 1) AND d.table_name = split_part(t.label, '.', 2) AND d.category IS NOT NULL AND d.export_rule <> 'mask') AS m) AS w
		ON w.predicate IS NOT NULL
	-- What goes whole, like a cart, is no money that anybody owes.
	WHERE t.label LIKE 'site.%' AND privacy.delete_sql(t.relation, 'all') IS NULL ORDER BY t.label
$$;
COMMENT ON FUNCTION privacy.money_statements() IS 'The statements that count the person''s rows, and sum each of their money columns, in each table whose rows stay.';

CREATE OR REPLACE FUNCTION privacy.money_of(p_user_id bigint, p_emails text[], p_made boolean) RETURNS jsonb
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target record;
	sums jsonb;
	result jsonb := jsonb_build_object();
BEGIN
	IF p_made THEN
		RETURN privacy.made_money(p_user_id, p_emails);
	END IF;
	FOR target IN SELECT * FROM privacy.money_statements() LOOP
		EXECUTE target.sql INTO sums USING p_user_id, p_emails;
		result := result || jsonb_build_object(target.label, sums);
	END LOOP;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.money_of(bigint, text[], boolean) IS 'Count, and sum of every money column, of the person''s rows in each table whose rows stay. An erasure that changes any of these stops. p_made: by the statements that were made before (privacy.fits).';

-- What stands in the way --------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.own_sql(p_label text) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT string_agg(DISTINCT '(' || privacy.path_sql(p_label::regclass, m.subject_path) || ')', ' OR ') FROM privacy.data_map m
	WHERE m.schema_name || '.' || m.table_name = p_label AND m.category IS NOT NULL AND m.export_rule <> 'mask'
$$;
COMMENT ON FUNCTION privacy.own_sql(text) IS 'The predicate of the rows of a table that are the person''s own; $1 account, $2 e-mail addresses, $3 addresses of computers.';

CREATE OR REPLACE FUNCTION privacy.map_faults(p_scope text, p_made boolean) RETURNS TABLE (kind text, relation text, key text, sentence text, lifted_by text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- What was made before was made from a map without these faults, and fits as long as neither map nor tables are others.
	IF NOT p_made THEN
		RETURN QUERY SELECT 'unmapped', g.schema_name || '.' || g.table_name, g.column_name, 'A column is not in the data map.', 'Classify it in the data map.' FROM privacy.map_gaps() g
			UNION ALL SELECT 'way', f.schema_name || '.' || f.table_name, f.subject_path, 'The data map has a way that leads nowhere.', 'Correct the way.' FROM privacy.way_faults() f
			UNION ALL SELECT 'rule', f.schema_name || '.' || f.table_name, f.column_name, 'The data map has rules that contradict each other.', 'Correct the rule.' FROM privacy.rule_faults() f;
	END IF;
	IF p_scope = 'all' THEN
		RETURN QUERY SELECT 'unindexed', g.label, g.index_name, 'The index of the residual scan is missing.', 'Run steward migrate.' FROM privacy.gaps_now(p_made) g;
	END IF;
END
$$;
COMMENT ON FUNCTION privacy.map_faults(text, boolean) IS 'What is wrong with the data map, or with the indexes of the residual scan. p_made: where the statements that were made before fit (privacy.fits), so that the indexes alone are looked at.';

CREATE OR REPLACE FUNCTION privacy.blockers(p_erasure privacy.erasures) RETURNS SETOF privacy.erasure_blockers
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	b privacy.erasure_blockers;
	rule record;
	found record;
	label text;
	place integer := 0;
	made boolean := privacy.fits();
BEGIN
	b.erasure_id := p_erasure.id;
	FOR found IN
		SELECT f.* FROM privacy.map_faults(p_erasure.scope, made) f
		UNION ALL SELECT 'hold', 'privacy.holds', h.id::text, 'A legal hold lies on the account.', 'Lift the hold.' FROM privacy.holds h
			WHERE h.user_id = p_erasure.user_id AND h.kind = 'hold' AND h.lifted_at IS NULL
		UNION ALL SELECT 'request', 'privacy.requests', r.number, 'Another request of the person is open.', 'Answer that request first.' FROM privacy.requests r
			WHERE (r.user_id = p_erasure.user_id OR r.email = ANY (p_erasure.emails)) AND r.closed_at IS NULL AND r.id IS DISTINCT FROM p_erasure.request_id
				AND r.duplicate_of IS DISTINCT FROM p_erasure.request_id
		UNION ALL SELECT 'superadmin', 'site.users', u.id::text, 'This is the last superadmin.', 'Make somebody else superadmin first.' FROM site.users u
			WHERE u.id = p_erasure.user_id AND u.type = 'superadmin' AND NOT EXISTS (SELECT FROM site.users o
				WHERE o.type = 'superadmin' AND o.id <> u.id AND o.enabled AND o.hidden_at IS NULL)
		UNION ALL SELECT 'self', 'site.users', u.id::text, 'Nobody erases himself.', 'Somebody else proposes it.' FROM site.users u
			WHERE u.id = p_erasure.user_id AND u.id IN (p_erasure.created_by, p_erasure.proposed_by)
		UNION ALL SELECT 'erased', 'site.users', u.id::text, 'The account was erased already.', 'There is nothing left to do.' FROM site.users u
			WHERE u.id = p_erasure.user_id AND u.erased_at IS NOT NULL
	LOOP
		place := place + 1;
		b := (p_erasure.id, place, found.kind, found.relation, found.key, found.sentence, found.lifted_by, false);
		RETURN NEXT b;
	END LOOP;
	FOR rule IN SELECT r.*, coalesce((SELECT o.own FROM privacy.made_own() o WHERE made AND o.label = r.relation), privacy.own_sql(r.relation)) AS own
		FROM privacy.blocker_rules r WHERE to_regclass(r.relation) IS NOT NULL ORDER BY r.kind
	LOOP
		FOR label IN EXECUTE format('SELECT (%s)::text FROM %s t WHERE (%s) AND (%s) ORDER BY 1 LIMIT 50', rule.label_sql, rule.relation, rule.own, rule.when_sql)
			USING p_erasure.user_id, p_erasure.emails, '{}'::inet[]
		LOOP
			place := place + 1;
			b := (p_erasure.id, place, rule.kind, rule.relation, label, rule.sentence, rule.lifted_by, rule.billing);
			RETURN NEXT b;
		END LOOP;
	END LOOP;
END
$$;
COMMENT ON FUNCTION privacy.blockers(privacy.erasures) IS 'What stands in the way of an erasure, each with its row and what would lift it.';

-- All of it ---------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.lock_person(p_user_id bigint) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_user_id IS NOT NULL THEN
		PERFORM pg_advisory_xact_lock(7203, (p_user_id % 512)::integer);
	END IF;
	PERFORM FROM site.users u WHERE u.id = p_user_id FOR UPDATE;
END
$$;
COMMENT ON FUNCTION privacy.lock_person(bigint) IS 'Keeps everybody else from writing rows of this person until the transaction is over: the triggers that privacy.attach_guards makes wait for the same lock. People share 512 of them, so that an import of many people does not use up the server''s locks.';

CREATE OR REPLACE FUNCTION privacy.steps_hash(p_steps privacy.erasure_step[]) RETURNS bytea
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	-- Trail and register grow by every look at the plan and by its approval itself.
	SELECT sha256(convert_to(coalesce(string_agg(concat_ws('|', s.relation, s.action, s.columns::text, s.rule, s.reason, s.keep_until, s.rows, coalesce(s.keys::text, s.numbers::text)), chr(10) ORDER BY s.n), ''), 'UTF8'))
	FROM unnest(p_steps) WITH ORDINALITY AS s (relation, action, columns, rule, reason, keep_until, rows, keys, numbers, n)
	WHERE split_part(s.relation, '.', 1) NOT IN ('audit', 'privacy')
$$;
COMMENT ON FUNCTION privacy.steps_hash(privacy.erasure_step[]) IS 'SHA-256 over the rows of a plan in their order: table, rule, reason, key; without those of trail and register.';

CREATE OR REPLACE FUNCTION privacy.pattern_for(p_kinds text[], p_values text[]) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	-- In the middle of another word it is another word: joanna@meier.example is not anna@meier.example.
	SELECT coalesce(string_agg(CASE WHEN kind = 'phone' THEN '' WHEN value ~ '^[[:alnum:]]' THEN '\m(?<![.@+-])' ELSE '' END || privacy.pattern_of(kind, value)
		|| CASE WHEN value ~ '[[:alnum:]]$' THEN '(?![[:alnum:]])' ELSE '' END, '|' ORDER BY length(value) DESC, value), '')
	FROM unnest(p_kinds, p_values) AS i (kind, value) WHERE privacy.is_telling(kind, value)
$$;
COMMENT ON FUNCTION privacy.pattern_for(text[], text[]) IS 'One regular expression that finds any of the telling values in a text; empty when there is none.';

CREATE OR REPLACE FUNCTION privacy.erase_all(p_erasure privacy.erasures) RETURNS privacy.erasure_result
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET jit = off AS
$$
DECLARE
	r privacy.erasure_result;
	kinds text[];
	vals text[];
	emails text[];
	addresses inet[];
	pattern text;
	words tsquery;
	before jsonb;
	kept privacy.erasure_step[];
	rest record;
	made boolean := privacy.fits();
	missing text := (SELECT string_agg(g.label, ', ') FROM privacy.gaps_now(made) g);
BEGIN
	r.steps := ARRAY[]::privacy.erasure_step[];
	IF p_erasure.scope = 'all' AND missing IS NOT NULL THEN
		RAISE EXCEPTION 'The index of the residual scan is missing on %.', missing USING ERRCODE = 'ST013',
			HINT = 'Run steward migrate, which makes it.';
	END IF;
	PERFORM privacy.lock_person(p_erasure.user_id);
	r.fingerprint := privacy.fingerprint(p_erasure.user_id, p_erasure.emails);
	SELECT array_agg(c.kind), array_agg(c.value), array_agg(DISTINCT lower(c.value)) FILTER (WHERE c.kind IN ('email', 'login')),
			array_agg(DISTINCT c.value::inet) FILTER (WHERE c.kind = 'address' AND NOT c.shared)
		INTO kinds, vals, emails, addresses FROM privacy.collect(p_erasure.user_id, p_erasure.emails, made) c;
	emails := coalesce(emails, ARRAY[]::text[]);
	addresses := coalesce(addresses, ARRAY[]::inet[]);
	r.identifiers := cardinality(vals);
	-- Addresses of computers are compared as such; in texts only a few can be looked for.
	SELECT array_agg(i.kind), array_agg(i.value) INTO kinds, vals FROM unnest(kinds, vals) AS i (kind, value)
		WHERE i.kind <> 'address' OR (CASE WHEN i.kind = 'address' THEN i.value::inet END = ANY (addresses) AND cardinality(addresses) <= 50);
	pattern := privacy.pattern_for(kinds, vals);
	words := privacy.word_query(kinds, vals);
	before := privacy.money_of(p_erasure.user_id, emails, made);
	-- What stays, while the ways to it are still there.
	kept := ARRAY(SELECT s FROM privacy.kept_rows(p_erasure.user_id, emails, addresses, made) AS s WHERE p_erasure.scope = 'all');
	r.steps := ARRAY(SELECT s FROM privacy.erase_rows(p_erasure.user_id, emails, addresses, p_erasure.scope, made) AS s);
	IF p_erasure.scope = 'all' THEN
		UPDATE site.users u SET erased_at = now(), hidden_at = coalesce(u.hidden_at, now()) WHERE u.id = p_erasure.user_id;
		r.steps := r.steps || ARRAY(SELECT s FROM privacy.clear_mentions(p_erasure.user_id, emails, addresses, nullif(pattern, ''), words, made) AS s);
	END IF;
	r.steps := r.steps || ARRAY(SELECT s FROM privacy.empty_trail(p_erasure.user_id, CASE WHEN p_erasure.scope = 'all' THEN pattern ELSE '' END, words, r.steps) AS s);
	IF p_erasure.scope = 'all' THEN
		SELECT count(*) FILTER (WHERE NOT f.somebody_elses AND a.id IS NULL) AS open, count(*) FILTER (WHERE f.somebody_elses OR a.id IS NOT NULL) AS accepted,
				min(concat_ws(' ', f.relation, f.key, f.column_name)) FILTER (WHERE NOT f.somebody_elses AND a.id IS NULL) AS first INTO rest
			FROM privacy.residual(p_erasure.user_id, emails, addresses, nullif(pattern, ''), words, made) f
			LEFT JOIN privacy.erasure_accepts a ON a.erasure_id = p_erasure.id AND a.relation = f.relation AND a.key = f.key;
		IF rest.open > 0 THEN
			RAISE EXCEPTION 'The person is still named in % places, first in %.', rest.open, rest.first USING ERRCODE = 'ST010',
				HINT = 'Correct the data map, or accept the row with a reason.';
		END IF;
		r.accepted := rest.accepted;
		INSERT INTO privacy.suppressions (hash, reason) SELECT auth.keyed_hash('email|' || e), 'erased' FROM unnest(emails) AS e WHERE e LIKE '%@%' ON CONFLICT DO NOTHING;
	END IF;
	r.sums := privacy.money_of(p_erasure.user_id, emails, made);
	IF r.sums IS DISTINCT FROM before AND EXISTS (SELECT FROM jsonb_each(before) AS b WHERE r.sums->b.key IS DISTINCT FROM b.value) THEN
		RAISE EXCEPTION 'The erasure would change sums of money.' USING ERRCODE = 'ST011', HINT = 'Correct the rules of the data map.';
	END IF;
	r.scanned := (SELECT count(*) FROM privacy.mention_columns(made));
	r.mentions := (SELECT coalesce(sum(s.rows), 0) FROM unnest(r.steps) AS s WHERE s.action = 'mention');
	r.steps := r.steps || kept;
	r.hash := privacy.steps_hash(r.steps);
	RETURN r;
END
$$;
COMMENT ON FUNCTION privacy.erase_all(privacy.erasures) IS 'Erases a person, from what lets in to the last mention, and tells what it did. ST010 when the person is still named somewhere afterwards, ST011 when a sum of money would change, ST013 when a table cannot be looked through.';

CREATE OR REPLACE FUNCTION privacy.try_erasure(p_erasure privacy.erasures) RETURNS privacy.erasure_result
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.erasure_result;
BEGIN
	BEGIN
		r := privacy.erase_all(p_erasure);
		RAISE EXCEPTION 'A plan changes nothing.' USING ERRCODE = 'ST019';
	EXCEPTION
		WHEN SQLSTATE 'ST019' THEN
			NULL;
		WHEN OTHERS THEN
			r.fault := SQLERRM;
	END;
	RETURN r;
END
$$;
COMMENT ON FUNCTION privacy.try_erasure(privacy.erasures) IS 'The erasure, run and rolled back: what it did, or the error that stopped it.';

CREATE OR REPLACE FUNCTION privacy.store_plan(p_id bigint, p_result privacy.erasure_result) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	DELETE FROM privacy.erasure_items i WHERE i.erasure_id = p_id;
	INSERT INTO privacy.erasure_items (erasure_id, no, relation, action, columns, rule, reason, keep_until, rows)
		SELECT p_id, s.n, s.relation, s.action, s.columns, s.rule, s.reason, s.keep_until, s.rows
		FROM unnest(p_result.steps) WITH ORDINALITY AS s (relation, action, columns, rule, reason, keep_until, rows, keys, numbers, n);
	INSERT INTO privacy.erasure_keys (erasure_id, no, chunk, keys)
		-- Cut off one after the other, each thousand of a million keys would be looked for from the first one on.
		SELECT p_id, s.n, (k.place - 1) / 1000, array_agg(k.key ORDER BY k.place)
		FROM unnest(p_result.steps) WITH ORDINALITY AS s (relation, action, columns, rule, reason, keep_until, rows, keys, numbers, n) CROSS JOIN LATERAL unnest(coalesce(s.keys, s.numbers::text[])) WITH ORDINALITY AS k (key, place)
		GROUP BY s.n, (k.place - 1) / 1000;
END
$$;
COMMENT ON FUNCTION privacy.store_plan(bigint, privacy.erasure_result) IS 'Writes the lines of a plan and the keys of its rows.';

CREATE OR REPLACE FUNCTION privacy.plan_erasure(p_id bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.erasures;
	r privacy.erasure_result;
	result bigint;
BEGIN
	SELECT * INTO e FROM privacy.erasures x WHERE x.id = p_id FOR UPDATE;
	IF e.state IS NULL OR e.state NOT IN ('planned', 'proposed', 'approved') THEN
		RAISE EXCEPTION 'This erasure is closed.' USING ERRCODE = '22023';
	END IF;
	DELETE FROM privacy.erasure_blockers b WHERE b.erasure_id = p_id;
	INSERT INTO privacy.erasure_blockers SELECT * FROM privacy.blockers(e);
	r := privacy.try_erasure(e);
	IF r.fault IS NOT NULL THEN
		INSERT INTO privacy.erasure_blockers (erasure_id, no, kind, sentence, lifted_by)
			SELECT p_id, coalesce(max(b.no), 0) + 1, 'fault', left(r.fault, 500), 'Correct the data map, or accept the row with a reason.' FROM privacy.erasure_blockers b WHERE b.erasure_id = p_id;
	END IF;
	PERFORM privacy.store_plan(p_id, r);
	UPDATE privacy.erasures x SET state = 'planned', plan_hash = r.hash, planned_at = clock_timestamp(), proposed_by = NULL, proposed_at = NULL, approved_by = NULL,
			approved_at = NULL, approved_hash = NULL, rows_erased = (SELECT coalesce(sum(s.rows), 0) FROM unnest(r.steps) AS s WHERE s.action <> 'keep'),
			rows_kept = (SELECT coalesce(sum(s.rows), 0) FROM unnest(r.steps) AS s WHERE s.action = 'keep')
		WHERE x.id = p_id RETURNING x.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.plan_erasure(bigint) IS 'Makes the plan anew: blockers, lines, keys, hash. An approval that was given before is void. 22023 when the erasure is closed.';

CREATE OR REPLACE FUNCTION privacy.blocks(p_id bigint, p_scope text) RETURNS bigint
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT count(*) FROM privacy.erasure_blockers b WHERE b.erasure_id = p_id AND (p_scope = 'all' OR NOT b.billing) $$;
COMMENT ON FUNCTION privacy.blocks(bigint, text) IS 'How many blockers stand in the way of this scope.';

CREATE OR REPLACE FUNCTION privacy.propose_erasure(p_id bigint, p_by bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.erasures;
	result bigint;
BEGIN
	SELECT * INTO e FROM privacy.erasures x WHERE x.id = p_id FOR UPDATE;
	IF e.state IS DISTINCT FROM 'planned' OR e.plan_hash IS NULL THEN
		RAISE EXCEPTION 'There is no plan to propose.' USING ERRCODE = '22023', HINT = 'Make the plan first.';
	END IF;
	IF privacy.blocks(p_id, e.scope) > 0 THEN
		RAISE EXCEPTION 'Something stands in the way of this erasure.' USING ERRCODE = '22023', HINT = 'Look at what blocks it, and what would lift that.';
	END IF;
	UPDATE privacy.erasures x SET state = 'proposed', proposed_by = p_by, proposed_at = clock_timestamp() WHERE x.id = p_id RETURNING x.version INTO result;
	PERFORM privacy.request_step(e.request_id, p_by, 'approval', 'Erasure proposed', format('Plan %s', encode(e.plan_hash, 'hex')));
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.propose_erasure(bigint, bigint) IS 'Submits the plan for approval. 22023 without a plan, or when something blocks it.';

CREATE OR REPLACE FUNCTION privacy.approve_erasure(p_id bigint, p_by bigint, p_hash text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.erasures;
	result bigint;
BEGIN
	SELECT * INTO e FROM privacy.erasures x WHERE x.id = p_id FOR UPDATE;
	IF e.state IS DISTINCT FROM 'proposed' THEN
		RAISE EXCEPTION 'This erasure does not wait for approval.' USING ERRCODE = '22023';
	END IF;
	IF p_by = e.proposed_by OR p_by = e.user_id THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'A second person approves what a first one proposed.' USING ERRCODE = '42501';
	END IF;
	IF lower(p_hash) IS DISTINCT FROM encode(e.plan_hash, 'hex') THEN
		RAISE EXCEPTION 'The plan is another than the one you saw.' USING ERRCODE = '22023', HINT = 'Read it again.';
	END IF;
	UPDATE privacy.erasures x SET state = 'approved', approved_by = p_by, approved_at = clock_timestamp(), approved_hash = x.plan_hash WHERE x.id = p_id
		RETURNING x.version INTO result;
	PERFORM privacy.request_step(e.request_id, p_by, NULL, 'Erasure approved', format('Plan %s', encode(e.plan_hash, 'hex')));
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.approve_erasure(bigint, bigint, text) IS 'The second person''s approval, over the hash (hexadecimal) of the plan that he saw. 42501 for the proposer and the person himself, 22023 when the plan is another.';

CREATE OR REPLACE FUNCTION privacy.certificate(p_erasure privacy.erasures, p_result privacy.erasure_result, p_no bigint, p_at timestamptz) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS
$$
	SELECT jsonb_pretty(jsonb_build_object(
		'format', 'steward erasure certificate 1',
		'site', (SELECT i.site_id FROM steward.installation i), 'number', p_no, 'erasure', p_erasure.id, 'at', to_char(p_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
		'request', (SELECT q.number FROM privacy.requests q WHERE q.id = p_erasure.request_id),
		'subject', encode(p_result.fingerprint, 'hex'), 'scope', p_erasure.scope, 'plan', encode(p_result.hash, 'hex'),
		'proposed_by', auth.staff_name(p_erasure.proposed_by), 'approved_by', auth.staff_name(p_erasure.approved_by), 'executed_by', auth.staff_name(p_erasure.executed_by),
		'counts', (SELECT coalesce(jsonb_agg(jsonb_build_object('table', s.relation, 'action', s.action, 'rows', s.rows) ORDER BY s.n), '[]')
			FROM unnest(p_result.steps) WITH ORDINALITY AS s (relation, action, columns, rule, reason, keep_until, rows, keys, numbers, n) WHERE s.action <> 'keep'),
		'retained', (SELECT coalesce(jsonb_agg(jsonb_build_object('table', s.relation, 'rows', s.rows, 'ground', s.reason, 'until', s.keep_until) ORDER BY s.n), '[]')
			FROM unnest(p_result.steps) WITH ORDINALITY AS s (relation, action, columns, rule, reason, keep_until, rows, keys, numbers, n) WHERE s.action = 'keep'),
		'residual', jsonb_build_object('identifiers', p_result.identifiers, 'columns', p_result.scanned, 'written_over', p_result.mentions, 'accepted', p_result.accepted),
		'statement', CASE WHEN p_erasure.scope = 'partial' THEN 'What no open invoice needs was erased; the rest follows.'
			WHEN p_erasure.user_id IS NULL THEN 'The guest''s data were erased.' ELSE 'The account was erased'
				|| coalesce('; records are retained until ' || (SELECT max(s.keep_until) FROM unnest(p_result.steps) AS s WHERE s.action = 'keep'), '') || '.' END))
$$;
COMMENT ON FUNCTION privacy.certificate(privacy.erasures, privacy.erasure_result, bigint, timestamptz) IS 'What is signed: no name and no number of the person, but what was done, what stays and why, and who decided.';

CREATE OR REPLACE FUNCTION privacy.add_to_ledger(p_erasure privacy.erasures, p_result privacy.erasure_result) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS
$$
DECLARE
	last privacy.ledger;
	entry privacy.ledger;
BEGIN
	LOCK TABLE privacy.ledger IN EXCLUSIVE MODE;
	SELECT * INTO last FROM privacy.ledger l ORDER BY l.no DESC LIMIT 1;
	entry.no := coalesce(last.no, 0) + 1;
	entry.at := date_trunc('second', clock_timestamp());
	entry.erasure_id := p_erasure.id;
	entry.user_id := p_erasure.user_id;
	entry.fingerprint := p_result.fingerprint;
	entry.scope := p_erasure.scope;
	entry.certificate := privacy.certificate(p_erasure, p_result, entry.no, entry.at);
	entry.previous := coalesce(last.hash, privacy.ledger_root());
	entry.hash := privacy.ledger_hash(entry);
	INSERT INTO privacy.ledger SELECT (entry).*;
	RETURN entry.no;
END
$$;
COMMENT ON FUNCTION privacy.add_to_ledger(privacy.erasures, privacy.erasure_result) IS 'Writes the erasure and its certificate into the ledger and returns the number of the line. Signing comes after the transaction: the key is not the database''s.';

CREATE OR REPLACE FUNCTION privacy.run_erasure(p_id bigint, p_by bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.erasures;
	r privacy.erasure_result;
	result bigint;
BEGIN
	SELECT * INTO e FROM privacy.erasures x WHERE x.id = p_id FOR UPDATE;
	IF e.state IS DISTINCT FROM 'approved' THEN
		RAISE EXCEPTION 'This erasure is not approved.' USING ERRCODE = '22023';
	END IF;
	IF p_by = e.user_id THEN
		PERFORM auth.count_refusal('a rule');
		RAISE EXCEPTION 'Nobody erases himself.' USING ERRCODE = '42501';
	END IF;
	PERFORM auth.refuse_held(auth.ledger_state());
	IF EXISTS (SELECT FROM privacy.blockers(e) b WHERE e.scope = 'all' OR NOT b.billing) THEN
		RAISE EXCEPTION 'Something stands in the way of this erasure.' USING ERRCODE = '22023', HINT = 'Look at what blocks it, and what would lift that.';
	END IF;
	e.executed_by := p_by;
	-- The register says it is answered before the person's name in it goes; all of it or none is true.
	PERFORM privacy.request_step(e.request_id, p_by, CASE WHEN e.scope = 'all' THEN 'done' ELSE 'progress' END, 'Erasure done', format('Plan %s', encode(e.plan_hash, 'hex')));
	IF e.scope = 'all' THEN
		PERFORM privacy.request_step(q.id, p_by, 'done', 'Answered with the request that it is linked to', '') FROM privacy.requests q WHERE q.duplicate_of = e.request_id AND q.closed_at IS NULL;
	END IF;
	-- What was planned for the same guest before, and came to nothing, names him too.
	UPDATE privacy.erasures x SET emails = '{erased}' WHERE x.id <> p_id AND x.user_id IS NULL AND x.emails && e.emails;
	r := privacy.erase_all(e);
	IF r.hash IS DISTINCT FROM e.approved_hash THEN
		RAISE EXCEPTION 'What would be erased is no longer what was approved.' USING ERRCODE = 'ST012', HINT = 'Make the plan again and have it approved.';
	END IF;
	PERFORM privacy.add_to_ledger(e, r);
	DELETE FROM privacy.erasure_keys k WHERE k.erasure_id = p_id;
	UPDATE privacy.erasures x SET state = 'done', executed_by = p_by, done_at = clock_timestamp(), emails = '{}' WHERE x.id = p_id RETURNING x.version INTO result;
	-- This wrote the address of a guest into the trail once more.
	UPDATE audit.changes c SET old = NULL, new = NULL, salt = NULL WHERE c.entity = 'privacy.erasures' AND c.entity_key = p_id::text AND c.subject_user_id IS NULL AND c.salt IS NOT NULL;
	IF e.scope = 'partial' THEN
		INSERT INTO privacy.erasures (request_id, user_id, remainder_of, created_by) VALUES (e.request_id, e.user_id, e.id, e.created_by);
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.run_erasure(bigint, bigint) IS 'Carries out an approved erasure in this transaction, status last. ST012 when the rows are no longer those of the approved plan, and whatever erase_all refuses; then nothing happened. A partial erasure leaves another behind for the rest.';

CREATE OR REPLACE FUNCTION privacy.ledger_hash(p_entry privacy.ledger) RETURNS bytea
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT sha256(p_entry.previous || convert_to(concat_ws('|', p_entry.no, p_entry.erasure_id, to_char(p_entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), coalesce(p_entry.user_id::text, ''),
		encode(p_entry.fingerprint, 'hex'), p_entry.scope, encode(sha256(convert_to(p_entry.certificate, 'UTF8')), 'hex')), 'UTF8'))
$$;
COMMENT ON FUNCTION privacy.ledger_hash(privacy.ledger) IS 'Hash of a line of the ledger over the line before and its own text.';

ALTER FUNCTION auth.keyed_hash(text) OWNER TO steward_auth;
REVOKE ALL ON FUNCTION auth.keyed_hash(text) FROM PUBLIC;

-- Beginning and leaving ---------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION privacy.new_erasure(p_request_id bigint, p_user_id bigint, p_email text, p_by bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result bigint;
BEGIN
	IF p_user_id IS NULL AND coalesce(p_email, '') = '' THEN
		RAISE EXCEPTION 'Name an account, or the e-mail address of a guest.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	IF p_user_id IS NOT NULL AND NOT EXISTS (SELECT FROM site.users u WHERE u.id = p_user_id) THEN
		RAISE EXCEPTION 'There is no such account.' USING ERRCODE = '22023', COLUMN = 'user_id';
	END IF;
	INSERT INTO privacy.erasures (request_id, user_id, emails, created_by)
		VALUES (p_request_id, p_user_id, CASE WHEN p_user_id IS NULL THEN ARRAY[lower(btrim(p_email))] ELSE '{}' END, p_by) RETURNING id INTO result;
	PERFORM privacy.plan_erasure(result);
	RETURN result;
EXCEPTION WHEN unique_violation THEN
	RAISE EXCEPTION 'An erasure of this account is open already.' USING ERRCODE = '22023', COLUMN = 'user_id';
END
$$;
COMMENT ON FUNCTION privacy.new_erasure(bigint, bigint, text, bigint) IS 'Begins an erasure of an account, or of a guest by e-mail address, and plans it. 22023 when one is open already.';

CREATE OR REPLACE FUNCTION privacy.start_erasure(p_request_id bigint, p_by bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	r privacy.requests := privacy.open_request(p_request_id);
	result bigint;
BEGIN
	IF r.kind NOT IN ('erasure', 'objection') THEN
		RAISE EXCEPTION 'This request asks for no erasure.' USING ERRCODE = '22023';
	END IF;
	IF r.identity_at IS NULL THEN
		RAISE EXCEPTION 'The identity was not checked.' USING ERRCODE = '22023', HINT = 'Note how it was checked first.';
	END IF;
	result := privacy.new_erasure(r.id, r.user_id, r.email, p_by);
	PERFORM privacy.request_step(r.id, p_by, 'progress', 'Erasure planned', '');
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.start_erasure(bigint, bigint) IS 'Begins the erasure that a request asks for. 22023 before the identity was checked.';

CREATE OR REPLACE FUNCTION privacy.choose_scope(p_id bigint, p_scope text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_scope IS NULL OR p_scope NOT IN ('all', 'partial') THEN
		RAISE EXCEPTION 'This value is not allowed.' USING ERRCODE = '22023', COLUMN = 'scope';
	END IF;
	IF p_scope = 'partial' AND EXISTS (SELECT FROM privacy.erasures e WHERE e.id = p_id AND e.user_id IS NULL) THEN
		RAISE EXCEPTION 'A guest has no invoice to wait for.' USING ERRCODE = '22023', COLUMN = 'scope';
	END IF;
	UPDATE privacy.erasures e SET scope = p_scope WHERE e.id = p_id AND e.state = 'planned';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'This erasure was submitted already.' USING ERRCODE = '22023';
	END IF;
	RETURN privacy.plan_erasure(p_id);
END
$$;
COMMENT ON FUNCTION privacy.choose_scope(bigint, text) IS 'All of the person, or now only what no open invoice needs; plans anew.';

CREATE OR REPLACE FUNCTION privacy.drop_erasure(p_id bigint, p_by bigint, p_state text, p_reason text) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e privacy.erasures;
	result bigint;
BEGIN
	SELECT * INTO e FROM privacy.erasures x WHERE x.id = p_id FOR UPDATE;
	IF e.state IS NULL OR e.state NOT IN ('planned', 'proposed', 'approved') OR (p_state = 'refused' AND e.state <> 'proposed') THEN
		RAISE EXCEPTION 'This erasure is closed.' USING ERRCODE = '22023';
	END IF;
	IF p_state = 'refused' AND length(btrim(coalesce(p_reason, ''))) < 5 THEN
		RAISE EXCEPTION 'Say why.' USING ERRCODE = '22023', COLUMN = 'reason';
	END IF;
	UPDATE privacy.erasures x SET state = p_state, refusal = coalesce(btrim(p_reason), '') WHERE x.id = p_id RETURNING x.version INTO result;
	DELETE FROM privacy.erasure_keys k WHERE k.erasure_id = p_id;
	PERFORM privacy.request_step(e.request_id, p_by, 'progress', CASE p_state WHEN 'refused' THEN 'Erasure not approved' ELSE 'Erasure withdrawn' END, p_reason);
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.drop_erasure(bigint, bigint, text, text) IS 'Ends an erasure that was not carried out: refused by the second person, or withdrawn.';

CREATE OR REPLACE FUNCTION privacy.lift_hold(p_id bigint, p_by bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	h privacy.holds;
	result bigint;
BEGIN
	SELECT * INTO h FROM privacy.holds x WHERE x.id = p_id FOR UPDATE;
	IF h.lifted_at IS NOT NULL OR h.id IS NULL THEN
		RAISE EXCEPTION 'It was lifted already.' USING ERRCODE = '22023';
	END IF;
	IF h.kind = 'restriction' AND h.notice_sent_at IS NULL THEN
		RAISE EXCEPTION 'The person must be told before the restriction is lifted.' USING ERRCODE = '22023', HINT = 'Send the notice and mark it as sent.';
	END IF;
	UPDATE privacy.holds x SET lifted_at = clock_timestamp(), lifted_by = p_by WHERE x.id = p_id RETURNING x.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.lift_hold(bigint, bigint) IS 'Lifts a hold, or a restriction once the person was told (Art. 18(3); 22023 before).';
