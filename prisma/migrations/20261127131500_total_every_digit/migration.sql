-- Shops with bitcoins write eight decimals: six rounded small totals to nothing. A numeric without a scale takes no row to be written anew.
ALTER TABLE "shop_order" ALTER COLUMN "total" SET DATA TYPE DECIMAL;
