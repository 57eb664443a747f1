-- Contact keeping and sales name each other; lightboxes are found by their names.

ALTER TABLE site.contact_moments ADD CONSTRAINT contact_moments_order_id_fkey FOREIGN KEY (order_id) REFERENCES site.orders;
ALTER TABLE site.contact_moments ADD CONSTRAINT contact_moments_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES site.invoices;
ALTER TABLE site.order_lines ADD CONSTRAINT order_lines_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES site.agreements;
ALTER TABLE site.lightboxes ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (site.search_text(id, '', name)) STORED;
COMMENT ON COLUMN site.lightboxes.search_text IS 'What the lightbox is found by, folded';
CREATE INDEX lightboxes_name_idx ON site.lightboxes ((site.fold(name)) COLLATE "C", id);
CREATE INDEX lightboxes_search_text_idx ON site.lightboxes USING gin (search_text public.gin_trgm_ops) WITH (fastupdate = off);

-- What happened with one account is merged by time.
CREATE INDEX orders_user_id_created_at_idx ON site.orders (user_id, created_at, id);
CREATE INDEX invoices_user_id_created_at_idx ON site.invoices (user_id, created_at, id);
CREATE INDEX user_notes_user_id_created_at_idx ON site.user_notes (user_id, created_at, id);
CREATE INDEX tasks_user_id_created_at_idx ON site.tasks (user_id, created_at, id);
