-- Jobs: what takes longer than a person waits, or is done by the clock, is written down here and done by `steward worker`.
--
-- A job is claimed with FOR UPDATE SKIP LOCKED and a claim (a number that only the claiming worker knows) that holds as long as its lease is
-- renewed. Whatever a worker writes names the claim, so that one which was thought dead and comes back writes nothing. What a kind of job
-- does lies in steps: after each, the cursor says how far it came, in the transaction of the step itself, so that the next worker goes on
-- where the last one stopped.

CREATE TABLE steward.job_kinds (
	name text NOT NULL CONSTRAINT job_kinds_pkey PRIMARY KEY CONSTRAINT job_kinds_name_check CHECK (name ~ '^[a-z_]+\.[a-z_]+$'),
	label text NOT NULL CONSTRAINT job_kinds_label_check CHECK (char_length(label) BETWEEN 1 AND 100),
	rights text[] NOT NULL,
	function_name text CONSTRAINT job_kinds_function_name_check CHECK (function_name ~ '^[a-z]+\.[a-z][a-z0-9_]*$'),
	fresh boolean NOT NULL DEFAULT false,
	unasked boolean NOT NULL DEFAULT false,
	attempts integer NOT NULL DEFAULT 3 CONSTRAINT job_kinds_attempts_check CHECK (attempts BETWEEN 1 AND 20),
	keep interval NOT NULL DEFAULT '7 days' CONSTRAINT job_kinds_keep_check CHECK (keep > '0'),
	plannable boolean NOT NULL DEFAULT false,
	CONSTRAINT job_kinds_rights_check CHECK (rights <> '{}' OR unasked)
);
COMMENT ON TABLE steward.job_kinds IS 'Kinds of jobs';
COMMENT ON COLUMN steward.job_kinds.name IS 'Name of the kind';
COMMENT ON COLUMN steward.job_kinds.label IS 'Name for people';
COMMENT ON COLUMN steward.job_kinds.rights IS 'Rights that who asks for it must have, all of them, when asking and when it runs';
COMMENT ON COLUMN steward.job_kinds.function_name IS 'Function that does a step, (steward.step) returns steward.step; empty when the worker itself does it';
COMMENT ON COLUMN steward.job_kinds.fresh IS 'Asking for it takes the PIN again';
COMMENT ON COLUMN steward.job_kinds.unasked IS 'A schedule of the installation runs it for nobody';
COMMENT ON COLUMN steward.job_kinds.attempts IS 'How often it is tried';
COMMENT ON COLUMN steward.job_kinds.keep IS 'How long its file can be fetched';
COMMENT ON COLUMN steward.job_kinds.plannable IS 'A schedule may run it';

CREATE TABLE steward.schedules (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT schedules_pkey PRIMARY KEY,
	kind text NOT NULL CONSTRAINT schedules_kind_fkey REFERENCES steward.job_kinds,
	title text NOT NULL DEFAULT '' CONSTRAINT schedules_title_check CHECK (char_length(title) <= 200),
	arguments jsonb NOT NULL DEFAULT '{}' CONSTRAINT schedules_arguments_check CHECK (jsonb_typeof(arguments) = 'object'),
	every text NOT NULL CONSTRAINT schedules_every_check CHECK (every IN ('daily', 'weekly', 'monthly')),
	at text NOT NULL DEFAULT '03:00' CONSTRAINT schedules_at_check CHECK (at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
	day integer CONSTRAINT schedules_day_check CHECK (day BETWEEN 1 AND 31),
	zone text NOT NULL DEFAULT 'Europe/Amsterdam' CONSTRAINT schedules_zone_check CHECK (char_length(zone) BETWEEN 1 AND 64),
	enabled boolean NOT NULL DEFAULT true,
	next_run timestamptz NOT NULL,
	made_by bigint,
	created_at timestamptz NOT NULL DEFAULT now(),
	version bigint NOT NULL DEFAULT 1,
	CONSTRAINT schedules_every_day_check CHECK (CASE every WHEN 'daily' THEN day IS NULL WHEN 'weekly' THEN day <= 7 AND day IS NOT NULL ELSE day IS NOT NULL END)
);
CREATE INDEX schedules_kind_idx ON steward.schedules (kind);
CREATE INDEX schedules_next_run_idx ON steward.schedules (next_run) WHERE enabled;
COMMENT ON TABLE steward.schedules IS 'Jobs that are started by the clock';
COMMENT ON COLUMN steward.schedules.id IS 'Number of the schedule';
COMMENT ON COLUMN steward.schedules.kind IS 'Kind of job';
COMMENT ON COLUMN steward.schedules.title IS 'What it is for';
COMMENT ON COLUMN steward.schedules.arguments IS 'Arguments of the job';
COMMENT ON COLUMN steward.schedules.every IS 'daily, weekly or monthly';
COMMENT ON COLUMN steward.schedules.at IS 'At what time of the day, hours and minutes';
COMMENT ON COLUMN steward.schedules.day IS 'Day of the week from 1, Monday; or of the month, where 31 is its last day; empty for daily';
COMMENT ON COLUMN steward.schedules.zone IS 'Time zone of the time';
COMMENT ON COLUMN steward.schedules.enabled IS 'It is in use';
COMMENT ON COLUMN steward.schedules.next_run IS 'When it starts the next job';
COMMENT ON COLUMN steward.schedules.made_by IS 'Account in whose name, and with whose rights, its jobs run; empty for those of the installation';
COMMENT ON COLUMN steward.schedules.created_at IS 'When it was made';
COMMENT ON COLUMN steward.schedules.version IS 'Counts the changes';

CREATE TABLE steward.jobs (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT jobs_pkey PRIMARY KEY,
	kind text NOT NULL CONSTRAINT jobs_kind_fkey REFERENCES steward.job_kinds,
	title text NOT NULL DEFAULT '' CONSTRAINT jobs_title_check CHECK (char_length(title) <= 200),
	arguments jsonb NOT NULL DEFAULT '{}' CONSTRAINT jobs_arguments_check CHECK (jsonb_typeof(arguments) = 'object'),
	asked_by bigint,
	session_id bigint,
	rights text[] NOT NULL,
	schedule_id bigint CONSTRAINT jobs_schedule_id_fkey REFERENCES steward.schedules ON DELETE SET NULL,
	priority integer NOT NULL DEFAULT 0,
	state text NOT NULL DEFAULT 'queued'
		CONSTRAINT jobs_state_check CHECK (state IN ('queued', 'running', 'paused', 'done', 'failed', 'cancelled')),
	wish text CONSTRAINT jobs_wish_check CHECK (wish IN ('cancel', 'pause')),
	attempts integer NOT NULL DEFAULT 0,
	run_after timestamptz NOT NULL DEFAULT now(),
	worker text CONSTRAINT jobs_worker_check CHECK (char_length(worker) <= 100),
	claim uuid,
	worker_pid integer,
	lease_until timestamptz,
	beat_at timestamptz,
	cursor jsonb,
	done bigint NOT NULL DEFAULT 0,
	total bigint,
	words text NOT NULL DEFAULT '' CONSTRAINT jobs_words_check CHECK (char_length(words) <= 200),
	result jsonb,
	error text CONSTRAINT jobs_error_check CHECK (char_length(error) <= 1000),
	file_name text CONSTRAINT jobs_file_name_check CHECK (file_name ~ '^job-[0-9]+-[0-9a-f]{8}\.[a-z]{1,8}$'),
	file_bytes bigint,
	file_sha256 text CONSTRAINT jobs_file_sha256_check CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
	file_rows bigint,
	expires_at timestamptz,
	fetched integer NOT NULL DEFAULT 0,
	fetched_at timestamptz,
	created_at timestamptz NOT NULL DEFAULT now(),
	started_at timestamptz,
	attempt_at timestamptz,
	ended_at timestamptz,
	CONSTRAINT jobs_claim_check CHECK ((state = 'running') = (claim IS NOT NULL)),
	CONSTRAINT jobs_lease_check CHECK ((claim IS NULL) = (lease_until IS NULL)),
	CONSTRAINT jobs_ended_check CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)),
	CONSTRAINT jobs_wish_running_check CHECK (wish IS NULL OR state = 'running'),
	CONSTRAINT jobs_file_check CHECK ((file_name IS NULL) = (file_sha256 IS NULL) AND (file_name IS NULL OR expires_at IS NOT NULL))
) WITH (fillfactor = 50);
CREATE INDEX jobs_kind_idx ON steward.jobs (kind);
CREATE INDEX jobs_schedule_id_idx ON steward.jobs (schedule_id);
CREATE INDEX jobs_waiting_idx ON steward.jobs (priority DESC, id) WHERE state IN ('queued', 'running', 'paused');
CREATE INDEX jobs_ended_at_idx ON steward.jobs (asked_by, ended_at);
CREATE INDEX jobs_expires_at_idx ON steward.jobs (expires_at) WHERE file_name IS NOT NULL;
COMMENT ON TABLE steward.jobs IS 'Work that a worker does, is doing or did';
COMMENT ON COLUMN steward.jobs.id IS 'Number of the job';
COMMENT ON COLUMN steward.jobs.kind IS 'Kind of job';
COMMENT ON COLUMN steward.jobs.title IS 'What it is about, for people';
COMMENT ON COLUMN steward.jobs.arguments IS 'What exactly is to be done';
COMMENT ON COLUMN steward.jobs.asked_by IS 'Account that asked for it; empty for those of the installation';
COMMENT ON COLUMN steward.jobs.session_id IS 'Console session in which it was asked for; empty for a schedule';
COMMENT ON COLUMN steward.jobs.rights IS 'Rights with which it was asked for, and that are asked for again when it runs';
COMMENT ON COLUMN steward.jobs.schedule_id IS 'The schedule that started it';
COMMENT ON COLUMN steward.jobs.priority IS 'Higher goes first';
COMMENT ON COLUMN steward.jobs.state IS 'queued, running, paused, done, failed or cancelled';
COMMENT ON COLUMN steward.jobs.wish IS 'What the worker is asked to do with it while it runs: cancel or pause';
COMMENT ON COLUMN steward.jobs.attempts IS 'How often it was begun; an orderly stop of the worker does not count';
COMMENT ON COLUMN steward.jobs.run_after IS 'Not before this';
COMMENT ON COLUMN steward.jobs.worker IS 'Worker that had it last';
COMMENT ON COLUMN steward.jobs.claim IS 'What a worker that holds it must name; empty while none does';
COMMENT ON COLUMN steward.jobs.worker_pid IS 'The server''s process of that worker: what it writes is written in the asker''s name';
COMMENT ON COLUMN steward.jobs.lease_until IS 'When the claim ends, unless it is renewed';
COMMENT ON COLUMN steward.jobs.beat_at IS 'When the worker renewed it last';
COMMENT ON COLUMN steward.jobs.cursor IS 'How far it came: the next step begins there';
COMMENT ON COLUMN steward.jobs.done IS 'Steps, rows or bytes done';
COMMENT ON COLUMN steward.jobs.total IS 'Of how many; empty when nobody knows';
COMMENT ON COLUMN steward.jobs.words IS 'What it is doing, in a word or two';
COMMENT ON COLUMN steward.jobs.result IS 'What came of it';
COMMENT ON COLUMN steward.jobs.error IS 'Why it failed, in a sentence';
COMMENT ON COLUMN steward.jobs.file_name IS 'File in the spool folder of the worker''s host';
COMMENT ON COLUMN steward.jobs.file_bytes IS 'Its size';
COMMENT ON COLUMN steward.jobs.file_sha256 IS 'Its SHA-256';
COMMENT ON COLUMN steward.jobs.file_rows IS 'Rows in it';
COMMENT ON COLUMN steward.jobs.expires_at IS 'Until when it can be fetched';
COMMENT ON COLUMN steward.jobs.fetched IS 'How often it was handed over';
COMMENT ON COLUMN steward.jobs.fetched_at IS 'When it was handed over last';
COMMENT ON COLUMN steward.jobs.created_at IS 'When it was asked for';
COMMENT ON COLUMN steward.jobs.started_at IS 'When it was begun first';
COMMENT ON COLUMN steward.jobs.attempt_at IS 'When it was begun last';
COMMENT ON COLUMN steward.jobs.ended_at IS 'When it ended';

CREATE TABLE steward.job_log (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT job_log_pkey PRIMARY KEY,
	job_id bigint NOT NULL CONSTRAINT job_log_job_id_fkey REFERENCES steward.jobs ON DELETE CASCADE,
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	attempt integer NOT NULL,
	line text NOT NULL CONSTRAINT job_log_line_check CHECK (char_length(line) <= 1000)
);
CREATE INDEX job_log_job_id_idx ON steward.job_log (job_id, id);
COMMENT ON TABLE steward.job_log IS 'What happened to each job';
COMMENT ON COLUMN steward.job_log.id IS 'Number of the line';
COMMENT ON COLUMN steward.job_log.job_id IS 'The job';
COMMENT ON COLUMN steward.job_log.at IS 'When';
COMMENT ON COLUMN steward.job_log.attempt IS 'In which attempt';
COMMENT ON COLUMN steward.job_log.line IS 'What';

CREATE TABLE steward.job_queue (
	single boolean NOT NULL DEFAULT true CONSTRAINT job_queue_pkey PRIMARY KEY CONSTRAINT job_queue_single_check CHECK (single),
	suspended boolean NOT NULL DEFAULT false,
	changed_by bigint,
	changed_at timestamptz
);
INSERT INTO steward.job_queue DEFAULT VALUES;
COMMENT ON TABLE steward.job_queue IS 'The one switch that stops all workers from taking new jobs';
COMMENT ON COLUMN steward.job_queue.single IS 'Always true: there is one row';
COMMENT ON COLUMN steward.job_queue.suspended IS 'No job is taken';
COMMENT ON COLUMN steward.job_queue.changed_by IS 'Account that used it last';
COMMENT ON COLUMN steward.job_queue.changed_at IS 'When it was used last';

CREATE TABLE steward.workers (
	name text NOT NULL CONSTRAINT workers_pkey PRIMARY KEY CONSTRAINT workers_name_check CHECK (char_length(name) BETWEEN 1 AND 100),
	started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE steward.workers IS 'Workers that were heard of lately';
COMMENT ON COLUMN steward.workers.name IS 'Host and process, as the worker names itself';
COMMENT ON COLUMN steward.workers.started_at IS 'When it was heard of first';
COMMENT ON COLUMN steward.workers.seen_at IS 'When it was heard of last';

CREATE TYPE steward.step AS (job_id bigint, arguments jsonb, cursor jsonb, user_id bigint, done bigint, total bigint, words text, finished boolean, result jsonb);
COMMENT ON TYPE steward.step IS 'A step of a job done in the database: what the function is given, and gives back with cursor, progress and result changed';

INSERT INTO auth.settings (name, value, label) VALUES
	('job_lease', '30 seconds', 'A job whose worker was not heard of for so long is taken over by another'),
	('job_retry', '30 seconds', 'Pause before a job that failed is tried again; doubled each time');
