-- With the merchant in it, counts by day and the pace of a shop are read from the index alone: row-level security asks for the merchant of each row.
CREATE INDEX "shop_order_integration_id_placed_at_merchant_id_idx" ON "shop_order"("integration_id", "placed_at" DESC, "merchant_id");
DROP INDEX "shop_order_integration_id_placed_at_idx";
