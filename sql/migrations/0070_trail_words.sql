-- A row of the trail is looked for by its values: the names of its columns, and its times, cost more than these and name nobody.

CREATE FUNCTION privacy.trail_words(p_old jsonb, p_new jsonb) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 AS
$$
BEGIN
	RETURN privacy.words(VARIADIC ARRAY(
		SELECT v.value #>> '{}' FROM (SELECT o.value FROM pg_catalog.jsonb_each(p_old) AS o UNION ALL SELECT n.value FROM pg_catalog.jsonb_each(p_new) AS n) AS v
		WHERE pg_catalog.jsonb_typeof(v.value) IN ('string', 'array', 'object') AND v.value::text !~ '^"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6})?"$'));
END
$$;
COMMENT ON FUNCTION privacy.trail_words(jsonb, jsonb) IS
	'The words of the values that a row of the trail keeps, without the names of its columns, numbers, yes and no, and times, which name nobody. An index depends on its result: never redefine it without making that anew.';
ALTER FUNCTION privacy.trail_words(jsonb, jsonb) OWNER TO site_owner;
REVOKE ALL ON FUNCTION privacy.trail_words(jsonb, jsonb) FROM PUBLIC;
-- The owners of the tables make the indexes; grants.sql, which comes last, says the same.
GRANT EXECUTE ON FUNCTION privacy.trail_words(jsonb, jsonb) TO site_owner, steward_auth;
