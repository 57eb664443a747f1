# The server is not there when the console starts: it says so, and logs in as soon as it is.
do tests/lib/cluster psql "$CLUSTER" -qd postgres -c "ALTER DATABASE $PGDATABASE ALLOW_CONNECTIONS false"
run
wait-for ! server lost
golden server-down
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
expect The server cannot be reached yet
do tests/lib/cluster psql "$CLUSTER" -qd postgres -c "ALTER DATABASE $PGDATABASE ALLOW_CONNECTIONS true"
wait-for Demo database
keys Enter
wait-for Home
include leave.inc
# no such server at all
run --host /nonexistent
wait-for ! server lost
mask /nonexistent[^ ]*
golden server-nowhere
include leave.inc
