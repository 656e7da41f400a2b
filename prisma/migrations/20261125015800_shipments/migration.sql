-- Tracking out: a shipment is its own outbox row. It is written with the wish to tell the shop, and stays as the proof that it was told.
CREATE TABLE "shipment" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "carrier" TEXT NOT NULL,
    "tracking_number" TEXT NOT NULL,
    "tracking_url" TEXT,
    "source" TEXT NOT NULL,
    "recorded_by" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_push_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),
    "failure" TEXT,
    "failure_params" JSONB NOT NULL DEFAULT '{}',
    "lease_owner" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "shipment_pkey" PRIMARY KEY ("merchant_id","id")
);
CREATE UNIQUE INDEX "shipment_id_key" ON "shipment"("id");
-- One parcel is recorded once, however often a file is uploaded or a webhook is repeated.
CREATE UNIQUE INDEX "shipment_order_id_tracking_number_key" ON "shipment"("order_id", "tracking_number");
CREATE INDEX "shipment_integration_id_recorded_at_idx" ON "shipment"("integration_id", "recorded_at" DESC);
CREATE INDEX "shipment_due_idx" ON "shipment"("next_push_at") WHERE "status" = 'waiting';
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_merchant_id_order_id_fkey" FOREIGN KEY ("merchant_id", "order_id") REFERENCES "shop_order"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_status_check" CHECK ("status" IN ('waiting', 'told', 'failed'));
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_source_check" CHECK ("source" IN ('form', 'csv', 'api', 'webhook'));

ALTER TABLE "shipment" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shipment" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shipment" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shipment" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shipment" TO mooring_app, mooring_platform;
