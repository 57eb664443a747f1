-- The lists of open and of overdue invoices, newest first and by due date: without these every paid invoice before them is looked at.
CREATE INDEX invoices_open_id_idx ON site.invoices (id) WHERE kind = 'invoice' AND status IN ('issued', 'part_paid');
CREATE INDEX invoices_open_due_date_idx ON site.invoices (coalesce(due_date, 'infinity'::date), id) WHERE kind = 'invoice' AND status IN ('issued', 'part_paid');
