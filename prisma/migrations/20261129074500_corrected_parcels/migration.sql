-- What the shop was sent for a parcel before a correction.
ALTER TABLE "shipment" ADD COLUMN "replaces" JSONB;
