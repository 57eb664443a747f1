-- When the map stands: the indexes of the residual scan that are missing or no longer fit it, of whose words ANALYZE keeps no count. In a file, and so
-- a transaction, of its own: among the grants it would wait for an ANALYZE of the server's that waits for the grants. These come last in a new database,
-- and say the same.

GRANT USAGE ON SCHEMA site, auth, audit, privacy, steward, public TO steward_eraser;
GRANT SELECT ON privacy.data_map, privacy.scan_indexes TO steward_eraser;
GRANT EXECUTE ON FUNCTION privacy.word_sql(text, name, text, boolean) TO steward_eraser;
SELECT privacy.index_scan();
-- No index needs it any more.
DROP FUNCTION IF EXISTS privacy.address_words(inet[]);
