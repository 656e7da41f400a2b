-- no transaction
-- Many shops have an order 1001: support sees the newest of them first.
CREATE INDEX CONCURRENTLY IF NOT EXISTS shop_order_number_newest_idx ON shop_order (lower(number) COLLATE "C", placed_at DESC);
