-- Support finds a merchant by an order's number, whoever's order it is.
CREATE INDEX "shop_order_number_idx" ON "shop_order"("number");
