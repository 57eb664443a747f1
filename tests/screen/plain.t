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
expect-sql 0 | SELECT count(*) FROM auth.sessions WHERE ended_at IS NULL
