-- Indexes by which the console lists and searches. A sortable column is served by a btree on its sort expression and the key, in the
-- order of the folded text and in "C" collation: Ångström stands beside Andersen on every server, and the same index serves a prefix.

CREATE INDEX users_full_name_idx ON site.users ((site.fold(full_name)) COLLATE "C", id);
CREATE INDEX users_last_name_idx ON site.users ((site.fold(last_name)) COLLATE "C", id);
CREATE INDEX users_email_idx ON site.users ((site.fold(email)) COLLATE "C", id);
CREATE INDEX users_login_folded_idx ON site.users ((site.fold(coalesce(login, ''))) COLLATE "C", id);
CREATE INDEX users_company_idx ON site.users ((site.fold(company)) COLLATE "C", id);
CREATE INDEX users_city_idx ON site.users ((site.fold(city)) COLLATE "C", id);
CREATE INDEX organisations_name_idx ON site.organisations ((site.fold(name)) COLLATE "C", id);
CREATE INDEX organisations_city_idx ON site.organisations ((site.fold(city)) COLLATE "C", id);
CREATE INDEX users_flag_idx ON site.users (id) WHERE flag <> '';
-- The website writes one account at a time: with a pending list every search would have to read that list too.
ALTER INDEX site.users_search_text_idx SET (fastupdate = off);
ALTER INDEX site.organisations_search_text_idx SET (fastupdate = off);
