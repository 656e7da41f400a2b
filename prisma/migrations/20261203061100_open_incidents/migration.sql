-- no transaction
-- Support's queue reads open incidents only.
CREATE INDEX CONCURRENTLY IF NOT EXISTS incident_open_idx ON incident (opened_at, merchant_id, id) WHERE closed_at IS NULL;
