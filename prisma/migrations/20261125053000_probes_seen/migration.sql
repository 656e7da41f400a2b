-- The requests of a check as they end, for whoever watches it run: method, path, status and who answered, no answers.
ALTER TABLE "reachability_check" ADD COLUMN "probes_seen" JSONB NOT NULL DEFAULT '[]';
