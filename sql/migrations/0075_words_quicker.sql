-- The same words in two thirds of the time: each row that is written into a table of the residual scan asks for them, and each index over such a
-- table for those of every row. Its result does not change, or the indexes would be wrong (tests/sql/74_scan.sql).

CREATE OR REPLACE FUNCTION privacy.words(VARIADIC p_texts text[]) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 AS
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
