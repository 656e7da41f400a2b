-- A parcel that a person sends again is told inside announced maintenance, too (lib/tracking/may-be-told.ts).
ALTER TABLE "shipment" ADD COLUMN "sent_again_at" TIMESTAMPTZ(3);
