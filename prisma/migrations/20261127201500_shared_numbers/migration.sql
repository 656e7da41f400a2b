-- Whether another order has a tracking number already is asked before parcels are recorded.
CREATE INDEX "shipment_merchant_id_tracking_number_idx" ON "shipment"("merchant_id", "tracking_number");
