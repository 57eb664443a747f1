# variants: 80x24 132x43
# Seals and the programs that keep watch: last seal, what is witnessed, who is behind; and the key that ends all sessions of a person.
sql INSERT INTO auth.keepers (name) VALUES ('warden'), ('mailer'); INSERT INTO audit.seals (n, form, upto, at, changes_rows, changes_hash, access_rows, access_hash, previous, hash) VALUES (1, 1, '100', now() - interval '5 minutes', 3, sha256('a'), 5, sha256('b'), sha256('c'), sha256('1')); SELECT auth.witnessed(1); SELECT auth.seen('sealer'); SELECT auth.verified(1, 0)
mask (today |yesterday )?[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]{5,8})?|in [0-9]+ (days|hours|minutes)|today [0-9:]+|tomorrow [0-9:]+|[0-9a-f]{15}… *|[0-9a-f]{64}|[0-9]+ *│
include login-dirk.inc
keys Ctrl-P
burst go to seals<Enter>
expect-row 2 Seals
expect yes
sql INSERT INTO audit.seals (n, form, upto, at, changes_rows, changes_hash, access_rows, access_hash, previous, hash) VALUES (2, 1, pg_current_xact_id(), now(), 1, sha256('a'), 1, sha256('b'), sha256('d'), sha256('2'))
keys F5
expect no
keys w
expect Who keeps watch
expect sealer (steward seal)
expect ! never seen
expect at work
golden keepers
sql UPDATE auth.keepers SET seen_at = now() - interval '2 hours' WHERE name IN ('witness', 'warden'); SELECT auth.verified(2, 3)
keys F5
expect ! late
expect !! found amiss
expect-sql 1 | SELECT count(*) FROM auth.mails WHERE kind = 'trail' AND line LIKE '%3 findings%'
keys S
expect-row 2 Seals
# The watch shows the check, and leads here
keys Ctrl-P
burst go to watch<Enter>
only 132x43 expect trail does not hold
only 132x43 expect trail verified
keys K
expect Who keeps watch
# All sessions of a person
sql INSERT INTO auth.sessions (user_id, pid, backend_start, address, idle_limit, expires_at) SELECT (SELECT user_id FROM auth.staff WHERE login = 'anna'), pid, backend_start, '198.51.100.4', '15 minutes', now() + interval '1 hour' FROM pg_stat_activity WHERE backend_type = 'checkpointer'; INSERT INTO site.sessions (user_id, address) SELECT user_id, '198.51.100.5' FROM auth.staff WHERE login = 'anna'
keys Ctrl-P
burst go to sessions of staff<Enter>
expect anna
keys D
expect End all sessions of this person?
expect The person is logged out of the website and of the console at once.
keys Esc
expect-sql 2 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
keys D
expect End all sessions of this person?
keys y
expect All sessions of the person were ended.
expect-sql dirk | SELECT string_agg(auth.staff_name(user_id), ' ') FROM auth.sessions WHERE ended_at IS NULL
expect-sql ended dirk | SELECT end_reason || ' ' || auth.staff_name(ended_by) FROM auth.sessions WHERE address = '198.51.100.4'
expect-sql 0 | SELECT count(*) FROM site.sessions WHERE ended_at IS NULL AND user_id = (SELECT user_id FROM auth.staff WHERE login = 'anna')
signal TERM
wait-exit 0
