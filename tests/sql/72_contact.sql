-- Contact keeping: what is refused, who may do what, and what verbs leave behind.
SELECT * FROM no_plan();
\ir helpers.psql
\ir api.psql
SELECT pg_temp.enrol('anna', 'staff', 'support'), pg_temp.enrol('ben', 'staff', 'finance'), pg_temp.enrol('cora', 'staff', 'privacy'),
	pg_temp.enrol('dirk', 'superadmin', 'superadmin') \g /dev/null
SELECT pg_temp.account('ben') AS ben, pg_temp.account('cora') AS cora \gset
CREATE FUNCTION pg_temp.act(p_entity text, p_key text, p_version bigint, p_verb text, p_args text DEFAULT '{}') RETURNS text LANGUAGE sql AS
$$ SELECT pg_temp.call(format('api.act(%L, %L, %L, %L, %L, %L)', p_entity, p_key, p_verb, p_version, p_args, gen_random_uuid())) $$;
-- Makes a record and tells its key, or why not.
CREATE FUNCTION pg_temp.make(p_entity text, p_changes text) RETURNS text LANGUAGE plpgsql AS
$$
DECLARE
	made uuid := gen_random_uuid();
	said text := pg_temp.save(p_entity, NULL, NULL, p_changes, made);
BEGIN
	RETURN coalesce((SELECT r.key FROM auth.requests r WHERE r.request = made), said);
END
$$;
SELECT pg_temp.enter('anna') AS anna \gset

-- Contact moments
SELECT pg_temp.make('contact_moments', '{"user_id": "10009292", "kind": "call", "direction": "in", "subject": "Called", "at": "2026-11-20 10:00+00", "follow_up_on": "2026-11-23"}') AS moment \gset
SELECT is((SELECT concat_ws('|', user_id, kind, direction, author_id, followed_up_at) FROM site.contact_moments WHERE id = :moment), '10009292|call|in|' || :anna, 'a contact moment is of who wrote it');
SELECT is((SELECT subject_user_id FROM audit.changes WHERE entity = 'site.contact_moments' AND entity_key = :'moment'), 10009292::bigint, 'the trail says whom it is about');
SELECT is(pg_temp.make('contact_moments', changes::text), answer, 'refused: ' || answer) FROM (VALUES
	('{"user_id": "10009292", "subject": ""}', '23000|subject|This must be filled in, with at most 200 characters.'),
	('{"user_id": "10009292", "subject": "x", "kind": "fax"}', '23000|kind|This value is not allowed.'),
	('{"user_id": "10009292", "subject": "x", "direction": "up"}', '23000|direction|This value is not allowed.'),
	('{"user_id": "10009292", "subject": "x", "at": "2026-11-20 10:00+00", "follow_up_on": "2026-11-19"}', '23000|follow_up_on|A follow-up comes after the contact, within ten years.'),
	('{"user_id": "10009292", "subject": "x", "at": "1980-01-01 10:00+00"}', '23000|at|This is too long ago.'),
	('{"user_id": "10009292", "subject": "x", "at": "2099-01-01 10:00+00"}', '22023|at|A contact moment has been, it does not lie ahead.'),
	('{"user_id": "99999999", "subject": "x"}', 'P0002|There is no such record.'),
	('{"user_id": "10000004", "subject": "x"}', 'P0002|There is no such record.'),
	('{"user_id": "10009292", "subject": "x", "author_id": "10000002"}', '22023|author_id|This cannot be changed here.')) AS bad (changes, answer);
SELECT is(pg_temp.act('contact_moments', :'moment', 1, 'done'), 'saved 2', 'it is followed up');
SELECT is((SELECT followed_up_by FROM site.contact_moments WHERE id = :moment), :anna::bigint, 'by anna');
SELECT is(pg_temp.act('contact_moments', :'moment', 2, 'done'), '22023|There is nothing to follow up here.', 'once');
SELECT is(pg_temp.save('contact_moments', :'moment', 2, '{"follow_up_on": ""}'), '23000|follow_up_on|It was followed up already, so that it keeps its date.', 'and keeps its date');
SELECT is(pg_temp.act('contact_moments', :'moment', 2, 'reopen'), 'saved 3', 'opened again');
SELECT is(pg_temp.act('contact_moments', :'moment', 3, 'reopen'), '22023|This was not followed up yet.', 'once');
SELECT pg_temp.ask('{"entity": "contact_moments", "columns": ["subject", "follow_up"], "filter": [{"column": "user_id", "op": "=", "value": "10009292"}, {"column": "follow_up", "op": "=", "value": "open"}]}') \g /dev/null
SELECT is(pg_temp.told('cells[1]'), 'asked for invoice 2026-00412, sent by mail Called', 'open follow-ups of one person, newest first');
SELECT is(pg_temp.act('contact_moments', :'moment', 3, 'delete'), 'saved 0', 'and removed');

-- Tasks
SELECT pg_temp.make('tasks', format('{"subject": "Do it", "user_id": "10009292", "assigned_to": "%s", "due_on": "2026-12-01"}', :ben)) AS task \gset
SELECT is((SELECT concat_ws('|', assigned_to, created_by) FROM site.tasks WHERE id = :task), :'ben' || '|' || :'anna', 'a task is given');
SELECT is(pg_temp.make('tasks', changes::text), answer, 'refused: ' || answer) FROM (VALUES
	('{"subject": ""}', '23000|subject|This must be filled in, with at most 200 characters.'),
	('{"subject": "x", "assigned_to": "10009292"}', '22023|assigned_to|Only staff who may log in can be given a task.'),
	('{"subject": "x", "assigned_to": "1"}', '22023|assigned_to|Only staff who may log in can be given a task.'),
	('{"subject": "x", "due_on": "1999-12-31"}', '23000|due_on|Write a day between 2000 and 2100.'),
	('{"subject": "x", "done_at": "2026-01-01"}', '22023|done_at|This cannot be changed here.'),
	('{"subject": "x", "user_id": "10000004"}', 'P0002|There is no such record.')) AS bad (changes, answer);
SELECT matches(pg_temp.make('tasks', '{"subject": "For nobody"}'), '^[0-9]+$', 'a task about nobody, for whoever comes first');
SELECT is(pg_temp.act('tasks', :'task', 1, 'take'), 'saved 2', 'anna takes it');
SELECT is(pg_temp.act('tasks', :'task', 2, 'take'), '22023|This task is yours already, or done.', 'once');
SELECT is(pg_temp.act('tasks', :'task', 2, 'assign', format('{"assigned_to": "%s"}', :cora)), 'saved 3', 'and gives it to cora');
SELECT is(pg_temp.act('tasks', :'task', 3, 'assign', '{"assigned_to": "10009292"}'), '22023|assigned_to|Only staff who may log in can be given a task.', 'but not to a client');
SELECT is(pg_temp.act('tasks', :'task', 3, 'assign', '{"assigned_to": "x''; DROP"}'), '22023|assigned_to|Only staff who may log in can be given a task.', 'nor to nonsense');
SELECT is(pg_temp.act('tasks', :'task', 3, 'done'), 'saved 4', 'done');
SELECT is((SELECT done_by FROM site.tasks WHERE id = :task), :anna::bigint, 'by anna');
SELECT is(pg_temp.act('tasks', :'task', 4, 'done'), '22023|This task is done already.', 'once');
SELECT is(pg_temp.act('tasks', :'task', 4, 'assign', '{"assigned_to": ""}'), '22023|This task is done.', 'a task that is done goes to nobody');
SELECT is(pg_temp.act('tasks', :'task', 4, 'reopen'), 'saved 5', 'opened again');
SELECT is((SELECT concat_ws('|', done_at, done_by, assigned_to) FROM site.tasks WHERE id = :task), :'cora', 'and still cora''s');
UPDATE site.users SET enabled = false WHERE id = 10000005;
SELECT throws_ok('INSERT INTO site.tasks (subject, assigned_to) VALUES (''x'', 10000005)', '22023', 'Only staff who may log in can be given a task.', 'a colleague who may not log in gets none, whoever writes');

-- Messages
SELECT pg_temp.as_role('site', 'INSERT INTO site.messages (user_id, subject, body) VALUES (10009292, ''Question'', ''How much?'') RETURNING id') AS question \gset
SELECT is((SELECT concat_ws('|', from_staff, author_id, read_at) FROM site.messages WHERE id = :question), 'f', 'a client writes');
SELECT is(pg_temp.as_role('site', 'INSERT INTO site.messages (user_id, body, from_staff) VALUES (10009292, ''x'', true) RETURNING id'), '42501', 'the website writes for nobody of the staff');
SELECT is(pg_temp.as_role('site', format('UPDATE site.messages SET body = ''y'' WHERE id = %s RETURNING id', :question)), '42501', 'and changes nothing that was sent');
SELECT is(pg_temp.act('messages', :'question', 1, 'read'), 'saved 2', 'anna reads it');
SELECT is(pg_temp.act('messages', :'question', 2, 'read'), '22023|This message was read already, or is from the staff.', 'once');
SELECT is(pg_temp.act('messages', :'question', 2, 'unread'), 'saved 3', 'and puts it back');
SELECT pg_temp.make('messages', format('{"thread_id": "%s", "body": "Ten."}', :question)) AS reply \gset
SELECT is((SELECT concat_ws('|', thread_id, user_id, from_staff, author_id, subject) FROM site.messages WHERE id = :reply), concat_ws('|', :'question', '10009292', 't', :'anna', 'Question'), 'an answer goes on with the conversation');
SELECT is((SELECT read_by FROM site.messages WHERE id = :question), :anna::bigint, 'and who answers has read');
SELECT pg_temp.make('messages', format('{"thread_id": "%s", "body": "Or twelve."}', :reply)) AS more \gset
SELECT is((SELECT thread_id FROM site.messages WHERE id = :more), :question::bigint, 'an answer to an answer belongs to the first message');
SELECT is(pg_temp.act('messages', :'reply', 1, 'read'), '22023|This message was read already, or is from the staff.', 'whether a client read, the staff does not say');
SELECT is(pg_temp.make('messages', format('{"thread_id": "%s", "user_id": "10000021", "body": "x"}', :question)), '22023|user_id|A conversation is with one client.', 'a conversation is with one client');
SELECT is(pg_temp.save('messages', :'reply', 1, '{"body": "Nine."}'), '22023|This cannot be changed here.', 'nor does the staff change what was sent');
SELECT is(pg_temp.make('messages', '{"user_id": "10009292", "body": ""}'), '23000|body|This must be filled in, with at most 20,000 characters.', 'an empty message is none');

-- Agreements: anna may look, ben may write
SELECT is(pg_temp.make('agreements', '{"title": "x"}'), '42501|You need the right agreement.edit.', 'support makes no agreements');
SELECT pg_temp.enter('ben') \g /dev/null
SELECT pg_temp.make('agreements', '{"title": "Covers", "valid_from": "2026-01-01", "download_limit": "10", "limit_period": "month"}') AS agreement \gset
SELECT is(pg_temp.make('agreements', changes::text), answer, 'refused: ' || answer) FROM (VALUES
	('{"title": ""}', '23000|title|This must be filled in, with at most 200 characters.'),
	('{"title": "x", "valid_from": "2026-02-01", "valid_until": "2026-01-31"}', '23000|valid_until|An agreement ends after it begins.'),
	('{"title": "x", "download_limit": "10"}', '23000|limit_period|A limit needs both a number and what it counts for.'),
	('{"title": "x", "limit_period": "month"}', '23000|limit_period|A limit needs both a number and what it counts for.'),
	('{"title": "x", "download_limit": "0", "limit_period": "total"}', '23000|download_limit|This must be a number from 1 to 1,000,000.'),
	('{"title": "x", "audience": "all"}', '23000|audience|This value is not allowed.')) AS bad (changes, answer);
SELECT is(pg_temp.make('agreement_users', format('{"agreement_id": "%s", "user_id": "10009292"}', :agreement)), :'agreement' || ':10009292', 'it holds for an account');
SELECT is(pg_temp.make('agreement_users', format('{"agreement_id": "%s", "user_id": "10009292"}', :agreement)), '23000|user_id|It is on the list already.', 'once');
SELECT is(pg_temp.make('agreement_users', format('{"agreement_id": "%s", "user_id": "10000004"}', :agreement)), 'P0002|There is no such record.', 'not for a colleague whom one may not see');
SELECT is(pg_temp.make('agreement_organisations', format('{"agreement_id": "%s", "organisation_id": "2000"}', :agreement)), :'agreement' || ':2000', 'and for an organisation');
SELECT is((SELECT string_agg(why, ',') FROM site.user_agreements WHERE agreement_id = :agreement AND user_id = 10009292), 'account', 'who has it himself is not named twice');
SELECT is(pg_temp.act('agreement_users', :'agreement' || ':10009292', 0, 'delete'), 'saved 0', 'taken off');
SELECT is((SELECT string_agg(why, ',') FROM site.user_agreements WHERE agreement_id = :agreement AND user_id = 10009292), 'organisation', 'it holds by the organisation then');
SELECT is(pg_temp.act('agreements', :'agreement', 1, 'end'), 'saved 2', 'ended');
SELECT is((SELECT valid_until FROM site.agreements WHERE id = :agreement), date '2026-11-23', 'with the day of the demo');
SELECT is(pg_temp.act('agreements', :'agreement', 2, 'end'), '22023|This agreement has ended already.', 'once');
SELECT pg_temp.ask('{"entity": "agreements", "columns": ["title"], "search": "meier book"}') \g /dev/null
SELECT is(pg_temp.told(), '501', 'found by pieces of its title');
SELECT pg_temp.ask('{"entity": "user_agreements", "columns": ["title", "why"], "filter": [{"column": "user_id", "op": "=", "value": "10009292"}]}') \g /dev/null
SELECT ok(pg_temp.told('cells[2]') LIKE '%account%' AND pg_temp.told('cells[2]') LIKE '%organisation%', 'an account''s agreements, its own and those of its organisation');

-- Who may not
DELETE FROM auth.staff_roles WHERE user_id = :cora;
INSERT INTO auth.staff_rights (user_id, right_name, granted) VALUES (:cora, 'user.view', true);
SELECT pg_temp.enter('cora') \g /dev/null
SELECT is(pg_temp.ask(format('{"entity": "%s", "columns": []}', name)), '42501', name || ' takes its right') FROM unnest(ARRAY['contact_moments', 'tasks', 'messages', 'agreements', 'agreement_users', 'user_agreements']) AS name;
SELECT is(pg_temp.make(name, '{}'), '42501|You need the right ' || needs || '.', name || ': made with a right only')
	FROM (VALUES ('contact_moments', 'contact.edit'), ('tasks', 'task.edit'), ('messages', 'message.write'), ('agreement_users', 'agreement.edit'), ('agreement_organisations', 'agreement.edit')) AS x (name, needs);
SELECT is(pg_temp.act(entity, '1', 1, verb), '42501|You need the right ' || right_name || '.', entity || ' ' || verb || ' takes its right') FROM meta.verbs
	WHERE entity IN ('contact_moments', 'tasks', 'messages', 'agreements', 'agreement_users', 'agreement_organisations') ORDER BY 1;
SELECT is(pg_temp.as_role('steward_api', format('SELECT count(*) FROM site.%I', name)), '0', name || ': behind the policies nothing') FROM unnest(ARRAY['contact_moments', 'tasks', 'messages', 'agreements', 'agreement_users', 'agreement_organisations']) AS name;

-- What Home tells
SELECT pg_temp.enter('anna') \g /dev/null
UPDATE site.tasks SET done_at = now() WHERE done_at IS NULL AND assigned_to = :anna AND user_id IS DISTINCT FROM 10009292;
UPDATE site.contact_moments SET followed_up_at = now() WHERE follow_up_on IS NOT NULL AND followed_up_at IS NULL AND user_id <> 10009292;
SELECT is((SELECT string_agg(label || ' ' || value, ', ' ORDER BY line) FROM api.home() WHERE tile = 'tasks' AND line IN (1, 2, 3)), 'Follow-ups today 1, My tasks 1, Late 0', 'follow-ups and one''s own tasks');

-- How many of each hang on a record, by what names it
SELECT pg_temp.open('users', '10009292') \g /dev/null
SELECT is(pg_temp.as_role('steward_console', 'SELECT string_agg(name || '' '' || n, '', '' ORDER BY name) FROM api.counts(''users'', ''10009292'') WHERE name IN (''contact_moments'', ''tasks'', ''user_agreements'', ''user_notes'')'),
	'contact_moments 14, tasks 4, user_agreements 3, user_notes 2', 'counts of every kind that names a user');
SELECT pg_temp.open('agreements', '501') \g /dev/null
SELECT is(pg_temp.as_role('steward_console', 'SELECT n::text FROM api.counts(''agreements'', ''501'') WHERE name = ''agreement_organisations'''),
	(SELECT count(*)::text FROM site.agreement_organisations WHERE agreement_id = 501), 'and an agreement');
SELECT * FROM finish();
