# variants: 120x40
# Line by line, for screen readers and dumb terminals: log in, find, list, open, set, save, act.
term dumb
run
expect Log-in:
burst anna<Enter>
expect Password:
burst wrong-password<Enter>
burst 000000<Enter>
wait-for The log-in was refused
burst anna<Enter>
burst demo-anna-lumen-2026<Enter>
burst 402816<Enter>
wait-for You are Anna
expect-not demo-anna
expect-not 402816
burst find meier<Enter>
wait-for opens one.
expect 1. Anna Meier (user)
burst open 1<Enter>
wait-for shows more:
burst show address<Enter>
wait-for Postcode:
burst set street Ringstraße 44<Enter>
wait-for it becomes Ringstraße 44.
burst set country austr<Enter>
wait-for Which of these:
burst set country austria<Enter>
wait-for it becomes
burst undo country<Enter>
wait-for Country stays as it was.
burst quit<Enter>
wait-for Something is set and not saved
burst save<Enter>
wait-for Saved.
expect-sql Ringstraße 44 | SELECT street1 FROM site.users WHERE id = 10009292
# somebody was faster
burst set phone 12345<Enter>
wait-for it becomes 12345
sql UPDATE site.users SET phone = '777', version = version + 1 WHERE id = 10009292
burst save<Enter>
wait-for now it is 777, yours is 12345.
burst save<Enter>
wait-for Saved.
expect-sql 12345 | SELECT phone FROM site.users WHERE id = 10009292
# bad input is a sentence
burst set email nonsense<Enter>
wait-for becomes nonsense
burst save<Enter>
wait-for This is not an e-mail address
burst undo<Enter>
burst frobnicate<Enter>
wait-for is no command
burst list nothing<Enter>
wait-for There is no list
burst list users country:XX<Enter>
burst list users nofield:1<Enter>
wait-for There is no field
# lists in pages
burst list users country:DE<Enter>
wait-for opens one.
burst next<Enter>
burst previous<Enter>
burst previous<Enter>
wait-for This is the first page.
# a note on a record
burst find 10009292<Enter>
burst open 1<Enter>
wait-for Meier
burst new user_notes<Enter>
wait-for A new one.
burst set note Called back<Enter>
wait-for it becomes Called back
burst save<Enter>
wait-for Saved.
expect-sql Called back | SELECT body FROM site.user_notes WHERE user_id = 10009292 ORDER BY id DESC LIMIT 1
burst list users country:DE<Enter>
wait-for opens one.
# verbs ask
burst open 1<Enter>
wait-for shows more:
burst act disable<Enter>
wait-for to do it
burst no<Enter>
wait-for Nothing was done.
burst help<Enter>
wait-for logs out and leaves
burst quit<Enter>
wait-exit 0
# what is dangerous takes the PIN once more
sql UPDATE auth.settings SET value = '0 seconds' WHERE name = 'fresh'
run --login dirk
expect Password:
burst demo-dirk-lumen-2026<Enter>
burst 735148<Enter>
wait-for You are Dirk
burst list staff<Enter>
wait-for That is all.
burst open 10000001<Enter>
wait-for shows more:
burst act set_type type=staff<Enter>
wait-for Type 10000001 to do it
burst 10000001<Enter>
wait-for This takes your PIN once more
burst 735148<Enter>
wait-for Done.
burst act set_type type=staff<Enter>
burst 10000001<Enter>
burst 123456<Enter>
wait-exit 77
expect-sql 0 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
expect-sql 0 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
