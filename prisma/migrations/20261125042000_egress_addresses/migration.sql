-- Our own addresses with their dates, and the rehearsal of new ones: every shop is checked from them before they go live.
CREATE TABLE "egress_address" (
    "address" TEXT NOT NULL,
    "announced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "planned_at" TIMESTAMPTZ(3),
    "live_at" TIMESTAMPTZ(3),
    "retires_at" TIMESTAMPTZ(3),

    CONSTRAINT "egress_address_pkey" PRIMARY KEY ("address")
);

CREATE TABLE "rehearsal" (
    "id" UUID NOT NULL,
    "addresses" TEXT[] NOT NULL,
    "retiring" TEXT[] NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_by" JSONB NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" JSONB,

    CONSTRAINT "rehearsal_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "rehearsal_state_check" CHECK ("state" IN ('running', 'moved', 'withdrawn'))
);
CREATE INDEX "rehearsal_started_at_idx" ON "rehearsal"("started_at");
-- One at a time: two would test the same shops against each other.
CREATE UNIQUE INDEX "rehearsal_one_running" ON "rehearsal" ((true)) WHERE "state" = 'running';

CREATE TABLE "rehearsal_result" (
    "merchant_id" UUID NOT NULL,
    "rehearsal_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "due_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "refused" TEXT[] NOT NULL DEFAULT '{}',
    "result" JSONB,

    CONSTRAINT "rehearsal_result_pkey" PRIMARY KEY ("merchant_id","rehearsal_id","integration_id"),
    CONSTRAINT "rehearsal_result_state_check" CHECK ("state" IN ('waiting', 'passes', 'refused', 'other_trouble', 'address_missing'))
);
CREATE INDEX "rehearsal_result_due_at_idx" ON "rehearsal_result"("due_at");
CREATE INDEX "rehearsal_result_rehearsal_id_state_idx" ON "rehearsal_result"("rehearsal_id", "state");
CREATE INDEX "rehearsal_result_merchant_id_integration_id_idx" ON "rehearsal_result"("merchant_id", "integration_id");
ALTER TABLE "rehearsal_result" ADD CONSTRAINT "rehearsal_result_rehearsal_id_fkey" FOREIGN KEY ("rehearsal_id") REFERENCES "rehearsal"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rehearsal_result" ADD CONSTRAINT "rehearsal_result_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Addresses and dates are public.
GRANT SELECT ON "egress_address", "rehearsal" TO mooring_app;
GRANT SELECT, INSERT, UPDATE ON "egress_address", "rehearsal" TO mooring_platform;

ALTER TABLE "rehearsal_result" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "rehearsal_result" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "rehearsal_result" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "rehearsal_result" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "rehearsal_result" TO mooring_app, mooring_platform;
