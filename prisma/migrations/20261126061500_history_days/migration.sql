-- AlterTable
ALTER TABLE "integration" ADD COLUMN     "history_days" INTEGER;
