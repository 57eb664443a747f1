-- Packages that a worker makes: which job, and the passphrase on its way to it.

ALTER TABLE privacy.exports
	ADD COLUMN job_id bigint CONSTRAINT exports_job_id_fkey REFERENCES steward.jobs ON DELETE SET NULL,
	ADD COLUMN wrapped_passphrase text CONSTRAINT exports_wrapped_passphrase_check CHECK (wrapped_passphrase ~ '^[0-9a-f]+$' AND char_length(wrapped_passphrase) BETWEEN 82 AND 200);
CREATE INDEX exports_job_id_idx ON privacy.exports (job_id);
COMMENT ON COLUMN privacy.exports.job_id IS 'The job that makes the package; empty when a command makes it';
COMMENT ON COLUMN privacy.exports.wrapped_passphrase IS 'The passphrase, encrypted with a key that is never in the database (that of the pepper), until the worker has made the package';
