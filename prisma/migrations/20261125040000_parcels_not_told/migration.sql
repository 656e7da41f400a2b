-- How many parcels of each shop wait for the shop to be told: counted for every row of the list, so by shop, and only the few that wait.
CREATE INDEX "shipment_not_told_by_shop_idx" ON "shipment"("merchant_id", "integration_id") WHERE "status" <> 'told';
