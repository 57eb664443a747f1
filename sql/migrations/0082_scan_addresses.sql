-- Addresses of computers have indexes of their own in the residual scan: looked for among the words of texts by hundreds, the ten thousands of addresses
-- that somebody came from took minutes, and each row of a log wrote its address into an index of words.

ALTER TABLE privacy.scan_indexes ADD COLUMN name text;
COMMENT ON COLUMN privacy.scan_indexes.name IS 'Its name';
UPDATE privacy.scan_indexes SET name = split_part(relation, '.', 2) || '_scan_idx', expression = format('gin ((%s)) WITH (gin_pending_list_limit = 1024)', expression);
ALTER TABLE privacy.scan_indexes ALTER COLUMN name SET NOT NULL, DROP CONSTRAINT scan_indexes_pkey, ADD CONSTRAINT scan_indexes_pkey PRIMARY KEY (relation, name);

-- These come back with other arguments, or not.
DROP FUNCTION IF EXISTS privacy.residual(bigint, text[], inet[], text, tsquery[], boolean), privacy.clear_mentions(bigint, text[], inet[], text, tsquery[], boolean),
	privacy.made_residual(bigint, text[], inet[], text, tsquery[]), privacy.word_query(text[], text[], inet[]), privacy.word_queries(text[], text[], inet[]);
