-- AlterTable
ALTER TABLE "integration" ADD COLUMN     "next_endings_check_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "shop_ending" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "notified_step" INTEGER,
    "checked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shop_ending_pkey" PRIMARY KEY ("merchant_id","integration_id","kind")
);

-- CreateIndex
CREATE INDEX "integration_next_endings_check_at_idx" ON "integration"("next_endings_check_at");

-- AddForeignKey
ALTER TABLE "shop_ending" ADD CONSTRAINT "shop_ending_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "shop_ending" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shop_ending" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shop_ending" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shop_ending" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shop_ending" TO mooring_app, mooring_platform;
