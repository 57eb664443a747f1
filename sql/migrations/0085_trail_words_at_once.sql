-- The words of a row of the trail, for what it nearly always holds: short values in plain letters without a long number. An expression of PL/pgSQL is made
-- ready anew in each transaction, and the website changes one row in each: twelve of them took longer than what they work out. The results do not change
-- (tests/sql/74_scan.sql), so that the index stays as it is.

CREATE OR REPLACE FUNCTION privacy.trail_words(p_old jsonb, p_new jsonb) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 AS
$$
DECLARE
	t text := pg_catalog.jsonb_path_query_array(pg_catalog.jsonb_build_array(p_old, p_new), 'strict $[*] ? (@.type() == "object").* ? (@.type() == "string" || @.type() == "array" || @.type() == "object")')::text;
BEGIN
	-- A moment holds a long number too, so that it goes the long way, which leaves it out.
	IF pg_catalog.octet_length(t) <= 1600 AND pg_catalog.octet_length(t) = pg_catalog.length(t) AND t OPERATOR(pg_catalog.!~) '\\|[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){5,}' THEN
		RETURN pg_catalog.to_tsvector('pg_catalog.simple', pg_catalog.translate(t, './@-_:+<&~?=%#', '              '));
	END IF;
	t := pg_catalog.jsonb_path_query_array(pg_catalog.jsonb_build_array(p_old, p_new), 'strict $[*] ? (@.type() == "object").* ? (@.type() == "array" || @.type() == "object" || @.type() == "string"
		&& @ != "" && !(@ like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6}$"))')::text;
	IF t = '[]' THEN
		RETURN ''::pg_catalog.tsvector;
	END IF;
	IF pg_catalog.strpos(t, '\') > 0 THEN
		t := (SELECT pg_catalog.string_agg(v.value #>> '{}', ' | ') FROM (SELECT o.value FROM pg_catalog.jsonb_each(p_old) AS o UNION ALL SELECT n.value FROM pg_catalog.jsonb_each(p_new) AS n) AS v
			WHERE pg_catalog.jsonb_typeof(v.value) IN ('string', 'array', 'object') AND v.value::text !~ '^"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6})?"$');
	END IF;
	RETURN privacy.words(t);
END
$$;
