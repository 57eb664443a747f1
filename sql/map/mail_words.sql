-- Kinds of security mail and their words. Whether a kind is sent is the administrator's choice and stays as it is.

CREATE TEMPORARY TABLE wanted_mail_kinds (LIKE auth.mail_kinds INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_mail_kinds (position, name, label, to_superadmins, to_person) VALUES
	(1, 'failures', 'Many failed log-ins at the console', true, false),
	(2, 'blocked', 'An address was blocked', true, false),
	(3, 'locked', 'Log-ins of an account are refused for a while', true, true),
	(4, 'disabled', 'An account waits for a reset after too many failed log-ins', true, true),
	(5, 'unlock', 'A session ended after wrong PINs', true, true),
	(6, 'new_place', 'A superadmin or sysadmin logged in from a new address', true, true),
	(7, 'secrets', 'A password or PIN was set', false, true),
	(8, 'code', 'A one-time code was given', true, true),
	(9, 'rights', 'A role or right was given', true, true),
	(10, 'proposal', 'A grant waits for a second person', true, false),
	(11, 'key', 'An SSH key was added', true, true),
	(12, 'trail', 'The audit trail does not hold', true, false),
	(13, 'export', 'Many records were exported', true, false),
	(14, 'test', 'A test mail', false, true),
	(15, 'several', 'Several of these at once', false, false),
	(16, 'unused', 'To a client: an account that nobody uses will be disabled', false, false),
	(17, 'reminder', 'To a client: a reminder of an unpaid invoice', false, false);
UPDATE wanted_mail_kinds w SET enabled = k.enabled, version = k.version, updated_at = k.updated_at FROM auth.mail_kinds k WHERE k.name = w.name;

CREATE TEMPORARY TABLE wanted_mail_texts (LIKE auth.mail_texts INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_mail_texts (kind, language, subject, line, advice) VALUES
	('failures', 'en', 'many failed log-ins', '{detail} or more failed log-ins within a quarter of an hour, the last as {login} from {address}', 'Look at the watch screen: who tries what, from where. Block addresses there.'),
	('failures', 'nl', 'veel mislukte aanmeldingen', '{detail} of meer mislukte aanmeldingen binnen een kwartier, de laatste als {login} vanaf {address}', 'Kijk op het bewakingsscherm wie wat probeert en waarvandaan. Blokkeer daar adressen.'),
	('blocked', 'en', 'an address was blocked', 'blocked {detail}', 'Lift the block at the console if it hits somebody who should get in.'),
	('blocked', 'nl', 'een adres is geblokkeerd', 'geblokkeerd {detail}', 'Hef de blokkade in de console op als er iemand door buiten staat die naar binnen mag.'),
	('locked', 'en', 'log-ins are refused for a while', '{login}: too many failed log-ins, the last from {address}', 'It passes by itself. If these were not your own, somebody is guessing: tell a superadmin.'),
	('locked', 'nl', 'aanmeldingen worden een tijd geweigerd', '{login}: te veel mislukte aanmeldingen, de laatste vanaf {address}', 'Het gaat vanzelf over. Waren het geen eigen pogingen, dan raadt er iemand: meld dat aan een superadmin.'),
	('disabled', 'en', 'an account waits for a reset', '{login}: {detail} failed log-ins in a row, the last from {address}; none is looked at until a reset', 'A superadmin gives the person a one-time code, after asking whose log-ins these were.'),
	('disabled', 'nl', 'een account wacht op herstel', '{login}: {detail} mislukte aanmeldingen achter elkaar, de laatste vanaf {address}; tot herstel wordt er geen meer bekeken', 'Een superadmin geeft een eenmalige code, na te hebben gevraagd van wie deze pogingen waren.'),
	('unlock', 'en', 'a session ended after wrong PINs', '{login}: the PIN was wrong too often, the session from {address} was ended', 'If this was not you, somebody sat at your terminal: tell a superadmin.'),
	('unlock', 'nl', 'een sessie is beëindigd na verkeerde pincodes', '{login}: de pincode was te vaak verkeerd, de sessie vanaf {address} is beëindigd', 'Was dit iemand anders, dan zat er iemand achter deze terminal: meld dat aan een superadmin.'),
	('new_place', 'en', 'a log-in from a new address', '{login} logged in from {address}, where from never before', 'If this was not you: end the session, have the password and the PIN reset, look at the trail.'),
	('new_place', 'nl', 'een aanmelding vanaf een nieuw adres', '{login} heeft zich aangemeld vanaf {address}, vanwaar nooit eerder', 'Was dit iemand anders: beëindig de sessie, laat wachtwoord en pincode herstellen, bekijk het logboek.'),
	('secrets', 'en', 'your password or PIN was set', '{login}: password or PIN were set ({detail})', 'If this was not you, tell a superadmin at once.'),
	('secrets', 'nl', 'wachtwoord of pincode is ingesteld', '{login}: wachtwoord of pincode is ingesteld ({detail})', 'Was dit iemand anders, meld dat dan meteen aan een superadmin.'),
	('code', 'en', 'a one-time code was given', '{login}: one-time code for {detail}', 'With it, password or PIN can be set. If nobody asked for it, withdraw it.'),
	('code', 'nl', 'een eenmalige code is uitgegeven', '{login}: eenmalige code voor {detail}', 'Hiermee worden wachtwoord of pincode ingesteld. Trek de code in als niemand erom heeft gevraagd.'),
	('rights', 'en', 'a role or right was given', '{login}: {detail}', 'Look whether it should be so.'),
	('rights', 'nl', 'een rol of recht is gegeven', '{login}: {detail}', 'Ga na of dit de bedoeling is.'),
	('proposal', 'en', 'a grant waits for a second person', '{login}: {detail}', 'Approve or refuse it at the console.'),
	('proposal', 'nl', 'een toekenning wacht op een tweede persoon', '{login}: {detail}', 'Keur haar goed of af in de console.'),
	('key', 'en', 'an SSH key was added', '{login}: {detail}', 'Look whether the person knows about it.'),
	('key', 'nl', 'een SSH-sleutel is toegevoegd', '{login}: {detail}', 'Ga na of de persoon ervan weet.'),
	('trail', 'en', 'the audit trail does not hold', '{detail}', 'Keep the witness''s log and a copy of the database as they are, and find out who could write there.'),
	('trail', 'nl', 'het logboek klopt niet', '{detail}', 'Bewaar het bestand van de getuige en een kopie van de database zoals ze zijn, en zoek uit wie daar kon schrijven.'),
	('export', 'en', 'many records were exported', '{login}: {detail}', 'Look whether it should be so.'),
	('export', 'nl', 'veel records zijn geëxporteerd', '{login}: {detail}', 'Ga na of dit de bedoeling is.'),
	('test', 'en', 'a test', 'Security mail arrives.', 'Nothing needs doing.'),
	('test', 'nl', 'een proef', 'Beveiligingsmail komt aan.', 'Er hoeft niets te gebeuren.'),
	('several', 'en', 'several security events', '{detail}', 'There were more mails than go out within an hour, so this one tells them all. The watch screen has the rest.'),
	('several', 'nl', 'verschillende beveiligingsmeldingen', '{detail}', 'Er waren meer mails dan er in een uur uitgaan; daarom staan ze hier bij elkaar. De rest staat op het bewakingsscherm.'),
	('reminder', 'en', 'reminder', '{detail}', ''),
	('reminder', 'nl', 'herinnering', '{detail}', ''),
	('unused', 'en', 'your account will be disabled', 'Dear {login}, you have not used your account since {address}. It will be disabled on {detail}.', 'To keep it, log in before that day. Nothing else needs doing: data that nobody needs are not kept.'),
	('unused', 'nl', 'uw account wordt uitgeschakeld', 'Beste {login}, u hebt uw account sinds {address} niet gebruikt. Het wordt op {detail} uitgeschakeld.', 'Wilt u het houden, log dan voor die dag in. Verder hoeft u niets te doen: gegevens die niemand nodig heeft, worden niet bewaard.');

SELECT steward.take_rows('wanted_mail_kinds', 'auth.mail_kinds', '');
SELECT steward.take_rows('wanted_mail_texts', 'auth.mail_texts', 'kind');
