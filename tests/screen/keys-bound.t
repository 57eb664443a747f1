# variants: 80x24
# Keys of the configuration: they work, they are told in footer, help and palette, and the old ones do nothing.
do printf '%s\n' 'key.home.users = U' 'key.list.filter = Ctrl-T' 'key.go.country = F6' >> "$STEWARD_CONFIG_FILE"
do [ "$("$STEWARD" --config "$STEWARD_CONFIG_FILE" keys | grep -cE '^home	U	home.users	|^list	Ctrl-T	list.filter	')" = 2 ]
# a key that means something else already stops the start
do (cat "$STEWARD_CONFIG_FILE"; echo 'key.list.sort = c') > "$STEWARD_CONFIG_FILE.bad"; "$STEWARD" --config "$STEWARD_CONFIG_FILE.bad" keys 2>&1 | grep -qE 'bad, line [0-9]+: key.list.sort: .*c is the key of list.columns'
include login-anna.inc
expect-row -1 U users
keys u
expect-row 2 Home
keys U
expect-row 2 Users
expect-row -1 Ctrl-T filter
keys f
expect-not Filter:
keys Ctrl-T
expect Filter:
type country:DE
keys Enter
expect country:DE
keys F6
expect-row 2 Countries
keys ?
expect Ctrl-T
include leave.inc
