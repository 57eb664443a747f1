-- How a question to the API becomes a query, continued: the page, the search, the count. All values are bound as one array, $1.
--
-- The plan of a search must not depend on what the planner believes about a piece of a name: for a LIKE that it thinks is common it takes a
-- sort index or reads the whole table (measured: 1.9 s against 3 ms). So the matches are gathered in a materialised step of their own, which
-- has no LIMIT and no order to be tempted by; a CTE is read lazily, so that the LIMIT behind it still ends the scan after 1,000 matches.
--
-- A search takes two or three short queries, since planning one that does all would take longer than running it: gather the first 1,000 and
-- the best of them; only when there are more, gather by prefix and exact indexes those that would come first; then read the page.

CREATE OR REPLACE FUNCTION meta.search_words(p_search text) RETURNS text[]
	LANGUAGE plpgsql STABLE AS
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
	LANGUAGE sql IMMUTABLE AS
$$ SELECT p_word ~ '[[:alnum:]]{3}' $$;
COMMENT ON FUNCTION meta.is_long(text) IS 'Whether a trigram index can find the word.';

CREATE OR REPLACE FUNCTION meta.rank_sql(p_words integer, p_place integer) RETURNS text
	LANGUAGE sql STABLE AS
$$
	SELECT format('CASE WHEN strpos('' | '' || st || '' | '', '' | '' || ($1)[%s] || '' | '') > 0 THEN 0 ELSE 1', p_place)
		|| string_agg(format(' + CASE strpos('' '' || st, '' '' || ($1)[%1$s]) WHEN 0 THEN 2 ELSE (strpos('' '' || st, '' '' || ($1)[%1$s]) > strpos(st, '' | ''))::integer END',
			p_place + word), '' ORDER BY word) || ' END'
	FROM generate_series(1, p_words) AS word
$$;
COMMENT ON FUNCTION meta.rank_sql(integer, integer) IS 'How well a hit fits, least is best: 0 for a whole part (number, log-in, e-mail, company), then the beginning of a name, of another word, then anywhere.';

CREATE OR REPLACE FUNCTION meta.search_binds(p_words text[]) RETURNS text[]
	LANGUAGE sql IMMUTABLE AS
$$
	SELECT array_to_string(p_words, ' ') || p_words || array_agg('%' || meta.like_pattern(word) || '%' ORDER BY place)
	FROM unnest(p_words) WITH ORDINALITY AS w (word, place)
$$;
COMMENT ON FUNCTION meta.search_binds(text[]) IS 'What a search binds: the whole of the words, each word, each word as a pattern.';

-- One arm of a search: the records that an expression with an index finds.
CREATE OR REPLACE FUNCTION meta.arm_sql(e meta.entities, p_value text, p_condition text, p_order text, p_limit integer) RETURNS text
	LANGUAGE sql IMMUTABLE AS
$$
	SELECT format('(SELECT %s AS i, %s AS st, %s AS o FROM %s AS t WHERE %s ORDER BY %s LIMIT %s)',
		e.tie_sql, e.search_sql, p_value, e.table_name, p_condition, concat_ws(', ', p_order, e.tie_sql), p_limit)
$$;
COMMENT ON FUNCTION meta.arm_sql(meta.entities, text, text, text, integer) IS 'The query of one arm of a search: p_value is what the list is sorted by.';

CREATE OR REPLACE FUNCTION meta.arms_sql(e meta.entities, p_words text[], p_value text, p_conditions text, p_place integer, p_long boolean) RETURNS text
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	arms text;
	-- A short word is looked up by the longest one, a long search by the whole of its words.
	word integer := p_place + CASE WHEN p_long THEN 0
		ELSE (SELECT place::integer FROM unnest(p_words) WITH ORDINALITY AS w (word, place) ORDER BY length(w.word) DESC, place LIMIT 1) END;
BEGIN
	SELECT string_agg(meta.arm_sql(e, p_value, format('%1$s >= ($1)[%2$s] AND %1$s < ($1)[%2$s] || chr(1114111)%3$s', prefix, word, p_conditions), prefix,
		CASE WHEN p_long THEN 100 ELSE 200 END), ' UNION ALL ') INTO arms FROM unnest(e.prefix_sql) WITH ORDINALITY AS p (prefix, place) WHERE place <= 3 OR NOT p_long;
	IF p_long THEN
		SELECT nullif(concat_ws(' UNION ALL ', arms, CASE WHEN count(*) > 0 THEN meta.arm_sql(e, p_value, format('(%s)%s', string_agg(condition, ' OR '), p_conditions), NULL, 20) END), '') INTO arms
			FROM (SELECT format('%s = ($1)[%s]', exact, word) AS condition FROM unnest(e.exact_sql) AS exact
				UNION ALL SELECT format('%s = ($1)[%s]::bigint', e.tie_sql, word) WHERE array_to_string(p_words, ' ') ~ '^[0-9]{1,18}$') AS exactly;
	END IF;
	RETURN arms;
END
$$;
COMMENT ON FUNCTION meta.arms_sql(meta.entities, text[], text, text, integer, boolean) IS 'The query of those found by indexes of their own: who begins with a short word; for a long search who would come first. NULL when the entity has no such index.';

CREATE OR REPLACE FUNCTION meta.gather(e meta.entities, p_words text[], p_conditions text, p_binds text[], p_place integer, p_value text, p_onward text, p_order text,
	p_limit integer, OUT ids bigint[], OUT hits integer)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	n integer := cardinality(p_words);
	long boolean := EXISTS (SELECT FROM unnest(p_words) AS word WHERE meta.is_long(word));
	-- Words too short for trigrams must not reach the index: it would be read from end to end.
	conditions text := (SELECT string_agg(format(CASE WHEN meta.is_long(word) THEN ' AND %s LIKE ($1)[%s]' ELSE ' AND (%s || '''') LIKE ($1)[%s]' END,
		e.search_sql, p_place + n + place), '') FROM unnest(p_words) WITH ORDINALITY AS w (word, place)) || p_conditions;
	value text := coalesce(p_value, 'NULL::text');
	hit text := CASE WHEN p_value IS NULL THEN format('SELECT i, st, %s AS o FROM', meta.rank_sql(n, p_place)) ELSE 'SELECT i, st, o FROM' END;
	best text := format('SELECT ARRAY(SELECT i FROM (%s first) AS hit WHERE true%s ORDER BY %s LIMIT %s), (SELECT count(*)::integer FROM first)', hit, p_onward, p_order, p_limit);
	arms text;
	more bigint[];
BEGIN
	IF long THEN
		EXECUTE format('WITH matches AS MATERIALIZED (SELECT %s AS i, %s AS st, %s AS o FROM %s AS t WHERE true%s), first AS MATERIALIZED (SELECT * FROM matches LIMIT 1000) %s',
			e.tie_sql, e.search_sql, value, e.table_name, conditions, best) INTO ids, hits USING p_binds;
	ELSE
		ids := ARRAY[]::bigint[];
		hits := 0;
	END IF;
	-- The query of these is only written when it is needed: nearly never, and it takes as long as another search.
	IF hits >= 1000 OR NOT long THEN
		arms := meta.arms_sql(e, p_words, value, CASE WHEN long THEN p_conditions ELSE conditions END, p_place, long);
	END IF;
	IF arms IS NOT NULL THEN
		EXECUTE format('WITH first AS MATERIALIZED (SELECT DISTINCT ON (i) * FROM (%s) AS arms) %s', arms, best) INTO more, n USING p_binds;
		ids := ids || more;
		hits := greatest(hits, n);
	END IF;
END
$$;
COMMENT ON FUNCTION meta.gather(meta.entities, text[], text, text[], integer, text, text, text, integer) IS 'Whom the search finds: the keys of the best (at most twice p_limit), and how many there are, 1,000 standing for that many or more. p_binds holds from p_place what meta.search_binds gives; p_value is what the list is sorted by, NULL for how well it fits; p_onward and p_order are those of the page.';

-- Pages --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.limit_of(p_request jsonb) RETURNS integer
	LANGUAGE plpgsql IMMUTABLE AS
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
	LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce(p_request->p_name = 'true'::jsonb, false) $$;
COMMENT ON FUNCTION meta.flag_of(jsonb, text) IS 'Whether a member of the question is true.';

CREATE OR REPLACE FUNCTION meta.keyset(p_keys text[], p_types text[], p_after text, p_back boolean, INOUT p_binds text[], OUT condition text)
	LANGUAGE plpgsql STABLE AS
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
	LANGUAGE sql IMMUTABLE AS
$$ SELECT string_agg(key || CASE WHEN p_back THEN ' DESC' ELSE '' END, ', ' ORDER BY place) FROM unnest(p_keys) WITH ORDINALITY AS k (key, place) $$;
COMMENT ON FUNCTION meta.order_sql(text[], boolean) IS 'The keys as ORDER BY wants them.';

CREATE OR REPLACE FUNCTION meta.mark_sql(p_keys text[], p_types text[]) RETURNS text
	LANGUAGE sql IMMUTABLE AS
$$
	-- Texts bring their quotes, the others get theirs with what stands before and behind.
	SELECT string_agg(quote_literal(CASE WHEN place = 1 THEN '[' ELSE before || ', ' END || quote) || ' || ' || CASE WHEN type = 'text' THEN format('to_json((%s)::text)', key) ELSE format('(%s)', key) END,
		' || ' ORDER BY place) || ' || ' || quote_literal((array_agg(quote ORDER BY place DESC))[1] || ']')
	FROM (SELECT key, type, place, quote, lag(quote) OVER (ORDER BY place) AS before
		FROM unnest(p_keys, p_types) WITH ORDINALITY AS k (key, type, place), LATERAL (SELECT CASE WHEN type = 'text' THEN '' ELSE '"' END AS quote) AS q) AS parts
$$;
COMMENT ON FUNCTION meta.mark_sql(text[], text[]) IS 'The expression of the mark behind which the next page begins.';

-- The parts of a log lie by time. The comparison of two columns that a mark makes leaves out none of them; the first column alone does.
CREATE OR REPLACE FUNCTION meta.parted_by(p_table text, p_expression text) RETURNS boolean
	LANGUAGE sql STABLE AS
$$ SELECT coalesce(pg_get_partkeydef(to_regclass(p_table)) = format('RANGE (%s)', split_part(p_expression, '.', 2)), false) $$;
COMMENT ON FUNCTION meta.parted_by(text, text) IS 'Whether the table lies in parts by this column of it.';

-- It gave no time once.
DROP FUNCTION IF EXISTS meta.list_sql(meta.entities, meta.columns, text, text, jsonb, text, text[]);
CREATE OR REPLACE FUNCTION meta.list_sql(e meta.entities, s meta.columns, p_cells text, p_source text, p_request jsonb, p_conditions text, INOUT binds text[], OUT query text, OUT mark_at timestamptz)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	keys text[] := CASE WHEN s.sort_expression = e.tie_sql THEN ARRAY[e.tie_sql] ELSE ARRAY[s.sort_expression, e.tie_sql] END;
	types text[] := CASE WHEN s.sort_expression = e.tie_sql THEN ARRAY[e.tie_type] ELSE ARRAY[s.sort_type, e.tie_type] END;
	back boolean := meta.flag_of(p_request, 'backwards');
	down boolean := CASE WHEN coalesce(p_request->>'sort', '') = '' THEN e.default_descending ELSE meta.flag_of(p_request, 'descending') END;
	place integer := cardinality(binds) + 1;
	onward record := meta.keyset(keys, types, p_request->>'after', back <> down, binds);
BEGIN
	binds := onward.p_binds;
	IF onward.condition <> '' AND types[1] = 'timestamptz' AND meta.parted_by(e.table_name, keys[1]) THEN
		mark_at := binds[place]::timestamptz;
		onward.condition := replace(onward.condition, format('($1)[%s]::timestamptz', place), '$2') || format(' AND %s %s $2', keys[1], CASE WHEN back <> down THEN '<=' ELSE '>=' END);
	END IF;
	query := format('SELECT %s AS key, %s AS after, %s AS cells%s FROM %s WHERE true%s%s ORDER BY %s LIMIT %s', e.key_sql, meta.mark_sql(keys, types), p_cells,
		CASE WHEN back THEN format(', row_number() OVER (ORDER BY %s) AS place', meta.order_sql(keys, back <> down)) ELSE '' END,
		p_source, p_conditions, onward.condition, meta.order_sql(keys, back <> down), meta.limit_of(p_request));
	IF back THEN
		query := format('SELECT key, after, cells FROM (%s) AS page ORDER BY place DESC', query);
	END IF;
END
$$;
COMMENT ON FUNCTION meta.list_sql(meta.entities, meta.columns, text, text, jsonb, text, text[]) IS 'The query of a page of a list: from a mark on, forwards or backwards, never by counting rows. $2 is mark_at, where a list in parts goes on: bound with its own type it tells the planner which parts there are to look at.';

CREATE OR REPLACE FUNCTION meta.found_sql(e meta.entities, s meta.columns, p_cells text, p_source text, p_request jsonb, p_words text[], p_conditions text,
	INOUT binds text[], OUT query text, OUT ids bigint[])
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	place integer := cardinality(binds) + 1;
	ranked boolean := coalesce(p_request->>'sort', '') = '';
	keys text[] := CASE WHEN ranked THEN ARRAY['o', 'left(st, 48) COLLATE "C"', 'i'] ELSE ARRAY['o', 'i'] END;
	types text[] := CASE WHEN ranked THEN ARRAY['integer', 'text', e.tie_type] ELSE ARRAY[s.sort_type, e.tie_type] END;
	back boolean := meta.flag_of(p_request, 'backwards');
	down boolean := NOT ranked AND meta.flag_of(p_request, 'descending');
	size integer := meta.limit_of(p_request);
	onward record;
BEGIN
	onward := meta.keyset(keys, types, p_request->>'after', back <> down, binds || meta.search_binds(p_words));
	binds := onward.p_binds;
	ids := (meta.gather(e, p_words, p_conditions, binds, place, CASE WHEN NOT ranked THEN s.sort_expression END, onward.condition, meta.order_sql(keys, back <> down), size)).ids;
	query := format('SELECT key, %s, cells FROM (SELECT * FROM (SELECT key, cells, st, i, %s AS o FROM (SELECT %s AS key, %s AS cells, %s AS st, %s AS i%s FROM %s WHERE %s = ANY ($3)) AS t) AS page ORDER BY %s LIMIT %s) AS page ORDER BY %s',
		meta.mark_sql(keys, types), CASE WHEN ranked THEN meta.rank_sql(cardinality(p_words), place) ELSE 's' END, e.key_sql, p_cells, e.search_sql, e.tie_sql,
		CASE WHEN ranked THEN '' ELSE format(', %s AS s', s.sort_expression) END, p_source, e.tie_sql, meta.order_sql(keys, back <> down), size, meta.order_sql(keys, down));
END
$$;
COMMENT ON FUNCTION meta.found_sql(meta.entities, meta.columns, text, text, jsonb, text[], text, text[]) IS 'Searches, and gives the query of the page: best first unless a sort is named. $3 is ids.';

CREATE OR REPLACE FUNCTION meta.find_sql(p_request jsonb, p_words text[], p_rights text[], OUT binds text[], OUT query text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	e meta.entities;
	arms text[] := ARRAY[]::text[];
	size integer := meta.limit_of(p_request);
	mark text := 'o, left(st, 48) COLLATE "C", i';
	ids bigint[];
BEGIN
	binds := meta.search_binds(p_words);
	FOR e IN SELECT * FROM meta.entities WHERE find_position IS NOT NULL AND right_view = ANY (p_rights) ORDER BY find_position LOOP
		ids := (meta.gather(e, p_words, (meta.conditions(e, NULL, p_rights, '{}')).conditions, binds, 1, NULL, '', mark, size)).ids;
		arms := arms || format('SELECT %L || %s AS key, ARRAY[%L, %s, %s] AS cells, %s AS st, %s AS i, %s AS position FROM %s WHERE %s = ANY (%L::bigint[])',
			e.name || ':', e.key_sql, e.name, e.label_sql, e.detail_sql, e.search_sql, e.tie_sql, e.find_position, e.from_sql, e.tie_sql, ids);
	END LOOP;
	query := format('SELECT key, '''' AS after, cells FROM (SELECT *, %s AS o FROM (%s) AS all_kinds) AS page ORDER BY o, position, left(st, 48) COLLATE "C", i LIMIT %s',
		meta.rank_sql(cardinality(p_words), 1), nullif(array_to_string(arms, ' UNION ALL '), ''), size);
END
$$;
COMMENT ON FUNCTION meta.find_sql(jsonb, text[], text[]) IS 'Searches all entities that the person may see, and gives the query of the best; NULL when there are none.';

CREATE OR REPLACE FUNCTION meta.can_search(e meta.entities, p_words text[]) RETURNS boolean
	LANGUAGE plpgsql STABLE AS
$$
BEGIN
	IF e.search_sql IS NULL THEN
		RAISE EXCEPTION 'This list cannot be searched.' USING ERRCODE = '22023', HINT = 'Filter it instead.';
	END IF;
	-- One letter finds nothing; two need an index of prefixes.
	RETURN array_to_string(p_words, ' ') ~ '[^ ]{2}' AND (e.prefix_sql <> '{}' OR array_to_string(p_words, ' ') ~ '[[:alnum:]]{3}');
END
$$;
COMMENT ON FUNCTION meta.can_search(meta.entities, text[]) IS 'Whether the words can find anything (22023 when the entity cannot be searched).';

DROP FUNCTION IF EXISTS meta.page_sql(jsonb, text[]);
CREATE OR REPLACE FUNCTION meta.page_sql(p_request jsonb, p_rights text[], OUT query text, OUT binds text[], OUT words text[], OUT ids bigint[], OUT mark_at timestamptz)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	e meta.entities;
	c record;
	s meta.columns;
	list record;
BEGIN
	IF p_request->>'entity' = '*' THEN
		words := meta.search_words(p_request->>'search');
		IF array_to_string(words, ' ') ~ '[^ ]{2}' AND coalesce(p_request->>'after', '') = '' THEN
			SELECT f.query, f.binds INTO query, binds FROM meta.find_sql(p_request, words, p_rights) AS f;
		END IF;
		RETURN;
	END IF;
	e := meta.find_entity(p_request->>'entity');
	c := meta.conditions(e, p_request->'filter', p_rights, '{}');
	PERFORM meta.check_view(e, c.tied, p_rights);
	list := meta.cells(e, p_request->'columns', p_rights);
	s := meta.sort_column(e, p_request->>'sort', p_rights);
	IF coalesce(btrim(p_request->>'search'), '') = '' THEN
		SELECT l.query, l.binds, l.mark_at INTO query, binds, mark_at FROM meta.list_sql(e, s, list.cells, list.source, p_request, c.conditions, c.p_binds) AS l;
		RETURN;
	END IF;
	words := meta.search_words(p_request->>'search');
	IF meta.can_search(e, words) THEN
		SELECT f.query, f.binds, f.ids INTO query, binds, ids FROM meta.found_sql(e, s, list.cells, list.source, p_request, words, c.conditions, c.p_binds) AS f;
	END IF;
END
$$;
COMMENT ON FUNCTION meta.page_sql(jsonb, text[]) IS 'What answers the question: a query, what it binds ($1), the words searched for ($2) and whom they found ($3), or for a list the time of its mark ($2); no query when one letter is searched for. 22023 for what the catalogue does not know, 42501 without the rights.';

CREATE OR REPLACE FUNCTION meta.estimate(p_table text) RETURNS bigint
	LANGUAGE sql STABLE AS
$$
	SELECT CASE WHEN min(c.reltuples) < 0 THEN NULL ELSE sum(c.reltuples)::bigint END
	FROM pg_class c WHERE c.relkind = 'r' AND (c.oid = to_regclass(p_table) OR c.oid IN (SELECT part.relid FROM pg_partition_tree(to_regclass(p_table)) AS part))
$$;
COMMENT ON FUNCTION meta.estimate(text) IS 'About how many rows the table has, from the catalogue; NULL when nobody counted yet.';

CREATE OR REPLACE FUNCTION meta.count_rows(p_request jsonb, p_rights text[], p_exact boolean, OUT total bigint, OUT exact boolean, OUT capped boolean)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	e meta.entities := meta.find_entity(p_request->>'entity');
	c record := meta.conditions(e, p_request->'filter', p_rights, '{}');
	words text[];
	cap integer;
BEGIN
	PERFORM meta.check_view(e, c.tied, p_rights);
	IF coalesce(btrim(p_request->>'search'), '') <> '' THEN
		words := meta.search_words(p_request->>'search');
		total := CASE WHEN meta.can_search(e, words) THEN (meta.gather(e, words, c.conditions, c.p_binds || meta.search_binds(words), cardinality(c.p_binds) + 1,
			'NULL::text', '', 'i', 0)).hits ELSE 0 END;
		capped := total >= 1000;
		total := least(total, 1000);
	ELSE
		total := CASE WHEN NOT p_exact AND c.p_binds = '{}' THEN meta.estimate(e.table_name) END;
		exact := false;
		capped := false;
		IF total >= 10000 THEN
			RETURN;
		END IF;
		cap := CASE WHEN NOT p_exact THEN 10000 END;
		EXECUTE format('SELECT count(*) FROM (SELECT FROM %s WHERE true%s LIMIT %s) AS counted', e.from_sql, c.conditions, coalesce(cap::text, 'ALL')) INTO total USING c.p_binds;
		capped := coalesce(total >= cap, false);
	END IF;
	exact := NOT capped;
END
$$;
COMMENT ON FUNCTION meta.count_rows(jsonb, text[], boolean) IS 'Counts the rows of a question: an estimate for a big list without a filter, up to 10,000 with one, up to 1,000 for a search; all when p_exact, but for a search.';

-- The first cell in which one word is seen, one cell after the other: for letters that fold into more or fewer than they are.
CREATE OR REPLACE FUNCTION meta.find_folded(p_cells text[], p_word text, OUT cell integer, OUT at integer, OUT last integer)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	folded text;
BEGIN
	FOR i IN 1..coalesce(cardinality(p_cells), 0) LOOP
		CONTINUE WHEN coalesce(p_cells[i], '') = '';
		folded := site.fold(p_cells[i]);
		at := strpos(folded, p_word);
		last := at + length(p_word) - 1;
		IF at = 0 AND p_word ~ '[aou]e' THEN
			-- mueller finds Müller.
			at := strpos(folded, regexp_replace(p_word, '([aou])e', '\1', 'g'));
			last := at + length(regexp_replace(p_word, '([aou])e', '\1', 'g')) - 1;
		END IF;
		-- A letter can fold into two (ß): then count in folded beginnings.
		IF at > 0 AND length(folded) <> length(p_cells[i]) THEN
			SELECT min(n) FILTER (WHERE reach >= at), min(n) FILTER (WHERE reach >= last) INTO at, last
				FROM generate_series(1, length(p_cells[i])) AS n, LATERAL length(site.fold(left(p_cells[i], n))) AS reach;
		END IF;
		IF at > 0 THEN
			cell := i;
			RETURN;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION meta.find_folded(text[], text) IS 'The first cell, from 1, in which the folded word is seen, and its first and last letter there; cell is NULL when it is in none.';

-- Fifty rows are looked through at every search: the cells are folded all at once, and one by one only where that changed their length.
CREATE OR REPLACE FUNCTION meta.find_match(p_cells text[], p_words text[], OUT cell integer, OUT offset_bytes integer, OUT length_bytes integer)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	joined text := array_to_string(p_cells, chr(31), '');
	folded text := CASE WHEN octet_length(joined) = length(joined) THEN lower(joined) ELSE site.fold(joined) END;
	word text;
	before text;
	at integer;
	last integer;
BEGIN
	FOREACH word IN ARRAY p_words LOOP
		at := strpos(folded, word);
		IF length(folded) = length(joined) AND at > 0 THEN
			before := left(joined, at - 1);
			cell := length(before) - length(replace(before, chr(31), ''));
			offset_bytes := octet_length(split_part(before, chr(31), -1));
			length_bytes := octet_length(substr(joined, at, length(word)));
			RETURN;
		ELSIF length(folded) <> length(joined) OR word ~ '[aou]e' THEN
			SELECT f.cell - 1, f.at, f.last INTO cell, at, last FROM meta.find_folded(p_cells, word) AS f;
			IF cell IS NOT NULL THEN
				offset_bytes := octet_length(left(p_cells[cell + 1], at - 1));
				length_bytes := octet_length(substr(p_cells[cell + 1], at, last - at + 1));
				RETURN;
			END IF;
		END IF;
	END LOOP;
	cell := -1;
	offset_bytes := 0;
	length_bytes := 0;
END
$$;
COMMENT ON FUNCTION meta.find_match(text[], text[]) IS 'The first cell, from 0, in which a word is seen, and where, in bytes; -1 when it is in none (in the e-mail address that is not on screen, say).';

-- The trail, for people ----------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION meta.readable(p_values jsonb, p_columns text[]) RETURNS text
	LANGUAGE sql IMMUTABLE AS
$$
	SELECT coalesce(CASE WHEN cardinality(p_columns) = 1 THEN p_values->>p_columns[1]
		ELSE (SELECT string_agg(item.key || ': ' || item.value, '; ' ORDER BY item.key) FROM jsonb_each_text(p_values) AS item WHERE item.value <> '') END, '')
$$;
COMMENT ON FUNCTION meta.readable(jsonb, text[]) IS 'Values of the trail as people read them: one value alone, more with their columns.';

CREATE OR REPLACE FUNCTION meta.readable_filter(p_request jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE AS
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
