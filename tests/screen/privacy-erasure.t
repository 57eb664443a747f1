# variants: 80x24 132x43
# From receipt to certificate by keys alone: an erasure request is taken in, its identity noted, planned, submitted, approved by the second person, carried out.
mask 20[0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9:]+
mask (today|yesterday|tomorrow) [0-9:]+
mask 202[67]-[0-9][0-9]-[0-9][0-9]
mask [0-9a-f]{64}|[0-9a-f]{20,}
include login-cora.inc
keys r
expect-row 2 Requests of data subjects
golden requests
keys n
expect-row 2 > new
keys Space
type erasure
keys Enter Tab Space
type Ursula Köhler
keys Enter F2
expect Make sure who it is: i notes how
expect erasure (17) · Ursula Köhler
# Nothing is planned before the identity was checked.
keys p
expect-not Planned
keys i
expect How was the identity checked?
keys Down Enter
expect Plan the erasure: p.
golden request
keys p
expect The plan stands in the tab Erasure
keys 4
expect planned
keys Enter
expect-row 2 Ursula Köhler
keys ]
expect site.user_custom_values
keys S
expect Submitted. A second person approves it.
# The proposer cannot.
keys a
expect Approve this erasure?
keys Right Enter
expect A second person approves what a first one proposed.
keys Esc Esc Esc F10
wait-exit 0
run
burst dirk<Tab>demo-dirk-lumen-2026<Tab>735148<Enter>
expect Home
keys r
expect-row 2 Requests of data subjects
keys f
burst person~Ursula<Enter>
keys Home Enter
expect A second person approves the plan
keys 4 Enter
expect awaits approval
keys a
expect Approve this erasure?
expect Ursula Köhler
keys Enter
expect awaits approval
keys a Right Enter
expect Approved.
# failure: wrong person erased. The confirmation repeats the name, which is typed; Enter alone does nothing, as No is the default of the approval.
keys X
expect To go on, type: Ursula Köhler
keys Enter
expect To go on, type: Ursula Köhler
type Ursula Köhler
keys Enter
expect Erased. The certificate stands in its tab.
expect done
keys 5
expect Signed
expect-sql done done | SELECT r.state || ' ' || e.state FROM privacy.requests r JOIN privacy.erasures e ON e.request_id = r.id WHERE r.number = '2026-0017'
include leave.inc
