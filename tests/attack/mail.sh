# Security mail against a real mail server on loopback: what is sent, to whom, once; what the server may do meanwhile; and what stands in a
# name that somebody else chose.
# shellcheck shell=bash
set -u -o pipefail
. tests/lib/tap.sh
work=$(mktemp -d)
server=
mailer=
# shellcheck disable=SC2317
leave() {
  [ -z "$server" ] || kill "$server" 2>/dev/null
  [ -z "$mailer" ] || kill -9 "$mailer" 2>/dev/null
  rm -rf "$work"
}
trap leave EXIT

sql() { psql -XAtqc "$1"; }
wait_for() { # FILE
  local _
  for _ in $(seq 400); do
    if [ -e "$1" ]; then return 0; fi
    sleep 0.05
  done
  echo "# $1 did not come"
  return 1
}
start() { # MODE [CERTIFICATE KEY]
  [ -z "$server" ] || { kill "$server"; wait "$server" 2>/dev/null; }
  rm -f "$work"/mail.* "$work"/port "$work"/held "$work"/auth
  echo "$1" >"$work/mode"
  tests/lib/mail-server "$work" "${@:2}" 2>"$work/server.log" &
  server=$!
  wait_for "$work/port"
}
mode() { echo "$1" >"$work/mode"; }
config() { # LINE...
  cp "$STEWARD_CONFIG_FILE" "$work/mail.conf"
  printf '%s\n' 'mail_from = steward@lumen.example' 'mail_server = 127.0.0.1' "mail_port = $(cat "$work/port" 2>/dev/null || echo 1)" 'mail_tls = none' "$@" >>"$work/mail.conf"
}
send() { "$STEWARD-mailer" --config "$work/mail.conf" --once 2>&1; }
taken() { find "$work" -name 'mail.[0-9]*' | wc -l; }
# A part of a mail as a mail program would show it.
part() { # NUMBER subject|body|to|headers|envelope
  python3 - "$work/mail.$1" "$2" <<'PYTHON'
import email, email.policy, sys
envelope, text = open(sys.argv[1], 'rb').read().split(b'\n\n', 1)
m = email.message_from_bytes(text, policy=email.policy.default)
print({'subject': m['Subject'], 'body': m.get_content().replace('\r', ''), 'to': m['To'], 'id': m['Message-ID'],
       'headers': ' '.join(m.keys()), 'envelope': envelope.decode().replace('\n', '|'),
       'raw': 'crlf' if text.count(b'\n') == text.count(b'\r\n') and max(map(len, text.split(b'\r\n'))) <= 78 else 'bad'}[sys.argv[2]])
PYTHON
}
states() { sql "SELECT string_agg(DISTINCT state, ' ' ORDER BY state) FROM auth.mails"; }
fresh() { # so that only what comes next is sent
  sql "DELETE FROM auth.mails; UPDATE auth.settings SET value = '0 seconds' WHERE name = 'mail_digest'; UPDATE auth.settings SET value = '1000' WHERE name = 'mail_per_hour'"
}
anna=$(sql "SELECT user_id FROM auth.staff WHERE login = 'anna'")
sql "UPDATE site.users SET email = '' WHERE id = $anna"
# A right by its name, or whichever comes next.
give() { # [RIGHT]
  sql "INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT $anna, r.name, true FROM auth.rights r
    WHERE r.name = '${1:-}' OR ('${1:-}' = '' AND r.name NOT IN (SELECT right_name FROM auth.staff_rights WHERE user_id = $anna)) ORDER BY r.position, r.name LIMIT 1"
}

# Delivered
start take
config
fresh
give audit.view
give group.edit
tap_is 2 "$(sql "SELECT count(*) FROM auth.mails WHERE kind = 'rights' AND recipient = 'dirk@lumen.example'")" 'two rows in the outbox'
said=$(send)
tap_is "mail $(sql "SELECT min(id) FROM auth.mails") about rights to dirk@lumen.example: sent" "$said" 'the mailer says what it sent'
tap_is 1 "$(taken)" 'one mail tells both'
tap_is 'MAIL FROM:<steward@lumen.example>|RCPT TO:<dirk@lumen.example>' "$(part 1 envelope | sed 's/ SIZE=[0-9]*//')" 'from and to'
tap_is 'Lumen Picture Library: a role or right was given (2)' "$(part 1 subject)" 'the subject'
tap_is 2 "$(part 1 body | grep -cE '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC  anna: \+ (audit\.view|group\.edit) \(')" 'what happened, line by line'
tap_is crlf "$(part 1 raw)" 'short lines, ended as mail servers want them'
tap_is 'merged sent' "$(states)" 'and the outbox says so'
tap_is '' "$(send)" 'nothing is sent twice'
tap_is 1 "$(taken)" 'nor taken twice'

# Gathered, and limited
fresh
sql "UPDATE auth.settings SET value = '1 hour' WHERE name = 'mail_digest'"
give
send >/dev/null
for _ in 1 2 3; do give; done
tap_is '' "$(send)" 'soon after a mail the next of its kind waits'
sql "UPDATE auth.settings SET value = '0 seconds' WHERE name = 'mail_digest'; UPDATE auth.settings SET value = '2' WHERE name = 'mail_lines'"
send >/dev/null
tap_is 3 "$(taken)" 'then one mail'
tap_is '2 1' "$(part 3 body | grep -c 'anna: +') $(part 3 body | grep -c '^… and 1 more\.$')" 'tells as many as it may, and how many more'
fresh
sql "UPDATE auth.settings SET value = '50' WHERE name = 'mail_lines'; UPDATE auth.settings SET value = '2' WHERE name = 'mail_per_hour'"
give
send >/dev/null
give
sql "INSERT INTO site.blocked_addresses (network, reason) VALUES ('203.0.113.7', 'guessing')"
send >/dev/null
tap_is 5 "$(taken)" 'the last mail that an address may get within the hour'
tap_is 'Lumen Picture Library: several security events (2)' "$(part 5 subject)" 'tells of every kind'
give
tap_is '' "$(send)" 'then it waits'
tap_is 5 "$(taken)" 'and nothing arrives'

# What somebody else wrote
fresh
sql "UPDATE auth.mail_texts SET subject = E'key\r\nBcc: evil@example.org\r\n\r\nHi 日本 \u202E' WHERE kind = 'key' AND language = 'en'"
sql "INSERT INTO auth.ssh_keys (user_id, fingerprint, note) VALUES ($anna, 'SHA256:$(printf 'a%.0s' $(seq 43))', E'x\r\n.\r\nMAIL FROM:<evil@example.org>\r\nBcc: evil@example.org \u202Etxt\u200B \x1b]0;owned\x07')"
send >/dev/null
tap_is 6 "$(taken)" 'hostile names are one mail'
tap_is 'RCPT TO:<dirk@lumen.example>' "$(part 6 envelope | cut -d'|' -f2-)" 'to one person'
tap_is 'From To Date Subject Message-ID Auto-Submitted MIME-Version Content-Type Content-Transfer-Encoding' "$(part 6 headers)" 'with the headers that are ours'
tap_is 1 "$(part 6 subject | grep -cxF 'Lumen Picture Library: key Bcc: evil@example.org Hi 日本 �')" 'the subject is one line, of characters that can be seen'
tap_is 1 "$(part 6 body | grep -c 'Bcc: evil@example.org �txt� ]0;owned')" 'so is the line in the text'
tap_empty "$(LC_ALL=C grep -nP '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]' "$work/mail.6")" 'no control character goes out'
fresh
sql "INSERT INTO auth.mails (kind, recipient, line) VALUES ('test', '-oQ/tmp@lumen.example', 'x')"
send >/dev/null
tap_is 'failed 6' "$(states) $(taken)" 'an address that would be an option goes nowhere'

# A server that does not take it
fresh
mode later-rcpt
give
send >/dev/null
tap_is 'waiting 1 t' "$(sql "SELECT state || ' ' || attempts || ' ' || (next_at > now() + interval '30 seconds')::text::char FROM auth.mails")" 'not now: it waits'
tap_is 1 "$(sql "SELECT count(*) FROM auth.mails WHERE error LIKE '%451%'")" 'and why is written down'
tap_is '' "$(send)" 'it is not tried at once'
mode later-data
sql "UPDATE auth.mails SET next_at = now()"
send >/dev/null
tap_is 'waiting 2 t' "$(sql "SELECT state || ' ' || attempts || ' ' || (next_at > now() + interval '90 seconds')::text::char FROM auth.mails")" 'the pause grows'
mode take
sql "UPDATE auth.mails SET next_at = now()"
send >/dev/null
tap_is 'sent 7' "$(states) $(taken)" 'then it is sent'
fresh
mode refuse-rcpt
give
send >/dev/null
tap_is failed "$(states)" 'refused at the recipient: it has failed'
tap_is 1 "$(sql "SELECT count(*) FROM auth.events WHERE kind = 'mail failed' AND login = 'dirk@lumen.example'")" 'which is an event'
fresh
mode refuse-data
give
send >/dev/null
tap_is 'failed 7' "$(states) $(taken)" 'refused after the text: the same'
sql "UPDATE auth.settings SET value = '1' WHERE name = 'mail_tries'"
fresh
mode later-rcpt
give
send >/dev/null
tap_is failed "$(states)" 'after the last try it has failed'
sql "UPDATE auth.settings SET value = '20' WHERE name = 'mail_tries'"

# Nobody knows
fresh
mode drop-data
give
send >/dev/null
tap_is 'uncertain 8' "$(states) $(taken)" 'cut off before the answer: uncertain'
sql "UPDATE auth.settings SET value = '0 seconds' WHERE name = 'mail_lease'"
mode take
tap_is '' "$(send)" 'and not sent again by itself'
tap_is 8 "$(taken)" 'so that it comes once'
fresh
mode hold-data
give
rm -f "$work/held"
"$STEWARD-mailer" --config "$work/mail.conf" >"$work/out" 2>&1 &
mailer=$!
wait_for "$work/held"
kill -9 "$mailer"
wait "$mailer" 2>/dev/null
tap_is 'handed 9' "$(states) $(taken)" 'killed between the text and the answer'
mode take
send >/dev/null
tap_is 'uncertain 9' "$(states) $(taken)" 'no second copy'
fresh
mode hold-rcpt
give
rm -f "$work/held"
"$STEWARD-mailer" --config "$work/mail.conf" >"$work/out" 2>&1 &
mailer=$!
wait_for "$work/held"
kill -9 "$mailer"
wait "$mailer" 2>/dev/null
mailer=
tap_is claimed "$(states)" 'killed before the text'
mode take
send >/dev/null
tap_is 'sent 10' "$(states) $(taken)" 'sent again, once'
kill "$server"
wait "$server" 2>/dev/null
server=
fresh
give
said=$(send)
tap_is waiting "$(states)" 'no server: it waits'
tap_is 1 "$(grep -c 'not taken yet: ' <<<"$said")" 'and says so'

# TLS
for name in ours theirs; do
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" -addext 'subjectAltName=IP:127.0.0.1' \
    -keyout "$work/$name.key" -out "$work/$name.crt" 2>/dev/null
done
start take
config 'mail_tls = starttls'
fresh
give
send >/dev/null
tap_is 'waiting 0' "$(states) $(taken)" 'a server without TLS gets nothing'
start take "$work/theirs.crt" "$work/theirs.key"
config 'mail_tls = starttls' "mail_ca_file = $work/ours.crt"
sql "UPDATE auth.mails SET next_at = now()"
send >/dev/null
tap_is 'waiting 0' "$(states) $(taken)" 'nor one with a certificate that we do not know'
start auth "$work/ours.crt" "$work/ours.key"
echo 'a password of the mail server' >"$work/password"
chmod 400 "$work/password"
config 'mail_tls = starttls' "mail_ca_file = $work/ours.crt" 'mail_user = steward' "mail_password_file = $work/password"
sql "UPDATE auth.mails SET next_at = now()"
said=$(send)
tap_is 'sent 1' "$(states) $(taken)" 'ours gets it, after STARTTLS'
tap_is 'stewarda password of the mail server' "$(base64 -d <"$work/auth" | tr -d '\0')" 'and the name and password'
tap_empty "$(grep 'a password of' <<<"$said")" 'which are said nowhere else'
chmod 444 "$work/password"
tap_is 1 "$(send | grep -c 'nobody else can read')" 'a password that others can read is refused'
start tls-only "$work/ours.crt" "$work/ours.key"
config 'mail_tls = tls' "mail_ca_file = $work/ours.crt"
fresh
give
send >/dev/null
tap_is 'sent 1' "$(states) $(taken)" 'and with TLS from the first byte'

# A program in place of a server
mkdir "$work/bin"
printf '#!/bin/sh\nprintf "%%s|" "$@" >%s/arguments\nenv >%s/environment\ncat >%s/piped\n' "$work" "$work" "$work" >"$work/bin/sendmail"
chmod 755 "$work/bin/sendmail"
config "mail_sendmail = $work/bin/sendmail"
fresh
give
send >/dev/null
tap_is sent "$(states)" 'a program takes it'
tap_is '-i|-f|steward@lumen.example|--|dirk@lumen.example|' "$(cat "$work/arguments")" 'with fixed arguments'
tap_is 1 "$(grep -c '^Subject: Lumen Picture Library: a role or right was given$' "$work/piped")" 'and the message'
tap_is 0 "$(grep -c HOME "$work/environment")" 'and none of our environment'
printf '#!/bin/sh\ncat >/dev/null\nexit 75\n' >"$work/bin/sendmail"
fresh
give
send >/dev/null
tap_is waiting "$(states)" 'one that cannot now is asked again'
printf '#!/bin/sh\ncat >/dev/null\nexit 67\n' >"$work/bin/sendmail"
sql "UPDATE auth.mails SET next_at = now()"
send >/dev/null
tap_is failed "$(states)" 'one that knows nobody of that name is not'
chmod 777 "$work/bin/sendmail"
fresh
give
said=$(send)
tap_is 'waiting 1' "$(states) $(grep -c 'is no program that only its owner' <<<"$said")" 'a program that anybody can write is not run'

# The second channel, in a /dev of the test's own
fresh
sql "INSERT INTO auth.ssh_keys (user_id, fingerprint, note) VALUES ($anna, 'SHA256:$(printf 'b%.0s' $(seq 43))', E'laptop\r\n<85>forged: line \u202E')"
cat >"$work/syslog.py" <<'PYTHON'
import os, socket, subprocess, sys
listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind('/dev/log')
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=30)
listener.settimeout(0.1)
try:
    while True:
        print(listener.recv(65536).rstrip(b'\0').decode().replace('\n', '|'))
except TimeoutError:
    pass
PYTHON
if unshare -m true 2>/dev/null && [ ! -e /dev/log ]; then
  chmod 755 "$work/bin/sendmail"
  logged=$(unshare -m bash -c 'mount -t tmpfs none /dev && mknod /dev/null c 1 3 && mknod /dev/urandom c 1 9 && chmod 666 /dev/* && exec "$@"' - \
    python3 "$work/syslog.py" "$STEWARD-mailer" --config "$work/mail.conf" --once)
  tap_is 1 "$(grep -cE '^<85>.* steward\[[0-9]+\]: key: .* UTC  anna: SHA256:b{43} laptop <85>forged: line �' <<<"$logged")" 'syslog is told too, in one clean line'
  tap_is 1 "$(wc -l <<<"$logged")" 'and no other'
else
  tap_skip 'syslog is told too, in one clean line' 'no mount namespace, or a syslog that is not ours'
fi

# For ever
start take
config
"$STEWARD-mailer" --config "$work/mail.conf" --every 1 >"$work/out" 2>&1 &
mailer=$!
give
wait_for "$work/mail.1"
tap_is 0 "$?" 'a mailer that goes on sends what comes'
kill -TERM "$mailer"
wait "$mailer"
tap_is 0 "$?" 'and goes at SIGTERM'
mailer=
tap_done
