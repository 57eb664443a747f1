-- Settings of the website: what each takes, whoever writes it, and the rows themselves. Applied again when this file changes: words, kinds and
-- bounds follow the file, values that people set stay.

CREATE OR REPLACE FUNCTION site.check_setting() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF NEW.value = '' THEN
		IF NEW.needed OR NEW.kind IN ('yesno', 'number', 'days', 'choice') THEN
			RAISE EXCEPTION 'This must be filled in.' USING ERRCODE = '22023', COLUMN = 'value';
		END IF;
		RETURN NEW;
	END IF;
	IF NEW.kind <> 'lines' AND NEW.value ~ '[\n\r]' THEN
		RAISE EXCEPTION 'This is one line.' USING ERRCODE = '22023', COLUMN = 'value', HINT = 'Remove the line breaks.';
	END IF;
	IF NEW.kind IN ('number', 'days') AND NEW.value !~ '^-?[0-9]{1,9}$' THEN
		RAISE EXCEPTION 'This is not a whole number.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	CASE NEW.kind
		WHEN 'yesno' THEN
			IF NEW.value NOT IN ('on', 'off') THEN
				RAISE EXCEPTION 'This setting is on or off.' USING ERRCODE = '22023', COLUMN = 'value';
			END IF;
		WHEN 'number', 'days' THEN
			IF NEW.value::integer < NEW.least THEN
				RAISE EXCEPTION 'This number is too small.' USING ERRCODE = '22023', COLUMN = 'value';
			ELSIF NEW.value::integer > NEW.most THEN
				RAISE EXCEPTION 'This number is too large.' USING ERRCODE = '22023', COLUMN = 'value';
			END IF;
		WHEN 'choice' THEN
			IF NEW.value <> ALL (NEW.choices) THEN
				RAISE EXCEPTION 'This value is not allowed.' USING ERRCODE = '22023', COLUMN = 'value', HINT = 'Choose one from the list.';
			END IF;
		WHEN 'group' THEN
			IF NOT EXISTS (SELECT FROM site.permission_groups g WHERE g.id::text = NEW.value) THEN
				RAISE EXCEPTION 'There is no such group.' USING ERRCODE = '22023', COLUMN = 'value', HINT = 'Choose one from the list.';
			END IF;
		WHEN 'mail' THEN
			IF NEW.value !~ '^[^[:space:]@,;<>]+@[^[:space:]@,;<>]+$' OR char_length(NEW.value) > 254 THEN
				RAISE EXCEPTION 'This is not an e-mail address.' USING ERRCODE = '22023', COLUMN = 'value', HINT = 'Write it like name@example.org, without blanks.';
			END IF;
		WHEN 'document' THEN
			IF NOT EXISTS (SELECT FROM site.texts x WHERE x.name = NEW.value) THEN
				RAISE EXCEPTION 'There is no such text.' USING ERRCODE = '22023', COLUMN = 'value', HINT = 'Choose one from the list.';
			END IF;
		ELSE NULL;
	END CASE;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION site.check_setting() IS
	'Trigger: a setting takes what its kind and bounds allow (22023 with the column), whoever writes it. Definer, to look into the tables that a '
	'setting can name.';
CREATE OR REPLACE TRIGGER check_setting BEFORE INSERT OR UPDATE ON site.settings FOR EACH ROW EXECUTE FUNCTION site.check_setting();
ALTER TABLE site.settings ENABLE ALWAYS TRIGGER check_setting;

-- Ages belong together: with a parent's consent one may be younger, never older.
CREATE OR REPLACE FUNCTION site.check_ages() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	IF site.setting('parental_consent_age')::integer > site.setting('minimum_age')::integer THEN
		RAISE EXCEPTION 'The age with a parent''s consent cannot be higher than the age without.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION site.check_ages() IS 'Trigger on the settings minimum_age and parental_consent_age: who needs a parent''s consent is younger (22023). Definer: it asks both.';
CREATE OR REPLACE TRIGGER check_ages AFTER UPDATE OF value ON site.settings
	FOR EACH ROW WHEN (NEW.name IN ('minimum_age', 'parental_consent_age')) EXECUTE FUNCTION site.check_ages();

CREATE OR REPLACE FUNCTION site.registration_age(p_country text, OUT age integer, OUT parental_age integer)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
	SELECT coalesce(m.age, site.setting('minimum_age')::integer), coalesce(m.parental_age, site.setting('parental_consent_age')::integer)
	FROM (SELECT) AS always LEFT JOIN site.minimum_ages m ON m.country = p_country
$$;
COMMENT ON FUNCTION site.registration_age(text) IS 'From which age somebody of that country may register alone, and with a parent''s consent: the country''s, else the settings''.';

-- The rows ---------------------------------------------------------------------------------------------------------

INSERT INTO site.settings (section, position, name, value, kind, least, most, needed, label, description) VALUES
	('General', 101, 'site_name', 'Lumen Picture Library', 'text', NULL, NULL, true, 'Name of the website', 'Stands in headers, letters and texts.'),
	('General', 102, 'site_address', '', 'text', NULL, NULL, false, 'Address of the website', 'As visitors type it, such as https://www.lumen.example.'),
	('General', 103, 'controller', '', 'lines', NULL, NULL, false, 'Who is responsible', 'Name and postal address of the company that decides about personal data (the controller).'),
	('General', 104, 'contact_address', '', 'mail', NULL, NULL, false, 'E-mail address for questions', 'Where people write who want to know, correct or erase something.'),
	('General', 105, 'privacy_officer', '', 'text', NULL, NULL, false, 'Privacy officer', 'Name and address of the data protection officer, if there is one.'),
	('General', 106, 'authority', '', 'text', NULL, NULL, false, 'Supervisory authority', 'Where people can complain, such as Autoriteit Persoonsgegevens, The Hague.'),
	('Registration', 201, 'registration_text', 'registration', 'document', NULL, NULL, true, 'Text on the registration page', 'Says what is stored and why, before anybody fills in a form.'),
	('Registration', 202, 'minimum_age', '16', 'number', 13, 21, true, 'Minimum age', 'Who is as old may register alone. Countries with another age stand in their own list.'),
	('Registration', 203, 'parental_consent_age', '13', 'number', 0, 21, true, 'Age with a parent''s consent', 'Who is as old may register when a parent agrees.'),
	('My account', 301, 'users_may_change_details', 'on', 'yesno', NULL, NULL, true, 'Users can change and save their details', 'The form of My account can be saved; off, every correction is work for the staff.'),
	('My account', 302, 'users_see_searches', 'on', 'yesno', NULL, NULL, true, 'Users see their searches', 'Shown under My account.'),
	('My account', 303, 'users_see_cart', 'on', 'yesno', NULL, NULL, true, 'Users see their cart', 'Shown under My account.'),
	('My account', 304, 'users_see_lightboxes', 'on', 'yesno', NULL, NULL, true, 'Users see their lightboxes', 'Shown under My account.'),
	('My account', 305, 'users_see_messages', 'on', 'yesno', NULL, NULL, true, 'Users see their messages', 'Shown under My account.'),
	('My account', 306, 'users_see_orders', 'on', 'yesno', NULL, NULL, true, 'Users see their orders', 'Shown under My account.'),
	('My account', 307, 'users_see_invoices', 'on', 'yesno', NULL, NULL, true, 'Users see their invoices', 'Shown under My account.'),
	('My account', 308, 'users_see_quote_requests', 'on', 'yesno', NULL, NULL, true, 'Users see their quote requests', 'Shown under My account.'),
	('My account', 309, 'users_see_search_requests', 'on', 'yesno', NULL, NULL, true, 'Users see their search requests', 'Shown under My account.'),
	('My account', 310, 'users_see_reservations', 'on', 'yesno', NULL, NULL, true, 'Users see their reservations', 'Shown under My account.'),
	('Guests', 401, 'guests_may_search', 'on', 'yesno', NULL, NULL, true, 'Guests may search', 'Without an account; their searches are logged with their address.'),
	('Guests', 402, 'guests_may_request_quotes', 'off', 'yesno', NULL, NULL, true, 'Guests may request quotes', 'Their e-mail address is kept with the request.'),
	('Guests', 403, 'guests_may_request_searches', 'off', 'yesno', NULL, NULL, true, 'Guests may send search requests', 'Their e-mail address is kept with the request.'),
	('Privacy and cookies', 501, 'cookie_message', 'on', 'yesno', NULL, NULL, true, 'Cookie message', 'Visitors see it until they agree; needed as soon as anything but necessary cookies is set.'),
	('Privacy and cookies', 502, 'cookie_text', 'cookies', 'document', NULL, NULL, true, 'Text of the cookie message', 'What visitors read in the cookie message.'),
	('Privacy and cookies', 503, 'privacy_policy', 'privacy', 'document', NULL, NULL, true, 'Privacy policy', 'What visitors read at /privacy.'),
	('Privacy and cookies', 504, 'policy_months', '12', 'number', 1, 60, true, 'Months until the policy is looked at again', 'An older privacy policy is a warning in the compliance check.'),
	('Privacy and cookies', 505, 'breach_hours', '72', 'number', 1, 72, true, 'Hours to report a breach', 'From the moment somebody here knows of it, weekends included (GDPR, Art. 33).'),
	('Privacy and cookies', 506, 'erasure_wait_days', '7', 'days', 1, 30, true, 'Days that an erasure may wait for approval', 'A proposal that waits longer is a warning in the compliance check.'),
	('Privacy and cookies', 507, 'purge_days', '31', 'days', 1, 366, true, 'Days between purges', 'A purge of what is past its term that was longer ago is a warning in the compliance check.'),
	('Privacy and cookies', 508, 'unused_warning_days', '30', 'days', 14, 90, true, 'Days between warning and disabling an unused account', 'A purge writes to who has not used an account for as long as the data map allows, and disables it so many days after the mail was sent.'),
	('Money', 602, 'settlement_days', '30', 'days', 0, 365, true, 'Days between invoice and due date, unless the account says otherwise', 'Printed on invoices.'),
	('Security', 701, 'staff_pin', 'on', 'yesno', NULL, NULL, true, 'Staff log in with a password and a PIN', 'Superadmins always do.'),
	('Security', 702, 'second_person_grants', 'off', 'yesno', NULL, NULL, true, 'A role or right given to a colleague waits until another superadmin approves it', 'Once on, only the administrator of the database turns it off.'),
	('Security', 703, 'tls_required', 'on', 'yesno', NULL, NULL, true, 'The website answers over TLS only', 'Pages, forms and downloads over https.'),
	('Security', 704, 'staff_inactive_days', '90', 'days', 7, 730, true, 'Days after which an unused staff account is a warning', 'Who has not logged in for so long may not need the account any more.'),
	('Security', 705, 'seal_hours', '24', 'number', 1, 168, true, 'Hours between seals of the audit trail', 'A newest seal that is older is a warning in the compliance check.'),
	('Mail', 801, 'security_mail_to', '', 'mail', NULL, NULL, false, 'Address of security mail', 'Who is told of what looks like an intrusion.'),
	('New users', 904, 'default_group', '', 'group', NULL, NULL, false, 'Permission group of new accounts', 'Gives the permissions that an account starts with; empty: the standard ones.')
ON CONFLICT (name) DO UPDATE SET section = excluded.section, position = excluded.position, kind = excluded.kind, least = excluded.least, most = excluded.most,
	needed = excluded.needed, label = excluded.label, description = excluded.description
WHERE (settings.section, settings.position, settings.kind, settings.least, settings.most, settings.needed, settings.label, settings.description)
	IS DISTINCT FROM (excluded.section, excluded.position, excluded.kind, excluded.least, excluded.most, excluded.needed, excluded.label, excluded.description);
UPDATE site.settings SET source = 'permission_groups' WHERE name = 'default_group' AND source IS DISTINCT FROM 'permission_groups';
UPDATE site.settings SET source = 'texts' WHERE kind = 'document' AND source IS DISTINCT FROM 'texts';

INSERT INTO site.settings (section, position, name, value, kind, choices, source, label, description) VALUES
	('Money', 601, 'base_currency', 'EUR', 'choice', '{EUR,GBP,CHF,USD,DKK,NOK,SEK,PLN,CZK,HUF,RON,BGN,UAH,TRY,CAD,AUD,JPY}', 'currencies',
		'Currency of the books', 'Amounts in other currencies are kept with the rate of their day.'),
	('New users', 901, 'default_language', 'en', 'choice', '{bg,cs,da,de,el,en,es,et,fi,fr,ga,hr,hu,is,it,lt,lv,mt,nl,no,pl,pt,ro,sk,sl,sv,tr,uk}',
		'languages', 'Language of new accounts', 'Language of pages and letters, unless the person chooses another.'),
	('New users', 902, 'default_currency', 'EUR', 'choice', '{EUR,GBP,CHF,USD,DKK,NOK,SEK,PLN,CZK,HUF,RON,BGN,UAH,TRY,CAD,AUD,JPY}', 'currencies',
		'Currency of new accounts', 'Currency of prices and invoices, unless the person chooses another.'),
	('New users', 903, 'default_marketing', 'off', 'choice', '{off}', NULL, 'Marketing for new accounts', 'Always off: nobody receives mailings before having agreed to them.')
ON CONFLICT (name) DO UPDATE SET section = excluded.section, position = excluded.position, kind = excluded.kind, choices = excluded.choices, source = excluded.source,
	label = excluded.label, description = excluded.description
WHERE (settings.section, settings.position, settings.kind, settings.choices, settings.source, settings.label, settings.description)
	IS DISTINCT FROM (excluded.section, excluded.position, excluded.kind, excluded.choices, excluded.source, excluded.label, excluded.description);

-- Article 8 leaves the age between 13 and 16 to each country; where it is 16, the settings say so.
INSERT INTO site.minimum_ages (country, age, parental_age, note) VALUES
	('AT', 14, 0, 'DSG, § 4(4)'), ('BE', 13, 0, 'Act of 30 July 2018, Art. 7'), ('BG', 14, 0, 'Personal Data Protection Act, Art. 25c'),
	('CY', 14, 0, 'Law 125(I)/2018, s. 8'), ('CZ', 15, 0, 'Act 110/2019, § 7'), ('EE', 13, 0, 'Personal Data Protection Act, § 8'),
	('ES', 14, 0, 'LO 3/2018, Art. 7'), ('FI', 13, 0, 'Data Protection Act, s. 5'), ('FR', 15, 0, 'Loi informatique et libertés, Art. 45'),
	('GB', 13, 0, 'Data Protection Act 2018, s. 9'), ('GR', 15, 0, 'Law 4624/2019, Art. 21'), ('IT', 14, 0, 'D.lgs. 101/2018, Art. 2-quinquies'),
	('LT', 14, 0, 'Law on Legal Protection of Personal Data, Art. 6'), ('LV', 13, 0, 'Personal Data Processing Law, s. 33'),
	('MT', 13, 0, 'S.L. 586.11'), ('PT', 13, 0, 'Lei 58/2019, Art. 16'), ('SE', 13, 0, 'Act 2018:218, ch. 2 s. 4')
ON CONFLICT DO NOTHING;

SELECT steward.own_functions('site', 'site_owner');
