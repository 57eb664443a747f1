# variants: 80x24 132x43
# The server goes away while something is typed: the screen stays, the header says so; back again, the log-in comes over it and the draft
# is still there.
include login-anna.inc
include open-anna-meier.inc
keys 2 F2
type Hof
do tests/lib/cluster psql "$CLUSTER" -qd postgres -c "ALTER DATABASE $PGDATABASE ALLOW_CONNECTIONS false" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$PGDATABASE'"
wait-for ! server lost
expect Ringstr. 4Hof
expect The server ended the connection.
golden server-lost
keys F2
expect Ringstr. 4Hof
keys Tab Down
do tests/lib/cluster psql "$CLUSTER" -qd postgres -c "ALTER DATABASE $PGDATABASE ALLOW_CONNECTIONS true"
wait-for Log in again to go on
golden server-back
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
wait-for Ringstr. 4Hof
expect-row 2 not saved
keys F2
wait-for Saved.
expect-sql Ringstr. 4Hof | SELECT street1 FROM site.users WHERE id = 10009292
# somebody else logs in after a loss: he finds none of it
keys F2
type Haus
do tests/lib/cluster psql "$CLUSTER" -qd postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$PGDATABASE'"
wait-for Log in again to go on
keys Ctrl-A Ctrl-K
burst ben<Tab>demo-ben-lumen-2026<Tab>513927<Enter>
wait-for Home
expect-not Ringstr
keys Esc
expect first screen
include leave.inc
