-- What the canary saw of a shop lately; the newest looks only (lib/sync/looks.ts).
CREATE TABLE "canary_look" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "passed" BOOLEAN NOT NULL,
    "status" INTEGER,
    "failure" TEXT,
    "took_ms" INTEGER NOT NULL,

    CONSTRAINT "canary_look_pkey" PRIMARY KEY ("merchant_id","id")
);
CREATE INDEX "canary_look_integration_id_at_idx" ON "canary_look"("integration_id", "at" DESC);
ALTER TABLE "canary_look" ADD CONSTRAINT "canary_look_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "canary_look" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "canary_look" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "canary_look" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "canary_look" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "canary_look" TO mooring_app, mooring_platform;
