-- Events of parcels that are long over are found by their age (lib/tracking/forget-events.ts).
CREATE INDEX "sendcloud_parcel_integration_id_event_at_idx" ON "sendcloud_parcel"("integration_id", "event_at");
