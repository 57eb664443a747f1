# variants: 80x24 132x43
# Tasks, messages and agreements: from Home to what is to be done, taken, done; a message answered; an agreement given to an account.
include login-anna.inc
expect Follow-ups today
expect My tasks
keys Ctrl-P
burst go to tasks<Enter>
expect-row 2 Tasks
# About Anna Meier, from her record; given to ben by name.
keys Esc
include open-anna-meier.inc
keys T
expect-row 2 Tasks > new
type Send the contract
keys Tab Tab Space
type ben
keys Enter Tab
type +7d
keys F2
expect Made: task
expect-sql ben 2026-11-30 | SELECT s.login || ' ' || t.due_on FROM site.tasks t JOIN auth.staff s ON s.user_id = t.assigned_to WHERE t.subject = 'Send the contract'
keys 9
expect [Tasks 4]
golden tasks-tab
keys G t
expect is yours
keys a
expect Give the task to
type cora
keys Enter
expect was given
expect-sql cora | SELECT s.login FROM site.tasks t JOIN auth.staff s ON s.user_id = t.assigned_to WHERE t.subject = 'Order paper for the printer' OR t.subject = 'Correct the spelling of the street' AND t.done_at IS NULL OR t.subject = 'Draft an agreement for 2027' AND t.user_id = 10009292 AND t.assigned_to = 10000003
keys Esc Esc Esc
expect-row 2 Home
# The last message of Anna Meier waits for an answer.
keys Ctrl-P
burst go to messages<Enter>
expect Pictures of the town hall
golden messages-list
keys a
expect-row 2 Messages > new
type Yes, you may.
keys F2
expect Made: answer
expect-sql 2 | SELECT count(*) FROM site.messages WHERE user_id = 10009292 AND body IN ('Yes, you may.') OR (user_id = 10009292 AND body ~ '^Thank you' AND read_by = 10000001)
sql UPDATE site.messages SET sent_at = '2026-11-23 13:40Z' WHERE body = 'Yes, you may.'
keys F5 g Down Enter
expect [Message]
keys ]
expect [Conversation]
expect today 09:16
golden messages-conversation
keys [ J
expect Jump to
type message
keys Enter
expect-row 2 4001
include leave.inc
