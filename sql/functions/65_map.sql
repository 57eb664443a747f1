-- The data map against the catalogue.

CREATE OR REPLACE FUNCTION privacy.map_gaps() RETURNS TABLE (schema_name text, table_name text, column_name text, gap text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	WITH real AS (
		SELECT n.nspname::text AS s, c.relname::text AS t, a.attname::text AS x
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		-- A partition has the columns of its parent.
		WHERE n.nspname IN ('site', 'auth', 'audit', 'privacy', 'meta', 'steward') AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition)
	SELECT coalesce(real.s, m.schema_name), coalesce(real.t, m.table_name), coalesce(real.x, m.column_name),
		CASE WHEN m.schema_name IS NULL THEN 'unmapped' ELSE 'gone' END
	FROM real FULL JOIN privacy.data_map m ON (m.schema_name, m.table_name, m.column_name) = (real.s, real.t, real.x)
	WHERE real.s IS NULL OR m.schema_name IS NULL
	ORDER BY 1, 2, 3
$$;
COMMENT ON FUNCTION privacy.map_gaps() IS 'Columns of site, auth, audit, privacy, meta and steward that the data map does not know (unmapped), and rows of the map whose column is gone. Empty, or nothing is erased.';
ALTER FUNCTION privacy.map_gaps() OWNER TO site_owner;
