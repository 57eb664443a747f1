-- Imports. The worker reads the file (backend/csv_in.c) and stages its rows; here they are checked and written. What is sent in one call is a
-- text: rows parted by U+001E, values by U+001F, which no value has.

CREATE OR REPLACE FUNCTION steward.import_begin(p_job bigint, p_claim uuid, p_headings text, OUT places integer[], OUT longest integer[], OUT names text[], OUT ignored text[])
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
	missing text;
	twice text;
BEGIN
	DELETE FROM steward.import_rows r WHERE r.job_id = j.id;
	DELETE FROM steward.import_rejects r WHERE r.job_id = j.id;
	WITH given AS (SELECT upper(btrim(h.heading)) AS heading, h.place FROM string_to_table(p_headings, chr(31)) WITH ORDINALITY AS h (heading, place)),
		known AS (SELECT g.place, g.heading, c.position, c.longest, c.name FROM given g
			-- What we call a column ourselves goes before another name for it.
			LEFT JOIN steward.csv_aliases a ON a.kind = j.kind AND a.alias = g.heading AND NOT EXISTS (SELECT FROM given o WHERE o.heading = a.name)
			LEFT JOIN steward.csv_columns c ON c.kind = j.kind AND c.name = coalesce(a.name, g.heading))
	SELECT array_agg(coalesce(k.position, 0) ORDER BY k.place), array_agg(coalesce(k.longest, 0) ORDER BY k.place), array_agg(coalesce(k.name, '') ORDER BY k.place),
			coalesce(array_agg(left(k.heading, 60) ORDER BY k.place) FILTER (WHERE k.position IS NULL), '{}'),
			(SELECT min(d.name) FROM (SELECT x.name FROM known x WHERE x.name IS NOT NULL GROUP BY x.name HAVING count(*) > 1) AS d)
		INTO places, longest, names, ignored, twice FROM known k;
	SELECT min(c.name) INTO missing FROM steward.csv_columns c WHERE c.kind = j.kind AND c.required AND NOT c.name = ANY (names);
	IF missing IS NOT NULL THEN
		RAISE EXCEPTION 'The column % is missing.', missing USING ERRCODE = '22023';
	END IF;
	IF twice IS NOT NULL THEN
		RAISE EXCEPTION 'The column % is there twice.', twice USING ERRCODE = '22023';
	END IF;
	IF ignored <> '{}' THEN
		PERFORM steward.job_note(j.id, 'columns that are not known and ignored: ' || array_to_string(ignored, ', '));
	END IF;
END
$$;
COMMENT ON FUNCTION steward.import_begin(bigint, uuid, text) IS
	'What the headings of a file mean: for each the place of its values (0: ignored), how long they may be, its name; and those that are ignored. Forgets what an '
	'earlier attempt staged. 22023 when a column is missing or there twice. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.import_stage(p_job bigint, p_claim uuid, p_rows text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
BEGIN
	-- An account is a new one unless the check finds it; nearly all of a file are either one or the other.
	INSERT INTO steward.import_rows (job_id, line, cells, verdict)
	SELECT j.id, a.cells[1]::bigint, a.cells[2:], CASE WHEN j.kind = 'import.users' THEN 'add' END FROM string_to_table(p_rows, chr(30)) AS r (line),
		-- A value that is not there at all is U+001A: an empty one is an empty text.
		LATERAL (SELECT string_to_array(r.line, chr(31), chr(26)) AS cells) AS a;
END
$$;
COMMENT ON FUNCTION steward.import_stage(bigint, uuid, text) IS 'Stages rows: line number, then the values in their places. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.import_refuse(p_job bigint, p_claim uuid, p_rows text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
BEGIN
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	SELECT j.id, a.cells[1]::bigint, a.cells[2], left(a.cells[3], 200), a.cells[4] FROM string_to_table(p_rows, chr(30)) AS r (line),
		LATERAL (SELECT string_to_array(r.line, chr(31)) AS cells) AS a;
END
$$;
COMMENT ON FUNCTION steward.import_refuse(bigint, uuid, text) IS 'Notes what the reader of the file refused: line, column, value, reason. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.import_fault(p_job bigint, p_column text, p_faults jsonb) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	SELECT p_job, (f->>'line')::bigint, p_column, left(coalesce(f->>'value', ''), 200), f->>'reason' FROM jsonb_array_elements(p_faults) AS f
$$;
COMMENT ON FUNCTION steward.import_fault(bigint, text, jsonb) IS 'Notes faults of a column: line, value, reason.';

-- Users --------------------------------------------------------------------------------------------------------------
-- 1 USERID 2 EMAIL 3 LOGIN 4 FIRSTNAME 5 LASTNAME 6 COMPANY 7 DEPARTMENT 8 STREET1 9 STREET2 10 POSTCODE 11 CITY 12 STATE 13 COUNTRY 14 PHONE 15 MOBILE
-- 16 VATNO 17 CURRENCY 18 LANGUAGE 19 MAILING 20 ENABLED 21 NOTES 22-31 CUSTOM1-10

CREATE OR REPLACE FUNCTION steward.login_key(p_cells text[]) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN lower(normalize(coalesce(nullif(p_cells[3], ''), p_cells[2]), NFC));
COMMENT ON FUNCTION steward.login_key(text[]) IS 'The name to log in with of a staged row, as the index of accounts compares it: the e-mail address when none is given.';

CREATE OR REPLACE FUNCTION steward.import_users_match(p_job bigint) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$
	-- The server's statistics do not know rows that were staged a moment ago: it takes them for one row, and would compare each with each. So a row that is
	-- to be written is found again by its place (ctid).
	-- As they were staged, should an earlier check have found other accounts
	UPDATE steward.import_rows r SET verdict = 'add', subject_id = NULL, was = NULL, will = NULL WHERE r.job_id = p_job AND (r.verdict IS DISTINCT FROM 'add' OR r.subject_id IS NOT NULL);
	-- By number, else by log-in name, which is the e-mail address when none is given. What is new is not written again.
	UPDATE steward.import_rows r SET subject_id = f.id FROM (
		SELECT x.ctid, CASE WHEN x.cells[1] ~ '^[0-9]{1,15}$' THEN (SELECT u.id FROM site.users u WHERE u.id = x.cells[1]::bigint)
			WHEN coalesce(x.cells[1], '') = '' THEN (SELECT u.id FROM site.users u WHERE lower(normalize(u.login, NFC)) = steward.login_key(x.cells)) END AS id
		FROM steward.import_rows x WHERE x.job_id = p_job OFFSET 0) AS f
	WHERE r.ctid = f.ctid AND f.id IS NOT NULL;
	UPDATE steward.import_rows r SET verdict = CASE WHEN d.will IS NULL THEN 'same' ELSE 'change' END, was = d.was, will = d.will
	FROM (SELECT x.ctid, jsonb_object_agg(v.name, v.now) FILTER (WHERE v.wish IS DISTINCT FROM v.now) AS was, jsonb_object_agg(v.name, v.wish) FILTER (WHERE v.wish IS DISTINCT FROM v.now) AS will
		FROM steward.import_rows x JOIN site.users u ON u.id = x.subject_id LEFT JOIN site.user_custom_values c ON c.user_id = u.id, LATERAL (VALUES
			('EMAIL', u.email, x.cells[2]), ('LOGIN', u.login, lower(nullif(x.cells[3], ''))), ('FIRSTNAME', u.first_name, x.cells[4]), ('LASTNAME', u.last_name, x.cells[5]), ('COMPANY', u.company, x.cells[6]),
			('DEPARTMENT', u.department, x.cells[7]), ('STREET1', u.street1, x.cells[8]), ('STREET2', u.street2, x.cells[9]), ('POSTCODE', u.postcode, x.cells[10]),
			('CITY', u.city, x.cells[11]), ('STATE', u.state, x.cells[12]), ('COUNTRY', coalesce(u.country::text, ''), upper(x.cells[13])), ('PHONE', u.phone, x.cells[14]),
			('MOBILE', u.mobile, x.cells[15]), ('VATNO', u.vat_number, x.cells[16]), ('CURRENCY', u.currency::text, upper(nullif(x.cells[17], ''))), ('LANGUAGE', u.language, lower(nullif(x.cells[18], ''))),
			('MAILING', u.marketing::integer::text, CASE lower(x.cells[19]) WHEN 't' THEN '1' WHEN 'f' THEN '0' WHEN '' THEN NULL ELSE x.cells[19] END),
			('ENABLED', u.enabled::integer::text, CASE lower(x.cells[20]) WHEN 't' THEN '1' WHEN 'f' THEN '0' WHEN '' THEN NULL ELSE x.cells[20] END),
			('CUSTOM1', c.custom1, x.cells[22]), ('CUSTOM2', c.custom2, x.cells[23]), ('CUSTOM3', c.custom3, x.cells[24]), ('CUSTOM4', c.custom4, x.cells[25]), ('CUSTOM5', c.custom5, x.cells[26]),
			('CUSTOM6', c.custom6, x.cells[27]), ('CUSTOM7', c.custom7, x.cells[28]), ('CUSTOM8', c.custom8, x.cells[29]), ('CUSTOM9', c.custom9, x.cells[30]), ('CUSTOM10', c.custom10, x.cells[31])
			) AS v (name, now, wish)
		WHERE x.job_id = p_job AND x.subject_id IS NOT NULL AND v.wish IS NOT NULL GROUP BY x.ctid) AS d
	WHERE r.ctid = d.ctid
$$;
COMMENT ON FUNCTION steward.import_users_match(bigint) IS 'Whom the staged rows are about, and what would change of the accounts that are there already: a column that the file does not have changes nothing.';

CREATE OR REPLACE FUNCTION steward.import_users_check(p_job bigint, p_user_id bigint) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	consents CONSTANT boolean := coalesce('consent.edit' = ANY (auth.rights_of(p_user_id)), false);
BEGIN
	PERFORM steward.import_users_match(p_job);
	-- What each value must be: nearly every row is right, so that the sentences are looked at for the others only
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	SELECT p_job, x.line, f.name, left(coalesce(x.cells[f.place], ''), 200), f.reason FROM (
		SELECT r.line, r.cells, ARRAY[
			r.cells[1] !~ '^[0-9]{1,15}$' AND r.cells[1] <> '',
			r.cells[2] !~ '^[^[:space:]@]+@[^[:space:]@]+$' AND (r.cells[2] <> '' OR coalesce(r.cells[1], '') = ''),
			r.cells[3] ~ '[[:space:]]',
			r.cells[13] <> '' AND NOT upper(r.cells[13]) IN (SELECT c.code::text FROM site.countries c),
			r.cells[17] !~ '^[A-Za-z]{3}$' AND r.cells[17] <> '',
			r.cells[18] !~ '^[A-Za-z]{2}$' AND r.cells[18] <> '',
			lower(r.cells[19]) NOT IN ('', '0', '1', 't', 'f'),
			NOT consents AND r.cells[19] <> '',
			lower(r.cells[19]) IN ('1', 't') AND r.cells[2] <> '' AND auth.keyed_hash('email|' || lower(r.cells[2])) IN (SELECT s.hash FROM privacy.suppressions s),
			lower(r.cells[20]) NOT IN ('', '0', '1', 't', 'f')] AS wrong
		FROM steward.import_rows r WHERE r.job_id = p_job OFFSET 0) AS x,
		(VALUES (1, 'USERID', 1, 'This is no account number.'), (2, 'EMAIL', 2, 'This is not an e-mail address.'), (3, 'LOGIN', 3, 'A log-in name has no blanks and at most 254 characters.'),
			(4, 'COUNTRY', 13, 'There is no such country.'), (5, 'CURRENCY', 17, 'This is not a currency.'), (6, 'LANGUAGE', 18, 'This is not a language.'),
			(7, 'MAILING', 19, 'This is neither 0 nor 1.'), (8, 'MAILING', 19, 'Consents take the right consent.edit.'),
			(9, 'MAILING', 19, 'This address is on the list of those who want no mailings.'), (10, 'ENABLED', 20, 'This is neither 0 nor 1.')) AS f (rule, name, place, reason)
	WHERE true = ANY (x.wrong) AND x.wrong[f.rule] ORDER BY x.line, f.rule;
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	SELECT p_job, r.line, 'USERID', r.cells[1], 'There is no such account.' FROM steward.import_rows r
		WHERE r.job_id = p_job AND r.verdict = 'add' AND r.cells[1] ~ '^[0-9]{1,15}$'
	UNION ALL SELECT p_job, r.line, '', r.subject_id::text, 'This account is a colleague''s; an import leaves it alone.' FROM steward.import_rows r JOIN site.users u ON u.id = r.subject_id
		WHERE r.job_id = p_job AND site.is_staff(u.type)
	UNION ALL SELECT p_job, r.line, '', r.subject_id::text, CASE WHEN u.erased_at IS NULL THEN 'This account is hidden; restore it first.' ELSE 'This account was erased.' END
		FROM steward.import_rows r JOIN site.users u ON u.id = r.subject_id WHERE r.job_id = p_job AND (u.hidden_at IS NOT NULL OR u.erased_at IS NOT NULL)
	UNION ALL SELECT DISTINCT p_job, r.line, '', r.subject_id::text, 'The processing of this account is restricted.' FROM steward.import_rows r JOIN privacy.holds h ON h.user_id = r.subject_id
		WHERE r.job_id = p_job AND (r.verdict = 'change' OR r.cells[21] <> '') AND h.kind = 'restriction' AND h.lifted_at IS NULL
	-- Twice in the file: the first line is as good as the second, so that neither is taken silently
	UNION ALL SELECT p_job, d.line, 'EMAIL', left(d.name, 200), format('The same account stands in line %s.', d.first_line) FROM (
		SELECT r.line, coalesce(nullif(r.cells[3], ''), r.cells[2], r.cells[1]) AS name, min(r.line) OVER same AS first_line FROM steward.import_rows r WHERE r.job_id = p_job
		WINDOW same AS (PARTITION BY coalesce(r.subject_id::text, steward.login_key(r.cells)) COLLATE "C")) AS d
		WHERE d.line <> d.first_line;
	-- Names to log in with: an account that is there keeps its own against one that is renamed, and the first line of the file against the others
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	WITH renamed AS (SELECT r.line, r.subject_id, r.cells[3] AS login, steward.login_key(r.cells) AS key FROM steward.import_rows r WHERE r.job_id = p_job AND r.verdict = 'change' AND r.will ? 'LOGIN')
	SELECT p_job, n.line, 'LOGIN', left(n.login, 200), 'Another account has this log-in name.' FROM renamed n JOIN site.users u ON lower(normalize(u.login, NFC)) = n.key AND u.id <> n.subject_id
	UNION ALL SELECT p_job, d.line, 'LOGIN', left(d.login, 200), format('The same log-in name stands in line %s.', d.first_line) FROM (
		SELECT x.line, x.login, x.subject_id, min(x.line) OVER (PARTITION BY x.key COLLATE "C") AS first_line FROM (SELECT n.* FROM renamed n
			UNION ALL SELECT r.line, NULL, coalesce(nullif(r.cells[3], ''), r.cells[2]), steward.login_key(r.cells) FROM steward.import_rows r
				WHERE r.job_id = p_job AND r.verdict = 'add' AND EXISTS (SELECT FROM renamed)) AS x) AS d
		-- Two new accounts of one name were told above.
		WHERE d.line <> d.first_line AND (d.subject_id IS NOT NULL OR EXISTS (SELECT FROM renamed n WHERE n.line = d.first_line));
END
$$;
COMMENT ON FUNCTION steward.import_users_check(bigint, bigint) IS
	'Checks the staged rows of accounts by every rule that the tables have: values, whom they are about, twice in the file, names to log in with, who is erased or restricted. What other people write meanwhile is found when it is written.';

CREATE OR REPLACE FUNCTION steward.import_users_write(p_job bigint, p_user_id bigint) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	-- The defaults of the table ask the settings for every row.
	bought_in CONSTANT text := coalesce(site.setting('default_currency'), 'EUR');
	spoken CONSTANT text := coalesce(site.setting('default_language'), 'en');
BEGIN
	INSERT INTO site.users (type, login, email, first_name, last_name, company, department, street1, street2, postcode, city, state, country, phone, mobile, vat_number,
		currency, language, enabled)
	SELECT 'client', steward.login_key(r.cells), r.cells[2], coalesce(r.cells[4], ''), coalesce(r.cells[5], ''), coalesce(r.cells[6], ''),
		coalesce(r.cells[7], ''), coalesce(r.cells[8], ''), coalesce(r.cells[9], ''), coalesce(r.cells[10], ''), coalesce(r.cells[11], ''), coalesce(r.cells[12], ''),
		nullif(upper(r.cells[13]), ''), coalesce(r.cells[14], ''), coalesce(r.cells[15], ''), coalesce(r.cells[16], ''), coalesce(nullif(upper(r.cells[17]), ''), bought_in),
		coalesce(nullif(lower(r.cells[18]), ''), spoken), coalesce(lower(r.cells[20]), '') NOT IN ('0', 'f')
	FROM steward.import_rows r WHERE r.job_id = p_job AND r.verdict = 'add' ORDER BY r.line;
	UPDATE steward.import_rows r SET subject_id = (SELECT u.id FROM site.users u WHERE lower(normalize(u.login, NFC)) = steward.login_key(r.cells)) WHERE r.job_id = p_job AND r.verdict = 'add';
	UPDATE site.users u SET login = coalesce(nullif(w->>'LOGIN', ''), u.login), email = coalesce(w->>'EMAIL', u.email), first_name = coalesce(w->>'FIRSTNAME', u.first_name),
		last_name = coalesce(w->>'LASTNAME', u.last_name), company = coalesce(w->>'COMPANY', u.company), department = coalesce(w->>'DEPARTMENT', u.department),
		street1 = coalesce(w->>'STREET1', u.street1), street2 = coalesce(w->>'STREET2', u.street2), postcode = coalesce(w->>'POSTCODE', u.postcode), city = coalesce(w->>'CITY', u.city),
		state = coalesce(w->>'STATE', u.state), country = CASE WHEN w ? 'COUNTRY' THEN nullif(w->>'COUNTRY', '') ELSE u.country END, phone = coalesce(w->>'PHONE', u.phone),
		mobile = coalesce(w->>'MOBILE', u.mobile), vat_number = coalesce(w->>'VATNO', u.vat_number), currency = coalesce(w->>'CURRENCY', u.currency), language = coalesce(w->>'LANGUAGE', u.language),
		enabled = coalesce(w->>'ENABLED' = '1', u.enabled)
	FROM (SELECT r.subject_id, r.will AS w FROM steward.import_rows r WHERE r.job_id = p_job AND r.verdict = 'change') AS x WHERE u.id = x.subject_id;
	-- The account follows its consents.
	INSERT INTO site.consents (user_id, kind, given, channel, recorded_by, note)
	SELECT r.subject_id, 'marketing', c.given, 'import', p_user_id, format('Import, job %s', p_job) FROM steward.import_rows r,
		LATERAL (SELECT CASE r.verdict WHEN 'add' THEN nullif(lower(r.cells[19]) IN ('1', 't'), false) WHEN 'change' THEN r.will->>'MAILING' = '1' END AS given) AS c
	WHERE r.job_id = p_job AND c.given IS NOT NULL ORDER BY r.line;
	UPDATE site.user_custom_values c SET custom1 = coalesce(x.v[22], c.custom1), custom2 = coalesce(x.v[23], c.custom2), custom3 = coalesce(x.v[24], c.custom3), custom4 = coalesce(x.v[25], c.custom4),
		custom5 = coalesce(x.v[26], c.custom5), custom6 = coalesce(x.v[27], c.custom6), custom7 = coalesce(x.v[28], c.custom7), custom8 = coalesce(x.v[29], c.custom8),
		custom9 = coalesce(x.v[30], c.custom9), custom10 = coalesce(x.v[31], c.custom10)
	FROM (SELECT r.subject_id, r.cells AS v FROM steward.import_rows r WHERE r.job_id = p_job AND r.verdict IN ('add', 'change') AND array_to_string(r.cells[22:31], '') <> '') AS x
	WHERE c.user_id = x.subject_id;
	INSERT INTO site.user_notes (user_id, author_id, body)
	SELECT r.subject_id, p_user_id, r.cells[21] FROM steward.import_rows r WHERE r.job_id = p_job AND r.verdict IN ('add', 'change', 'same') AND r.cells[21] <> ''
		AND NOT EXISTS (SELECT FROM site.user_notes n WHERE n.user_id = r.subject_id AND n.body = r.cells[21]);
END
$$;
COMMENT ON FUNCTION steward.import_users_write(bigint, bigint) IS 'Writes the staged accounts: new ones as clients with the standard permissions and no password, changes of those that are there.';

-- Payments -----------------------------------------------------------------------------------------------------------
-- 1 NUMBER 2 AMOUNT 3 DATE 4 ACCOUNTNO 5 DESCRIPTION

CREATE OR REPLACE FUNCTION steward.day_of(p_text text) RETURNS date
	LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF p_text !~ '^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$' THEN
		RETURN NULL;
	END IF;
	RETURN make_date(split_part(p_text, '/', 3)::integer, split_part(p_text, '/', 2)::integer, split_part(p_text, '/', 1)::integer);
EXCEPTION WHEN data_exception THEN
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION steward.day_of(text) IS 'A day as such files write it, dd/mm/yyyy; NULL when it is none.';

CREATE OR REPLACE FUNCTION steward.import_payments_check(p_job bigint) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE steward.import_rows r SET subject_id = i.id, verdict = 'add' FROM site.invoices i WHERE r.job_id = p_job AND i.number = r.cells[1];
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	SELECT p_job, r.line, f.name, left(coalesce(f.value, ''), 200), f.reason FROM steward.import_rows r LEFT JOIN site.invoices i ON i.id = r.subject_id,
		LATERAL (SELECT site.decimals_of(i.currency::text) AS decimals, r.cells[2] !~ '^-?[0-9]{1,10}([.][0-9]{1,2})?$' AS odd, r.cells[2] ~ '^-?0+([.]0+)?$' AS zero) AS v, LATERAL (VALUES
		('NUMBER', r.cells[1], 'There is no such invoice.', i.id IS NULL),
		('NUMBER', r.cells[1], 'This is a credit note.', i.kind = 'credit'),
		('AMOUNT', r.cells[2], 'This is no amount: write it with a decimal point and two places at most.', v.zero OR (v.odd AND coalesce(v.decimals, 2) > 0)),
		-- What was charged with decimals once is paid with them. A point that groups (1.050) is not told from a decimal one, so that it is refused too.
		('AMOUNT', r.cells[2], 'This currency has no decimals: write the amount in digits alone.', NOT v.zero AND v.decimals = 0 AND CASE WHEN v.odd THEN true
			ELSE r.cells[2]::numeric <> site.round_money(r.cells[2]::numeric, 0) AND i.open_total = site.round_money(i.open_total, 0) END),
		('DATE', r.cells[3], 'This is no day: write it as dd/mm/yyyy.', r.cells[3] <> '' AND steward.day_of(r.cells[3]) IS NULL),
		('DATE', r.cells[3], 'This day of payment cannot be right.', steward.day_of(r.cells[3]) NOT BETWEEN coalesce(i.invoice_date, current_date) - 366 AND current_date + 31),
		('ACCOUNTNO', r.cells[4], 'The invoice is another account''s.', r.cells[4] <> '' AND r.cells[4] IS DISTINCT FROM i.user_id::text)) AS f (name, value, reason, wrong)
	WHERE r.job_id = p_job AND f.wrong;
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	SELECT p_job, d.line, '', d.number, format('The same payment stands in line %s.', d.first_line) FROM (
		SELECT r.line, r.cells[1] AS number, min(r.line) OVER (PARTITION BY r.cells[1:5]) AS first_line FROM steward.import_rows r WHERE r.job_id = p_job) AS d WHERE d.line <> d.first_line
	UNION ALL SELECT p_job, r.line, '', r.cells[1], 'This payment was registered before.' FROM steward.import_rows r JOIN site.payments p ON p.invoice_id = r.subject_id
		WHERE r.job_id = p_job AND r.cells[2] ~ '^-?[0-9]{1,10}([.][0-9]{1,2})?$' AND p.amount = r.cells[2]::numeric AND p.paid_on = coalesce(steward.day_of(r.cells[3]), current_date)
			AND p.description = coalesce(r.cells[5], '');
END
$$;
COMMENT ON FUNCTION steward.import_payments_check(bigint) IS 'Checks the staged payments: invoice, amount, day, account, and whether the same was registered before.';

CREATE OR REPLACE FUNCTION steward.import_payments_write(p_job bigint, p_user_id bigint) RETURNS void
	LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$
	INSERT INTO site.payments (invoice_id, user_id, amount, currency, rate, paid_on, description, created_by)
	SELECT i.id, i.user_id, r.cells[2]::numeric, i.currency, coalesce(i.rate, 1), coalesce(steward.day_of(r.cells[3]), current_date), coalesce(r.cells[5], ''), p_user_id
	FROM steward.import_rows r JOIN site.invoices i ON i.id = r.subject_id WHERE r.job_id = p_job AND r.verdict = 'add' ORDER BY r.line
$$;
COMMENT ON FUNCTION steward.import_payments_write(bigint, bigint) IS 'Registers the staged payments; the invoices'' own rules settle them.';

-- Sales of agencies --------------------------------------------------------------------------------------------------
-- 1 FILEID 2 AMOUNTNET. A report becomes one draft invoice to the agency: a line a sale, in which the file's contributor has the share of today. Once
-- issued and paid, it is paid out like any other sale.

CREATE OR REPLACE FUNCTION steward.import_sales_check(p_job bigint, p_arguments jsonb) RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	agency record;
	report text := left(coalesce(p_arguments->>'name', ''), 100);
	before bigint;
BEGIN
	SELECT u.id, u.enabled, u.hidden_at, u.type, u.currency::text AS currency INTO agency FROM site.users u WHERE u.id = CASE WHEN p_arguments->>'account' ~ '^[0-9]{1,15}$' THEN (p_arguments->>'account')::bigint END;
	IF agency.id IS NULL OR agency.hidden_at IS NOT NULL OR site.is_staff(agency.type) THEN
		RAISE EXCEPTION 'There is no account of this agency.' USING ERRCODE = '22023', HINT = 'Name it by --account, or begin the name of the file with its number, as in 10009292_report.csv.';
	END IF;
	SELECT i.id INTO before FROM site.invoices i WHERE i.user_id = agency.id AND i.reference = report AND i.status <> 'void' AND report <> '' LIMIT 1;
	IF before IS NOT NULL THEN
		RAISE EXCEPTION 'This report was imported before.' USING ERRCODE = '22023', HINT = 'Void its draft first, or give another report another name.';
	END IF;
	UPDATE steward.import_rows r SET subject_id = agency.id, verdict = 'add', will = jsonb_build_object('FILE', f.id) FROM site.files f
	WHERE r.job_id = p_job AND f.id = CASE WHEN r.cells[1] ~ '^[0-9]{8}$' THEN r.cells[1]::bigint END;
	UPDATE steward.import_rows r SET subject_id = agency.id, verdict = CASE found.n WHEN 1 THEN 'add' END, will = jsonb_build_object('FILE', found.id, 'FILES', found.n)
	FROM (SELECT x.ctid, min(f.id) AS id, count(DISTINCT f.id) AS n FROM steward.import_rows x JOIN site.files f ON (f.object_name <> '' AND lower(f.object_name) = lower(x.cells[1]))
			OR (f.original_name <> '' AND lower(f.original_name) = lower(x.cells[1])) OR (f.custom_number <> '' AND lower(f.custom_number) = lower(x.cells[1]))
		WHERE x.job_id = p_job AND x.verdict IS NULL AND x.cells[1] <> '' GROUP BY x.ctid) AS found WHERE r.ctid = found.ctid;
	INSERT INTO steward.import_rejects (job_id, line, column_name, value, reason)
	SELECT p_job, r.line, f.name, left(coalesce(f.value, ''), 200), f.reason FROM steward.import_rows r,
		LATERAL (SELECT site.decimals_of(agency.currency) AS decimals, r.cells[2] !~ '^[0-9]{1,8}([.][0-9]{1,2})?$' AS odd, r.cells[2] ~ '^0+([.]0+)?$' AS zero) AS v, LATERAL (VALUES
		('FILEID', r.cells[1], 'There is no such file.', r.will IS NULL),
		('FILEID', r.cells[1], 'More than one file has this name: use its number.', (r.will->>'FILES')::integer > 1),
		('AMOUNTNET', r.cells[2], 'This is no amount: write it with a decimal point and two places at most.', v.zero OR (v.odd AND v.decimals > 0)),
		('AMOUNTNET', r.cells[2], 'This currency has no decimals: write the amount in digits alone.', NOT v.zero AND v.decimals = 0 AND CASE WHEN v.odd THEN true
			ELSE r.cells[2]::numeric <> site.round_money(r.cells[2]::numeric, 0) END))
		AS f (name, value, reason, wrong)
	WHERE r.job_id = p_job AND f.wrong;
END
$$;
COMMENT ON FUNCTION steward.import_sales_check(bigint, jsonb) IS
	'Checks the staged sales: the agency''s account, whether the report was imported before (22023), the file of each line by number, object name, original name or own number, and its amount.';

CREATE OR REPLACE FUNCTION steward.import_sales_write(p_job bigint, p_user_id bigint, p_arguments jsonb) RETURNS bigint
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	invoice bigint;
BEGIN
	IF NOT EXISTS (SELECT FROM steward.import_rows r WHERE r.job_id = p_job AND r.verdict = 'add') THEN
		RETURN NULL;
	END IF;
	INSERT INTO site.invoices AS i (user_id, currency, reference, created_by)
	SELECT u.id, u.currency, left(coalesce(p_arguments->>'name', ''), 100), p_user_id FROM site.users u WHERE u.id = (p_arguments->>'account')::bigint RETURNING i.id INTO invoice;
	INSERT INTO site.invoice_lines (invoice_id, file_id, description, price)
	SELECT invoice, f.id, left(concat_ws(' ', f.id, nullif(f.title, '')), 1000), r.cells[2]::numeric FROM steward.import_rows r JOIN site.files f ON f.id = (r.will->>'FILE')::bigint
	WHERE r.job_id = p_job AND r.verdict = 'add' ORDER BY r.line;
	RETURN invoice;
END
$$;
COMMENT ON FUNCTION steward.import_sales_write(bigint, bigint, jsonb) IS 'Makes the draft of an invoice to the agency with a line for each staged sale; its id, NULL when there is none to make.';

-- All kinds ----------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION steward.import_check(p_job bigint, p_claim uuid, OUT rejected bigint)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
	refused bigint[];
BEGIN
	CASE j.kind
		WHEN 'import.users' THEN
			PERFORM steward.import_users_check(j.id, j.asked_by);
		WHEN 'import.payments' THEN
			PERFORM steward.import_payments_check(j.id);
		WHEN 'import.sales' THEN
			PERFORM steward.import_sales_check(j.id, j.arguments);
	END CASE;
	-- As a list, since the server would compare each row with each reject
	refused := ARRAY(SELECT DISTINCT x.line FROM steward.import_rejects x WHERE x.job_id = j.id);
	UPDATE steward.import_rows r SET verdict = 'reject' WHERE r.job_id = j.id AND r.line = ANY (refused);
	rejected := cardinality(refused);
END
$$;
COMMENT ON FUNCTION steward.import_check(bigint, uuid) IS 'Checks what was staged and works out what it would change. How many lines are rejected. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.import_write(p_job bigint, p_claim uuid, p_dry boolean, OUT result jsonb)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
	fault text;
	invoice bigint;
BEGIN
	CASE j.kind
		WHEN 'import.users' THEN
			-- The check knows the rules of these tables; payments and sales meet those of their invoices.
			IF NOT p_dry THEN
				PERFORM steward.import_users_write(j.id, j.asked_by);
			END IF;
		WHEN 'import.payments' THEN PERFORM steward.import_payments_write(j.id, j.asked_by);
		WHEN 'import.sales' THEN invoice := steward.import_sales_write(j.id, j.asked_by, j.arguments);
	END CASE;
	SELECT jsonb_build_object('added', count(*) FILTER (WHERE r.verdict = 'add'), 'changed', count(*) FILTER (WHERE r.verdict = 'change'),
		'same', count(*) FILTER (WHERE r.verdict = 'same')) INTO result FROM steward.import_rows r WHERE r.job_id = j.id;
	-- What a person saw and agreed to is what is written.
	IF j.arguments ? 'expected' AND NOT result @> (j.arguments->'expected') THEN
		RAISE EXCEPTION 'What would be written has changed since the dry run.' USING ERRCODE = '22023', HINT = 'Make another dry run.';
	END IF;
	result := result || CASE WHEN invoice IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('invoice', invoice) END;
	-- A worker that lost the job meanwhile has written nothing.
	PERFORM steward.job_hold(p_job, p_claim);
EXCEPTION WHEN unique_violation OR check_violation OR foreign_key_violation OR not_null_violation THEN
	GET STACKED DIAGNOSTICS fault = CONSTRAINT_NAME;
	RAISE EXCEPTION USING ERRCODE = '23000', MESSAGE = coalesce((SELECT c.sentence FROM meta.constraints c WHERE c.name = fault), 'A row breaks a rule of the table.');
END
$$;
COMMENT ON FUNCTION steward.import_write(bigint, uuid, boolean) IS
	'Writes what was staged and not rejected, all of it or nothing; the caller commits, or rolls back a dry run, of which accounts are not even written. How many were added, changed, and the same already, and which draft was made; '
	'22023 when that is not what a dry run had told. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.import_rejected(p_job bigint, p_claim uuid) RETURNS TABLE (line bigint, column_name text, value text, reason text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	j steward.jobs := steward.job_hold(p_job, p_claim);
BEGIN
	RETURN QUERY SELECT r.line, r.column_name, r.value, r.reason FROM steward.import_rejects r WHERE r.job_id = j.id ORDER BY r.line, r.id;
END
$$;
COMMENT ON FUNCTION steward.import_rejected(bigint, uuid) IS 'What was refused, for the rejects file. For steward_jobs only.';

CREATE OR REPLACE FUNCTION steward.import_clear() RETURNS bigint
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	gone bigint;
BEGIN
	DELETE FROM steward.import_rows r USING steward.jobs j WHERE j.id = r.job_id AND j.ended_at < clock_timestamp() - interval '1 day';
	GET DIAGNOSTICS gone = ROW_COUNT;
	DELETE FROM steward.import_rejects r USING steward.jobs j WHERE j.id = r.job_id AND j.ended_at < clock_timestamp() - interval '7 days';
	RETURN gone;
END
$$;
COMMENT ON FUNCTION steward.import_clear() IS 'Forgets the staged rows of jobs that are over for a day, and their rejects after a week.';

CREATE OR REPLACE FUNCTION steward.heading(p_entity text, p_column text) RETURNS text
	LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS
$$
	SELECT coalesce((SELECT c.name FROM steward.csv_columns c WHERE c.kind = 'import.' || p_entity AND c.column_name = p_column), upper(replace(p_column, '_', '')))
$$;
COMMENT ON FUNCTION steward.heading(text, text) IS 'Heading of a column in a CSV file: that which the import reads, if there is one.';

DO $owners$
DECLARE
	routine regprocedure;
BEGIN
	FOR routine IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'steward'::regnamespace AND (p.proname LIKE 'import\_%' OR p.proname IN ('day_of', 'login_key')) LOOP
		EXECUTE format('ALTER FUNCTION %s OWNER TO steward_worker', routine);
		EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', routine);
	END LOOP;
END
$owners$;
