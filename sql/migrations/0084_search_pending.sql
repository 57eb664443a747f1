-- An account is found by some sixty pieces of three letters, and each found its place in the index by itself, at every change of an account and for every
-- account of an import: a third of what a new account cost. Now they wait in a list of eight pages at most, which a search reads as well (a hundredth of
-- what it takes), and are put in their places together.

ALTER INDEX site.users_search_text_idx SET (fastupdate = on, gin_pending_list_limit = 64);
