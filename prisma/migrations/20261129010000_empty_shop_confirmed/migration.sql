ALTER TABLE "integration" ADD COLUMN "empty_confirmed_at" TIMESTAMPTZ(3);
