-- Old runs without news stand for others of their six hours (lib/sync/fold-quiet-runs.ts).
ALTER TABLE "sync_run" ADD COLUMN "folded" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "sync_run" ADD COLUMN "folded_from" TIMESTAMPTZ(3);
ALTER TABLE "integration" ADD COLUMN "runs_folded_until" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- What is there already is folded from its beginning on. An UPDATE would change nothing, since row-level security hides the rows from the owner too.
ALTER TABLE "integration" ALTER COLUMN "runs_folded_until" TYPE TIMESTAMPTZ(3) USING "created_at";
CREATE INDEX "integration_runs_folded_until_idx" ON "integration"("runs_folded_until");
