#!/bin/bash
# The units of doc/systemd: one for each program that keeps watch, each with a command that the program knows, and closed off alike.
set -u
. tests/lib/tap.sh
units=$(find doc/systemd -name '*.service' | sort)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The keepers that the database knows; the verifier is called by whoever may, by hand or from a timetable.
missing=$(grep -o "([1-6], '[a-z]*', interval" sql/functions/32_keepers.sql | cut -d "'" -f 2 | while read -r keeper; do
  case $keeper in
  sealer) name=seal ;;
  verifier) continue ;;
  *) name=$keeper ;;
  esac
  grep -q "/steward-$name@\?\.service$" <<<"$units" || echo "$keeper"
done)
tap_is 5 "$(grep -c . <<<"$units")" 'there are five'
tap_empty "$missing" 'every program that keeps watch has a unit'
common=$(sed -n '/^NoNewPrivileges=/,/^LimitCORE=/p' doc/systemd/steward-warden.service)
while read -r unit; do
  # Whatever is wrong with the line, a usage error would be the first thing to be said. That the configuration is not there is another.
  read -r program rest < <(sed -n 's,^ExecStart=/usr/bin/,,p' "$unit")
  read -r -a words <<<"$rest"
  "${BUILD:-build}/$program" "${words[@]}" --config "$work/none.conf" >"$work/said" 2>&1 </dev/null
  status=$?
  tap_is t "$([ $status != 64 ] && [ $status != 0 ] && grep -q none.conf "$work/said" && echo t)" "$unit starts something that there is" "$(cat "$work/said")"
  tap_is "$common" "$(sed -n '/^NoNewPrivileges=/,/^LimitCORE=/p' "$unit")" 'closed off like the others'
  if command -v systemd-analyze >/dev/null; then
    copy=$work/$(basename "$unit")
    sed "s,^ExecStart=.*,ExecStart=/bin/true," "$unit" >"$copy"
    tap_empty "$(systemd-analyze verify "$copy" 2>&1 | grep -F "$(basename "$unit")")" 'systemd understands it'
    tap_ok "$(systemd-analyze security --offline=true --no-pager --threshold=15 "$copy" >"$work/said" 2>&1 && echo 0 || echo 1)" 'and finds little to object to' "$(tail -n 5 "$work/said")"
  else
    tap_skip 'systemd understands it' 'there is no systemd'
  fi
done <<<"$units"
tap_done
