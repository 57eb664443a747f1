# variants: 80x24 132x43
# A person tells on the telephone that he wants mailings, and then none.
include login-anna.inc
include open-anna-meier.inc
sql INSERT INTO site.consents (user_id, kind, given) VALUES (10009292, 'marketing', false)
keys F5
keys m
expect How did the person tell it?
keys Enter
expect The person agrees to mailings
type called
keys Enter
expect receives mailings
expect-sql t t phone called | SELECT concat_ws(' ', u.marketing, c.given, c.channel, c.note) FROM site.users u JOIN site.consents c ON c.user_id = u.id WHERE u.id = 10009292 ORDER BY c.id DESC LIMIT 1
keys m
expect How did the person tell it?
keys Down Enter
expect The person wants no more mailings
keys Enter
expect no mailings any more
expect-sql f f mail | SELECT concat_ws(' ', u.marketing, c.given, c.channel, nullif(c.note, '')) FROM site.users u JOIN site.consents c ON c.user_id = u.id WHERE u.id = 10009292 ORDER BY c.id DESC LIMIT 1
keys Ctrl-P
burst go to consents<Enter>
expect-row 2 Consents
expect Anna Meier
include leave.inc
