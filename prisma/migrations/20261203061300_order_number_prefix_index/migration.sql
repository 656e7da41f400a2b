-- no transaction
-- shop_order_number_newest_idx begins with the same column.
DROP INDEX CONCURRENTLY IF EXISTS shop_order_number_prefix_idx;
