-- Every foreign key has an index.

CREATE INDEX permissions_needs_idx ON site.permissions (needs);
