-- The secret that the carrier platform signs its webhooks with, sealed like the shop's credentials, one for each integration.
ALTER TABLE "integration" ADD COLUMN "webhook_secret" BYTEA, ADD COLUMN "webhook_secret_key_id" TEXT;

-- The newest event of each parcel: an older one, or the same one again, changes nothing.
CREATE TABLE "sendcloud_parcel" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "parcel_id" BIGINT NOT NULL,
    "event_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sendcloud_parcel_pkey" PRIMARY KEY ("merchant_id","integration_id","parcel_id")
);
ALTER TABLE "sendcloud_parcel" ADD CONSTRAINT "sendcloud_parcel_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "sendcloud_parcel" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sendcloud_parcel" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "sendcloud_parcel" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "sendcloud_parcel" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "sendcloud_parcel" TO mooring_app, mooring_platform;
