-- Fresh PIN: what is dangerous is refused to who proved the PIN too long ago, and goes on after the calls of the lock.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
CREATE FUNCTION pg_temp.give(p_right text) RETURNS text LANGUAGE sql AS
$$ SELECT coalesce(pg_temp.refusal('steward_console', format('SELECT api.act(%L, %L, %L, %s, %L, gen_random_uuid())', 'staff_rights',
	pg_temp.account('anna') || ':' || p_right, 'set', (SELECT version FROM auth.staff WHERE login = 'anna'), '{"value": "t"}')), 'saved') $$;
-- An unlocking whose submission an earlier transaction would have committed.
CREATE FUNCTION pg_temp.prove(p_login text, p_secret text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	begun record;
BEGIN
	SELECT * INTO begun FROM api.begin_unlock();
	UPDATE auth.attempts SET begin_xid = pg_temp.committed() WHERE id = begun.attempt;
	PERFORM api.submit_unlock(begun.attempt, pg_temp.proof(pg_temp.client_key(p_login, p_secret),
		begun.nonce || convert_to(format('%s|%s|%s|unlock||', begun.attempt, begun.login, begun.address), 'UTF8')));
	UPDATE auth.attempts SET submit_xid = pg_temp.committed() WHERE id = begun.attempt;
	RETURN api.finish_unlock(begun.attempt);
END
$$;
SELECT bag_eq($$SELECT DISTINCT verb FROM meta.verbs WHERE fresh AND entity IN ('staff', 'staff_roles', 'staff_rights', 'ssh_keys', 'proposals')$$,
	ARRAY['set_type', 'copy_rights', 'issue_code', 'set', 'delete', 'approve'], 'what gives rights or secrets to staff is dangerous');

SELECT bag_eq($$SELECT entity || ' ' || verb FROM meta.verbs WHERE fresh AND entity IN ('invoices', 'invoice_lines', 'payments', 'payment_runs')$$,
	ARRAY['invoices issue', 'invoices credit', 'invoice_lines credit', 'payment_runs run'], 'and what can never be taken back of money');

SELECT pg_temp.enter('dirk') \g /dev/null
SELECT is(pg_temp.give('audit.view'), 'saved', 'a log-in proves the PIN');
UPDATE auth.sessions SET proved_at = now() - interval '4 minutes' WHERE ended_at IS NULL;
SELECT is(pg_temp.give('block.edit'), 'saved', 'for five minutes');
UPDATE auth.sessions SET proved_at = now() - interval '6 minutes' WHERE ended_at IS NULL;
SELECT is(pg_temp.give('group.edit'), 'ST005|This takes your PIN once more.|Give it, and it goes on.', 'and not longer');
SELECT is((SELECT rights @> '{group.edit}' FROM auth.staff WHERE login = 'anna'), false, 'nothing was done');
SELECT alike(pg_temp.save('staff', NULL, NULL, '{"login": "ivy", "last_name": "E", "type": "staff", "first_role": "support"}'), 'ST005%', 'no account is made either');
SELECT alike(pg_temp.save('ssh_keys', NULL, NULL, format('{"user_id": "%s", "fingerprint": "SHA256:%s"}', pg_temp.account('anna'), repeat('a', 43))), 'ST005%', 'nor a key bound');
SELECT alike(pg_temp.refusal('steward_console', format('SELECT api.act(%L, %L, %L, 1, %L, gen_random_uuid())', entity, '1', verb, '{}')), 'ST005%', entity || ' ' || verb || ' asks before it looks at the record')
FROM meta.verbs WHERE fresh AND entity IN ('invoices', 'invoice_lines', 'payment_runs');
SELECT is(pg_temp.prove('dirk', 'wrong'), 'denied', 'a wrong PIN');
SELECT alike(pg_temp.give('group.edit'), 'ST004%', 'leaves the session locked');
SELECT is(pg_temp.prove('dirk', 'pin'), 'ok', 'the right one');
SELECT is(pg_temp.give('group.edit'), 'saved', 'and it goes on');
UPDATE auth.sessions SET proved_at = now() - interval '6 minutes' WHERE ended_at IS NULL;
SELECT is((SELECT outcome FROM api.act('staff', pg_temp.account('anna')::text, 'disable', (SELECT version FROM auth.staff WHERE login = 'anna'), '{}', gen_random_uuid())), 'saved',
	'what is not dangerous does not ask');

-- Of somebody without a PIN: the password.
UPDATE site.settings SET value = 'off' WHERE name = 'staff_pin';
SELECT pg_temp.enrol('ben', 'staff', 'finance') \g /dev/null
INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT pg_temp.account('ben'), name, true FROM auth.rights ON CONFLICT DO NOTHING;
UPDATE auth.staff SET pin_stored = NULL WHERE login = 'ben';
SELECT pg_temp.enter('ben') \g /dev/null
UPDATE auth.sessions SET proved_at = now() - interval '6 minutes' WHERE ended_at IS NULL;
SELECT alike(pg_temp.give('field.define'), 'ST005%', 'who has no PIN is asked too');
SELECT is(pg_temp.prove('ben', 'password'), 'ok', 'for the password');
SELECT is(pg_temp.give('field.define'), 'saved', 'and goes on');

-- The limit of guesses is that of the lock: five, then the session is over.
SELECT pg_temp.enter('dirk') \g /dev/null
SELECT pg_temp.prove('dirk', 'guess' || n) FROM generate_series(1, 6) n \g /dev/null
SELECT is((SELECT end_reason FROM auth.sessions WHERE user_id = pg_temp.account('dirk') ORDER BY id DESC LIMIT 1), 'unlock failed', 'guessing ends the session');
SELECT alike(pg_temp.give('hold.edit'), 'ST001%', 'and nothing goes on');
SELECT * FROM finish();
