# variants: 80x24
# A colleague is made, enrols with a one-time code that is shown once, and logs in; nobody else learns a secret.
run
expect Log-in
type dirk
keys Tab
type demo-dirk-lumen-2026
keys Tab
type 735148
keys Enter
expect Home
keys Ctrl-P
type go to staff
keys Enter
expect anna
expect dirk
# The form of a new one
keys n
expect First role
type ivy
keys Tab
type Ivy
keys Tab
type Eder
keys Tab
type ivy@lumen.example
keys Tab Tab
type Supp
expect Support
keys Enter F2
expect Ivy Eder
expect-sql ivy staff f support | SELECT concat_ws(' ', t.login, u.type, t.enrolled, r.role) FROM auth.staff t JOIN site.users u ON u.id = t.user_id JOIN auth.staff_roles r USING (user_id) WHERE t.login = 'ivy'
# A code, shown once
keys O
expect Give a one-time code?
keys y
expect ivy
expect is shown only now
expect-sql 1 | SELECT count(*) FROM auth.codes WHERE kind = 'enrol' AND issued_by = (SELECT user_id FROM auth.staff WHERE login = 'dirk')
expect-sql 0 | SELECT count(*) FROM audit.changes WHERE new::text ~ '[bcdfghjkmnprtwxz]{4}-[bcdfghjkmnprtwxz]{4}-'
keys Esc
expect-not is shown only now
# What may she do, and why
keys 4
expect See accounts of clients
expect by role
expect no role gives it
# The last superadmin stays, with a sentence
sql INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT user_id, name, true FROM auth.staff, auth.rights WHERE login = 'ivy' AND name <> 'job.sql'
# The code's letters are known to this script only in another code: stored as they would be for sixteen zero bytes.
sql UPDATE auth.codes SET code_stored = sha256(sha256(convert_to('steward code key', 'UTF8') || decode(repeat('00', 16), 'hex'))) WHERE used_at IS NULL
keys Ctrl-P
type log out
keys Enter
expect You are logged out
# She enrols
keys F4
expect One-time code
type ivy
keys Tab
type bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-tncb
keys Tab
type nine quiet herons cross
keys Tab
type nine quiet herons cross
keys Tab
type 918274
keys Tab
type 918275
keys F2
expect The two PINs differ
keys Backspace
type 4
keys F2
expect A letter of the code is wrong
keys Ctrl-U
type bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-bbbb-tncf
keys F2
expect Password and PIN are set
expect-sql t t 1 | SELECT concat_ws(' ', enrolled, has_pin, (SELECT count(*) FROM auth.codes c WHERE c.user_id = t.user_id AND used_at IS NOT NULL)) FROM auth.staff t WHERE login = 'ivy'
type ivy
keys Tab
type nine quiet herons cross
keys Tab
type 918274
keys Enter
expect Home
expect ivy
# She manages staff; the last superadmin is refused to her in a sentence
keys Ctrl-P
type go to staff
keys Enter
expect dirk
keys Down Down Down Enter
expect superadmin
keys D
expect Disable this account?
keys y
expect The last superadmin must stay
keys Esc Esc
# Her own secrets
keys Ctrl-P
type change my password
keys Enter
expect Present password
type nine quiet herons cross
keys Tab
type 918274
keys Tab
type slow maps under glass
keys Tab
type slow maps under glass
keys F2
expect Changed. It holds
expect-sql 1 | SELECT count(*) FROM auth.sessions s JOIN auth.staff t USING (user_id) WHERE t.login = 'ivy' AND s.ended_at IS NULL
expect-sql 2 | SELECT count(*) FROM auth.events e JOIN auth.staff t USING (user_id) WHERE t.login = 'ivy' AND kind = 'secrets set'
expect-sql 0 | SELECT count(*) FROM audit.changes WHERE concat(old, new) ~ 'herons|918274|maps under'
