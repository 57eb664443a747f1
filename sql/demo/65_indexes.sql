-- Demo data: the indexes come back as they were. What follows looks accounts and their invoices up one by one.
DO $$
DECLARE
	resting record;
BEGIN
	FOR resting IN SELECT definition FROM demo.indexes LOOP
		-- PostgreSQL spells the index of a partitioned table ON ONLY, which would leave its parts without.
		EXECUTE replace(resting.definition, ' ON ONLY ', ' ON ');
	END LOOP;
END $$;
