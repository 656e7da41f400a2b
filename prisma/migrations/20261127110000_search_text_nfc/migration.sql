-- Searches write a letter and its accent as one sign (lib/orders/order-query.ts): orders from before are to be found by them, too.
SET LOCAL ROLE mooring_platform;
UPDATE "shop_order" SET "search_text" = normalize("search_text", NFC) WHERE "search_text" IS NOT NFC NORMALIZED;
RESET ROLE;
