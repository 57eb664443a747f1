-- The functions that read and write data of people belong to steward_eraser; each asks no more of its caller than the one who calls it checked.

DO $owners$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'privacy'::regnamespace AND p.prosecdef ORDER BY 1 LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_eraser', routine);
	END LOOP;
END
$owners$;
