# variants: 80x24 132x43
# Security mail: which events are mailed, a test, what was sent and what failed.
sql DELETE FROM auth.mails; INSERT INTO auth.mails (at, kind, recipient, line, state, subject, body, attempts, sent_at, error) VALUES ('2026-11-23 12:31+00', 'rights', 'dirk@lumen.example', 'anna: + audit.view (dirk)', 'sent', 'Lumen Picture Library: a role or right was given', E'2026-11-23 12:31:00 UTC  anna: + audit.view (dirk)\n\nLook whether it should be so.', 1, '2026-11-23 12:31+00', ''), ('2026-11-23 12:50+00', 'locked', 'anna@lumen.example', 'anna: too many failed log-ins, the last from 192.0.2.7', 'failed', 'Lumen Picture Library: log-ins are refused for a while', 'x', 1, NULL, '550 nobody of that name (550)')
include login-dirk.inc
sql DELETE FROM auth.mails WHERE kind = 'new_place'
keys Ctrl-P
type what is mailed
keys Enter
expect Many failed log-ins at the console
golden mail-kinds
keys p
expect Switch this kind of mail?
keys y
expect Such mail is no longer written.
expect-sql f | SELECT enabled FROM auth.mail_kinds WHERE name = 'failures'
keys m
expect A test mail to you was written
expect-sql waiting dirk@lumen.example | SELECT state || ' ' || recipient FROM auth.mails WHERE kind = 'test'
sql DELETE FROM auth.mails WHERE kind = 'test'
keys Ctrl-P
type security mail
keys Enter
expect too many failed log-ins
golden mails
keys m
expect Send it once more?
keys y
expect It goes out with the next turn
expect-sql waiting | SELECT state FROM auth.mails WHERE kind = 'locked'
keys Down
keys Enter
expect Look whether it should be so.
mask mail > [0-9]+
golden mail
signal TERM
wait-exit 0
