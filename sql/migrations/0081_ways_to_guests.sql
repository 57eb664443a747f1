-- Each way by which an erasure comes to a person's rows has an index: guests are found by e-mail address or computer address among the rows that are
-- nobody's account. (user_id IS NULL alone leads to all guests there are.)

CREATE INDEX quote_requests_guest_email_idx ON site.quote_requests (lower(email)) WHERE user_id IS NULL;
CREATE INDEX quote_requests_guest_address_idx ON site.quote_requests (address) WHERE user_id IS NULL;
CREATE INDEX search_requests_guest_email_idx ON site.search_requests (lower(email)) WHERE user_id IS NULL;
CREATE INDEX search_requests_guest_address_idx ON site.search_requests (address) WHERE user_id IS NULL;
CREATE INDEX link_sends_guest_address_idx ON site.link_sends (address) WHERE user_id IS NULL;
CREATE INDEX suppliers_guest_email_idx ON site.suppliers (lower(email)) WHERE user_id IS NULL;
CREATE INDEX consents_guest_email_idx ON site.consents (lower(email)) WHERE user_id IS NULL;
CREATE INDEX organisations_email_idx ON site.organisations (lower(email));
CREATE INDEX requests_guest_email_idx ON privacy.requests (lower(email)) WHERE user_id IS NULL;
CREATE INDEX exports_guest_email_idx ON privacy.exports (lower(email)) WHERE user_id IS NULL;
CREATE INDEX events_guest_address_idx ON auth.events (address) WHERE user_id IS NULL;
