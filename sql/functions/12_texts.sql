-- Texts that the law asks for: what their placeholders stand for, what changed between two versions, and that a published one stays as it is.
-- The texts to start from are in 14_templates.sql.

CREATE OR REPLACE FUNCTION site.guard_text_version() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	-- Who published it may be forgotten, what was published may not, but for the name of somebody who was erased.
	IF TG_OP = 'UPDATE' AND current_user = 'steward_eraser' AND to_jsonb(NEW) - '{published_by,title,source,body,note}'::text[] = to_jsonb(OLD) - '{published_by,title,source,body,note}'::text[] THEN
		RETURN NEW;
	END IF;
	IF TG_OP = 'UPDATE' AND NEW.published_by IS NULL AND to_jsonb(NEW) - 'published_by' = to_jsonb(OLD) - 'published_by' THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'A published text is never changed.' USING ERRCODE = '42501', HINT = 'Publish a new version.';
END
$$;
COMMENT ON FUNCTION site.guard_text_version() IS 'Trigger: refuses every change of a published text (42501), but for forgetting who published it, and for what an erasure writes over.';
CREATE OR REPLACE TRIGGER guard_text_version BEFORE UPDATE OR DELETE ON site.text_versions FOR EACH ROW EXECUTE FUNCTION site.guard_text_version();
ALTER TABLE site.text_versions ENABLE ALWAYS TRIGGER guard_text_version;

-- Placeholders -----------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.in_language(p_english text, p_language text) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$ SELECT coalesce((SELECT w.dutch FROM site.text_words w WHERE w.english = p_english AND p_language = 'nl'), p_english) $$;
COMMENT ON FUNCTION site.in_language(text, text) IS 'A word or sentence of the data map in Dutch when that is the language and it is known, else as it is.';

CREATE OR REPLACE FUNCTION site.policy_categories(p_language text) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT string_agg(format('%s. %s%s', c.no, site.in_language(c.name, p_language), coalesce(': ' || used.purposes, '')), E'\n' ORDER BY c.no)
	FROM privacy.categories c LEFT JOIN LATERAL (
		SELECT string_agg(lower(left(w.purpose, 1)) || substr(w.purpose, 2), '; ' ORDER BY w.purpose)
			AS purposes FROM (SELECT DISTINCT m.purpose FROM privacy.data_map m WHERE m.category = c.no AND m.schema_name <> 'auth') AS mapped,
			site.in_language(mapped.purpose, p_language) AS w (purpose)) AS used ON true
$$;
COMMENT ON FUNCTION site.policy_categories(text) IS 'What is stored about a person and what for, a line for each category, from the data map.';

CREATE OR REPLACE FUNCTION site.policy_purposes(p_language text) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT string_agg(format(CASE p_language WHEN 'nl' THEN '- %s. Grondslag: %s. Bewaartermijn: %s.' ELSE '- %s. Ground: %s. Kept: %s.' END,
		used.purpose, used.ground, used.retention), E'\n' ORDER BY used.purpose)
	FROM (SELECT site.in_language(mapped.purpose, p_language) AS purpose, site.in_language(mapped.ground, p_language) AS ground,
			site.in_language(mapped.retention, p_language) AS retention
		FROM (SELECT DISTINCT m.purpose, m.ground, m.retention FROM privacy.data_map m WHERE m.category IS NOT NULL AND m.schema_name <> 'auth') AS mapped) AS used
$$;
COMMENT ON FUNCTION site.policy_purposes(text) IS 'Purposes, grounds and terms of what is stored about people, a line for each, from the data map. What only concerns the staff is left out.';

CREATE OR REPLACE FUNCTION site.placeholders(p_language text) RETURNS TABLE (name text, value text)
	LANGUAGE sql STABLE SECURITY DEFINER ROWS 12 SET search_path = pg_catalog, pg_temp AS
$$
	VALUES ('site_name', site.setting('site_name')), ('site_address', site.setting('site_address')), ('controller', site.setting('controller')),
		('contact', site.setting('contact_address')), ('authority', site.setting('authority')),
		('privacy_officer', coalesce(nullif(site.setting('privacy_officer'), ''), CASE p_language WHEN 'nl' THEN 'niet aangesteld' ELSE 'none appointed' END)),
		('minimum_age', site.setting('minimum_age')), ('parental_age', site.setting('parental_consent_age')), ('date', to_char(now(), 'YYYY-MM-DD')),
		('categories', site.policy_categories(p_language)), ('purposes', site.policy_purposes(p_language))
$$;
COMMENT ON FUNCTION site.placeholders(text) IS 'What the placeholders of texts stand for now. Definer: parts come from the data map.';

CREATE OR REPLACE FUNCTION site.filled_text(p_text text, p_language text) RETURNS text
	LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	one record;
	filled text := p_text;
BEGIN
	FOR one IN SELECT p.name, p.value FROM site.placeholders(p_language) AS p LOOP
		filled := replace(filled, '{{' || one.name || '}}', coalesce(nullif(one.value, ''), '[' || one.name || ']'));
	END LOOP;
	RETURN filled;
END
$$;
COMMENT ON FUNCTION site.filled_text(text, text) IS 'The text with its placeholders filled; one that has no value yet stands in square brackets, one that does not exist stays as it is.';

CREATE OR REPLACE FUNCTION site.text_flaws(p_text text, p_language text, OUT unknown text, OUT empty text)
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT string_agg(DISTINCT used.name, ', ') FILTER (WHERE p.name IS NULL), string_agg(DISTINCT used.name, ', ') FILTER (WHERE p.name IS NOT NULL AND coalesce(p.value, '') = '')
	FROM (SELECT m.parts[1] AS name FROM regexp_matches(p_text, '\{\{([^{}]*)\}\}', 'g') AS m (parts)) AS used
	LEFT JOIN site.placeholders(p_language) AS p ON p.name = used.name
$$;
COMMENT ON FUNCTION site.text_flaws(text, text) IS 'Placeholders of the text that do not exist, and those that have no value yet; NULL when there are none.';

-- What changed -----------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.common_lines(a text[], b text[]) RETURNS integer[]
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	wide integer := cardinality(b) + 1;
	longest integer[] := array_fill(0, ARRAY[(cardinality(a) + 1) * wide]);
	at integer;
BEGIN
	FOR i IN REVERSE cardinality(a)..1 LOOP
		FOR j IN REVERSE cardinality(b)..1 LOOP
			at := (i - 1) * wide + j;
			longest[at] := CASE WHEN a[i] = b[j] THEN longest[at + wide + 1] + 1 ELSE greatest(longest[at + wide], longest[at + 1]) END;
		END LOOP;
	END LOOP;
	RETURN longest;
END
$$;
COMMENT ON FUNCTION site.common_lines(text[], text[]) IS 'How many lines both have in common from line i of the first and j of the second on, in the same order: entry (i - 1) * (lines of the second + 1) + j.';

CREATE OR REPLACE FUNCTION site.line_diff(p_old text, p_new text) RETURNS TABLE (n integer, op text, line text)
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	a text[] := CASE WHEN coalesce(p_old, '') = '' THEN ARRAY[]::text[] ELSE string_to_array(p_old, E'\n') END;
	b text[] := CASE WHEN coalesce(p_new, '') = '' THEN ARRAY[]::text[] ELSE string_to_array(p_new, E'\n') END;
	-- Beyond this only whole texts are compared: a list of so many changes helps nobody.
	small boolean := cardinality(a)::bigint * cardinality(b) <= 250000;
	longest integer[] := CASE WHEN small THEN site.common_lines(a, b) END;
	wide integer := cardinality(b) + 1;
	i integer := 1;
	j integer := 1;
BEGIN
	n := 0;
	WHILE i <= cardinality(a) OR j <= cardinality(b) LOOP
		n := n + 1;
		IF i <= cardinality(a) AND j <= cardinality(b) AND a[i] = b[j] THEN
			op := 'kept';
		ELSIF j > cardinality(b) OR (i <= cardinality(a) AND (NOT small OR longest[i * wide + j] >= longest[(i - 1) * wide + j + 1])) THEN
			op := 'removed';
		ELSE
			op := 'added';
		END IF;
		line := CASE WHEN op = 'added' THEN b[j] ELSE a[i] END;
		i := i + (op <> 'added')::integer;
		j := j + (op <> 'removed')::integer;
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION site.line_diff(text, text) IS 'The lines of both texts in order, each kept, added or removed.';

-- What visitors read -----------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW site.published_texts AS
	SELECT DISTINCT ON (v.name, v.language) v.name, v.language, v.title, v.no, v.body, v.published_at, v.id AS version_id
	FROM site.text_versions v ORDER BY v.name, v.language, v.no DESC;
ALTER VIEW site.published_texts OWNER TO site_owner;
COMMENT ON VIEW site.published_texts IS 'The newest published version of each text: all that the website reads of them';
COMMENT ON COLUMN site.published_texts.name IS 'Name of the text';
COMMENT ON COLUMN site.published_texts.language IS 'Its language';
COMMENT ON COLUMN site.published_texts.title IS 'Its title';
COMMENT ON COLUMN site.published_texts.no IS 'Number of the version';
COMMENT ON COLUMN site.published_texts.body IS 'The text, placeholders filled';
COMMENT ON COLUMN site.published_texts.published_at IS 'When it was published';
COMMENT ON COLUMN site.published_texts.version_id IS 'The version, for a consent to name';

SELECT steward.own_functions('site', 'site_owner');
