# variants: 80x24
# A reminder by mail: No is what Enter takes; it goes into the outbox once, with what is open, and is registered. Only an invoice past its date has it.
include login-ben.inc
keys i
expect-row 2 Invoices
keys f
burst overdue:yes<Enter>
keys Home Enter
expect-row 2 overdue
keys M
expect Send a reminder by mail?
expect The client is sent the published text reminder
keys Enter
expect-not Send a reminder by mail?
expect-sql 0 | SELECT count(*) FROM auth.mails WHERE kind = 'reminder'
# The key that asked does not answer.
keys M M
expect Send a reminder by mail?
expect-sql 0 | SELECT count(*) FROM auth.mails WHERE kind = 'reminder'
keys y
expect The reminder is in the outbox
expect-sql 1 t | SELECT count(*) || ' ' || bool_and(position(i.number IN m.body) > 0 AND m.recipient = u.email)::text::char FROM auth.mails m, site.invoices i JOIN site.users u ON u.id = i.user_id WHERE m.kind = 'reminder' AND i.id = (SELECT invoice_id FROM site.reminders ORDER BY id DESC LIMIT 1)
include leave.inc
