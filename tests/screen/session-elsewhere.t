# variants: 80x24 132x43
# The same person logs in elsewhere: the first screen is told, and keeps what was typed.
include login-anna.inc
include open-anna-meier.inc
keys 2 F2
type Hof
do printf 'demo-anna-lumen-2026\n402816\n' | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login anna --secrets-fd 0 find meier >/dev/null
wait-for Log in again to go on
expect-row 2 Log-in
golden session-elsewhere
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
expect Ringstr. 4Hof
keys F2
expect Saved.
expect-sql Ringstr. 4Hof | SELECT street1 FROM site.users WHERE id = 10009292
include leave.inc
