-- AlterTable
ALTER TABLE "shop_order" ALTER COLUMN "raw" SET DATA TYPE JSON;
