# Imports: files as strangers send them, what is refused and why, all of a file or nothing of it; users, payments, sales of agencies; by command and over ssh.
# shellcheck shell=bash
. tests/lib/tap.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
psql=/usr/lib/postgresql/15/bin/psql
sql() { "$psql" -XAtq -v ON_ERROR_STOP=1 -c "$1"; }
spool=$(sed -n 's/^spool = //p' "$STEWARD_CONFIG_FILE")
mkdir -p "$spool" && chmod 700 "$spool"

# bring KIND NAME WANTED [ARGUMENTS]: the file on standard input becomes a job; WANTED is what its state, error and rejects must be in the end.
bring() {
  local file job
  file=upload-$(cat /proc/sys/kernel/random/uuid).csv
  (umask 077 && cat >"$spool/$file")
  job=$(sql "SELECT steward.job_add('import.$1', '${2//\'/}', jsonb_build_object('file', '$file', 'dry_run', false) || '${4:-{\}}', (SELECT user_id FROM auth.staff WHERE login = 'dirk'))")
  printf '%s' "$2" >"$work/name.$job"
  printf '%s' "$3" >"$work/wanted.$job"
}
work_off() {
  local job
  "$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --once >"$work/worker" 2>&1
  sed 's/^/# /' "$work/worker"
  for job in $(find "$work" -name 'wanted.*' -printf '%f\n' | sed 's/.*[.]//' | sort -n); do
    tap_is "$(cat "$work/wanted.$job")" "$(sql "SELECT j.state || coalesce(': ' || j.error, '') || coalesce(' +' || (j.result->>'added') || ' ~' || (j.result->>'changed') || ' =' || (j.result->>'same'), '')
      || coalesce((SELECT string_agg(E'\n' || r.line || ' ' || r.column_name || ' ' || r.value || ': ' || r.reason, '' ORDER BY r.line, r.id) FROM steward.import_rejects r WHERE r.job_id = j.id), '')
      FROM steward.jobs j WHERE j.id = $job")" "$(cat "$work/name.$job")"
    rm "$work/wanted.$job"
  done
}

# ---- the file itself
printf 'EMAIL,LASTNAME\nnul@x.example,a\0b\n' | bring users 'a NUL byte' 'failed: Line 1: there is a NUL byte in the file.'
printf '\xef\xbb\xbfEMAIL,LASTNAME\r\nbom@x.example,Bom\r\n' | bring users 'a byte order mark, lines end with CR and LF' 'done +1 ~0 =0'
printf 'EMAIL,LASTNAME\rcr@x.example,Return\rcr2@x.example,Return\r' | bring users 'lines end with CR alone' 'done +2 ~0 =0'
printf 'EMAIL,LASTNAME\nlatin@x.example,M\xfcller\nfine@x.example,Fine\n' | bring users 'Latin-1' 'done +1 ~0 =0
2 LASTNAME : This is not UTF-8, or has control characters in it.'
printf 'EMAIL,LASTNAME\nopen@x.example,"Open\nnext@x.example,Next\n' | bring users 'a quotation mark that is never closed' 'failed: Line 2: a quotation mark is out of place, or never closed.'
{ printf 'EMAIL,LASTNAME\nlong@x.example,' && head -c 8000000 /dev/zero | tr '\0' a; } | bring users 'a line without end' 'failed: Line 2: a value is too long.'
printf 'EMAIL,LASTNAME,e-mail\nown@x.example,Own,x\n' | bring users 'our own name for a column goes before another' 'done +1 ~0 =0'
printf 'E-MAIL,LASTNAME,Email address\ntwice@x.example,Twice,x\n' | bring users 'a column twice, by other names' 'failed: The column EMAIL is there twice.'
printf 'LASTNAME\nNobody\n' | bring users 'a column that is missing' 'failed: The column EMAIL is missing.'
printf 'EMAIL,LASTNAME\nmany@x.example,Many,More\nfew@x.example\n' | bring users 'values beyond the headings, and too few' 'done +0 ~0 =0
2  : This line has 3 values, the line of headings 2.
3  : This line has 1 values, the line of headings 2.'
seq -s , 300 | bring users 'three hundred columns' 'failed: Line 1: there are too many values.'
: | bring users 'an empty file' 'failed: The file is empty.'
printf '\n\n  \n' | bring users 'blank lines' 'failed: The column EMAIL is missing.'
printf 'EMAIL,LASTNAME\n' | bring users 'headings alone' 'done +0 ~0 =0'
printf 'e-mail,first name,Surname,SHOESIZE\nformula@x.example,'"'"'=1+1,"'"'"'@SUM(A1)",44\nlong-name@x.example,%s,x,1\n' "$(printf 'n%.0s' {1..201})" |
  bring users 'other headings; guarded formulas; a value that is too long' 'done +1 ~0 =0
3 FIRSTNAME '"$(printf 'n%.0s' {1..200})"': This is too long: at most 200 characters.'
work_off
tap_is '' "$(sql "SELECT string_agg(email, ' ') FROM site.users WHERE email ~ '^(latin|fine|many|formula)@x.example'")" 'a file with a rejected row is not written at all'
tap_is 'columns that are not known and ignored: SHOESIZE' "$(sql "SELECT line FROM steward.job_log WHERE line LIKE 'columns that%SHOE%'")" 'unknown columns are ignored and told'
file=$spool/$(sql "SELECT file_name FROM steward.jobs WHERE title LIKE 'values beyond%'")
tap_is 'LINE,COLUMN,VALUE,REASON' "$(head -1 "$file" | tr -d '\r')" 'the rejects are a file: line, column, value, reason'

# ---- users
sql "INSERT INTO privacy.suppressions (hash, reason) VALUES (auth.keyed_hash('email|gone@x.example'), 'opt-out')"
printf 'EMAIL,COUNTRY,CURRENCY,ENABLED,MAILING\nno-address,XX,EURO,2,x\n' | bring users 'values that are none' 'done +0 ~0 =0
2 CURRENCY EURO: This is too long: at most 3 characters.'
printf 'EMAIL,COUNTRY,CURRENCY,ENABLED,MAILING\nno-address,XX,EU1,2,x\n' | bring users 'values that are none, of a fitting length' 'done +0 ~0 =0
2 EMAIL no-address: This is not an e-mail address.
2 COUNTRY XX: There is no such country.
2 CURRENCY EU1: This is not a currency.
2 MAILING x: This is neither 0 nor 1.
2 ENABLED 2: This is neither 0 nor 1.'
printf 'USERID,EMAIL\n99999999,a@x.example\n%s,staff@x.example\n,same@x.example\n,SAME@x.example\n' "$(sql "SELECT user_id FROM auth.staff WHERE login = 'anna'")" |
  bring users 'nobody, a colleague, somebody twice' "done +1 ~0 =0
2 USERID 99999999: There is no such account.
3  $(sql "SELECT user_id FROM auth.staff WHERE login = 'anna'"): This account is a colleague's; an import leaves it alone.
5 EMAIL SAME@x.example: The same account stands in line 4."
printf 'EMAIL,LASTNAME,MAILING,NOTES,CUSTOM1\nnews@x.example,News,1,Came by a list.,blue\nquiet@x.example,Quiet,0,,\n' | bring users 'two new accounts' 'done +2 ~0 =0'
printf 'EMAIL,MAILING\ngone@x.example,1\n' | bring users 'somebody who wanted no mailings' 'done +0 ~0 =0
2 MAILING 1: This address is on the list of those who want no mailings.'
work_off
tap_is 'true|import|1|f|demo' "$(sql "SELECT u.marketing || '|' || (SELECT c.channel || '|' || count(*) OVER () FROM site.consents c WHERE c.user_id = u.id) || '|' ||
  EXISTS (SELECT FROM site.consents c JOIN site.users q ON q.id = c.user_id WHERE q.email = 'quiet@x.example')::text::char || '|demo' FROM site.users u WHERE u.email = 'news@x.example'")" \
  'a consent to mailings is in the history, and the account follows'
tap_is 'Came by a list.|blue' "$(sql "SELECT n.body || '|' || c.custom1 FROM site.users u JOIN site.user_notes n ON n.user_id = u.id JOIN site.user_custom_values c ON c.user_id = u.id WHERE u.email = 'news@x.example'")" \
  'notes and custom values are written'
printf 'EMAIL,LASTNAME,MAILING,CITY\nnews@x.example,Newer,0,\nquiet@x.example,Quiet,,\n' | bring users 'changes: what is empty and was empty is the same' 'done +0 ~1 =1'
work_off
tap_is 'Newer|false|t,f' "$(sql "SELECT u.last_name || '|' || u.marketing || '|' || (SELECT string_agg(c.given::text::char, ',' ORDER BY c.id) FROM site.consents c WHERE c.user_id = u.id) FROM site.users u WHERE u.email = 'news@x.example'")" \
  'a withdrawal is in the history too'
sql "INSERT INTO auth.staff_rights (user_id, right_name, granted) SELECT user_id, 'consent.edit', false FROM auth.staff WHERE login = 'dirk'"
printf 'EMAIL,MAILING\nno-right@x.example,1\n' | bring users 'consents take a right of their own' 'done +0 ~0 =0
2 MAILING 1: Consents take the right consent.edit.'
work_off
sql "DELETE FROM auth.staff_rights WHERE right_name = 'consent.edit'"

# ---- a dry run knows what the tables would refuse, and writes nothing
one=$(sql "SELECT id FROM site.users WHERE type = 'client' AND hidden_at IS NULL AND NOT EXISTS (SELECT FROM privacy.holds h WHERE h.user_id = users.id) ORDER BY id LIMIT 1 OFFSET 5")
two=$((one + 1)) held=$((one + 2)) erased=$((one + 3))
sql "UPDATE site.users SET hidden_at = NULL, enabled = true WHERE id IN ($two, $held, $erased); INSERT INTO privacy.holds (user_id, kind, reason, set_by) VALUES ($held, 'restriction', 'Asked for', 10000001)
  ON CONFLICT DO NOTHING; SET session_replication_role = replica; UPDATE site.users SET erased_at = now() WHERE id = $erased"
taken=$(sql "SELECT login FROM site.users WHERE type = 'client' AND id > $erased AND login !~ '[A-Z]' ORDER BY id LIMIT 1")
said=$(sql "SELECT count(*), max(id) FROM audit.changes WHERE entity <> 'steward.jobs'")
printf 'USERID,EMAIL,LOGIN,CITY\n%s,,%s,\n%s,,renamed@x.example,\n%s,,,Bonn\n%s,,,Bonn\n,new@x.example,Renamed@x.example,\n,fine@x.example,,Bonn\n' "$one" "$taken" "$two" "$held" "$erased" |
  bring users 'rules of the tables, told by a dry run' "done +1 ~1 =0
2 LOGIN $taken: Another account has this log-in name.
4  $held: The processing of this account is restricted.
5  $erased: This account was erased.
6 LOGIN Renamed@x.example: The same log-in name stands in line 3." '{"dry_run": true}'
work_off
tap_is "$said" "$(sql "SELECT count(*), max(id) FROM audit.changes WHERE entity <> 'steward.jobs'")" 'nothing of it was written, not even for a moment'
tap_is 0 "$(sql "SELECT count(*) FROM site.users WHERE email IN ('new@x.example', 'fine@x.example')")" 'no account was made'
sql "UPDATE site.settings SET value = 'GBP' WHERE name = 'default_currency'"
printf 'EMAIL,LASTNAME\npound@x.example,Pound\n' | bring users 'a new account' 'done +1 ~0 =0'
work_off
tap_is GBP "$(sql "SELECT currency FROM site.users WHERE email = 'pound@x.example'")" 'has the currency of the site when the file says none'
sql "UPDATE site.settings SET value = 'EUR' WHERE name = 'default_currency'"
tap_is "1,1" "$(sql "SELECT string_agg(n::text, ',') FROM (SELECT count(*) AS n FROM audit.changes c JOIN site.users u ON u.id = c.subject_user_id
  WHERE u.email = 'pound@x.example' AND c.op = 'I' GROUP BY c.entity ORDER BY c.entity) AS t")" 'the trail has the account and its row of custom values, each once'

# ---- payments
IFS='|' read -r open open_user total < <(sql "SELECT number, user_id, open_total FROM site.invoices WHERE status = 'issued' AND kind = 'invoice' AND open_total > 20 ORDER BY id LIMIT 1")
credit=$(sql "SELECT number FROM site.invoices WHERE kind = 'credit' AND number IS NOT NULL LIMIT 1")
today=$(sql "SELECT to_char(current_date, 'DD/MM/YYYY')")
printf 'NUMBER,AMOUNT,DATE,ACCOUNTNO\n0000-00000,5.00,,\n%s,5.00,,\n%s,"5,00",,\n%s,5.00,31/02/2026,\n%s,5.00,,1\n%s,0.00,,\n%s,6.00,%s,\n%s,6.00,%s,\n' \
  "$credit" "$open" "$open" "$open" "$open" "$open" "$today" "$open" "$today" | bring payments 'payments that are none' "done +1 ~0 =0
2 NUMBER 0000-00000: There is no such invoice.
3 NUMBER $credit: This is a credit note.
4 AMOUNT 5,00: This is no amount: write it with a decimal point and two places at most.
5 DATE 31/02/2026: This is no day: write it as dd/mm/yyyy.
6 ACCOUNTNO 1: The invoice is another account's.
7 AMOUNT 0.00: This is no amount: write it with a decimal point and two places at most.
9  $open: The same payment stands in line 8."
printf 'Invoice,AMOUNT,DATE,ACCOUNTNO,DESCRIPTION\n%s,5.00,%s,%s,Bank\n%s,%s,,,Rest\n' "$open" "$today" "$open_user" "$open" "$(sql "SELECT $total - 5")" | bring payments 'two payments settle an invoice' 'done +2 ~0 =0'
work_off
tap_is "paid|$total|0.00" "$(sql "SELECT status || '|' || paid_total || '|' || open_total FROM site.invoices WHERE number = '$open'")" 'it is paid'
tap_is dirk "$(sql "SELECT DISTINCT s.login FROM site.payments p JOIN site.invoices i ON i.id = p.invoice_id JOIN auth.staff s ON s.user_id = p.created_by WHERE i.number = '$open' AND p.description IN ('Bank', 'Rest')")" 'in the name of who asked'
printf 'NUMBER,AMOUNT,DATE,ACCOUNTNO,DESCRIPTION\n%s,5.00,%s,,Bank\n' "$open" "$today" | bring payments 'the same file again' "done +0 ~0 =0
2  $open: This payment was registered before."
work_off

# ---- sales of an agency
agency=$(sql "SELECT id FROM site.users WHERE type = 'client' AND enabled AND hidden_at IS NULL ORDER BY id LIMIT 1")
IFS='|' read -r one share1 two share2 < <(sql "SELECT min(f.id), min(r.percent) FILTER (WHERE n = 1), max(f.id), min(r.percent) FILTER (WHERE n = 2) FROM (SELECT id, row_number() OVER (ORDER BY id) AS n
  FROM (SELECT id FROM site.files WHERE supplier_id IS NOT NULL ORDER BY id LIMIT 2) AS two) AS f, site.royalty_of(f.id) AS r")
sql "UPDATE site.files SET object_name = 'SALES-TWO' WHERE id = $two; UPDATE site.files SET custom_number = 'TWIN' WHERE id IN ($one, $two)"
printf 'FILEID,AMOUNTNET\n99999999,5\nTWIN,5.00\nsales-two,1.234\nsales-two,-5\n' | bring sales 'sales that are none' 'done +0 ~0 =0
2 FILEID 99999999: There is no such file.
3 FILEID TWIN: More than one file has this name: use its number.
4 AMOUNTNET 1.234: This is no amount: write it with a decimal point and two places at most.
5 AMOUNTNET -5: This is no amount: write it with a decimal point and two places at most.' "{\"account\": \"$agency\", \"name\": \"bad.csv\"}"
printf 'FILEID,AMOUNTNET\n%s,100.00\nSales-Two,10.01\n' "$one" | bring sales 'a report' 'done +2 ~0 =0' "{\"account\": \"$agency\", \"name\": \"march.csv\"}"
printf 'FILEID,AMOUNTNET\n%s,5\n' "$one" | bring sales 'of nobody' 'failed: There is no account of this agency. Name it by --account, or begin the name of the file with its number, as in 10009292_report.csv.' '{"account": "77", "name": "x"}'
work_off
printf 'FILEID,AMOUNTNET\n%s,100.00\n' "$one" | bring sales 'a report a second time' 'failed: This report was imported before. Void its draft first, or give another report another name.' "{\"account\": \"$agency\", \"name\": \"march.csv\"}"
work_off
invoice=$(sql "SELECT result->>'invoice' FROM steward.jobs WHERE title = 'a report'")
tap_is "draft|110.01|$one 100.00 $share1,$two 10.01 $share2" "$(sql "SELECT i.status || '|' || i.net_total || '|' || (SELECT string_agg(l.file_id || ' ' || l.price || ' ' || l.royalty_percent, ',' ORDER BY l.id)
  FROM site.invoice_lines l WHERE l.invoice_id = i.id) FROM site.invoices i WHERE i.id = $invoice AND i.user_id = $agency AND i.reference = 'march.csv'")" 'it is a draft to the agency, with the contributors and their shares'
sql "UPDATE site.invoices SET status = 'issued' WHERE id = $invoice; INSERT INTO site.payments (invoice_id, user_id, amount, currency, rate) SELECT id, user_id, open_total, currency, rate FROM site.invoices WHERE id = $invoice"
tap_is t "$(sql "SELECT bool_and(l.royalty_amount = site.round_money(l.amount * i.rate * l.royalty_percent / 100) AND l.payable_on IS NOT NULL) FROM site.invoice_lines l JOIN site.invoices i ON i.id = l.invoice_id WHERE i.id = $invoice")" \
  'issued and paid, the shares are owed to the cent'

# ---- a currency without decimals: whole amounts, and nothing is guessed
sql "INSERT INTO site.exchange_rates (currency, valid_from, rate) VALUES ('JPY', '2020-01-01', 0.0061) ON CONFLICT DO NOTHING; UPDATE site.users SET currency = 'JPY' WHERE id = $agency;
  INSERT INTO site.invoices (id, user_id, currency) VALUES (990010, $agency, 'JPY'); INSERT INTO site.invoice_lines (invoice_id, description, price) VALUES (990010, 'Use', 9000);
  UPDATE site.invoices SET status = 'issued' WHERE id = 990010"
yen=$(sql "SELECT number FROM site.invoices WHERE id = 990010")
said='This currency has no decimals: write the amount in digits alone.'
printf 'NUMBER,AMOUNT,DESCRIPTION\n%s,1050,whole\n%s,1050.50,half a yen\n%s,1.050,grouped or not\n%s,"1,050",grouped\n%s,1050.00,no part of a yen\n%s,abc,none\n%s,0,nothing\n%s,-1.5,back\n' \
  "$yen" "$yen" "$yen" "$yen" "$yen" "$yen" "$yen" "$yen" | bring payments 'payments in yen' "done +2 ~0 =0
3 AMOUNT 1050.50: $said
4 AMOUNT 1.050: $said
5 AMOUNT 1,050: $said
7 AMOUNT abc: $said
8 AMOUNT 0: This is no amount: write it with a decimal point and two places at most.
9 AMOUNT -1.5: $said"
printf 'NUMBER,AMOUNT\n%s,1.050\n' "$(sql "SELECT number FROM site.invoices WHERE status = 'issued' AND kind = 'invoice' AND currency = 'EUR' AND open_total > 2 ORDER BY id DESC LIMIT 1")" |
  bring payments 'a thousand euros or one' 'done +0 ~0 =0
2 AMOUNT 1.050: This is no amount: write it with a decimal point and two places at most.'
printf 'FILEID,AMOUNTNET\n%s,1050\n%s,1050.50\n%s,1.050\n' "$one" "$one" "$one" | bring sales 'sales in yen' "done +1 ~0 =0
3 AMOUNTNET 1050.50: $said
4 AMOUNTNET 1.050: $said" "{\"account\": \"$agency\", \"name\": \"yen-bad.csv\"}"
work_off
tap_is 0 "$(sql "SELECT count(*) FROM site.payments WHERE invoice_id = 990010")" 'nothing of a file with a refused amount is paid'
printf 'NUMBER,AMOUNT,DESCRIPTION\n%s,1050,whole\n%s,2000.00,whole too\n' "$yen" "$yen" | bring payments 'whole yen' 'done +2 ~0 =0'
printf 'FILEID,AMOUNTNET\n%s,1050\n%s,99\n' "$one" "$two" | bring sales 'a report in yen' 'done +2 ~0 =0' "{\"account\": \"$agency\", \"name\": \"yen.csv\"}"
work_off
tap_is '3050.00|1149.00' "$(sql "SELECT (SELECT sum(p.amount) FROM site.payments p WHERE p.invoice_id = 990010) || '|' || (SELECT i.net_total FROM site.invoices i WHERE i.reference = 'yen.csv' AND i.currency = 'JPY')")" \
  'whole yen are paid and charged as they stand in the file'

# ---- from a folder: a name of it and nothing else, whoever writes what a job says
folder=$work/in
mkdir -m 755 "$folder"
echo "import_dir = $folder" >>"$STEWARD_CONFIG_FILE"
printf 'EMAIL,LASTNAME\nfrom-folder@x.example,Folder\n' | tee "$folder/good.csv" "$folder/.hidden.csv" "$work/outside.csv" >"$folder/twice.csv"
ln "$folder/twice.csv" "$work/twice"
ln -s "$work/outside.csv" "$folder/link.csv"
ln -s "$work" "$folder/way"
mkfifo "$folder/pipe.csv"
mkdir "$folder/folder.csv"
truncate -s 1025M "$folder/large.csv"
# take NAME TITLE WANTED [NAME IN THE SPOOL FOLDER]
take() {
  local job
  job=$(sql "SELECT steward.job_add('import.users', '$2', jsonb_build_object('file', '${4:-upload-$(cat /proc/sys/kernel/random/uuid).csv}', 'from', '$1', 'dry_run', true), (SELECT user_id FROM auth.staff WHERE login = 'dirk'))")
  printf '%s' "$2" >"$work/name.$job"
  printf '%s' "$3" >"$work/wanted.$job"
}
no='is no file of the folder of files to import that can be taken.'
take good.csv 'a file of the folder' 'done +1 ~0 =0'
take link.csv 'attack: a link out of the folder' "failed: link.csv $no"
take way/outside.csv 'attack: a folder that is a link' "failed: way/outside.csv $no"
take pipe.csv 'attack: a pipe is not waited for' "failed: pipe.csv $no"
take ../outside.csv 'attack: a path out of the folder' "failed: ../outside.csv $no"
take /etc/passwd 'attack: a path of the host' "failed: /etc/passwd $no"
take folder.csv 'attack: a folder' "failed: folder.csv $no"
take .hidden.csv 'attack: a hidden file' "failed: .hidden.csv $no"
take twice.csv 'attack: a file that has another name elsewhere' "failed: twice.csv $no"
take large.csv 'attack: a file beyond the limit' "failed: large.csv $no"
take good.csv 'attack: a name that leads out of the spool folder' 'failed: The job names no file that was brought in.' 'upload-/../../x'
work_off
tap_is 0 "$(sql "SELECT count(*) FROM site.users WHERE email = 'from-folder@x.example'")" 'all of it was tried only'
said=$("$STEWARD" --config "$STEWARD_CONFIG_FILE" doctor 2>&1)
tap_ok "$(grep -q "Files to import are chosen from $folder" <<<"$said" && echo 0 || echo 1)" 'steward doctor tells the folder' "$said"
chmod 757 "$folder"
said=$("$STEWARD" --config "$STEWARD_CONFIG_FILE" doctor 2>&1)
tap_ok "$(grep -q 'can be written by anybody' <<<"$said" && echo 0 || echo 1)" 'and that anybody can write to it' "$said"
take good.csv 'attack: a folder to which anybody can write' "failed: The folder $folder can be written by anybody: take that right away (chmod o-w)."
work_off
rm -rf "$folder"
said=$("$STEWARD" --config "$STEWARD_CONFIG_FILE" doctor 2>&1)
tap_ok "$(grep -q "The folder $folder cannot be opened" <<<"$said" && echo 0 || echo 1)" 'and that it is not there' "$said"

# ---- by command, and over ssh: secrets first, the file behind them
printf 'EMAIL,LASTNAME\nby-command@x.example,Command\n' >"$work/people.csv"
"$STEWARD" --config "$STEWARD_CONFIG_FILE" worker --every 1 >/dev/null 2>&1 &
worker=$!
said=$("$STEWARD" --config "$STEWARD_CONFIG_FILE" --login dirk --secrets-fd 3 import users "$work/people.csv" --dry-run 3<<<$'demo-dirk-lumen-2026\n735148' 2>&1)
tap_is 'added: 1; changed: 0; rejected: 0; rows: 1; same: 0; written: no' "$said" 'steward import --dry-run tells what it would do'
said=$({ printf 'demo-dirk-lumen-2026\n735148\n' && cat "$work/people.csv"; } |
  SSH_CONNECTION='192.0.2.7 50000 192.0.2.1 22' SSH_ORIGINAL_COMMAND='import users --login dirk --secrets-fd 0' "$STEWARD" --config "$STEWARD_CONFIG_FILE" 2>&1)
tap_is 'added: 1; changed: 0; rejected: 0; rows: 1; same: 0; written: yes' "$said" 'ssh HOST import users < FILE imports'
tap_is 1 "$(sql "SELECT count(*) FROM site.users WHERE email = 'by-command@x.example'")" 'the account is there'
printf 'EMAIL,LASTNAME\nlate@x.example,\xff\n' >"$work/bad.csv"
said=$("$STEWARD" --config "$STEWARD_CONFIG_FILE" --login dirk --secrets-fd 3 import users "$work/bad.csv" 3<<<$'demo-dirk-lumen-2026\n735148' 2>&1)
tap_is 65 $? 'rejected rows are a failure of the data'
tap_ok "$(grep -q 'steward fetch [0-9]* brings them' <<<"$said" && echo 0 || echo 1)" 'and how to get them is said' "$said"
kill "$worker"
wait "$worker"
before=$(find "$spool" -name 'upload-*' -size +0 | wc -l)
said=$(SSH_CONNECTION='192.0.2.7 50000 192.0.2.1 22' SSH_ORIGINAL_COMMAND='import users /etc/passwd --login dirk' "$STEWARD" --config "$STEWARD_CONFIG_FILE" 2>&1 </dev/null)
tap_ok "$(grep -q 'comes by the standard input' <<<"$said" && echo 0 || echo 1)" 'attack: over ssh no file of the host is named' "$said"
said=$({ printf 'demo-anna-lumen-2026\n402816\n' && cat "$work/people.csv"; } | "$STEWARD" --config "$STEWARD_CONFIG_FILE" --login anna --secrets-fd 0 import users 2>&1)
tap_ok "$(grep -q 'import.run' <<<"$said" && echo 0 || echo 1)" 'who may not import is told the right' "$said"
tap_is "$before" "$(find "$spool" -name 'upload-*' -size +0 | wc -l)" 'and nothing of the file is kept'
said=$("$STEWARD" --config "$STEWARD_CONFIG_FILE" --login dirk --secrets-fd 3 import sales "$work/people.csv" 3<<<$'demo-dirk-lumen-2026\n735148' 2>&1)
tap_ok "$(grep -q 'Whose sales are they' <<<"$said" && echo 0 || echo 1)" 'sales of nobody are asked about' "$said"
tap_done
