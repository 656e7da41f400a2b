ALTER TABLE "integration" ADD COLUMN "carts_counted" BOOLEAN;
ALTER TABLE "sync_run" ADD COLUMN "unlisted" INTEGER, ADD COLUMN "status_delta" INTEGER;
