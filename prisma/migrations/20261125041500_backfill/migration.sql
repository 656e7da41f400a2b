-- A backfill of a chosen window is a run. It waits while another run of the shop is on its way ("waiting", at most one a shop), and keeps
-- how far it has come, so that a restart goes on there.
ALTER TABLE "sync_run" ADD COLUMN "walked_until" TIMESTAMPTZ(3);
ALTER TABLE "sync_run" DROP CONSTRAINT "sync_run_status_check";
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_status_check" CHECK ("status" IN ('waiting', 'queued', 'running', 'succeeded', 'failed'));
CREATE UNIQUE INDEX "sync_run_one_waiting" ON "sync_run" ("merchant_id", "integration_id") WHERE "status" = 'waiting';
