# Attacks 33, 62 and 64: the console as a process. It runs as an ordinary account, that of the database's server when root runs the tests;
# this makes it a copy of the program, a pepper it can read, and a folder full of what an attacker would leave.
# shellcheck shell=bash
set -eu -o pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
account=$(id -un)
[ "$account" != root ] || account=postgres

# Not one of the demo's, which stand on the log-in screen.
printf '%s\n%s\n' quilp-vortag-zemmel-brux 518274 | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --user postgres bootstrap ben --secrets-fd 0 >/dev/null

cp "$STEWARD" "$scratch/steward"
cp "$CLUSTER/pepper" "$scratch/pepper"
chmod 400 "$scratch/pepper"
sed "s|^pepper_file = .*|pepper_file = $scratch/pepper|" "$STEWARD_CONFIG_FILE" >"$scratch/steward.conf"
chmod 644 "$scratch/steward.conf"

evil=$scratch/evil
mkdir -p "$evil/terminfo" "$evil/.terminfo" "$evil/gconv" "$evil/locale" "$evil/log"
infocmp -x xterm-256color | sed -E 's/^(xterm-256color)\|/\1|evil|/; s/\<(clear|smcup|home|sgr0)=[^,]*,/\1=PWNED,/' >"$scratch/evil.ti"
tic -x -o "$evil/terminfo" "$scratch/evil.ti" 2>/dev/null
cp -R "$evil/terminfo/." "$evil/.terminfo/"
printf '[evil]\nhost=/nonexistent\nuser=postgres\noptions=-c role=postgres\n' >"$evil/.pg_service.conf"
printf '*:*:*:*:PWNED\n' >"$evil/.pgpass"
printf 'module EVIL// INTERNAL evil 1\n' >"$evil/gconv/gconv-modules"
printf 'openssl_conf = evil\n[evil]\nengines = e\n[e]\nx = y\n[y]\ndynamic_path = /nonexistent/PWNED.so\ninit = 1\n' >"$evil/openssl.cnf"
chmod -R a+rX "$evil"
chmod 777 "$evil/log"
if [ "$(id -u)" = 0 ]; then chown "$account" "$scratch/pepper"; fi
# The bait works on a program that takes it.
if ! TERMINFO=$evil/terminfo tput -T xterm-256color clear | grep -q PWNED; then
  echo 'Bail out! the false description of a terminal is no bait'
  exit 1
fi

export CONSOLE_PROGRAM=$scratch/steward CONSOLE_CONFIG=$scratch/steward.conf CONSOLE_EVIL=$evil
CONSOLE_UID=$(id -u "$account") CONSOLE_GID=$(id -g "$account")
export CONSOLE_UID CONSOLE_GID
"$BUILD/tests/attack/console"
