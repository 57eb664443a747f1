-- The website pays for the words of the trail at each of its changes. Its own tables ask for words under its search_path, the trail under that of its
-- trigger; PostgreSQL plans every expression of a function anew when the path is another than last time, so that each change planned all of them twice.
-- With a path of its own the function is planned once.

ALTER FUNCTION privacy.words(text[]) SET search_path = pg_catalog, pg_temp;

-- It is asked by functions with that path alone. The values by one look into the documents, instead of a row for each value. Where a value is written with an escape, a word could begin with the
-- letter of it: then one by one. Numbers of several values are not taken for one any more, so that the index is made anew.
CREATE OR REPLACE FUNCTION privacy.trail_words(p_old jsonb, p_new jsonb) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 AS
$$
DECLARE
	t text := pg_catalog.jsonb_path_query_array(pg_catalog.jsonb_build_array(p_old, p_new), 'strict $[*] ? (@.type() == "object").* ? (@.type() == "array" || @.type() == "object" || @.type() == "string"
		&& !(@ like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6}$"))')::text;
BEGIN
	IF pg_catalog.strpos(t, '\') > 0 THEN
		t := (SELECT pg_catalog.string_agg(v.value #>> '{}', ' | ') FROM (SELECT o.value FROM pg_catalog.jsonb_each(p_old) AS o UNION ALL SELECT n.value FROM pg_catalog.jsonb_each(p_new) AS n) AS v
			WHERE pg_catalog.jsonb_typeof(v.value) IN ('string', 'array', 'object') AND v.value::text !~ '^"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6})?"$');
	END IF;
	RETURN privacy.words(t);
END
$$;
DROP INDEX IF EXISTS audit.changes_scan_idx;
