-- Custom fields: what a definition may say, and what a yes/no field holds, whoever writes.

CREATE OR REPLACE FUNCTION site.check_custom_field() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NEW.special_category AND NOT NEW.personal THEN
		RAISE EXCEPTION 'A special category is personal data.' USING ERRCODE = '22023', COLUMN = 'personal';
	END IF;
	IF NEW.label = '' AND (NEW.client_form, NEW.contributor_form, NEW.account_form) <> ('hidden', 'hidden', 'hidden') THEN
		RAISE EXCEPTION 'A field without a label stands on no form.' USING ERRCODE = '22023', COLUMN = 'label';
	END IF;
	IF NEW.label LIKE '%?' AND OLD.label NOT LIKE '%?' AND EXISTS (SELECT FROM site.user_custom_values v WHERE (ARRAY[v.custom1, v.custom2, v.custom3, v.custom4, v.custom5,
		v.custom6, v.custom7, v.custom8, v.custom9, v.custom10])[NEW.slot] NOT IN ('', 'yes', 'no')) THEN
		RAISE EXCEPTION 'Some values are neither yes nor no.' USING ERRCODE = '22023', COLUMN = 'label', HINT = 'Clear them first, or end the label without a question mark.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_custom_field() IS
	'Trigger: refuses (22023 with the column) a special category that is not personal, a nameless field on a form, and a text that becomes yes or no '
	'while it holds other values. Definer: it looks at the values for whoever defines.';
CREATE OR REPLACE TRIGGER check_custom_field BEFORE UPDATE ON site.custom_fields FOR EACH ROW EXECUTE FUNCTION site.check_custom_field();

CREATE OR REPLACE FUNCTION site.check_custom_values() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	wrong integer := (SELECT min(f.slot) FROM site.custom_fields f WHERE f.label LIKE '%?' AND (ARRAY[NEW.custom1, NEW.custom2, NEW.custom3, NEW.custom4, NEW.custom5,
		NEW.custom6, NEW.custom7, NEW.custom8, NEW.custom9, NEW.custom10])[f.slot] NOT IN ('', 'yes', 'no'));
BEGIN
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'This is yes or no.' USING ERRCODE = '22023', COLUMN = 'custom' || wrong;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_custom_values() IS 'Trigger: a field whose label ends in ? holds yes, no or nothing (22023 with the column). Definer: it reads the definitions for whoever writes values.';
CREATE OR REPLACE TRIGGER check_custom_values BEFORE UPDATE ON site.user_custom_values FOR EACH ROW EXECUTE FUNCTION site.check_custom_values();

SELECT steward.own_functions('site', 'site_owner');
