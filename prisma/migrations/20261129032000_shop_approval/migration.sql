-- CreateTable
CREATE TABLE "shop_approval" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "base_url" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "failure" TEXT,
    "credentials" BYTEA,
    "credentials_key_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_approval_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shop_approval_token_hash_key" ON "shop_approval"("token_hash");

-- CreateIndex
CREATE INDEX "shop_approval_merchant_id_integration_id_idx" ON "shop_approval"("merchant_id", "integration_id");

-- CreateIndex
CREATE INDEX "shop_approval_expires_at_idx" ON "shop_approval"("expires_at");

-- AddForeignKey
ALTER TABLE "shop_approval" ADD CONSTRAINT "shop_approval_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "shop_approval" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shop_approval" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shop_approval" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shop_approval" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shop_approval" TO mooring_app, mooring_platform;
