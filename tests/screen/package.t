# variants: 80x24
# The package of a person, from the menus: of an account, and of a guest who asked by e-mail. A worker makes it, its passphrase is shown once, and each hand-over counts.
mask [a-zA-Z0-9]{5}(-[a-zA-Z0-9]{5}){4}
sql INSERT INTO privacy.requests (number, kind, state, email, person, channel, received_at, due_on, first_due_on, identity_how, identity_at) VALUES ('2026-9999', 'access', 'progress', 'guest@elsewhere.example', 'A. Guest', 'email', now(), '2026-12-20', '2026-12-20', 'answered_mail', now())
include login-cora.inc
include open-anna-meier.inc
keys P
expect Export what is held on this person
keys Enter
expect shown only now
expect-sql 0 | SELECT count(*) FROM privacy.exports WHERE wrapped_passphrase IS NULL
keys Esc
expect-not shown only now
expect-sql person.zip queued export.person | SELECT kind || ' ' || state || ' ' || rights[2] FROM steward.jobs WHERE kind = 'person.zip'
# The job names nobody, and what was asked for stands on the person's tab.
expect-sql 0 | SELECT count(*) FROM steward.jobs WHERE kind = 'person.zip' AND (arguments::text || title) ~ 'meier|10009292'
keys Ctrl-P
burst go to exports<Enter>
expect waiting
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
keys F5
expect made
# A guest, from the request
keys Ctrl-P
burst go to requests<Enter>
keys f
type email:guest@elsewhere.example\n
expect guest@elsewhere
keys Enter
expect A. Guest
keys P
expect shown only now
keys Esc
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
expect-sql 2 | SELECT count(*) FROM privacy.exports WHERE finished_at IS NOT NULL AND wrapped_passphrase IS NULL AND sha256 <> ''
expect-sql Export made | SELECT n.subject FROM privacy.request_notes n JOIN privacy.requests r ON r.id = n.request_id WHERE r.email = 'guest@elsewhere.example' ORDER BY n.id DESC LIMIT 1
# A request for something else has no such key.
sql UPDATE privacy.requests SET kind = 'rectification' WHERE email = 'guest@elsewhere.example'
keys F5 P
expect-not shown only now
