-- The words of what holds no words: every new account comes with a row of ten empty values, and most columns of an account are empty too. An import
-- paid for each of them. The results do not change (tests/sql/74_scan.sql), so that the indexes stay as they are.

CREATE OR REPLACE FUNCTION privacy.words(VARIADIC p_texts text[]) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	t CONSTANT text := pg_catalog.array_to_string(p_texts, ' | ');
	plain text;
	rest text;
	run text;
	part text;
	digits text;
	numbers text[];
BEGIN
	IF pg_catalog.octet_length(t) > 400000 THEN
		RETURN pg_catalog.array_to_tsvector(ARRAY['#long']);
	END IF;
	IF pg_catalog.ltrim(t, ' |') = '' THEN
		RETURN ''::pg_catalog.tsvector;
	END IF;
	IF pg_catalog.octet_length(t) = pg_catalog.length(t) THEN
		-- The parser joins words by these characters; replacing them one after the other is quicker than a regular expression.
		plain := pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
			pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
			t, '.', ' '), '/', ' '), '@', ' '), '-', ' '), '_', ' '), ':', ' '), '+', ' '), '<', ' '), '&', ' '), '~', ' '), '?', ' '), '=', ' '), '%', ' '), '#', ' ');
	ELSE
		plain := pg_catalog.lower(pg_catalog.upper(public.unaccent('public.unaccent'::pg_catalog.regdictionary, pg_catalog.regexp_replace(t, '[^[:alnum:]]+', ' ', 'g'))));
	END IF;
	IF pg_catalog.octet_length(plain) > 1600 THEN
		plain := pg_catalog.regexp_replace(plain, '[[:alnum:]]{250,}', ' ', 'g');
	END IF;
	run := pg_catalog.substring(t, '[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){5,}');
	IF run IS NULL THEN
		RETURN pg_catalog.to_tsvector('pg_catalog.simple', plain);
	END IF;
	rest := t;
	LOOP
		IF run ~ '[^0-9]' THEN
			digits := '';
			FOREACH part IN ARRAY pg_catalog.regexp_split_to_array(run, '[^0-9]+') LOOP
				digits := digits || part;
				IF pg_catalog.length(digits) >= 6 THEN
					numbers := numbers || ('#' || pg_catalog.right(digits, 6));
				END IF;
			END LOOP;
		ELSE
			numbers := numbers || ('#' || pg_catalog.right(run, 6));
		END IF;
		rest := pg_catalog.substr(rest, pg_catalog.strpos(rest, run) + pg_catalog.length(run));
		run := pg_catalog.substring(rest, '[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){5,}');
		EXIT WHEN run IS NULL;
	END LOOP;
	RETURN pg_catalog.to_tsvector('pg_catalog.simple', plain) || pg_catalog.array_to_tsvector(numbers);
END
$$;

CREATE OR REPLACE FUNCTION privacy.trail_words(p_old jsonb, p_new jsonb) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 AS
$$
DECLARE
	t text := pg_catalog.jsonb_path_query_array(pg_catalog.jsonb_build_array(p_old, p_new), 'strict $[*] ? (@.type() == "object").* ? (@.type() == "array" || @.type() == "object" || @.type() == "string"
		&& @ != "" && !(@ like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}[-+][0-9:]{5,6}$"))')::text;
BEGIN
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
