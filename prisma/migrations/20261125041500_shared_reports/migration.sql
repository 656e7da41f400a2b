-- A report of a block for whoever looks after the server, opened by a link without an account. The link's token is kept as a hash alone;
-- what the report may show of the check (no answers, no secrets) is kept with it, so that it outlives the check.
CREATE TABLE "shared_report" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "snapshot" JSONB NOT NULL,
    "cause_codes" TEXT[] NOT NULL,
    "locale" TEXT NOT NULL,
    "shown_name" TEXT NOT NULL DEFAULT '',
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "opened_count" INTEGER NOT NULL DEFAULT 0,
    "last_opened_at" TIMESTAMPTZ(3),
    "green_at" TIMESTAMPTZ(3),

    CONSTRAINT "shared_report_pkey" PRIMARY KEY ("merchant_id","id")
);
CREATE UNIQUE INDEX "shared_report_token_hash_key" ON "shared_report"("token_hash");
CREATE INDEX "shared_report_integration_id_created_at_idx" ON "shared_report"("integration_id", "created_at" DESC);
ALTER TABLE "shared_report" ADD CONSTRAINT "shared_report_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "shared_report" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "shared_report" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "shared_report" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "shared_report" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "shared_report" TO mooring_app, mooring_platform;
