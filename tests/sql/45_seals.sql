-- Seals: what they cover, what is found, what an erasure may do. Attacks 56 and 58 within the database; the witness is in tests/attack.
BEGIN;
SELECT * FROM no_plan();
\ir helpers.psql

-- Does it, checks the trail, and takes it back: what the check found, '' when all agreed.
CREATE FUNCTION pg_temp.found(p_statement text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	result text;
	n bigint;
BEGIN
	BEGIN
		EXECUTE p_statement;
		GET DIAGNOSTICS n = ROW_COUNT;
		IF n = 0 THEN
			RAISE EXCEPTION 'nothing was changed by %', p_statement;
		END IF;
		SELECT coalesce(v.finding, '') || CASE WHEN v.ok <> (v.finding IS NULL) THEN ' but ok is ' || v.ok ELSE '' END INTO result FROM audit.verify() v;
		RAISE EXCEPTION USING ERRCODE = 'TAKEN', MESSAGE = 'back';
	EXCEPTION WHEN SQLSTATE 'TAKEN' THEN
		RETURN result;
	END;
END
$$;

-- What is there was written by transactions that are over.
INSERT INTO audit.access (session_id, user_id, ticket, kind, entity, entity_key, request, reason, salt, digest, xid)
	SELECT 1, 10000001, n, 'open', 'users', n::text, '{"a": 1}', 'asked', '\x01', sha256('\x01' || convert_to(concat_ws(chr(10), n::text, '{"a": 1}', 'asked'), 'UTF8')), (SELECT max(xid) FROM audit.changes)
	FROM generate_series(1, 20) AS n;
SELECT count(*) AS changes FROM audit.changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) \gset
SELECT cmp_ok(:changes, '>', 300, 'there are changes to seal');
SELECT is(pg_temp.as_role('steward_seal', 'SELECT n || '' '' || rows FROM audit.seal(100)') ~ '^1 \d{3}', true, 'the sealer makes a seal over about as many rows as asked');
SELECT cmp_ok((SELECT changes_rows + access_rows FROM audit.seals WHERE n = 1), '>=', 100::bigint, 'the last transaction whole');
SELECT pg_snapshot_xmin(pg_current_snapshot()) AS oldest_before \gset
SELECT is(pg_temp.as_role('steward_seal', 'SELECT n FROM audit.seal()'), '2', 'then the rest');
SELECT is((SELECT sum(changes_rows) || ' ' || sum(access_rows) FROM audit.seals), :changes || ' 20', 'everything that is over');
SELECT is(pg_temp.as_role('steward_seal', 'SELECT coalesce(n, 0) || '' '' || rows FROM audit.seal()'), '0 0', 'no seal over nothing');
SELECT is((SELECT count(*) FROM audit.seals), 2::bigint, 'none at all');
-- Transactions of other databases on the server begin and end meanwhile.
SELECT ok((SELECT upto >= :'oldest_before'::xid8 AND upto <= pg_snapshot_xmin(pg_current_snapshot()) FROM audit.seals WHERE n = 2), 'up to the oldest transaction that still runs');
SELECT is((SELECT previous FROM audit.seals WHERE n = 2), (SELECT hash FROM audit.seals WHERE n = 1), 'each holds the hash of the one before');
SELECT is((SELECT previous FROM audit.seals WHERE n = 1), sha256(convert_to('steward seals of ' || (SELECT site_id FROM steward.installation), 'UTF8')), 'the first belongs to this installation');
UPDATE site.users SET city = 'Ulm' WHERE id = (SELECT min(id) FROM site.users);
SELECT is(pg_temp.as_role('steward_seal', 'SELECT rows FROM audit.seal()'), '0', 'a transaction that still runs is not sealed');
SELECT is(ok || ' ' || seals || ' ' || sealed || ' ' || (unsealed > 0) || ' ' || emptied || coalesce(finding, ''), 'true 2 ' || (:changes + 20) || ' true 0', 'all agree') FROM audit.verify();
SELECT is(pg_temp.found('SELECT 1'), '', 'also after nothing');

-- Who may what
SELECT is(pg_temp.as_role('steward_seal', statement), '42501', 'the sealer: ' || statement) FROM unnest(ARRAY['SELECT count(*) FROM audit.seals', 'SELECT count(*) FROM audit.changes',
	'SELECT count(*) FROM audit.access', 'INSERT INTO audit.seals SELECT * FROM audit.seals', 'SELECT audit.verify()', 'SELECT audit.chain(''0'', ''9'')', 'SELECT api.me()', 'SELECT count(*) FROM site.users']) AS statement;
SELECT is(pg_temp.as_role('steward_witness', 'SELECT count(*) FROM audit.seals'), '2', 'the witness reads the seals');
SELECT is(pg_temp.as_role('steward_witness', statement), '42501', 'the witness: ' || statement) FROM unnest(ARRAY['SELECT audit.seal()', 'SELECT count(*) FROM audit.changes',
	'DELETE FROM audit.seals', 'UPDATE audit.seals SET n = n', 'INSERT INTO audit.seals SELECT * FROM audit.seals', 'SELECT audit.verify()', 'SELECT count(*) FROM site.users']) AS statement;
SELECT is(pg_temp.as_role(role, statement), '42501', role || ': ' || statement) FROM unnest(ARRAY['steward_console', 'site', 'steward_api', 'steward_search', 'steward_auth', 'steward_worker']) AS role,
	unnest(ARRAY['SELECT audit.seal()', 'SELECT hash FROM audit.seals', 'DELETE FROM audit.seals']) AS statement
	-- The screen of the seals is read as steward_search.
	WHERE (role, statement) <> ('steward_search', 'SELECT hash FROM audit.seals');
SELECT is(pg_temp.as_role('steward_notary', 'SELECT old FROM audit.changes LIMIT 1'), '42501', 'who seals sees no values');
SELECT is(pg_temp.as_role('steward_notary', 'SELECT request FROM audit.access LIMIT 1'), '42501', 'nor what was asked for');
SELECT is(pg_temp.as_role('steward_notary', statement), '42501', 'and changes nothing: ' || statement) FROM unnest(ARRAY['UPDATE audit.seals SET n = n', 'DELETE FROM audit.seals', 'DELETE FROM audit.changes', 'INSERT INTO audit.changes (db_role, entity, op, digest) VALUES (''x'', ''x'', ''I'', '''')']) AS statement;
SELECT set_eq($$ SELECT p.oid::regprocedure::text FROM pg_proc p WHERE pronamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward', 'api')
	AND (has_function_privilege('steward_seal', p.oid, 'EXECUTE') OR has_function_privilege('steward_witness', p.oid, 'EXECUTE')) $$, ARRAY['audit.seal(integer)', 'auth.witnessed(bigint)'], 'the surface of sealer and witness: a function each');
SELECT set_eq($$ SELECT c.oid::regclass::text || ' ' || role FROM pg_class c, unnest(ARRAY['steward_seal', 'steward_witness']) AS role WHERE relnamespace::regnamespace::text IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward', 'api', 'public')
	AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND CASE relkind WHEN 'S' THEN has_sequence_privilege(role, c.oid, 'SELECT, UPDATE, USAGE') ELSE has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
	OR has_any_column_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END $$, ARRAY['audit.seals steward_witness'], 'and one table');
SELECT throws_ok(change, '42501', 'The trail is never changed.', '52 ' || change) FROM unnest(ARRAY['UPDATE audit.seals SET form = 1', 'DELETE FROM audit.seals', 'TRUNCATE audit.seals']) AS change;
SELECT is(has_database_privilege(role, current_database(), 'CONNECT'), true, role || ' may connect') FROM unnest(ARRAY['steward_seal', 'steward_witness']) AS role;
SELECT throws_ok('SELECT audit.seal(0)', '22023', NULL, 'a seal over no rows is refused');

-- 56 Every column of a sealed row: an edit of one that stays breaks the seal, of one that can be erased the digest.
ALTER TABLE audit.changes DISABLE TRIGGER USER;
ALTER TABLE audit.access DISABLE TRIGGER USER;
ALTER TABLE audit.seals DISABLE TRIGGER USER;
ALTER TABLE audit.seals DROP CONSTRAINT seals_form_check;
SELECT min(id) AS row FROM audit.changes WHERE op = 'U' AND xid < (SELECT upto FROM audit.seals WHERE n = 2) \gset
CREATE FUNCTION pg_temp.other(p_type regtype) RETURNS text LANGUAGE sql AS
$$ SELECT CASE p_type WHEN 'bigint'::regtype THEN '= coalesce(%1$I, 0) + 1000000' WHEN 'integer'::regtype THEN '= %1$I + 1000' WHEN 'timestamptz'::regtype THEN '= %1$I + interval ''1 microsecond'''
	WHEN 'xid8'::regtype THEN '= ''5''' WHEN 'bytea'::regtype THEN '= %1$I || ''\x00''' WHEN 'jsonb'::regtype THEN '= ''{"forged": 1}''' WHEN 'text[]'::regtype THEN '= coalesce(%1$I, ''{}'') || ''forged''::text'
	WHEN 'character'::regtype THEN '= CASE %1$I WHEN ''D'' THEN ''T'' ELSE ''D'' END' ELSE '= CASE %1$I::text WHEN ''open'' THEN ''list'' ELSE ''forged'' END' END $$;
CREATE TEMPORARY TABLE edits AS
	SELECT attrelid::regclass AS relation, attname, pg_temp.found(format('UPDATE %s SET %s WHERE id = %s', attrelid::regclass, format('%1$I ' || pg_temp.other(atttypid), attname),
		CASE attrelid WHEN 'audit.changes'::regclass THEN :row ELSE (SELECT min(id) FROM audit.access) END)) AS finding
	FROM pg_attribute WHERE attrelid IN ('audit.changes'::regclass, 'audit.access'::regclass) AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id')
	UNION ALL SELECT 'audit.seals', attname, pg_temp.found(format('UPDATE audit.seals SET %s WHERE n = 1', CASE WHEN atttypid = 'bytea'::regtype THEN format('%1$I = sha256(%1$I)', attname) ELSE format('%1$I ' || pg_temp.other(atttypid), attname) END))
	FROM pg_attribute WHERE attrelid = 'audit.seals'::regclass AND attnum > 0 AND NOT attisdropped;
SELECT isnt(finding, '', format('56 an edit of %s.%s is found: %s', relation, attname, finding)) FROM edits;
SELECT cmp_ok((SELECT count(*) FROM edits), '=', (SELECT count(*) - 2 FROM pg_attribute WHERE attrelid IN ('audit.changes'::regclass, 'audit.access'::regclass, 'audit.seals'::regclass) AND attnum > 0 AND NOT attisdropped), '56 every column was tried');
SELECT is(finding, format('Seal %s covers audit.changes %s, whose values do not fit its digest.', (SELECT min(n) FROM audit.seals WHERE :row BETWEEN changes_first AND changes_last), :row), '56 the sentence names the row') FROM edits WHERE relation = 'audit.changes'::regclass AND attname = 'new';
SELECT is(pg_temp.found(format('UPDATE audit.changes SET new = ''{"forged": 1}'', digest = sha256(salt || convert_to(coalesce(old::text, '''') || chr(10) || ''{"forged": 1}'', ''UTF8'')) WHERE id = %s', :row)) ~ 'which were changed\.$', true, '56 a value forged with its digest');
SELECT is(pg_temp.found(format('DELETE FROM audit.changes WHERE id = %s', :row)) ~ 'covers \d+ rows of audit.changes, and there are \d+\.$', true, '56 a row removed');
SELECT is(pg_temp.found('DELETE FROM audit.access WHERE ticket = 3') ~ 'covers 20 rows of audit.access, and there are 19\.$', true, '56 a look removed');
SELECT is(pg_temp.found(format('INSERT INTO audit.changes (xid, db_role, entity, op, salt, digest) VALUES ((SELECT xid FROM audit.changes WHERE id = %s), ''x'', ''x'', ''D'', ''\x01'', sha256(''\x010a''))', :row)) ~ 'covers', true, '56 a row slipped in behind');
SELECT isnt(pg_temp.found('DELETE FROM audit.seals WHERE n = 1'), '', '56 a seal removed');
SELECT is(pg_temp.found('DELETE FROM audit.seals'), '', '56 all seals removed: only the witness can tell');
SELECT isnt(pg_temp.found('DELETE FROM audit.changes WHERE id IN (SELECT changes_first FROM audit.seals)'), '', '56 the first row of a seal removed');
SELECT isnt(pg_temp.found('UPDATE steward.installation SET site_id = gen_random_uuid()'), '', '56 the trail of another installation');
SELECT is(pg_temp.found(format('UPDATE audit.changes SET salt = NULL WHERE id = %s', :row)) ~ 'do not fit', true, '56 a value without its salt is no erasure');
SELECT is(pg_temp.found(format('UPDATE audit.changes SET salt = NULL, new = ''{"forged": 1}'' WHERE id = %s', :row)) ~ 'do not fit', true, '56 nor is one written instead');
SELECT is(pg_temp.found(format('UPDATE audit.changes SET new = ''{"forged": 1}'' WHERE id = (SELECT max(id) FROM audit.changes)')) ~ 'not sealed yet', true, 'a value that is not sealed yet is held against its digest too');
ALTER TABLE audit.seals ADD CONSTRAINT seals_form_check CHECK (form = 1);
ALTER TABLE audit.changes ENABLE ALWAYS TRIGGER guard;
ALTER TABLE audit.access ENABLE ALWAYS TRIGGER guard;

-- 58 Erasure
SELECT is(pg_temp.as_role('steward_eraser', format('UPDATE audit.changes SET old = NULL, new = NULL, salt = NULL WHERE id = %s RETURNING 1', :row)), '1', '58 an erasure empties a sealed change');
SELECT is(pg_temp.as_role('steward_eraser', 'UPDATE audit.access SET entity_key = NULL, request = NULL, reason = NULL, salt = NULL WHERE ticket = 7 AND session_id = 1 RETURNING 1'), '1', '58 and a sealed look');
SELECT is(ok || ' ' || emptied || ' ' || sealed || coalesce(finding, ''), 'true 2 ' || (:changes + 20), '58 the chain holds, and the emptied rows are counted') FROM audit.verify();

-- The form of a row does not depend on who looks.
SELECT encode(hash, 'hex') AS before FROM audit.changes c, audit.change_hash(c.id, c.at, c.xid, c.session_id, c.user_id, c.db_role, c.entity, c.entity_key, c.subject_user_id, c.op, c.columns, c.digest) AS hash WHERE c.id = :row \gset
SET LOCAL TimeZone = 'Asia/Tokyo';
SET LOCAL DateStyle = 'German';
SET LOCAL bytea_output = 'escape';
SET LOCAL extra_float_digits = -15;
SET LOCAL IntervalStyle = 'sql_standard';
SELECT is(encode(hash, 'hex'), :'before', 'a row is hashed the same in every session') FROM audit.changes c, audit.change_hash(c.id, c.at, c.xid, c.session_id, c.user_id, c.db_role, c.entity, c.entity_key, c.subject_user_id, c.op, c.columns, c.digest) AS hash WHERE c.id = :row;
SELECT is((SELECT ok FROM audit.verify()), true, 'and the seals agree');

-- A server that was restored from a dump counts from the beginning again.
ALTER TABLE audit.seals DISABLE TRIGGER USER;
UPDATE audit.seals SET upto = '99999999999' WHERE n = 2;
SELECT throws_ok('SELECT audit.seal()', '55000', NULL, 'sealing stops when the server counts anew');
SELECT * FROM finish();
ROLLBACK;
