-- At most two connections to one shop across all workers: whoever asks a shop holds one of its two slots. Unlogged, since no connection
-- outlives a crash for longer than the lease.
CREATE UNLOGGED TABLE "shop_connection" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "slot" SMALLINT NOT NULL,
    "holder" UUID NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_connection_pkey" PRIMARY KEY ("merchant_id","integration_id","slot")
);
ALTER TABLE "shop_connection" ADD CONSTRAINT "shop_connection_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "shop_connection" ADD CONSTRAINT "shop_connection_slot_check" CHECK ("slot" IN (1, 2));

ALTER TABLE "shop_connection" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shop_connection" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shop_connection" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shop_connection" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shop_connection" TO mooring_app, mooring_platform;
