-- AlterTable
ALTER TABLE "shipment" ADD COLUMN     "cancelled_at" TIMESTAMPTZ(3),
ADD COLUMN     "carrier_parcel_id" BIGINT;

-- A cancellation names the carrier platform's parcel alone.
CREATE INDEX "shipment_carrier_parcel_idx" ON "shipment"("integration_id", "carrier_parcel_id") WHERE "carrier_parcel_id" IS NOT NULL;
CREATE INDEX "shipment_withdrawn_idx" ON "shipment"("integration_id") WHERE "cancelled_at" IS NOT NULL AND "told_at" IS NULL;
-- No parcel is told while another one of its order is.
CREATE INDEX "shipment_leased_idx" ON "shipment"("order_id") WHERE "lease_until" IS NOT NULL;

SET LOCAL ROLE mooring_platform;
-- Whoever chose to hear that a shop was switched off hears that it is going to be.
UPDATE "notification_setting" SET "wishes" = jsonb_set("wishes", '{kinds}', "wishes"->'kinds' || '["off_soon"]')
WHERE "wishes"->'kinds' ? 'switched_off' AND NOT "wishes"->'kinds' ? 'off_soon';
UPDATE "notification_channel" SET "kinds" = array_append("kinds", 'off_soon')
WHERE 'switched_off' = ANY("kinds") AND NOT 'off_soon' = ANY("kinds");
RESET ROLE;
