# The line to a server on another host: the console connects with TLS from within its sandbox, and not at all to a server that cannot show
# the right certificate. Has a cluster of its own, since the shared one listens to nobody.
# shellcheck shell=bash
set -eu -o pipefail
. tests/lib/tap.sh
scratch=$(mktemp -d)
chmod 755 "$scratch"
trap 'tests/lib/cluster stop "$scratch" --for $$ 2>/dev/null || true; rm -rf "$scratch"' EXIT
address=127.73.$((RANDOM % 250)).$((1 + RANDOM % 250))
other=127.74.$((RANDOM % 250)).$((1 + RANDOM % 250))

certificate() { # name address
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" -addext "subjectAltName=IP:$2" \
    -keyout "$scratch/$1.key" -out "$scratch/$1.crt" 2>/dev/null
  chmod 600 "$scratch/$1.key"
}
certificate server "$address"
certificate stranger "$address"
if [ "$(id -u)" = 0 ]; then chown postgres "$scratch/server.key"; fi
{
  tests/lib/database spare "$scratch"
  tests/lib/cluster start "$scratch" fast --for $$ "listen_addresses=$address,$other" ssl=on "ssl_cert_file=$scratch/server.crt" "ssl_key_file=$scratch/server.key"
  tests/lib/database make "$scratch" steward 200
} >"$scratch/log" 2>&1 || {
  sed 's/^/# /' "$scratch/log"
  echo 'Bail out! no cluster for this test'
  exit 1
}

find_anna() { # host certificate [options]
  local host=$1 root=$2
  shift 2
  sed -e "s|^host = .*|host = $host|" "$scratch/steward.conf" >"$scratch/over-tls.conf"
  echo "sslrootcert = $root" >>"$scratch/over-tls.conf"
  status=0
  said=$(printf '%s\n%s\n' demo-anna-lumen-2026 402816 |
    "$STEWARD" --config "$scratch/over-tls.conf" --login anna --secrets-fd 0 "$@" find anna 2>&1) || status=$?
}
psql() { tests/lib/cluster psql "$scratch" -Atq -d steward "$@"; }

psql -c "CREATE TABLE public.seen (tls boolean); CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS \$\$ BEGIN
  INSERT INTO public.seen SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid(); RETURN NULL; END \$\$;
  CREATE TRIGGER see AFTER INSERT ON auth.sessions FOR EACH ROW EXECUTE FUNCTION public.see()"
find_anna "$address" "$scratch/server.crt"
tap_ok "$([ "$status" = 0 ] && grep -q $'\t' <<<"$said"; echo $?)" 'the console works over TLS from within its sandbox' "$status $said"
tap_is t "$(psql -c 'SELECT DISTINCT tls FROM public.seen')" 'and the line was TLS'
find_anna "$address" "$scratch/stranger.crt"
tap_ok "$([ "$status" != 0 ] && grep -qi certificate <<<"$said"; echo $?)" 'a certificate that nobody signed for us is refused' "$status $said"
find_anna "$other" "$scratch/server.crt"
tap_ok "$([ "$status" != 0 ] && grep -qi certificate <<<"$said"; echo $?)" 'so is a certificate of another host' "$status $said"
find_anna "$address" ''
tap_ok "$([ "$status" != 0 ] && grep -qi certificate <<<"$said"; echo $?)" 'and one that is unknown to this machine' "$status $said"
tap_is 1 "$(psql -c 'SELECT count(*) FROM auth.sessions')" 'nobody logged in there'
tap_done
