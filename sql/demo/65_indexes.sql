-- Demo data: the indexes of the tables that steward.demo_tables names come back as they were, with statistics, before anything is looked up in them.
SET LOCAL maintenance_work_mem = '1GB';
DO $$
DECLARE
	resting record;
BEGIN
	FOR resting IN SELECT d.definition FROM demo.indexes d JOIN pg_class c ON c.oid = d.relation WHERE c.relname = ANY (string_to_array(current_setting('steward.demo_tables'), ' ')) ORDER BY c.relname, d.definition LOOP
		-- PostgreSQL spells the index of a partitioned table ON ONLY, which would leave its parts without.
		EXECUTE replace(resting.definition, ' ON ONLY ', ' ON ');
	END LOOP;
	DELETE FROM demo.indexes d USING pg_class c WHERE c.oid = d.relation AND c.relname = ANY (string_to_array(current_setting('steward.demo_tables'), ' '));
	FOR resting IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'site'::regnamespace AND c.relname = ANY (string_to_array(current_setting('steward.demo_tables'), ' ')) ORDER BY c.relname LOOP
		EXECUTE format('ANALYZE site.%I', resting.relname);
	END LOOP;
END $$;
