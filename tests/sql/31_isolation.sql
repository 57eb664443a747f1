-- Attack 8 and 26: a transaction with a snapshot of its own would go on seeing rights that were taken away.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT plan(7);
SELECT throws_ok($$ SELECT api.begin_login('anna', NULL, pg_backend_pid()) $$, '25001', NULL, 'begin');
SELECT throws_ok($$ SELECT api.submit_login(1, sha256('a'), sha256('b')) $$, '25001', NULL, 'submit');
SELECT throws_ok($$ SELECT api.finish_login(1) $$, '25001', NULL, 'finish');
SELECT throws_ok($$ SELECT auth.need(NULL) $$, '25001', NULL, 'the gate');
SELECT throws_ok($$ SELECT * FROM api.me() $$, '25001', NULL, 'me');
SELECT throws_ok($$ SELECT * FROM api.rights() $$, '25001', NULL, 'rights');
SELECT throws_ok($$ SELECT auth.end_session(1) $$, '25001', NULL, 'end a session');
SELECT * FROM finish();
ROLLBACK;
