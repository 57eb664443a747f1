-- One address for security mail: the setting of the website, which people change, is what the outbox reads.

CREATE OR REPLACE FUNCTION auth.follow_security_mail() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
	UPDATE auth.settings SET value = NEW.value WHERE name = 'mail_to' AND value <> NEW.value;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION auth.follow_security_mail() IS 'Trigger on the setting security_mail_to: security mail goes there from now on. Definer: who changes settings of the website has no right in schema auth.';
ALTER FUNCTION auth.follow_security_mail() OWNER TO steward_auth;
REVOKE ALL ON FUNCTION auth.follow_security_mail() FROM PUBLIC;
CREATE OR REPLACE TRIGGER follow_security_mail AFTER UPDATE OF value ON site.settings
	FOR EACH ROW WHEN (NEW.name = 'security_mail_to') EXECUTE FUNCTION auth.follow_security_mail();
UPDATE auth.settings a SET value = s.value FROM site.settings s WHERE a.name = 'mail_to' AND s.name = 'security_mail_to' AND s.value <> '' AND a.value <> s.value;
