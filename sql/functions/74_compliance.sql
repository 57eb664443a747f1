-- The compliance check: what the law and good sense ask of the site's owner, held against what is. Each check gives one row of meta.finding;
-- words of ours are in meta.label(), so that they are translated. Tables that may not be there are asked for by name first.

CREATE OR REPLACE FUNCTION meta.finding(p_position integer, p_name text, p_title text, p_bad text, p_found bigint, p_fine text, p_amiss text, p_detail text, p_mend text, p_screen text)
	RETURNS meta.finding LANGUAGE sql IMMUTABLE AS
$$
	SELECT p_position, p_name, p_title, CASE WHEN p_found = 0 THEN 'ok' ELSE p_bad END, p_found, CASE WHEN p_found = 0 THEN p_fine ELSE p_amiss END,
		coalesce(left(p_detail, 200), ''), CASE WHEN p_found = 0 THEN '' ELSE p_mend END, p_screen
$$;
COMMENT ON FUNCTION meta.finding(integer, text, text, text, bigint, text, text, text, text, text) IS 'A finding: fine when nothing was found, else warn or fail as the check says.';

CREATE OR REPLACE FUNCTION meta.is_off(p_setting text) RETURNS bigint
	LANGUAGE sql STABLE AS
$$ SELECT (site.setting(p_setting) IS DISTINCT FROM 'on')::integer::bigint $$;
COMMENT ON FUNCTION meta.is_off(text) IS '1 when the setting is not on, else 0.';

CREATE OR REPLACE FUNCTION meta.is_readable(p_table text, p_column text) RETURNS boolean
	LANGUAGE sql STABLE AS
$$
	SELECT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass(p_table) AND a.attname = p_column AND NOT a.attisdropped
		AND has_column_privilege(a.attrelid, a.attnum, 'SELECT'))
$$;
COMMENT ON FUNCTION meta.is_readable(text, text) IS 'Whether there is such a table with such a column, and whoever asks may read it.';

CREATE OR REPLACE FUNCTION meta.count_if_there(p_table text, p_columns text[], p_condition text) RETURNS bigint
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	result bigint;
BEGIN
	IF (SELECT bool_and(meta.is_readable(p_table, name)) FROM unnest(p_columns) AS name) THEN
		EXECUTE format('SELECT count(*) FROM %s WHERE %s', p_table, p_condition) INTO result;
	END IF;
	RETURN result;
END
$$;
COMMENT ON FUNCTION meta.count_if_there(text, text[], text) IS 'How many rows of a table hold; NULL when there is no such table, or the columns are not there to be read.';

CREATE OR REPLACE FUNCTION meta.check_staff() RETURNS SETOF meta.finding
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	people text;
	n bigint;
BEGIN
	SELECT count(*), string_agg(s.login, ', ' ORDER BY s.login) INTO n, people FROM auth.staff s JOIN site.users u ON u.id = s.user_id
		WHERE u.enabled AND u.hidden_at IS NULL AND NOT (s.pin_required AND s.has_pin);
	RETURN NEXT meta.finding(10, 'staff_pin', meta.label('PIN of the staff'), 'fail', n, meta.label('Everybody on the staff has a PIN.'), meta.label('Colleagues log in without a PIN.'),
		people, meta.label('Switch the setting staff_pin on and give each a one-time code.'), 'staff');
	SELECT count(*), string_agg(s.login, ', ' ORDER BY s.login) INTO n, people FROM auth.staff s JOIN site.users u ON u.id = s.user_id
		WHERE u.enabled AND u.hidden_at IS NULL AND u.type IN ('superadmin', 'sysadmin') AND NOT EXISTS (SELECT FROM site.ip_rules r WHERE r.user_id = u.id);
	RETURN NEXT meta.finding(11, 'admin_addresses', meta.label('Addresses of superadmins'), 'warn', n, meta.label('Every superadmin has a list of allowed addresses.'),
		meta.label('Superadmins can log in from anywhere.'), people, meta.label('Give each a list of allowed addresses.'), 'staff');
	SELECT count(*), string_agg(s.login, ', ' ORDER BY s.login) INTO n, people FROM auth.staff s JOIN site.users u ON u.id = s.user_id
		WHERE u.enabled AND u.hidden_at IS NULL AND coalesce(s.last_login_at, s.created_at) < meta.clock() - site.setting('staff_inactive_days')::integer * interval '1 day';
	RETURN NEXT meta.finding(12, 'inactive_staff', meta.label('Unused staff accounts'), 'warn', n, meta.label('Everybody on the staff logs in.'),
		meta.label('Colleagues have not logged in for long.'), people, meta.label('Disable accounts that nobody needs.'), 'staff');
	SELECT count(*), string_agg(DISTINCT s.login, ', ') INTO n, people FROM auth.effective_rights r JOIN auth.staff s ON s.user_id = r.user_id WHERE r.own_value;
	RETURN NEXT meta.finding(13, 'single_rights', meta.label('Rights beside the roles'), 'warn', n, meta.label('All rights come from roles.'),
		meta.label('Rights were given to one person alone.'), people, meta.label('Look whether each is still needed.'), 'staff');
	RETURN NEXT meta.finding(14, 'second_person', meta.label('Second person for grants'), 'warn', meta.is_off('second_person_grants'), meta.label('Grants wait for a second superadmin.'),
		meta.label('One superadmin alone gives rights.'), '', meta.label('Switch the setting second_person_grants on.'), 'settings');
END
$$;
COMMENT ON FUNCTION meta.check_staff() IS 'Compliance: accounts, PINs, addresses and rights of the staff.';

CREATE OR REPLACE FUNCTION meta.check_website() RETURNS SETOF meta.finding
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	empty text;
	n bigint;
BEGIN
	SELECT count(*), string_agg(s.name, ', ' ORDER BY s.position) INTO n, empty FROM site.settings s
		WHERE s.name IN ('site_address', 'controller', 'contact_address', 'authority') AND s.value = '';
	RETURN NEXT meta.finding(20, 'controller', meta.label('Who is responsible'), 'fail', n, meta.label('Controller, contact and authority are filled in.'),
		meta.label('Facts that the law wants told are missing.'), empty, meta.label('Fill in these settings.'), 'settings');
	RETURN NEXT meta.finding(21, 'cookie_message', meta.label('Cookie message'), 'fail', meta.is_off('cookie_message')
		+ (NOT EXISTS (SELECT FROM site.published_texts p WHERE p.name = site.setting('cookie_text')))::integer,
		meta.label('The cookie message is on and has its text.'), meta.label('The cookie message is off or has no published text.'), '',
		meta.label('Switch the setting cookie_message on and publish its text.'), 'texts');
	SELECT count(*), string_agg(x.name || ' ' || x.language, ', ' ORDER BY x.position, x.language) INTO n, empty FROM site.texts x
		WHERE NOT EXISTS (SELECT FROM site.text_versions v WHERE v.name = x.name AND v.language = x.language);
	RETURN NEXT meta.finding(22, 'texts', meta.label('Texts for visitors'), 'warn', n, meta.label('Every text is published in every language.'),
		meta.label('Texts were never published.'), empty, meta.label('Look at the drafts and publish them.'), 'texts');
	RETURN NEXT meta.finding(23, 'own_details', meta.label('Users change their details'), 'warn', meta.is_off('users_may_change_details'),
		meta.label('Users can correct their own details.'), meta.label('Users cannot correct their own details.'), '',
		meta.label('Switch the setting users_may_change_details on.'), 'settings');
	RETURN NEXT meta.finding(24, 'minimum_age', meta.label('Minimum age'), 'warn', (site.setting('minimum_age')::integer < 16)::integer::bigint,
		meta.label('Whoever registers alone is 16, or as old as the country''s law says.'), meta.label('The minimum age is below 16.'), site.setting('minimum_age'),
		meta.label('Raise the setting minimum_age; countries with a lower age have their own list.'), 'settings');
	RETURN NEXT meta.finding(25, 'tls', meta.label('Encrypted connections'), 'fail', meta.is_off('tls_required'), meta.label('The website answers over TLS only.'),
		meta.label('The website answers without encryption.'), '', meta.label('Switch the setting tls_required on.'), 'settings');
	SELECT count(*), string_agg(f.label, ', ' ORDER BY f.slot) INTO n, empty FROM site.custom_fields f
		WHERE f.special_category AND f.label <> '' AND 'required' IN (f.client_form, f.contributor_form, f.account_form);
	RETURN NEXT meta.finding(26, 'special_fields', meta.label('Special-category fields'), 'fail', n, meta.label('Nobody is forced to tell special-category data.'),
		meta.label('A form requires special-category data.'), empty, meta.label('Make these fields optional, and ask for explicit consent.'), 'custom_fields');
END
$$;
COMMENT ON FUNCTION meta.check_website() IS 'Compliance: settings and texts of the website.';

CREATE OR REPLACE FUNCTION meta.check_policy() RETURNS SETOF meta.finding
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	-- The day of publication makes no difference.
	a_day CONSTANT text := '\d{4}-\d{2}-\d{2}';
	oldest timestamptz;
	stale bigint;
	gaps bigint;
	named text;
	missing bigint := (SELECT count(*) FROM site.texts x WHERE x.name = site.setting('privacy_policy')
		AND NOT EXISTS (SELECT FROM site.text_versions v WHERE v.name = x.name AND v.language = x.language));
BEGIN
	SELECT min(p.published_at), count(*) FILTER (WHERE regexp_replace(p.body, a_day, '', 'g') <> regexp_replace(site.filled_text(v.source, p.language), a_day, '', 'g')) INTO oldest, stale
		FROM site.published_texts p JOIN site.text_versions v ON v.id = p.version_id WHERE p.name = site.setting('privacy_policy');
	RETURN NEXT meta.finding(30, 'policy', meta.label('Privacy policy'), 'fail', missing, meta.label('The privacy policy is published in every language.'),
		meta.label('The privacy policy is not published in every language.'), '', meta.label('Look at the draft and publish it.'), 'texts');
	RETURN NEXT meta.finding(31, 'policy_age', meta.label('Age of the policy'), 'warn',
		coalesce((oldest < meta.clock() - site.setting('policy_months')::integer * interval '1 month')::integer, 1)::bigint, meta.label('The privacy policy was looked at not long ago.'),
		meta.label('The privacy policy is old.'), to_char(oldest, 'YYYY-MM-DD'), meta.label('Read it again and publish a new version.'), 'texts');
	RETURN NEXT meta.finding(32, 'policy_map', meta.label('Policy and data map'), 'warn', stale, meta.label('The published policy says what the data map says.'),
		meta.label('The data map or a setting has changed since the policy was published.'), '', meta.label('Publish it anew: the lists are made from the map.'), 'texts');
	SELECT count(*), string_agg(g.table_name || '.' || g.column_name, ', ') INTO gaps, named FROM privacy.map_gaps() AS g;
	RETURN NEXT meta.finding(33, 'map_gaps', meta.label('Data map'), 'fail', gaps, meta.label('Every column is classified.'),
		meta.label('Columns are not in the data map.'), named,
		meta.label('Classify them; until then nothing is erased.'), 'data_map');
END
$$;
COMMENT ON FUNCTION meta.check_policy() IS 'Compliance: the privacy policy against the calendar and the data map.';

CREATE OR REPLACE FUNCTION meta.check_duties() RETURNS SETOF meta.finding
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	newest timestamptz := (SELECT max(s.at) FROM audit.seals s);
	n bigint;
	late text;
	hours integer := site.setting('seal_hours')::integer;
BEGIN
	RETURN NEXT meta.finding(40, 'breaches', meta.label('Breaches to report'), 'fail', (SELECT count(*) FROM privacy.breaches b WHERE meta.breach_clock(b, meta.clock()) = 'late'),
		meta.label('No report of a breach is late.'), meta.label('A breach was not reported in time.'),
		(SELECT string_agg(b.title, ', ') FROM privacy.breaches b WHERE meta.breach_clock(b, meta.clock()) = 'late'), meta.label('Report it, with the reasons for the delay.'), 'breaches');
	RETURN NEXT meta.finding(41, 'breach_clock', meta.label('Running clocks'), 'warn', (SELECT count(*) FROM privacy.breaches b WHERE meta.breach_clock(b, meta.clock()) = 'running'),
		meta.label('No breach waits for its report.'), meta.label('The clock of a breach is running.'),
		(SELECT string_agg(b.title, ', ') FROM privacy.breaches b WHERE meta.breach_clock(b, meta.clock()) = 'running'), meta.label('Judge the risk and report it in time.'), 'breaches');
	RETURN NEXT meta.finding(45, 'seals', meta.label('Seals of the trail'), CASE WHEN newest IS NULL THEN 'fail' ELSE 'warn' END,
		coalesce((newest < meta.clock() - hours * interval '1 hour')::integer, 1)::bigint, meta.label('The audit trail is sealed.'), meta.label('The newest seal is old, or there is none.'),
		to_char(newest AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), meta.label('Let steward seal and steward witness run.'), 'seals');
	SELECT count(*), string_agg(k.name, ', ' ORDER BY k.place) INTO n, late FROM auth.keeper_states() k WHERE k.state <> 'ok';
	RETURN NEXT meta.finding(48, 'keepers', meta.label('Programs that keep watch'), 'warn', n, meta.label('Sealer, witness, warden, mailer and worker are at work.'),
		meta.label('Programs that keep watch are not heard of, or are behind.'), late, meta.label('Let each run as its systemd unit says; the screen tells which.'), 'keepers');
	RETURN NEXT meta.finding(46, 'security_mail', meta.label('Security mail'), 'fail', (site.setting('security_mail_to') = '')::integer::bigint, meta.label('Security mail has an address.'),
		meta.label('Nobody is told of signs of an intrusion.'), '', meta.label('Fill in the setting security_mail_to.'), 'settings');
END
$$;
COMMENT ON FUNCTION meta.check_duties() IS 'Compliance: what runs out, and what has to go on by itself.';

CREATE OR REPLACE FUNCTION meta.check_registers() RETURNS SETOF meta.finding
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	late bigint := meta.count_if_there('privacy.requests', '{closed_at,due_on}', 'closed_at IS NULL AND due_on < meta.clock()::date');
	waiting bigint := meta.count_if_there('privacy.erasures', '{state,proposed_at}',
		'state = ''proposed'' AND proposed_at < meta.clock() - site.setting(''erasure_wait_days'')::integer * interval ''1 day''');
	stuck bigint := meta.count_if_there('auth.mails', '{state,at}', 'state IN (''waiting'', ''claimed'', ''uncertain'') AND at < clock_timestamp() - interval ''1 hour'' OR state = ''failed'' AND at > clock_timestamp() - interval ''7 days''');
	purges bigint := meta.count_if_there('steward.jobs', '{kind,state,run_after}',
		'kind ~ ''retention'' AND state = ''done'' AND run_after > meta.clock() - site.setting(''purge_days'')::integer * interval ''1 day''');
BEGIN
	IF late IS NOT NULL THEN
		RETURN NEXT meta.finding(42, 'requests', meta.label('Requests of data subjects'), 'fail', late, meta.label('No request is past its term.'), meta.label('Requests are past their term.'),
			'', meta.label('Answer them; each day counts.'), 'requests');
	END IF;
	IF waiting IS NOT NULL THEN
		RETURN NEXT meta.finding(43, 'erasures', meta.label('Erasures to approve'), 'warn', waiting, meta.label('No erasure waits long for its second person.'),
			meta.label('Erasures wait for approval.'), '', meta.label('Look at the plans and decide.'), 'erasures');
	END IF;
	IF purges IS NOT NULL THEN
		RETURN NEXT meta.finding(44, 'purge', meta.label('Purge of old data'), 'warn', (purges = 0)::integer::bigint, meta.label('Data past their term were purged not long ago.'),
			meta.label('Data past their term have not been purged for long.'), '', meta.label('Run the purge, and plan it as a job.'), 'jobs');
	END IF;
	IF stuck IS NOT NULL THEN
		RETURN NEXT meta.finding(47, 'mail_queue', meta.label('Outgoing mail'), 'warn', stuck, meta.label('Mail goes out.'), meta.label('Mail waits or has failed.'),
			'', meta.label('Look whether steward mail runs and reaches its server.'), 'mails');
	END IF;
END
$$;
COMMENT ON FUNCTION meta.check_registers() IS 'Compliance: requests, erasures, purges and mail, where these are kept.';

CREATE OR REPLACE FUNCTION meta.check_ledger() RETURNS SETOF meta.finding
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	unsigned bigint := (SELECT count(*) FROM privacy.ledger l WHERE l.signature IS NULL AND l.at < clock_timestamp() - interval '1 day');
	outside boolean := (SELECT m.told_at IS NOT NULL FROM privacy.ledger_mark m) OR NOT EXISTS (SELECT FROM privacy.ledger);
	gaps bigint;
	named text;
BEGIN
	RETURN NEXT meta.finding(51, 'ledger', meta.label('Ledger of erasures'), CASE WHEN outside THEN 'warn' ELSE 'fail' END, greatest(unsigned, (NOT outside)::integer),
		meta.label('Every certificate is signed and stands outside too.'), meta.label('Erasures stand in the database only: a restored backup would bring them back.'), '',
		meta.label('Run steward ledger sign, each day.'), 'ledger');
	SELECT count(*), string_agg(g.label, ', ') INTO gaps, named FROM privacy.gaps_now(privacy.fits()) AS g;
	RETURN NEXT meta.finding(52, 'scan_gaps', meta.label('Index of the residual scan'), 'fail', gaps, meta.label('Every table can be looked through.'),
		meta.label('Tables cannot be looked through for mentions.'), named, meta.label('Run steward migrate; until then nobody is erased.'), 'data_map');
	SELECT count(*), string_agg(s.label || ' ' || s.trigger_name, ', ') INTO gaps, named FROM steward.sleeping_triggers() AS s;
	RETURN NEXT meta.finding(53, 'triggers', meta.label('Triggers'), 'fail', gaps, meta.label('Every rule and every row of the trail is written where it must be.'),
		meta.label('Triggers are switched off: changes leave no trace or break rules.'), named, meta.label('Find out who did it and since when, and switch them on again (ALTER TABLE).'), '');
END
$$;
COMMENT ON FUNCTION meta.check_ledger() IS 'Compliance: certificates outside the database, the indexes without which nobody is erased, and triggers that sleep.';

CREATE OR REPLACE FUNCTION meta.compliance() RETURNS SETOF meta.finding
	LANGUAGE sql STABLE ROWS 24 AS
$$
	SELECT * FROM meta.check_staff() UNION ALL SELECT * FROM meta.check_website() UNION ALL SELECT * FROM meta.check_policy() UNION ALL SELECT * FROM meta.check_duties() UNION ALL SELECT * FROM meta.check_registers() UNION ALL SELECT * FROM meta.check_recipients() UNION ALL SELECT * FROM meta.check_ledger()
$$;
COMMENT ON FUNCTION meta.compliance() IS 'Every check of the compliance list, as things are now.';

CREATE OR REPLACE FUNCTION meta.home_compliance() RETURNS TABLE (tile text, line integer, label text, value numeric, detail text)
	LANGUAGE plpgsql STABLE AS
$$
DECLARE
	found record;
BEGIN
	SELECT count(*) AS checks, count(*) FILTER (WHERE c.state = 'ok') AS fine, count(*) FILTER (WHERE c.state = 'warn') AS warned, count(*) FILTER (WHERE c.state = 'fail') AS failed
		INTO found FROM meta.compliance() AS c;
	RETURN QUERY VALUES ('compliance'::text, 1, meta.label('Checks that are fine'), found.fine::numeric, '/ ' || found.checks),
		('compliance'::text, 2, meta.label('Warnings'), found.warned::numeric, '!'::text), ('compliance'::text, 3, meta.label('Not in order'), found.failed::numeric, '!!'::text);
END
$$;
COMMENT ON FUNCTION meta.home_compliance() IS 'Home: how many checks of the compliance list are fine.';
