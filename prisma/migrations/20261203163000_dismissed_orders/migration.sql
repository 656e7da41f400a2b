-- A quarantined order that a user accepts as missing: by whom, when and why (lib/sync/quarantine).
ALTER TABLE quarantined_order
  ADD COLUMN dismissed_at timestamptz(3),
  ADD COLUMN dismissed_by jsonb,
  ADD COLUMN dismissed_because text;
-- How many of our_unreadable were dismissed when the counts were compared.
ALTER TABLE sync_run ADD COLUMN our_dismissed integer;
