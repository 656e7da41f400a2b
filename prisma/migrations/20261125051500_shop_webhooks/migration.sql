-- Webhooks of shops as a fast path: the shop names an order that changed, and that order is fetched at once. Polling and counts stay the truth.
CREATE TABLE "shop_webhook" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "secret" BYTEA NOT NULL,
    "secret_key_id" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'wanted',
    "failure" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "looked_at" TIMESTAMPTZ(3),
    "next_look_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_webhook_pkey" PRIMARY KEY ("merchant_id","integration_id")
);
CREATE UNIQUE INDEX "shop_webhook_integration_id_key" ON "shop_webhook"("integration_id");
CREATE INDEX "shop_webhook_next_look_at_idx" ON "shop_webhook"("next_look_at");
ALTER TABLE "shop_webhook" ADD CONSTRAINT "shop_webhook_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shop_webhook" ADD CONSTRAINT "shop_webhook_state_check" CHECK ("state" IN ('wanted', 'active', 'off_at_shop', 'failed', 'unwanted'));

-- Orders that a shop named and that are to be fetched.
CREATE TABLE "shop_webhook_hint" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "hinted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shop_webhook_hint_pkey" PRIMARY KEY ("merchant_id","integration_id","external_id")
);
ALTER TABLE "shop_webhook_hint" ADD CONSTRAINT "shop_webhook_hint_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Deliveries of the last days: one that comes again changes nothing.
CREATE TABLE "shop_webhook_delivery" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shop_webhook_delivery_pkey" PRIMARY KEY ("merchant_id","integration_id","delivery_id")
);
ALTER TABLE "shop_webhook_delivery" ADD CONSTRAINT "shop_webhook_delivery_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "shop_webhook" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shop_webhook" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shop_webhook" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shop_webhook" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shop_webhook" TO mooring_app, mooring_platform;
ALTER TABLE "shop_webhook_hint" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shop_webhook_hint" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shop_webhook_hint" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shop_webhook_hint" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shop_webhook_hint" TO mooring_app, mooring_platform;
ALTER TABLE "shop_webhook_delivery" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shop_webhook_delivery" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shop_webhook_delivery" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shop_webhook_delivery" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shop_webhook_delivery" TO mooring_app, mooring_platform;
