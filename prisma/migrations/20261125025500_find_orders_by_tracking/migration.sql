-- The few parcels that a person may look for; those that were told are most of all, and the list of orders walks by time to them.
CREATE INDEX "shipment_not_told_idx" ON "shipment"("merchant_id", "status", "order_id") WHERE "status" <> 'told';
