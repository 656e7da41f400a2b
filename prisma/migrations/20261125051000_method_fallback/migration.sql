-- Where a server refuses PUT, PATCH or DELETE and the shop system understands the same by POST: chosen by the merchant.
ALTER TABLE "integration" ADD COLUMN "method_fallback" BOOLEAN NOT NULL DEFAULT false;
