# A dry run that came in by a command: what it would change, line by line; imported for real from its record, with the number of rows typed.
include login-dirk.inc
do s=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE"); mkdir -m 700 -p "$s"; umask 077; printf 'EMAIL,LASTNAME,CITY\nscreen@x.example,Screen,Delft\nanna@meier.example,Meier,Bonn\n' >"$s"/upload-screen.csv
sql UPDATE site.users SET hidden_at = NULL WHERE id = 10009292
sql SELECT steward.job_add('import.users', 'people.csv, dry run', '{"file": "upload-screen.csv", "name": "people.csv", "dry_run": true}', (SELECT user_id FROM auth.staff WHERE login = 'dirk'))
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
keys Ctrl-P
burst go to jobs<Enter>
expect people.csv, dry run
keys I
expect Import a file
keys Esc Enter
expect Would write
expect changed: 1
keys ] ] ]
expect EMAIL: screen@x
expect CITY: Bonn
keys [ [ [
keys W
expect Do it for real?
burst 3<Enter>
expect Do it for real?
keys Esc
keys W
burst 2<Enter>
expect Asked for. You are told
expect-sql 0 | SELECT count(*) FROM site.users WHERE email = 'screen@x.example'
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for Job 2 is done
expect-sql Delft Bonn | SELECT (SELECT city FROM site.users WHERE email = 'screen@x.example') || ' ' || (SELECT city FROM site.users WHERE login = 'anna@meier.example')
# Tried again, it comes to something else: refused.
keys W
burst 2<Enter>
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for Job 3 failed
expect-sql What would be written has changed since the dry run. Make another dry run. | SELECT error FROM steward.jobs WHERE id = 3
include leave.inc
