-- Verbs of security mail and the watch. What they may do is decided by the functions of schema auth, which ask the gate themselves.

CREATE OR REPLACE FUNCTION meta.mails_again(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF NOT auth.mail_again(c.key::bigint) THEN
		RAISE EXCEPTION 'Only a mail that failed, or is uncertain, is sent once more.' USING ERRCODE = '22023';
	END IF;
	RETURN 0;
END
$$;
COMMENT ON FUNCTION meta.mails_again(meta.call) IS 'Verb: a mail that failed or is uncertain is sent once more.';

CREATE OR REPLACE FUNCTION meta.mail_kinds_set(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	IF coalesce(c.args->>'value', '') NOT IN ('t', 'f') THEN
		RAISE EXCEPTION 'This is neither yes nor no.' USING ERRCODE = '22023', COLUMN = 'value';
	END IF;
	RETURN auth.set_mail_kind(c.key, c.args->>'value' = 't', c.version);
END
$$;
COMMENT ON FUNCTION meta.mail_kinds_set(meta.call) IS 'Verb: such mail is written or not, {"value": "t" or "f"}.';

CREATE OR REPLACE FUNCTION meta.mail_kinds_test(c meta.call) RETURNS bigint
	LANGUAGE plpgsql AS
$$
BEGIN
	PERFORM auth.mail_test();
	RETURN c.version;
END
$$;
COMMENT ON FUNCTION meta.mail_kinds_test(meta.call) IS 'Verb: a test mail to oneself.';
