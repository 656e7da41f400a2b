-- What became of each shop of a bulk job (lib/operations/fleet/bulk-results.ts).
ALTER TABLE bulk_item
  ADD COLUMN result_id uuid,
  ADD COLUMN result text CONSTRAINT bulk_item_result_check CHECK (result IN ('passed', 'failed', 'unknown')),
  ADD COLUMN detail text,
  ADD COLUMN ended_at timestamptz(3);
-- Of earlier jobs, nobody stored which check or run belongs to a shop.
UPDATE bulk_item SET result = CASE outcome WHEN 'refused' THEN 'failed' ELSE 'unknown' END WHERE outcome IN ('started', 'joined', 'refused');
-- safe: holds only the shops of running jobs
CREATE INDEX bulk_item_open_idx ON bulk_item (job_id) WHERE result IS NULL;
