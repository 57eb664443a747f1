-- How a question to the API becomes a query, continued: the page, the search, the count. All values are bound as one array, $1.
--
-- The plan must not depend on what the planner believes about a piece of a name: it takes a sort index or a sequential scan for a
-- LIKE that it thinks is common and then reads the whole table (measured: 1.9 s against 3 ms). So the matches are gathered in a
-- materialised step of their own, which has no LIMIT and no order to be tempted by; a CTE is read lazily, so that the LIMIT behind it
-- still ends the scan after 1,000 matches.

CREATE OR REPLACE FUNCTION meta.search_words(p_search text) RETURNS text[]
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	folded text := btrim(regexp_replace(site.fold(left(p_search, 200)), '[[:space:]|]+', ' ', 'g'));
	digits text := regexp_replace(folded, '[^0-9]', '', 'g');
BEGIN
	-- A telephone number, however it is spaced, and whether it begins with +49, 0049 or 0.
	IF length(digits) >= 5 AND folded ~ '^[-+0-9 ()/.]+$' THEN
		RETURN ARRAY[ltrim(digits, '0')];
	END IF;
	RETURN ARRAY(SELECT word FROM string_to_table(folded, ' ') WITH ORDINALITY AS w (word, place) WHERE word <> '' ORDER BY place LIMIT 6);
END
$$;
COMMENT ON FUNCTION meta.search_words(text) IS 'What is typed as folded words, at most six, all of which must be found; a telephone number becomes its digits.';

-- A word that trigrams can find: three letters or digits in a row.
CREATE OR REPLACE FUNCTION meta.is_long(p_word text) RETURNS boolean
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT p_word ~ '[[:alnum:]]{3}' $$;
COMMENT ON FUNCTION meta.is_long(text) IS 'Whether a trigram index can find the word.';

-- One arm of a search: the records that an expression with an index finds, at most p_limit.
CREATE OR REPLACE FUNCTION meta.arm_sql(e meta.entities, p_condition text, p_order text, p_limit integer) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT format('(SELECT i, st FROM (SELECT %s AS i, %s AS st FROM %s WHERE %s ORDER BY %s LIMIT %s) AS arm)',
		e.tie_sql, e.search_sql, e.from_sql, p_condition, concat_ws(', ', p_order, e.tie_sql), p_limit)
$$;
COMMENT ON FUNCTION meta.arm_sql(meta.entities, text, text, integer) IS 'The query of one arm of a search.';

CREATE OR REPLACE FUNCTION meta.prefix_arms(e meta.entities, p_conditions text, p_place integer, p_limit integer) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT string_agg(meta.arm_sql(e, format('%1$s >= ($1)[%2$s] AND %1$s < ($1)[%2$s] || chr(1114111)%3$s', prefix, p_place, p_conditions), prefix, p_limit), ' UNION ')
	FROM unnest(e.prefix_sql) AS prefix
$$;
COMMENT ON FUNCTION meta.prefix_arms(meta.entities, text, integer, integer) IS 'The query of those that begin with the word bound at that place.';

CREATE OR REPLACE FUNCTION meta.hits_sql(e meta.entities, p_words text[], p_conditions text, p_place integer) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	n integer := cardinality(p_words);
	whole text := array_to_string(p_words, ' ');
	likes text;
	arms text;
BEGIN
	-- Words too short for trigrams must not reach the index: it would be read from end to end.
	SELECT string_agg(format(CASE WHEN meta.is_long(word) THEN ' AND %s LIKE ($1)[%s]' ELSE ' AND (%s || '''') LIKE ($1)[%s]' END,
		e.search_sql, p_place + n + place), '') INTO likes FROM unnest(p_words) WITH ORDINALITY AS w (word, place);
	IF NOT EXISTS (SELECT FROM unnest(p_words) AS word WHERE meta.is_long(word)) THEN
		-- Two letters: what begins with the longest word.
		RETURN format('WITH hits AS MATERIALIZED (%s)', meta.prefix_arms(e, likes || p_conditions, p_place
			+ (SELECT place::integer FROM unnest(p_words) WITH ORDINALITY AS w (word, place) ORDER BY length(word) DESC, place LIMIT 1), 200));
	END IF;
	-- Only when the matches end at 1,000 must those that come first be fetched by indexes of their own.
	SELECT string_agg(arm, ' UNION ') INTO arms FROM (
		SELECT meta.arm_sql(e, format('%s = ($1)[%s] AND (SELECT cut FROM full_house)%s', exact, p_place, p_conditions), NULL, 20) FROM unnest(e.exact_sql) AS exact
		UNION ALL
		SELECT meta.arm_sql(e, format('%s = ($1)[%s]::bigint AND (SELECT cut FROM full_house)%s', e.tie_sql, p_place, p_conditions), NULL, 1)
			WHERE e.tie_type = 'bigint' AND whole ~ '^[0-9]{1,18}$'
		UNION ALL
		SELECT meta.prefix_arms(e, ' AND (SELECT cut FROM full_house)' || p_conditions, p_place, 100)) AS a (arm);
	RETURN format('WITH matches AS MATERIALIZED (SELECT %s AS i, %s AS st FROM %s WHERE true%s%s), first AS MATERIALIZED (SELECT i, st FROM matches LIMIT 1000), '
		'full_house AS MATERIALIZED (SELECT count(*) >= 1000 AS cut FROM first), '
		'hits AS (SELECT i, st FROM first%s)', e.tie_sql, e.search_sql, e.from_sql, likes, p_conditions,
		format(' UNION ALL SELECT i, st FROM (%s) AS best WHERE i NOT IN (SELECT i FROM first)', arms));
END
$$;
COMMENT ON FUNCTION meta.hits_sql(meta.entities, text[], text, integer) IS 'The WITH clause that ends in hits (i, st): whom the search finds, at most about 1,000. $1 holds from p_place the whole of the words, then each word, then each word as a pattern.';

CREATE OR REPLACE FUNCTION meta.rank_sql(p_words integer, p_place integer) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT format('CASE WHEN strpos('' | '' || st || '' | '', '' | '' || ($1)[%s] || '' | '') > 0 THEN 0 ELSE 1', p_place)
		|| string_agg(format(' + CASE strpos('' '' || st, '' '' || ($1)[%1$s]) WHEN 0 THEN 2 ELSE (strpos('' '' || st, '' '' || ($1)[%1$s]) > strpos(st, '' | ''))::integer END',
			p_place + word), '' ORDER BY word) || ' END'
	FROM generate_series(1, p_words) AS word
$$;
COMMENT ON FUNCTION meta.rank_sql(integer, integer) IS 'How well a hit fits, least is best: 0 for a whole part (number, log-in, e-mail, company), then the beginning of a name, of another word, then anywhere.';

CREATE OR REPLACE FUNCTION meta.search_binds(p_words text[]) RETURNS text[]
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT array_to_string(p_words, ' ') || p_words || array_agg('%' || meta.like_pattern(word) || '%' ORDER BY place)
	FROM unnest(p_words) WITH ORDINALITY AS w (word, place)
$$;
COMMENT ON FUNCTION meta.search_binds(text[]) IS 'What a search binds: the whole of the words, each word, each word as a pattern.';

-- Pages --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.limit_of(p_request jsonb) RETURNS integer
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	asked jsonb := coalesce(p_request->'limit', '50');
BEGIN
	IF jsonb_typeof(asked) <> 'number' OR asked::numeric < 0 OR asked::numeric <> trunc(asked::numeric) THEN
		RAISE EXCEPTION 'This question is not well formed.' USING ERRCODE = '22023';
	END IF;
	RETURN least(asked::numeric, 500);
END
$$;
COMMENT ON FUNCTION meta.limit_of(jsonb) IS 'How many rows the question asks for: 50 when it does not say, 500 at most (22023 if it is no number).';

CREATE OR REPLACE FUNCTION meta.flag_of(p_request jsonb, p_name text) RETURNS boolean
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce(p_request->p_name = 'true'::jsonb, false) $$;
COMMENT ON FUNCTION meta.flag_of(jsonb, text) IS 'Whether a member of the question is true.';

CREATE OR REPLACE FUNCTION meta.keyset(p_keys text[], p_types text[], p_after text, p_back boolean, INOUT p_binds text[], OUT condition text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	condition := '';
	IF p_after = '' OR p_after IS NULL THEN
		RETURN;
	END IF;
	SELECT format(' AND (%s) %s (%s)', array_to_string(p_keys, ', '), CASE WHEN p_back THEN '<' ELSE '>' END,
		string_agg(format('($1)[%s]::%s', cardinality(p_binds) + place, type), ', ' ORDER BY place))
		INTO condition FROM unnest(p_types) WITH ORDINALITY AS t (type, place);
	p_binds := p_binds || meta.page_mark(p_after, p_types);
END
$$;
COMMENT ON FUNCTION meta.keyset(text[], text[], text, boolean, text[]) IS 'The condition that a page begins behind its mark, and what it binds (22023 for a mark that is none).';

CREATE OR REPLACE FUNCTION meta.order_sql(p_keys text[], p_back boolean) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT string_agg(key || CASE WHEN p_back THEN ' DESC' ELSE '' END, ', ' ORDER BY place) FROM unnest(p_keys) WITH ORDINALITY AS k (key, place) $$;
COMMENT ON FUNCTION meta.order_sql(text[], boolean) IS 'The keys as ORDER BY wants them.';

CREATE OR REPLACE FUNCTION meta.mark_sql(p_keys text[]) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT format('jsonb_build_array(%s)::text', string_agg(format('(%s)::text', key), ', ' ORDER BY place)) FROM unnest(p_keys) WITH ORDINALITY AS k (key, place) $$;
COMMENT ON FUNCTION meta.mark_sql(text[]) IS 'The expression of the mark behind which the next page begins.';

CREATE OR REPLACE FUNCTION meta.list_sql(e meta.entities, s meta.columns, p_cells text, p_request jsonb, p_conditions text, INOUT binds text[], OUT query text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	keys text[] := CASE WHEN s.sort_expression = e.tie_sql THEN ARRAY[e.tie_sql] ELSE ARRAY[s.sort_expression, e.tie_sql] END;
	types text[] := CASE WHEN s.sort_expression = e.tie_sql THEN ARRAY[e.tie_type] ELSE ARRAY[s.sort_type, e.tie_type] END;
	back boolean := meta.flag_of(p_request, 'backwards');
	down boolean := CASE WHEN coalesce(p_request->>'sort', '') = '' THEN e.default_descending ELSE meta.flag_of(p_request, 'descending') END;
	onward record := meta.keyset(keys, types, p_request->>'after', back <> down, binds);
BEGIN
	binds := onward.p_binds;
	query := format('SELECT %s AS key, %s AS after, %s AS cells%s FROM %s WHERE true%s%s ORDER BY %s LIMIT %s', e.key_sql, meta.mark_sql(keys), p_cells,
		CASE WHEN back THEN format(', row_number() OVER (ORDER BY %s) AS place', meta.order_sql(keys, back <> down)) ELSE '' END,
		e.from_sql, p_conditions, onward.condition, meta.order_sql(keys, back <> down), meta.limit_of(p_request));
	IF back THEN
		query := format('SELECT key, after, cells FROM (%s) AS page ORDER BY place DESC', query);
	END IF;
END
$$;
COMMENT ON FUNCTION meta.list_sql(meta.entities, meta.columns, text, jsonb, text, text[]) IS 'The query of a page of a list: from a mark on, forwards or backwards, never by counting rows.';

CREATE OR REPLACE FUNCTION meta.found_sql(e meta.entities, s meta.columns, p_cells text, p_request jsonb, p_words text[], p_conditions text,
	INOUT binds text[], OUT query text)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	place integer := cardinality(binds) + 1;
	ranked boolean := coalesce(p_request->>'sort', '') = '';
	keys text[] := CASE WHEN ranked THEN ARRAY['o', 'left(st, 48) COLLATE "C"', 'i'] ELSE ARRAY['o', 'i'] END;
	types text[] := CASE WHEN ranked THEN ARRAY['integer', 'text', e.tie_type] ELSE ARRAY[s.sort_type, e.tie_type] END;
	back boolean := meta.flag_of(p_request, 'backwards');
	down boolean := NOT ranked AND meta.flag_of(p_request, 'descending');
	onward record;
	source text;
BEGIN
	binds := binds || meta.search_binds(p_words);
	onward := meta.keyset(keys, types, p_request->>'after', back <> down, binds);
	binds := onward.p_binds;
	source := CASE WHEN ranked THEN format('SELECT i, st, %s AS o FROM hits', meta.rank_sql(cardinality(p_words), place))
		ELSE format('SELECT hits.i, hits.st, x.o FROM hits CROSS JOIN LATERAL (SELECT %s AS o FROM %s WHERE %s = hits.i) AS x', s.sort_expression, e.from_sql, e.tie_sql) END;
	query := format('%s, page AS MATERIALIZED (SELECT o, st, i FROM (%s) AS h WHERE true%s ORDER BY %s LIMIT %s) '
		'SELECT x.key, %s, x.cells FROM page CROSS JOIN LATERAL (SELECT %s AS key, %s AS cells FROM %s WHERE %s = page.i) AS x ORDER BY %s',
		meta.hits_sql(e, p_words, p_conditions, place), source, onward.condition, meta.order_sql(keys, back <> down), meta.limit_of(p_request),
		meta.mark_sql(keys), e.key_sql, p_cells, e.from_sql, e.tie_sql, meta.order_sql(keys, down));
END
$$;
COMMENT ON FUNCTION meta.found_sql(meta.entities, meta.columns, text, jsonb, text[], text, text[]) IS 'The query of a page of a search: best first unless a sort is named.';

CREATE OR REPLACE FUNCTION meta.find_sql(p_request jsonb, p_words text[], p_rights text[]) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e meta.entities;
	arms text[] := ARRAY[]::text[];
BEGIN
	FOR e IN SELECT * FROM meta.entities WHERE find_position IS NOT NULL AND right_view = ANY (p_rights) ORDER BY find_position LOOP
		arms := arms || format('(%s, page AS MATERIALIZED (SELECT i, st, %s AS o FROM hits ORDER BY o, left(st, 48) COLLATE "C", i LIMIT %s) '
			'SELECT %L || x.key AS key, ''''::text AS after, ARRAY[%L, x.label, x.detail] AS cells, page.o, %s AS position, page.st FROM page '
			'CROSS JOIN LATERAL (SELECT %s AS key, %s AS label, %s AS detail FROM %s WHERE %s = page.i) AS x)',
			meta.hits_sql(e, p_words, (meta.conditions(e, NULL, p_rights, '{}')).conditions, 1), meta.rank_sql(cardinality(p_words), 1), meta.limit_of(p_request),
			e.name || ':', e.name, e.find_position, e.key_sql, e.label_sql, e.detail_sql, e.from_sql, e.tie_sql);
	END LOOP;
	RETURN format('SELECT key, after, cells FROM (%s) AS f ORDER BY o, position, left(st, 48) COLLATE "C", key LIMIT %s', nullif(array_to_string(arms, ' UNION ALL '), ''), meta.limit_of(p_request));
END
$$;
COMMENT ON FUNCTION meta.find_sql(jsonb, text[], text[]) IS 'The query that finds anything, in all entities that the person may see; NULL when there are none.';

CREATE OR REPLACE FUNCTION meta.page_sql(p_request jsonb, p_rights text[], OUT query text, OUT binds text[], OUT words text[])
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e meta.entities;
	c record;
	s meta.columns;
	cells text;
BEGIN
	words := meta.search_words(p_request->>'search');
	IF p_request->>'entity' = '*' THEN
		IF coalesce(length(words[1]), 0) + coalesce(length(words[2]), 0) >= 2 AND coalesce(p_request->>'after', '') = '' THEN
			query := meta.find_sql(p_request, words, p_rights);
			binds := meta.search_binds(words);
		END IF;
		RETURN;
	END IF;
	e := meta.find_entity(p_request->>'entity');
	c := meta.conditions(e, p_request->'filter', p_rights, '{}');
	PERFORM meta.check_view(e, c.tied, p_rights);
	cells := meta.cells(e, p_request->'columns', p_rights);
	s := meta.sort_column(e, p_request->>'sort', p_rights);
	IF coalesce(btrim(p_request->>'search'), '') = '' THEN
		words := NULL;
		SELECT l.query, l.binds INTO query, binds FROM meta.list_sql(e, s, cells, p_request, c.conditions, c.p_binds) AS l;
	ELSIF e.search_sql IS NULL THEN
		RAISE EXCEPTION 'This list cannot be searched.' USING ERRCODE = '22023', HINT = 'Filter it instead.';
	ELSIF array_to_string(words, '') ~ '..' AND (e.prefix_sql <> '{}' OR array_to_string(words, ' ') ~ '[[:alnum:]]{3}') THEN
		SELECT l.query, l.binds INTO query, binds FROM meta.found_sql(e, s, cells, p_request, words, c.conditions, c.p_binds) AS l;
	END IF;
END
$$;
COMMENT ON FUNCTION meta.page_sql(jsonb, text[]) IS 'What answers the question: a query, what it binds, and the words searched for; no query when one letter is searched for. 22023 for what the catalogue does not know, 42501 without the rights.';

CREATE OR REPLACE FUNCTION meta.estimate(p_table text) RETURNS bigint
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT CASE WHEN min(c.reltuples) < 0 THEN NULL ELSE sum(c.reltuples)::bigint END
	FROM pg_class c WHERE c.relkind = 'r' AND (c.oid = to_regclass(p_table) OR c.oid IN (SELECT part.relid FROM pg_partition_tree(to_regclass(p_table)) AS part))
$$;
COMMENT ON FUNCTION meta.estimate(text) IS 'About how many rows the table has, from the catalogue; NULL when nobody counted yet.';

CREATE OR REPLACE FUNCTION meta.count_sql(p_request jsonb, p_rights text[], p_exact boolean, OUT query text, OUT binds text[], OUT estimated bigint, OUT cap integer)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	e meta.entities := meta.find_entity(p_request->>'entity');
	c record := meta.conditions(e, p_request->'filter', p_rights, '{}');
	words text[] := meta.search_words(p_request->>'search');
	place integer := cardinality(c.p_binds) + 1;
BEGIN
	PERFORM meta.check_view(e, c.tied, p_rights);
	binds := c.p_binds;
	IF coalesce(btrim(p_request->>'search'), '') <> '' THEN
		IF e.search_sql IS NULL THEN
			RAISE EXCEPTION 'This list cannot be searched.' USING ERRCODE = '22023', HINT = 'Filter it instead.';
		ELSIF array_to_string(words, '') ~ '..' AND (e.prefix_sql <> '{}' OR array_to_string(words, ' ') ~ '[[:alnum:]]{3}') THEN
			cap := 1000;
			binds := binds || meta.search_binds(words);
			query := format('%s SELECT count(*) FROM hits', meta.hits_sql(e, words, c.conditions, place));
		END IF;
		RETURN;
	END IF;
	IF NOT p_exact AND binds = '{}' AND e.table_name IS NOT NULL THEN
		estimated := meta.estimate(e.table_name);
	END IF;
	IF estimated IS NULL OR estimated < 10000 THEN
		estimated := NULL;
		cap := CASE WHEN p_exact THEN NULL ELSE 10000 END;
		query := format('SELECT count(*) FROM (SELECT FROM %s WHERE true%s%s) AS counted', e.from_sql, c.conditions, ' LIMIT ' || cap);
		query := coalesce(query, format('SELECT count(*) FROM (SELECT FROM %s WHERE true%s) AS counted', e.from_sql, c.conditions));
	END IF;
END
$$;
COMMENT ON FUNCTION meta.count_sql(jsonb, text[], boolean) IS 'What counts the rows of a question: an estimate, or a query and the number at which it stops counting (NULL: never).';

CREATE OR REPLACE FUNCTION meta.find_match(p_cells text[], p_words text[], OUT cell integer, OUT offset_bytes integer, OUT length_bytes integer)
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	word text;
	folded text;
	at integer;
	last integer;
BEGIN
	FOREACH word IN ARRAY p_words LOOP
		FOR i IN 1..coalesce(cardinality(p_cells), 0) LOOP
			CONTINUE WHEN coalesce(p_cells[i], '') = '';
			at := strpos(lower(p_cells[i]), word);
			last := at + length(word) - 1;
			IF at = 0 THEN
				folded := site.fold(p_cells[i]);
				at := strpos(folded, word);
				last := at + length(word) - 1;
				IF at = 0 AND word ~ '[aou]e' THEN
					-- mueller finds Müller.
					at := strpos(folded, regexp_replace(word, '([aou])e', '\1', 'g'));
					last := at + length(regexp_replace(word, '([aou])e', '\1', 'g')) - 1;
				END IF;
				-- A letter can fold into two (ß): then count in folded beginnings.
				IF at > 0 AND length(folded) <> length(p_cells[i]) THEN
					SELECT min(n) FILTER (WHERE reach >= at), min(n) FILTER (WHERE reach >= last) INTO at, last
						FROM generate_series(1, length(p_cells[i])) AS n, LATERAL length(site.fold(left(p_cells[i], n))) AS reach;
				END IF;
			END IF;
			IF at > 0 THEN
				cell := i - 1;
				offset_bytes := octet_length(left(p_cells[i], at - 1));
				length_bytes := octet_length(substr(p_cells[i], at, last - at + 1));
				RETURN;
			END IF;
		END LOOP;
	END LOOP;
	cell := -1;
	offset_bytes := 0;
	length_bytes := 0;
END
$$;
COMMENT ON FUNCTION meta.find_match(text[], text[]) IS 'The first cell, from 0, in which a word is seen, and where, in bytes; -1 when it is in none (in the e-mail address that is not on screen, say).';

-- The trail, for people ----------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.readable(p_values jsonb, p_columns text[]) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT coalesce(CASE WHEN cardinality(p_columns) = 1 THEN p_values->>p_columns[1]
		ELSE (SELECT string_agg(item.key || ': ' || item.value, '; ' ORDER BY item.key) FROM jsonb_each_text(p_values) AS item WHERE item.value <> '') END, '')
$$;
COMMENT ON FUNCTION meta.readable(jsonb, text[]) IS 'Values of the trail as people read them: one value alone, more with their columns.';

CREATE OR REPLACE FUNCTION meta.readable_filter(p_request jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT coalesce(string_agg(concat_ws(' ', item->>'column', item->>'op', item->>'value'), ', '), '')
	FROM jsonb_array_elements(CASE WHEN jsonb_typeof(p_request->'filter') = 'array' THEN p_request->'filter' ELSE '[]' END) AS item
$$;
COMMENT ON FUNCTION meta.readable_filter(jsonb) IS 'The filter of a question as people read it.';

-- Only the functions of the API call these.
DO $$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'meta'::regnamespace LOOP
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
		EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO steward_search, steward_api', routine);
	END LOOP;
END $$;
