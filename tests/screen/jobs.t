# variants: 80x24 132x43
# Jobs: waiting, paused, cancelled, done by a worker; what became of them, and the switch.
mask (in |today |yesterday )?[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]{5,8})?|today [0-9:]+|[0-9]+ days? ago|tomorrow [0-9:]+
mask [0-9a-f]{64}|job-[0-9]+-[0-9a-f]{8}
sql SELECT steward.job_add('list.csv', 'users, country = DE', '{"entity": "users", "columns": ["id", "email"], "filter": [{"column": "country", "op": "=", "value": "DE"}]}', (SELECT user_id FROM auth.staff WHERE login = 'ben'))
sql SELECT steward.job_add('list.csv', 'organisations', '{"entity": "organisations", "columns": ["id", "name"]}', (SELECT user_id FROM auth.staff WHERE login = 'ben'))
include login-ben.inc
keys Ctrl-P
burst go to jobs<Enter>
expect-row 2 Jobs
expect waiting
golden jobs
keys p
expect The job waits
expect paused
keys p
expect The job goes on
keys C
expect Cancel this job?
keys Right Enter
expect cancelled
keys t
expect tried again
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
sql UPDATE steward.jobs SET worker = 'steward-1', attempt_at = ended_at - interval '2 seconds'
sql UPDATE steward.job_log SET line = 'begun by steward-1' WHERE line LIKE 'begun%'
wait-for Job 2 is done: Export of a list organisations
wait-for 100 %
keys Down Enter
expect users, country = DE
expect Handed over
golden job
# nothing of it can be edited, so that the footer does not say so
expect-not F2 edit
keys F2
expect There is nothing here that you may change.
keys ]
expect begun by
golden job-log
keys ] ] ]
expect Nothing was rejected
keys ]
expect job.run, list.export
keys Esc
# While it runs, what is shown follows by itself.
sql UPDATE steward.jobs SET state = 'running', claim = gen_random_uuid(), lease_until = now() + interval '1 hour', ended_at = NULL, done = 412300, total = 604118, attempt_at = now() - interval '10 seconds', beat_at = now(), words = 'writing rows' WHERE id = 1
keys Enter
expect 68 %, 412,300 of 604,118
expect 41,230
expect 00:00:05
sql UPDATE steward.jobs SET done = 500000 WHERE id = 1
wait-for 82 %, 500,000 of 604,118
sql UPDATE steward.jobs SET state = 'done', claim = NULL, lease_until = NULL, ended_at = now() WHERE id = 1
wait-for State          done
keys Esc
# The order is that of the next runs, which depends on the hour of the test.
sql UPDATE steward.schedules SET next_run = date_trunc('day', now()) + at::interval + CASE kind WHEN 'log.months' THEN interval '3 days' ELSE interval '2 days' END
keys Ctrl-P
burst go to schedules<Enter>
expect Removal of expired files
golden schedules
# A list of one's own: counted, confirmed, asked for, done
keys Ctrl-P
burst go to users<Enter>
expect-row 2 Users
keys f
burst country:IT<Enter>
keys e
expect Export this list?
golden export-confirm
burst 119<Enter>
expect Export as CSV
golden export-ways
keys Down Enter
expect Asked for: job 3
expect-sql users, country = IT | SELECT title FROM steward.jobs WHERE id = 3
expect-sql ["*"] | SELECT arguments->'columns' FROM steward.jobs WHERE id = 3
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for Job 3 is done
expect-sql t | SELECT file_rows = 119 FROM steward.jobs WHERE id = 3
include leave.inc
