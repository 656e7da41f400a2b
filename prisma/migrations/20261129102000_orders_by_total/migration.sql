-- no transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "shop_order_total_idx" ON "shop_order"("merchant_id", "total" DESC, "id");
