-- Erasures by statements that are made once from the data map (privacy.compile), and not anew for each person.

CREATE TYPE privacy.known_value AS (kind text, value text);
COMMENT ON TYPE privacy.known_value IS 'A value by which a person is known, and what it is: name, e-mail address, phone …';
ALTER TYPE privacy.known_value OWNER TO site_owner;

-- These come back with one argument more.
DROP FUNCTION IF EXISTS privacy.collect(bigint, text[]), privacy.kept_rows(bigint, text[], inet[]), privacy.money_of(bigint, text[]), privacy.residual(bigint, text[], inet[], text, tsquery),
	privacy.clear_mentions(bigint, text[], inet[], text, tsquery), privacy.residual_sql(tsquery);
