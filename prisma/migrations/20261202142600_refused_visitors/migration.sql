ALTER TABLE integration ADD COLUMN refused_visitors jsonb NOT NULL DEFAULT '[]';
ALTER TABLE sync_run ADD COLUMN visitor jsonb;
