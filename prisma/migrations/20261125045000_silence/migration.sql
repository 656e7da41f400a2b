-- Shops that became too quiet: what was expected, and what their own count says. The next look is planned for the moment at which the
-- silence would become unlikely, so that busy and idle shops alike cost a look now and then.
ALTER TABLE "integration" ADD COLUMN "shop_time_zone" TEXT, ADD COLUMN "next_silence_look_at" TIMESTAMPTZ(3);
CREATE INDEX "integration_next_silence_look_at_idx" ON "integration"("next_silence_look_at");

CREATE TABLE "silence" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "expected" DOUBLE PRECISION NOT NULL,
    "run_id" UUID NOT NULL,
    "verdict" TEXT NOT NULL DEFAULT 'asking',
    "found" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "shop_count" INTEGER,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "silence_pkey" PRIMARY KEY ("merchant_id","integration_id"),
    CONSTRAINT "silence_verdict_check" CHECK ("verdict" IN ('asking', 'quiet', 'broken'))
);
ALTER TABLE "silence" ADD CONSTRAINT "silence_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "silence" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "silence" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "silence" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "silence" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "silence" TO mooring_app, mooring_platform;
