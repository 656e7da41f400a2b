-- Maintenance of a shop, planned on its page or announced by a deploy script: failures inside a window never count.
CREATE TABLE "maintenance_window" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "source" TEXT NOT NULL,
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "announced_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("merchant_id","id"),
    CONSTRAINT "maintenance_window_order_check" CHECK ("starts_at" < "ends_at"),
    CONSTRAINT "maintenance_window_source_check" CHECK ("source" IN ('page', 'script'))
);
CREATE INDEX "maintenance_window_integration_id_ends_at_idx" ON "maintenance_window"("integration_id", "ends_at");
CREATE INDEX "maintenance_window_due_idx" ON "maintenance_window" ("starts_at") WHERE "announced_at" IS NULL AND "cancelled_at" IS NULL;
ALTER TABLE "maintenance_window" ADD CONSTRAINT "maintenance_window_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "maintenance_window" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "maintenance_window" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "maintenance_window" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "maintenance_window" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "maintenance_window" TO mooring_app, mooring_platform;
