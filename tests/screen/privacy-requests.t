# variants: 80x24
# The rest of the register: filter, pause, letter edited and sent, extension, refusal, duplicate, withdrawal, restriction and hold, the texts in both languages.
include login-cora.inc
keys r
keys f
burst kind:objection state:received<Enter>
expect Guest One
expect-not Noè Russo
keys Home Enter
expect Make sure who it is
keys I
expect The term stands still until the identity is checked.
keys F5
expect The person must say who it is
keys l
expect Which letter?
type show who
keys Enter
expect The letter stands in the tab
keys 2 Home
expect Please show that it is you
keys Enter F2
expect Subject
keys Tab
type (Changed by hand.) \n
keys F2
expect Saved.
keys S
expect Marked as sent.
expect-sql t | SELECT sent_at IS NOT NULL AND body ~ 'Changed by hand' FROM privacy.request_notes WHERE kind = 'letter' ORDER BY id DESC LIMIT 1
keys Esc
expect Steps and letters
keys 1
keys x
expect Extend the term by two months, once
type Your searches are in an archive.
keys Enter
expect Extended by two months.
keys x
type Once more, please wait longer.
keys Enter
expect The term was extended already
# A refusal has reasons; Esc takes back.
keys R
expect Refuse, with the reasons
keys Esc R
type No
keys Enter
expect A refusal needs its reasons.
# What was typed stands in the field again.
expect Refuse, with the reasons
type : the newsletter was never sent to this address.
keys Enter
expect Refused.
expect-sql No: the newsletter was never sent to this address. | SELECT outcome FROM privacy.requests WHERE number = '2026-0015'
expect-sql refused | SELECT state FROM privacy.requests WHERE number = '2026-0015'
keys Esc
# Asked again: linked, and nothing is taken over.
keys f Ctrl-U
burst number:2026-0014<Enter>
keys Home Enter
expect 2026-0008
expect Make sure who it is
keys W
expect Did the person withdraw the request?
keys Right Enter
expect closed as withdrawn
keys Ctrl-P
burst go to restrictions and holds<Enter>
expect restriction (18)
golden holds
keys Home
keys f
burst kind:restriction<Enter>
keys Home d
expect Lift it?
keys Right Enter
expect The person must be told before the restriction is lifted.
keys t
expect Noted: the person was told.
keys d Right Enter
expect Lifted.
keys Ctrl-P
burst go to texts of letters<Enter>
expect Dutch
golden letter-texts
keys Home Enter F2
expect Subject
keys Esc
keys Ctrl-P
burst go to the ledger of erasures<Enter>
expect Nothing was erased yet.
keys Ctrl-P
burst go to the data map<Enter>
expect-row 2 Data map
include leave.inc
