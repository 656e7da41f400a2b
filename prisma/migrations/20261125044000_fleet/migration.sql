-- What the newest check of each shop says, as far as shops can be compared by it.
CREATE TABLE "fleet_fact" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "server" TEXT,
    "network" TEXT,
    "cause" TEXT,
    "blocker" TEXT,
    "egress" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "since" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fleet_fact_pkey" PRIMARY KEY ("merchant_id","integration_id")
);
ALTER TABLE "fleet_fact" ADD CONSTRAINT "fleet_fact_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "fleet_fact" ADD CONSTRAINT "fleet_fact_since_check" CHECK (("cause" IS NULL) = ("since" IS NULL));
CREATE INDEX "fleet_fact_failing_idx" ON "fleet_fact"("since") WHERE "cause" IS NOT NULL;

-- How many shops had each value at each full hour.
CREATE TABLE "fleet_snapshot" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "fleet_snapshot_pkey" PRIMARY KEY ("at","dimension","value")
);

-- Many shops that fail together.
CREATE TABLE "fleet_incident" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "traits" JSONB NOT NULL,
    "cause" TEXT NOT NULL,
    "most_shops" INTEGER NOT NULL,

    CONSTRAINT "fleet_incident_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "fleet_incident_open_idx" ON "fleet_incident"("started_at" DESC) WHERE "resolved_at" IS NULL;

CREATE TABLE "fleet_incident_shop" (
    "merchant_id" UUID NOT NULL,
    "incident_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "fleet_incident_shop_pkey" PRIMARY KEY ("merchant_id","incident_id","integration_id")
);
ALTER TABLE "fleet_incident_shop" ADD CONSTRAINT "fleet_incident_shop_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "fleet_incident"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "fleet_incident_shop" ADD CONSTRAINT "fleet_incident_shop_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "fleet_incident_shop_incident_id_idx" ON "fleet_incident_shop"("incident_id");
-- A shop is in one incident at a time.
CREATE UNIQUE INDEX "fleet_incident_shop_one_open" ON "fleet_incident_shop"("merchant_id", "integration_id") WHERE "left_at" IS NULL;

-- A check or a Refresh of many shops, ordered by staff, done at a pace, and stoppable.
CREATE TABLE "bulk_job" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "ordered_by" JSONB NOT NULL,
    "source_address" TEXT,
    "per_minute" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "total" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_job_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_kind_check" CHECK ("kind" IN ('check', 'refresh'));
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_status_check" CHECK ("status" IN ('running', 'stopped', 'done'));
ALTER TABLE "bulk_job" ADD CONSTRAINT "bulk_job_pace_check" CHECK ("per_minute" BETWEEN 1 AND 600);
CREATE INDEX "bulk_job_created_at_idx" ON "bulk_job"("created_at" DESC);
CREATE INDEX "bulk_job_running_idx" ON "bulk_job"("next_at") WHERE "status" = 'running';

CREATE TABLE "bulk_item" (
    "merchant_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'waiting',
    "taken_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("merchant_id","job_id","integration_id")
);
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_outcome_check" CHECK ("outcome" IN ('waiting', 'taken', 'started', 'joined', 'refused'));
CREATE INDEX "bulk_item_job_id_outcome_idx" ON "bulk_item"("job_id", "outcome");

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['fleet_fact', 'fleet_incident_shop', 'bulk_item'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_merchant ON %I TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id())', name);
    EXECUTE format('CREATE POLICY all_merchants ON %I TO mooring_platform USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mooring_platform', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['fleet_snapshot', 'fleet_incident', 'bulk_job'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY all_merchants ON %I TO mooring_platform USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mooring_platform', name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON "fleet_fact" TO mooring_app;
-- The role of a merchant's pages sees that a shop of the merchant's is in an incident; of the incident it learns what is told through the platform.
GRANT SELECT ON "fleet_incident_shop", "bulk_item" TO mooring_app;
