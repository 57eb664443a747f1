# variants: 80x24
# An access request from receipt to a package that was handed over, by keys alone: each step says what comes next, and with which key.
mask [a-zA-Z0-9]{5}(-[a-zA-Z0-9]{5}){4}
include login-cora.inc
keys r n
expect-row 2 > new
keys Space
type access
keys Enter Tab Space
type Ursula Köhler
keys Enter F2
expect Make sure who it is: i notes how
# Nothing is exported before the identity was checked.
keys P
expect-not shown only now
keys i
expect How was the identity checked?
keys Down Enter
expect Make the package of the person's data: P.
keys P
expect shown only now
keys Esc
do "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once
keys F5
expect Hand the package over, and note it in the tab Exports
keys 3
expect made
keys H
expect How, and to whom
type on a stick, at the counter
keys Enter
expect Noted. Give the passphrase by another way.
keys F5 1
expect Close the request as answered: d.
keys d
expect Close as answered
type The package was handed over on a stick.
keys Enter
expect The request is closed as answered.
expect-sql done 1 1 | SELECT r.state || ' ' || count(*) || ' ' || sum(e.handovers) FROM privacy.requests r JOIN privacy.exports e ON e.request_id = r.id WHERE r.id = (SELECT max(id) FROM privacy.requests) GROUP BY r.state
include leave.inc
