-- Demo data: triggers come back as they were, statistics are taken, the scratch goes.
DO $$
DECLARE
	resting record;
BEGIN
	FOR resting IN SELECT * FROM demo.resting LOOP
		EXECUTE format('ALTER TABLE %s %s TRIGGER %I', resting.relation,
			CASE resting.tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'D' THEN 'DISABLE' ELSE 'ENABLE' END, resting.tgname);
	END LOOP;
END $$;
DROP SCHEMA demo CASCADE;
-- Nobody is to be mailed about people who do not exist.
DELETE FROM auth.mails;
ANALYZE site.users; ANALYZE site.organisations; ANALYZE site.user_notes; ANALYZE site.ip_rules; ANALYZE site.user_permissions; ANALYZE site.user_custom_values;
ANALYZE site.sessions; ANALYZE site.blocked_addresses; ANALYZE site.login_log; ANALYZE site.activity_log; ANALYZE site.permission_groups;
