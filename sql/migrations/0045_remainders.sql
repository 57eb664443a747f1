-- The rest of a partial erasure comes back by itself when no invoice needs it any more.

ALTER TABLE privacy.erasures ADD COLUMN ready_at timestamptz;
COMMENT ON COLUMN privacy.erasures.ready_at IS 'Since when the rest can be erased, because no invoice is open any more; empty while it waits, and for what is no rest';
CREATE INDEX erasures_waiting_idx ON privacy.erasures (user_id) WHERE remainder_of IS NOT NULL AND state = 'planned' AND ready_at IS NULL;
