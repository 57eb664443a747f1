-- Verbs of settings and texts.

CREATE OR REPLACE FUNCTION meta.minimum_ages_delete(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ DELETE FROM site.minimum_ages m WHERE m.country = c.key RETURNING 0::bigint $$;
COMMENT ON FUNCTION meta.minimum_ages_delete(meta.call) IS 'Verb: the country has the ages of the settings again.';

CREATE OR REPLACE FUNCTION meta.texts_publish(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
DECLARE
	named text := split_part(c.key, ':', 1);
	spoken text := split_part(c.key, ':', 2);
	this record;
	last record;
	flaws record;
	filled text;
BEGIN
	SELECT x.title, x.draft, x.version INTO this FROM site.texts x WHERE x.name = named AND x.language = spoken;
	flaws := site.text_flaws(this.draft, spoken);
	IF flaws.unknown IS NOT NULL THEN
		RAISE EXCEPTION 'This text has a placeholder that does not exist.' USING ERRCODE = '22023', COLUMN = 'draft', HINT = flaws.unknown;
	END IF;
	IF flaws.empty IS NOT NULL THEN
		RAISE EXCEPTION 'A placeholder of this text has no value yet; fill in its setting first.' USING ERRCODE = '22023', COLUMN = 'draft', HINT = flaws.empty;
	END IF;
	SELECT v.no, v.title, v.source, v.body INTO last FROM site.text_versions v WHERE v.name = named AND v.language = spoken ORDER BY v.no DESC LIMIT 1;
	filled := site.filled_text(this.draft, spoken);
	-- The date alone makes no new version.
	IF (last.source, last.title) = (this.draft, this.title) AND (SELECT bool_and(d.op = 'kept' OR d.line ~ '\d{4}-\d{2}-\d{2}') FROM site.line_diff(last.body, filled) AS d) THEN
		RAISE EXCEPTION 'Nothing was changed since the last version.' USING ERRCODE = '22023';
	END IF;
	INSERT INTO site.text_versions (name, language, no, title, source, body, note, published_by)
	VALUES (named, spoken, coalesce(last.no, 0) + 1, this.title, this.draft, filled, coalesce(c.args->>'note', ''), c.user_id);
	RETURN this.version;
END
$$;
COMMENT ON FUNCTION meta.texts_publish(meta.call) IS 'Verb: visitors read the draft from now on, {"note": what is new}. 22023 for a placeholder that does not exist or has no value, and when nothing was changed.';

CREATE OR REPLACE FUNCTION meta.texts_template(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$ UPDATE site.texts x SET draft = x.template WHERE x.name = split_part(c.key, ':', 1) AND x.language = split_part(c.key, ':', 2) RETURNING x.version $$;
COMMENT ON FUNCTION meta.texts_template(meta.call) IS 'Verb: the draft begins anew with the text that comes with the program; the trail keeps the old one.';

CREATE OR REPLACE FUNCTION meta.text_versions_restore(c meta.call) RETURNS bigint
	LANGUAGE sql AS
$$
	UPDATE site.texts x SET draft = v.source FROM site.text_versions v
	WHERE v.id = c.key::bigint AND (x.name, x.language) = (v.name, v.language) AND x.version = c.version RETURNING x.version
$$;
COMMENT ON FUNCTION meta.text_versions_restore(meta.call) IS
	'Verb: an old version becomes the draft, if that is still the one of this version; visitors go on reading the newest until that is published.';
