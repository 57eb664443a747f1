-- The indexes of the residual scan are made in the name of the owners of the tables; grants.sql, which comes last, says the same.

GRANT EXECUTE ON FUNCTION privacy.words(text[]), privacy.flat(text[]), privacy.address_words(inet[]) TO site_owner, steward_auth;
