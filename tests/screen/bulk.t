# Something done with many: what is chosen is tried by a job and shown, done when the number of records is typed, and taken back.
include login-dirk.inc
sql UPDATE site.users SET language = 'en' WHERE id IN (SELECT id FROM site.users WHERE type = 'client' AND hidden_at IS NULL AND NOT EXISTS (SELECT FROM privacy.requests r WHERE r.user_id = site.users.id) ORDER BY id LIMIT 3)
keys u
expect Users
keys f
burst country:IT<Enter>
keys Space Down Space
keys V
expect Do with 2 marked rows
expect Set the language
burst disable<Enter>
expect It is being tried
expect waiting
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for Would write
wait-for changed: 2
keys ] ]
expect enabled: t
expect enabled: f
keys [ [
keys W
expect Do it for real?
burst 2<Enter>
expect Asked for. You are told
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for Job 2 is done
expect-sql 2 | SELECT count(*) FROM site.users WHERE country = 'IT' AND NOT enabled AND id IN (SELECT key::bigint FROM steward.bulk_rows WHERE job_id = 2)
keys Esc
# All of the filter, with a value; typed on the way out is nothing done.
keys V
expect Do with
keys Esc
keys Ctrl-P
burst go to jobs<Enter>
keys Enter
expect Can take back
keys Z
expect Take it back?
burst 2<Enter>
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for Job 3 is done
expect-sql 0 | SELECT count(*) FROM site.users WHERE NOT enabled AND id IN (SELECT key::bigint FROM steward.bulk_rows WHERE job_id = 2)
include leave.inc
