-- no transaction
-- Support finds a buyer's orders across merchants by e-mail address.
CREATE INDEX CONCURRENTLY IF NOT EXISTS shop_order_customer_email_idx ON shop_order (lower(customer_email)) WHERE customer_email <> '';
