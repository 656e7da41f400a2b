-- AlterTable
ALTER TABLE "session" ADD COLUMN     "locale" TEXT;
