-- The mailer's side of the outbox. `steward-mailer` takes one mail, tells when it hands it over to the mail server, and what came of it,
-- each in a transaction of its own. Whoever ends in between leaves a mail that was claimed, which is tried again: nothing of it had gone
-- out. Or one that was handed, of which nobody knows whether it arrived: it stays uncertain, and a person decides. One mailer at a time.

CREATE OR REPLACE FUNCTION auth.mail_stale() RETURNS void
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	before timestamptz := clock_timestamp() - auth.setting('mail_lease')::interval;
BEGIN
	UPDATE auth.mails SET state = 'waiting' WHERE state = 'claimed' AND claimed_at < before;
	UPDATE auth.mails SET state = 'uncertain', error = 'The mailer ended before the mail server had answered.'
	WHERE state = 'handed' AND claimed_at < before;
END
$$;
COMMENT ON FUNCTION auth.mail_stale() IS 'Looks after mails that a mailer took and said no more about.';

CREATE OR REPLACE FUNCTION auth.mail_compose(p_recipient text, p_kind text) RETURNS bigint
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	ids bigint[];
	told text;
	words auth.mail_texts;
	most integer := auth.setting('mail_lines')::integer;
	site text := (SELECT s.value FROM site.settings s WHERE s.name = 'site_name');
	dutch boolean := auth.setting('mail_language') = 'nl';
BEGIN
	SELECT array_agg(m.id ORDER BY m.id), string_agg(to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC  ' || m.line, chr(10) ORDER BY m.id)
		FILTER (WHERE m.place <= most)
	INTO ids, told FROM (SELECT w.*, row_number() OVER (ORDER BY w.id) AS place FROM auth.mails w
		WHERE w.recipient = p_recipient AND w.state = 'waiting' AND w.subject IS NULL AND (p_kind IS NULL OR w.kind = p_kind)) m;
	SELECT t.* INTO words FROM auth.mail_texts t
	WHERE t.kind = coalesce(p_kind, (SELECT min(m.kind) FROM auth.mails m WHERE m.id = ANY (ids) HAVING count(DISTINCT m.kind) = 1), 'several')
		AND t.language = auth.setting('mail_language');
	IF cardinality(ids) > most THEN
		told := told || chr(10) || format(CASE WHEN dutch THEN '… en nog %s.' ELSE '… and %s more.' END, cardinality(ids) - most);
	END IF;
	UPDATE auth.mails SET subject = auth.one_line(site || ': ' || words.subject || CASE WHEN cardinality(ids) > 1 THEN format(' (%s)', cardinality(ids)) ELSE '' END),
		body = concat_ws(chr(10) || chr(10), told, words.advice,
			CASE WHEN dutch THEN 'Deze mail komt van het beheerprogramma van ' || site || '. Antwoorden worden niet gelezen.'
				ELSE 'This mail comes from the staff console of ' || site || '. Nobody reads answers to it.' END)
	WHERE id = ids[1];
	UPDATE auth.mails SET state = 'merged', merged_into = ids[1] WHERE id = ANY (ids[2:]);
	RETURN ids[1];
END
$$;
COMMENT ON FUNCTION auth.mail_compose(text, text) IS
	'Makes one mail of all that waits for an address, of one kind or (NULL) of every kind, and returns its number: what happened line by '
	'line, the rest as a number, and what to do.';

CREATE OR REPLACE FUNCTION auth.mail_due() RETURNS bigint
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	batch record;
	lately integer;
	most integer := auth.setting('mail_per_hour')::integer;
	result bigint := (SELECT m.id FROM auth.mails m WHERE m.state = 'waiting' AND m.subject IS NOT NULL AND m.next_at <= clock_timestamp() ORDER BY m.next_at, m.id LIMIT 1);
BEGIN
	IF result IS NOT NULL THEN
		RETURN result;
	END IF;
	FOR batch IN SELECT m.recipient, m.kind, min(m.id) AS first FROM auth.mails m WHERE m.state = 'waiting' AND m.subject IS NULL
		GROUP BY m.recipient, m.kind ORDER BY min(m.id)
	LOOP
		SELECT count(*)::integer INTO lately FROM auth.mails m WHERE m.recipient = batch.recipient AND m.claimed_at > clock_timestamp() - interval '1 hour';
		IF lately = most - 1 THEN
			RETURN auth.mail_compose(batch.recipient, NULL);
		ELSIF lately < most AND NOT EXISTS (SELECT FROM auth.mails m WHERE m.recipient = batch.recipient AND m.kind = batch.kind
			AND m.claimed_at > clock_timestamp() - auth.setting('mail_digest')::interval) THEN
			RETURN auth.mail_compose(batch.recipient, batch.kind);
		END IF;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.mail_due() IS
	'The mail to be sent next: one that is to be tried again, or what waits of one kind for an address that had none of that kind within '
	'the setting mail_digest. The last that an address may get within the hour tells all that waits; then it waits. NULL when none is due.';

CREATE OR REPLACE FUNCTION auth.mail_take(OUT id bigint, OUT recipient text, OUT subject text, OUT body text, OUT message_id text, OUT kind text, OUT first boolean)
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	PERFORM auth.check_transaction();
	IF NOT pg_try_advisory_xact_lock(7315, 3) THEN
		RETURN;
	END IF;
	PERFORM auth.seen('mailer');
	PERFORM auth.mail_stale();
	id := auth.mail_due();
	UPDATE auth.mails m SET state = 'claimed', claimed_at = clock_timestamp(), attempts = m.attempts + 1 WHERE m.id = mail_take.id
	RETURNING m.recipient, m.subject, m.body, m.kind, m.attempts = 1 INTO recipient, subject, body, kind, first;
	message_id := format('steward.%s.%s', id, (SELECT i.site_id FROM steward.installation i));
END
$$;
COMMENT ON FUNCTION auth.mail_take() IS
	'The mail to be sent now, with what makes its Message-ID and whether this is its first try; all NULL when there is none. For '
	'steward_mailer only.';

CREATE OR REPLACE FUNCTION auth.mail_handing(p_id bigint) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
BEGIN
	PERFORM auth.check_transaction();
	UPDATE auth.mails SET state = 'handed', claimed_at = clock_timestamp() WHERE id = p_id AND state = 'claimed';
	RETURN FOUND;
END
$$;
COMMENT ON FUNCTION auth.mail_handing(bigint) IS
	'Before the first byte of a claimed mail goes to the mail server: from here on it is not tried again by itself unless the server refuses '
	'it. False when somebody else has it: then it must not be sent. For steward_mailer only.';

CREATE OR REPLACE FUNCTION auth.mail_result(p_id bigint, p_result text, p_error text) RETURNS text
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS
$$
DECLARE
	mail auth.mails;
	new_state text;
BEGIN
	PERFORM auth.check_transaction();
	SELECT m.* INTO mail FROM auth.mails m WHERE m.id = p_id AND m.state IN ('claimed', 'handed', 'uncertain') FOR NO KEY UPDATE;
	new_state := CASE
		WHEN mail.id IS NULL THEN NULL
		WHEN p_result IN ('sent', 'uncertain') THEN p_result
		WHEN p_result = 'later' AND mail.attempts < auth.setting('mail_tries')::integer THEN 'waiting'
		WHEN p_result IN ('later', 'refused') THEN 'failed' END;
	IF new_state IS NULL THEN
		RETURN NULL;
	END IF;
	UPDATE auth.mails SET state = new_state, error = CASE new_state WHEN 'sent' THEN '' ELSE left(coalesce(p_error, ''), 1000) END,
		sent_at = CASE new_state WHEN 'sent' THEN clock_timestamp() END,
		-- One minute, two, four, … six hours.
		next_at = clock_timestamp() + least(interval '1 minute' * 2 ^ least(mail.attempts - 1, 10), interval '6 hours')
	WHERE id = p_id;
	IF new_state IN ('failed', 'uncertain') THEN
		PERFORM auth.note_event('mail ' || new_state, mail.about_id, NULL, NULL, mail.recipient, left(p_error, 1000));
	END IF;
	RETURN new_state;
END
$$;
COMMENT ON FUNCTION auth.mail_result(bigint, text, text) IS
	'What came of a mail: sent, later (it is tried again with growing pauses, until the setting mail_tries), refused (failed for good) or '
	'uncertain; and what the mail server said. Returns its new state, NULL when the mail was not taken. For steward_mailer only.';

-- To clients ---------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.mail_client(p_kind text, p_user_id bigint, p_recipient text, p_subject text, p_body text) RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM auth.need('invoice.pay');
	IF auth.setting('mail') <> 'on' OR NOT EXISTS (SELECT FROM auth.mail_kinds k WHERE k.name = p_kind AND k.enabled) THEN
		RAISE EXCEPTION 'Such mail is switched off.' USING ERRCODE = '22023', HINT = 'The lists of security settings and of what is mailed switch it on.';
	END IF;
	-- With its subject it goes as it is: it is not put together with others.
	INSERT INTO auth.mails (kind, recipient, user_id, about_id, line, subject, body)
	VALUES (p_kind, p_recipient, p_user_id, p_user_id, auth.one_line(p_subject), auth.one_line(p_subject), p_body);
EXCEPTION WHEN check_violation THEN
	RAISE EXCEPTION 'This account has no e-mail address that mail can go to.' USING ERRCODE = '22023', HINT = 'Correct the address first.';
END
$$;
COMMENT ON FUNCTION auth.mail_client(text, bigint, text, text, text) IS 'Writes a mail to a client into the outbox, in the transaction of what it tells of. 22023 when such mail is switched off, or the address is none.';

-- For the screen -----------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION auth.mail_again(p_id bigint) RETURNS boolean
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	PERFORM auth.need('settings.edit');
	UPDATE auth.mails SET state = 'waiting', attempts = 0, next_at = clock_timestamp() WHERE id = p_id AND state IN ('failed', 'uncertain');
	RETURN FOUND;
END
$$;
COMMENT ON FUNCTION auth.mail_again(bigint) IS 'Sends a mail that failed, or is uncertain, once more. False when it is neither.';

CREATE OR REPLACE FUNCTION auth.mail_test() RETURNS void
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	who record := auth.need('settings.edit');
BEGIN
	PERFORM auth.note_event('test mail', who.user_id, who.session_id, NULL, NULL, NULL);
END
$$;
COMMENT ON FUNCTION auth.mail_test() IS 'Writes a test mail to the person who asks.';

CREATE OR REPLACE FUNCTION auth.set_mail_kind(p_kind text, p_enabled boolean, p_version bigint) RETURNS bigint
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
	result bigint;
BEGIN
	PERFORM auth.need('settings.edit');
	UPDATE auth.mail_kinds k SET enabled = p_enabled WHERE k.name = p_kind AND k.version = p_version RETURNING k.version INTO result;
	RETURN result;
END
$$;
COMMENT ON FUNCTION auth.set_mail_kind(text, boolean, bigint) IS 'Switches a kind of mail on or off. Returns the new version, NULL when it is not the given one.';

SELECT steward.own_functions('auth', 'steward_auth');
