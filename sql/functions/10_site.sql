-- What keeps the website's tables right, whoever writes to them.

-- Versions ---------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.touch() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	NEW.version := OLD.version + 1;
	NEW.updated_at := now();
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.touch() IS
	'Trigger: a changed record gets the next version and the time of the change, whatever the statement says.';

-- Every table with a version gets the trigger. The website's stamp of a log-in does not count as a change of the account,
-- or an editor would find a conflict each time the person logs in.
DO $triggers$
DECLARE
	target record;
BEGIN
	FOR target IN
		SELECT attribute.attrelid::regclass AS name, (SELECT string_agg(quote_ident(other.attname), ', ' ORDER BY other.attnum)
			FROM pg_attribute other WHERE other.attrelid = attribute.attrelid AND other.attnum > 0 AND NOT other.attisdropped
				AND other.attgenerated = '' AND other.attname NOT LIKE 'last\_login\_%') AS columns
		FROM pg_attribute attribute
		JOIN pg_class class ON class.oid = attribute.attrelid AND class.relkind IN ('r', 'p') AND NOT class.relispartition
		WHERE class.relnamespace = 'site'::regnamespace AND attribute.attname = 'version' AND NOT attribute.attisdropped
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER touch BEFORE UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION site.touch()',
			target.columns, target.name);
	END LOOP;
END
$triggers$;

-- Accounts ---------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.add_custom_values() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	INSERT INTO site.user_custom_values (user_id) SELECT id FROM added ON CONFLICT DO NOTHING;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.add_custom_values() IS
	'Trigger: every new account gets its row of custom values. Definer, since whoever may add an account need not be '
	'allowed to write values.';

-- Triggers of a statement fire in the order of their names: this one after audit_added, so that the trail has the account before what comes with it.
DROP TRIGGER IF EXISTS add_custom_values ON site.users;
CREATE OR REPLACE TRIGGER bring_custom_values AFTER INSERT ON site.users REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION site.add_custom_values();

CREATE OR REPLACE FUNCTION site.is_staff(p_type text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN p_type IN ('staff', 'superadmin', 'sysadmin');
COMMENT ON FUNCTION site.is_staff(text) IS 'Whether accounts of this type may work at the console.';

CREATE OR REPLACE FUNCTION site.guard_staff_account() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF (TG_OP <> 'INSERT' AND site.is_staff(OLD.type)) OR (TG_OP <> 'DELETE' AND site.is_staff(NEW.type)) THEN
		RAISE EXCEPTION 'The website cannot make, enable, rename or remove staff accounts.' USING ERRCODE = '42501';
	END IF;
	RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION site.guard_staff_account() IS
	'Trigger: the website''s role cannot make staff accounts or decide who of the staff may log in (42501); a broken '
	'website must not open the console.';

CREATE OR REPLACE TRIGGER guard_staff_account BEFORE INSERT OR DELETE OR UPDATE OF id, type, login, enabled, hidden_at ON site.users
	FOR EACH ROW WHEN (current_user = 'site') EXECUTE FUNCTION site.guard_staff_account();

-- Permissions ------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW site.effective_permissions WITH (security_invoker = true) AS
	SELECT u.id AS user_id, p.name AS permission, p.label, p.position, p.description,
		p.default_value, g.value AS group_value, o.value AS own_value,
		coalesce(o.value, g.value, p.default_value)
			AND (p.needs IS NULL OR coalesce(needed_o.value, needed_g.value, needed.default_value)) AS effective,
		CASE
			WHEN coalesce(o.value, g.value, p.default_value) AND p.needs IS NOT NULL
				AND NOT coalesce(needed_o.value, needed_g.value, needed.default_value) THEN 'needs'
			WHEN o.value IS NOT NULL THEN 'own'
			WHEN g.value IS NOT NULL THEN 'group'
			ELSE 'default'
		END AS why,
		needed.label AS needs_label, coalesce(o.version, 0) AS version
	FROM site.users u
	CROSS JOIN site.permissions p
	LEFT JOIN site.user_permissions o ON o.user_id = u.id AND o.permission = p.name
	LEFT JOIN site.group_permissions g ON g.group_id = u.permission_group_id AND g.permission = p.name
	LEFT JOIN site.permissions needed ON needed.name = p.needs
	LEFT JOIN site.user_permissions needed_o ON needed_o.user_id = u.id AND needed_o.permission = p.needs
	LEFT JOIN site.group_permissions needed_g ON needed_g.group_id = u.permission_group_id AND needed_g.permission = p.needs;
ALTER VIEW site.effective_permissions OWNER TO site_owner;
COMMENT ON VIEW site.effective_permissions IS
	'What each account may do and why: its own word, else its group''s, else the default; and nothing without what it '
	'needs';
COMMENT ON COLUMN site.effective_permissions.user_id IS 'The account';
COMMENT ON COLUMN site.effective_permissions.permission IS 'The permission';
COMMENT ON COLUMN site.effective_permissions.label IS 'Its short name';
COMMENT ON COLUMN site.effective_permissions.position IS 'Place in lists';
COMMENT ON COLUMN site.effective_permissions.description IS 'What it means';
COMMENT ON COLUMN site.effective_permissions.default_value IS 'What holds when nobody says anything';
COMMENT ON COLUMN site.effective_permissions.group_value IS 'What the group says';
COMMENT ON COLUMN site.effective_permissions.own_value IS 'What is set for the account itself';
COMMENT ON COLUMN site.effective_permissions.effective IS 'What holds';
COMMENT ON COLUMN site.effective_permissions.why IS 'own, group, default, or needs when another permission is missing';
COMMENT ON COLUMN site.effective_permissions.needs_label IS 'The permission without which this one has no effect';
COMMENT ON COLUMN site.effective_permissions.version IS 'Version of the account''s own word; 0 when it has none';

-- Partitions -------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION site.take_from_default(p_parent regclass, p_child text, p_from timestamptz, p_to timestamptz) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	rest regclass := (SELECT partdefid::regclass FROM pg_partitioned_table WHERE partrelid = p_parent AND partdefid <> 0);
BEGIN
	EXECUTE format('CREATE TABLE site.%I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', p_child, p_parent);
	IF rest IS NOT NULL THEN
		-- Moving a row to its month is no deletion: the trail looks away, under a lock that keeps everybody else out.
		EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', rest);
		EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', rest);
		EXECUTE format('WITH moved AS (DELETE FROM %s WHERE at >= $1 AND at < $2 RETURNING *) INSERT INTO site.%I SELECT * FROM moved',
			rest, p_child) USING p_from, p_to;
		EXECUTE (SELECT format('ALTER TABLE %s %s', rest, string_agg(format('ENABLE ALWAYS TRIGGER %I', tgname), ', ')) FROM pg_trigger
			WHERE tgrelid = rest AND NOT tgisinternal);
	END IF;
	EXECUTE format('ALTER TABLE %s ATTACH PARTITION site.%I FOR VALUES FROM (%L) TO (%L)', p_parent, p_child, p_from, p_to);
END
$$;
COMMENT ON FUNCTION site.take_from_default(regclass, text, timestamptz, timestamptz) IS
	'Makes the partition and moves the rows of its time out of the default partition. Part of site.ensure_partitions.';

CREATE OR REPLACE FUNCTION site.skip_word_statistics(p_relation regclass) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	target regclass;
BEGIN
	FOR target IN SELECT x.indexrelid::regclass FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'gin')
			JOIN pg_attribute a ON a.attrelid = x.indexrelid AND a.attnum = 1 AND a.attstattarget <> 0
		WHERE x.indrelid = p_relation AND pg_get_expr(x.indexprs, x.indrelid) ~ '^privacy\.(trail_)?words\(' LOOP
		EXECUTE format('ALTER INDEX %s ALTER COLUMN 1 SET STATISTICS 0', target);
	END LOOP;
END
$$;
COMMENT ON FUNCTION site.skip_word_statistics(regclass) IS
	'Has ANALYZE leave out the words of this table''s index for the residual scan: to work them out for thirty thousand rows takes longer than the rest of it, '
	'and nothing is planned by how often each word occurs.';

CREATE OR REPLACE FUNCTION site.ensure_partitions(p_from date, p_to date) RETURNS integer
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS
$$
DECLARE
	parent regclass;
	month timestamptz;
	child text;
	made integer := 0;
BEGIN
	IF p_from IS NULL OR p_to IS NULL OR p_to < p_from OR p_to - p_from > 20000 THEN
		RAISE EXCEPTION 'The months are not in order.' USING ERRCODE = '22023';
	END IF;
	FOR parent IN SELECT class.oid::regclass FROM pg_class class JOIN pg_partitioned_table part ON part.partrelid = class.oid
		WHERE class.relnamespace = 'site'::regnamespace AND part.partstrat = 'r' ORDER BY class.relname
	LOOP
		FOR month IN SELECT generate_series(date_trunc('month', p_from::timestamptz), p_to::timestamptz, interval '1 month') LOOP
			child := format('%s_%s', (SELECT relname FROM pg_class WHERE oid = parent), to_char(month, 'YYYY_MM'));
			CONTINUE WHEN to_regclass(format('site.%I', child)) IS NOT NULL;
			PERFORM site.take_from_default(parent, child, month, month + interval '1 month');
			PERFORM site.skip_word_statistics(format('site.%I', child)::regclass);
			-- Access goes through the parent; the partition itself is nobody's but the owner's.
			EXECUTE format('ALTER TABLE site.%I ENABLE ROW LEVEL SECURITY', child);
			EXECUTE format('COMMENT ON TABLE site.%I IS %L', child, format('Rows of %s', to_char(month, 'YYYY-MM')));
			-- A row trigger comes with the parent, a TRUNCATE trigger does not.
			EXECUTE format('CREATE TRIGGER audit_truncate AFTER TRUNCATE ON site.%I EXECUTE FUNCTION auth.audit_truncate()', child);
			EXECUTE format('ALTER TABLE site.%I ENABLE ALWAYS TRIGGER audit_truncate', child);
			made := made + 1;
		END LOOP;
	END LOOP;
	RETURN made;
END
$$;
COMMENT ON FUNCTION site.ensure_partitions(date, date) IS
	'Makes the monthly partitions of every log from the month of the first date to the month of the second (22023 if '
	'they are not in order) and returns how many were missing. Months are those of UTC. Rows that waited in the '
	'default partition move to their month.';

SELECT steward.own_functions('site', 'site_owner');
