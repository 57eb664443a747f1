# variants: 80x24 132x43
# The phone rings: find Müller, open, note the call with a day to come back to it, see it in his list and in the list of all.
include login-anna.inc
keys Ctrl-F
type sabine mull
keys Enter Enter
expect-row 2 Sabine
expect contact
keys c
expect-row 2 Contact moments > new
golden contact-new
keys Tab Tab
type Colours of file 30041277
keys Tab
type Sent a proof.
keys Tab Tab
type today
keys Tab
type 300001
expect 300001
keys Enter F2
expect Made: contact moment
expect-sql 300001 | SELECT order_id FROM site.contact_moments WHERE subject = 'Colours of file 30041277'
keys 8
expect [Contact
expect Colours of file
golden contact-tab
keys Enter
expect Sent a proof.
golden contact-record
# It is followed up, and opened again; a date before the contact is refused beside its field.
keys F
expect Followed up.
expect-sql anna | SELECT s.login FROM site.contact_moments m JOIN auth.staff s ON s.user_id = m.followed_up_by WHERE m.subject = 'Colours of file 30041277'
keys F
expect nothing to follow up
keys B
expect waits again
keys F2 Tab Tab Tab Tab Tab Ctrl-A Ctrl-K
type 2020-01-01
keys F2
expect A follow-up comes after the contact
keys Esc
keys d
expect-row 2 Sabine
keys Esc Esc Esc
expect-row 2 Home
keys Ctrl-P
burst contact moments<Enter>
expect Colours of file
keys J
expect user 10000042
keys Down Enter
expect-row 2 300001
keys Esc
expect-row 2 Contact moments
keys J Enter
expect-row 2 Sabine
keys Esc
expect-row 2 Contact moments
include leave.inc
