-- Rights that get other names, before what they allow is there. Who had the old name has the new one; the trigger that keeps the highest
-- roles complete rests meanwhile, because it cannot tell a new name from a loss. A fresh installation has no rights yet, and no trigger.
DO $rename$
DECLARE
	guard "char" := (SELECT g.tgenabled FROM pg_trigger g WHERE g.tgrelid = 'auth.role_rights'::regclass AND g.tgname = 'role_changed');
	renamed record;
BEGIN
	IF guard IS NOT NULL THEN
		ALTER TABLE auth.role_rights DISABLE TRIGGER role_changed;
	END IF;
	FOR renamed IN SELECT * FROM (VALUES ('policy.edit', 'text.edit'), ('export.list', 'list.export'), ('import.payments', 'import.run'), ('job.schedule', 'schedule.edit'),
		('supplier.pay', 'payment_run.run')) AS r (was, name)
	LOOP
		UPDATE auth.rights SET name = renamed.name WHERE name = renamed.was;
		UPDATE auth.staff SET rights = array_replace(rights, renamed.was, renamed.name) WHERE renamed.was = ANY (rights);
	END LOOP;
	-- Each import asks for the right to make what it brings.
	DELETE FROM auth.role_rights WHERE right_name = 'import.users';
	DELETE FROM auth.staff_rights WHERE right_name = 'import.users';
	DELETE FROM auth.rights WHERE name = 'import.users';
	UPDATE auth.staff SET rights = array_remove(rights, 'import.users') WHERE 'import.users' = ANY (rights);
	IF guard = 'A' THEN
		ALTER TABLE auth.role_rights ENABLE ALWAYS TRIGGER role_changed;
	ELSIF guard IS NOT NULL THEN
		ALTER TABLE auth.role_rights ENABLE TRIGGER role_changed;
	END IF;
END
$rename$;
