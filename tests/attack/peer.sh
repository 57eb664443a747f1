# Attack 17: a connection over TCP from a host that is no console host claims an address. Has a cluster of its own, since the shared
# one listens to nobody. And attack 48: this one lets transactions be prepared.
# shellcheck shell=bash
set -eu -o pipefail
scratch=$(mktemp -d)
chmod 755 "$scratch" # the account of the server must get through
trap 'tests/lib/cluster stop "$scratch" --for $$ 2>/dev/null || true; rm -rf "$scratch"' EXIT
# All of 127/8 is this machine; a number of its own keeps two runs apart.
address=127.73.$((RANDOM % 250)).$((1 + RANDOM % 250))

{
  tests/lib/database spare "$scratch"
  tests/lib/cluster start "$scratch" fast --for $$ "listen_addresses=$address" max_prepared_transactions=2
  tests/lib/database make "$scratch" steward 200
} >"$scratch/log" 2>&1 || {
  sed 's/^/# /' "$scratch/log"
  echo 'Bail out! no cluster for this test'
  exit 1
}
eval "$(tests/lib/cluster env "$scratch")"
for name in template peer; do tests/lib/database copy "$scratch" steward "$name"; done # its mutations copy "template"
export PGDATABASE=peer STEWARD_TCP_HOST=$address STEWARD_TCP_PORT=7315
"$BUILD/tests/attack/peer"
