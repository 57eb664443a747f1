-- How long jobs are kept after their end, with their logs.

INSERT INTO auth.settings (name, value, label) VALUES
	('job_keep', '3 years', 'Jobs and their logs are removed so long after their end');
CREATE INDEX jobs_over_idx ON steward.jobs (ended_at) WHERE ended_at IS NOT NULL;
