# variants: 80x24 132x43
# A file of the folder that the configuration names, chosen with keys: a worker tries it, then imports what it tried. What is no plain file is
# not offered.
do s=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE"); d=$s.in; rm -rf "$d" "$s.twice"; mkdir -m 755 "$d"; echo "import_dir = $d" >>"$STEWARD_CONFIG_FILE"; cd "$d"; printf 'EMAIL,LASTNAME\nfolder@x.example,Folder\n' >people.csv; printf 'FILEID,AMOUNTNET\n' >10009292_march.csv; ln -s /etc/passwd link.csv; mkfifo pipe.csv; mkdir folder.csv; touch .hidden.csv; echo x >twice.csv; ln twice.csv "$s.twice"; touch -d '2026-11-23 13:00 UTC' people.csv; touch -d '2026-11-22 09:30 UTC' 10009292_march.csv
include login-dirk.inc
keys Ctrl-P
burst go to jobs<Enter>
expect-row -1 I import
keys I
expect Import what?
keys Enter
expect Which file?
expect people.csv, 39 bytes
expect-not link
expect-not pipe
expect-not folder.csv
expect-not hidden
expect-not twice
golden import-files
type people
keys Enter
expect-row 2 Jobs > 1
expect people.csv, dry run
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for added: 1
# another file of that name meanwhile: what was tried is what is written
do s=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE"); printf 'EMAIL,LASTNAME\nother@x.example,Other\n' >"$s.in/people.csv"
keys W
burst 1<Enter>
expect Asked for. You are told
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
wait-for Job 2 is done
expect-sql folder@x.example | SELECT string_agg(email, ' ') FROM site.users WHERE email IN ('folder@x.example', 'other@x.example')
# sales are somebody's: the number that the name begins with is offered
keys Esc I
type sales
keys Enter
type march
keys Enter
expect Whose sales are they?
expect 10009292
keys Enter
expect 10009292_march.csv, dry run
expect-sql 10009292 | SELECT arguments->>'account' FROM steward.jobs WHERE kind = 'import.sales'
# an empty folder says so
do s=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE"); rm -rf "$s.in/people.csv" "$s.in/10009292_march.csv"
keys Esc I
expect There is no file in
expect ssh HOST import users
keys Esc
include leave.inc
# who has not the right sees none of it
sql INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT user_id, 'import.run', false FROM auth.staff WHERE login = 'ben'
include login-ben.inc
keys Ctrl-P
burst go to jobs<Enter>
expect-not I import
keys I
expect import.run
expect-not Import what?
include leave.inc
# nor is a folder used to which anybody writes
do s=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE"); chmod 777 "$s.in"
include login-dirk.inc
keys Ctrl-P
burst go to jobs<Enter>
keys I
expect anybody
keys Esc
include leave.inc
