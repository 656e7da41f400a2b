-- Open orders are read again every night, one by one: shops delete and change orders without touching the modification time.
ALTER TABLE "integration" ADD COLUMN "next_rescan_at" TIMESTAMPTZ(3);
CREATE INDEX "integration_next_rescan_at_idx" ON "integration"("next_rescan_at");
ALTER TABLE "shop_order" ADD COLUMN "rescanned_at" TIMESTAMPTZ(3);
