-- What the residual scan of an erasure looks rows up by: the words of their texts. Each table whose columns can mention a person gets an index over
-- them; privacy.index_scan makes these from the data map.

CREATE FUNCTION privacy.words(VARIADIC p_texts text[]) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 500 AS
$$
DECLARE
	t CONSTANT text := pg_catalog.array_to_string(p_texts, ' | ');
	plain text := t;
	result tsvector;
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
		FOREACH part IN ARRAY ARRAY['.', '/', '@', '-', '_', ':', '+', '<', '&', '~', '?', '=', '%', '#'] LOOP
			plain := pg_catalog.replace(plain, part, ' ');
		END LOOP;
	ELSE
		-- A letter is the same in all its forms: σ at the end of a word too.
		plain := pg_catalog.lower(pg_catalog.upper(public.unaccent('public.unaccent'::pg_catalog.regdictionary, pg_catalog.regexp_replace(plain, '[^[:alnum:]]+', ' ', 'g'))));
	END IF;
	IF pg_catalog.octet_length(plain) > 1600 THEN
		plain := pg_catalog.regexp_replace(plain, '[[:alnum:]]{250,}', ' ', 'g');
	END IF;
	result := pg_catalog.to_tsvector('pg_catalog.simple', plain);
	-- A telephone number is written in many ways: what counts are six digits before the end of a group of them, whatever parts them.
	IF t ~ '[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){5}' THEN
		FOR run IN SELECT m.found[1] FROM pg_catalog.regexp_matches(t, '[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){5,}', 'g') AS m (found) LOOP
			digits := '';
			FOREACH part IN ARRAY pg_catalog.regexp_split_to_array(run, '[^0-9]+') LOOP
				digits := digits || part;
				IF pg_catalog.length(digits) >= 6 THEN
					numbers := numbers || ('#' || pg_catalog.right(digits, 6));
				END IF;
			END LOOP;
		END LOOP;
		result := result || pg_catalog.array_to_tsvector(numbers);
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION privacy.words(text[]) IS
	'The words of texts, folded, by which the residual scan finds a row: each run of letters and digits, and, behind #, six digits before the end of each group of digits. Indexes depend on its result: never redefine it without making them anew. Words of 250 letters and more are left out; a text of more than 400,000 bytes is found by every search.';
REVOKE ALL ON FUNCTION privacy.words(text[]) FROM PUBLIC;

CREATE FUNCTION privacy.flat(p_texts text[]) RETURNS text
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS
$$
BEGIN
	RETURN pg_catalog.array_to_string(p_texts, ' | ');
END
$$;
COMMENT ON FUNCTION privacy.flat(text[]) IS 'The texts of an array, for an index.';
REVOKE ALL ON FUNCTION privacy.flat(text[]) FROM PUBLIC;

CREATE FUNCTION privacy.address_words(VARIADIC p_addresses inet[]) RETURNS tsvector
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 100 AS
$$
BEGIN
	RETURN pg_catalog.array_to_tsvector(ARRAY(SELECT '@' || pg_catalog.text(a) FROM pg_catalog.unnest(p_addresses) AS a WHERE a IS NOT NULL));
END
$$;
COMMENT ON FUNCTION privacy.address_words(inet[]) IS 'Addresses of computers as words of the residual scan, behind @. Indexes depend on its result.';
REVOKE ALL ON FUNCTION privacy.address_words(inet[]) FROM PUBLIC;

CREATE TABLE privacy.scan_indexes (
	relation text NOT NULL CONSTRAINT scan_indexes_pkey PRIMARY KEY,
	expression text NOT NULL,
	definition text NOT NULL
);
COMMENT ON TABLE privacy.scan_indexes IS 'The indexes of the residual scan as they were made: one that is gone or is another is noticed, and nothing is erased';
COMMENT ON COLUMN privacy.scan_indexes.relation IS 'The table';
COMMENT ON COLUMN privacy.scan_indexes.expression IS 'The expression over its columns, from the data map';
COMMENT ON COLUMN privacy.scan_indexes.definition IS 'The index as the server tells it';

SELECT steward.take_ownership('privacy', 'site_owner');

-- These come back with other results or arguments.
DROP FUNCTION IF EXISTS privacy.scan_columns(), privacy.residual(bigint, text[], inet[], text), privacy.clear_mentions(bigint, text[], inet[], text),
	privacy.empty_trail(bigint, text, privacy.erasure_step[]);
