-- These come back with other arguments, or under another name.
DROP FUNCTION IF EXISTS steward.import_write(bigint, uuid), steward.import_users_diff(bigint);
