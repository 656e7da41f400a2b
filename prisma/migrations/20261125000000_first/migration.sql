
-- CreateTable
CREATE TABLE "merchant" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Amsterdam',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "merchant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "is_staff" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'Europe/Amsterdam',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "merchant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("merchant_id","person_id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "credentials" BYTEA,
    "credentials_key_id" TEXT,
    "sync_interval_seconds" INTEGER NOT NULL DEFAULT 900,
    "import_from" TIMESTAMPTZ(3),
    "server_software" TEXT,
    "platform_version" TEXT,
    "last_order_at" TIMESTAMPTZ(3),
    "clock_skew_ms" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integration_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "lane" (
    "merchant_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "lane" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'regular',
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT NOT NULL DEFAULT 'none',
    "reason_params" JSONB NOT NULL DEFAULT '{}',
    "failures" INTEGER NOT NULL DEFAULT 0,
    "delay_seconds" INTEGER NOT NULL DEFAULT 0,
    "next_sync_at" TIMESTAMPTZ(3),
    "next_look_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),

    CONSTRAINT "lane_pkey" PRIMARY KEY ("merchant_id","integration_id","lane")
);

-- CreateTable
CREATE TABLE "lane_transition" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "lane" TEXT NOT NULL,
    "from_state" TEXT NOT NULL,
    "to_state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "reason_params" JSONB NOT NULL DEFAULT '{}',
    "actor" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lane_transition_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "phase" TEXT NOT NULL DEFAULT 'queued',
    "requested_by" JSONB NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "window_from" TIMESTAMPTZ(3),
    "window_to" TIMESTAMPTZ(3),
    "total" INTEGER,
    "fetched" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "set_aside" INTEGER NOT NULL DEFAULT 0,
    "shop_count" INTEGER,
    "our_count" INTEGER,
    "failure" TEXT,
    "failure_params" JSONB NOT NULL DEFAULT '{}',
    "check_id" UUID,
    "lease_owner" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "coverage_interval" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "covered_from" TIMESTAMPTZ(3) NOT NULL,
    "covered_to" TIMESTAMPTZ(3) NOT NULL,
    "run_id" UUID,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "coverage_interval_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "shop_order" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "total" DECIMAL(20,6) NOT NULL,
    "totals" JSONB NOT NULL DEFAULT '{}',
    "customer_name" TEXT NOT NULL DEFAULT '',
    "customer_email" TEXT NOT NULL DEFAULT '',
    "billing" JSONB NOT NULL DEFAULT '{}',
    "shipping" JSONB NOT NULL DEFAULT '{}',
    "lines" JSONB NOT NULL DEFAULT '[]',
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "modified_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "raw" JSONB NOT NULL,
    "raw_hash" BYTEA NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "search_text" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "shop_order_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "order_set_aside" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "error" TEXT NOT NULL,
    "raw" JSONB NOT NULL,
    "run_id" UUID,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_set_aside_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "reachability_check" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "requested_by" JSONB NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "verdict" TEXT,
    "cause_codes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "probes_done" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "failure" TEXT,
    "lease_owner" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "reachability_check_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID,
    "actor" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "membership_person_id_idx" ON "membership"("person_id");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "integration_merchant_id_name_idx" ON "integration"("merchant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "integration_id_key" ON "integration"("id");

-- CreateIndex
CREATE INDEX "lane_next_sync_at_idx" ON "lane"("next_sync_at");

-- CreateIndex
CREATE INDEX "lane_next_look_at_idx" ON "lane"("next_look_at");

-- CreateIndex
CREATE INDEX "lane_transition_integration_id_at_idx" ON "lane_transition"("integration_id", "at" DESC);

-- CreateIndex
CREATE INDEX "sync_run_integration_id_requested_at_idx" ON "sync_run"("integration_id", "requested_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "sync_run_id_key" ON "sync_run"("id");

-- CreateIndex
CREATE INDEX "coverage_interval_integration_id_covered_from_idx" ON "coverage_interval"("integration_id", "covered_from");

-- CreateIndex
CREATE INDEX "shop_order_merchant_id_placed_at_id_idx" ON "shop_order"("merchant_id", "placed_at" DESC, "id");

-- CreateIndex
CREATE INDEX "shop_order_integration_id_modified_at_idx" ON "shop_order"("integration_id", "modified_at");

-- CreateIndex
CREATE INDEX "shop_order_integration_id_placed_at_idx" ON "shop_order"("integration_id", "placed_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "shop_order_integration_id_external_id_key" ON "shop_order"("integration_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_set_aside_integration_id_external_id_key" ON "order_set_aside"("integration_id", "external_id");

-- CreateIndex
CREATE INDEX "reachability_check_integration_id_requested_at_idx" ON "reachability_check"("integration_id", "requested_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "reachability_check_id_key" ON "reachability_check"("id");

-- CreateIndex
CREATE INDEX "audit_event_merchant_id_at_idx" ON "audit_event"("merchant_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_event_integration_id_at_idx" ON "audit_event"("integration_id", "at" DESC);

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration" ADD CONSTRAINT "integration_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane" ADD CONSTRAINT "lane_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lane_transition" ADD CONSTRAINT "lane_transition_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coverage_interval" ADD CONSTRAINT "coverage_interval_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop_order" ADD CONSTRAINT "shop_order_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_set_aside" ADD CONSTRAINT "order_set_aside_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reachability_check" ADD CONSTRAINT "reachability_check_merchant_id_integration_id_fkey" FOREIGN KEY ("merchant_id", "integration_id") REFERENCES "integration"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Searching orders by any part of number, name, e-mail or SKU.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "shop_order_search_text_idx" ON "shop_order" USING gin ("search_text" gin_trgm_ops);

-- At most one run and one check of an integration is on its way: a second press joins it.
CREATE UNIQUE INDEX "sync_run_one_active" ON "sync_run" ("merchant_id", "integration_id") WHERE "status" IN ('queued', 'running');
CREATE UNIQUE INDEX "reachability_check_one_active" ON "reachability_check" ("merchant_id", "integration_id") WHERE "status" IN ('queued', 'running');
-- Runs whose worker died are found by their lease.
CREATE INDEX "sync_run_lease_idx" ON "sync_run" ("lease_until") WHERE "status" = 'running';
CREATE INDEX "reachability_check_lease_idx" ON "reachability_check" ("lease_until") WHERE "status" = 'running';
CREATE INDEX "order_set_aside_open_idx" ON "order_set_aside" ("integration_id", "last_seen_at" DESC) WHERE "resolved_at" IS NULL;

-- Closed lists, held by the database too.
ALTER TABLE "lane" ADD CONSTRAINT "lane_lane_check" CHECK ("lane" IN ('orders_in', 'tracking_out'));
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_status_check" CHECK ("status" IN ('queued', 'running', 'succeeded', 'failed'));
ALTER TABLE "reachability_check" ADD CONSTRAINT "reachability_check_status_check" CHECK ("status" IN ('queued', 'running', 'done', 'failed'));
ALTER TABLE "coverage_interval" ADD CONSTRAINT "coverage_interval_order_check" CHECK ("covered_from" < "covered_to");

-- Attempts to sign in, counted by rate-limiter-flexible (its own table layout).
CREATE TABLE "sign_in_attempt" (
    "key" VARCHAR(255) NOT NULL PRIMARY KEY,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT
);

-- Two roles, neither with BYPASSRLS. mooring_app sees the one merchant named by app.merchant_id; mooring_platform (sign-in, support
-- search, worker claims) sees all merchants. The application's pool starts every connection as mooring_app (lib/system/db.ts).
DO $$
BEGIN
  BEGIN
    CREATE ROLE mooring_app NOLOGIN NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    CREATE ROLE mooring_platform NOLOGIN NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  BEGIN
    EXECUTE format('GRANT mooring_app, mooring_platform TO %I', current_user);
  EXCEPTION WHEN unique_violation THEN NULL; -- another database of this server is migrated at the same moment
  END;
END
$$;

GRANT USAGE ON SCHEMA public TO mooring_app, mooring_platform;

CREATE FUNCTION app_merchant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.merchant_id', true), '')::uuid $$;

-- Tables of one merchant.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['integration', 'lane', 'lane_transition', 'sync_run', 'coverage_interval', 'shop_order', 'order_set_aside', 'reachability_check', 'audit_event', 'membership'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_merchant ON %I TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id())', name);
    EXECUTE format('CREATE POLICY all_merchants ON %I TO mooring_platform USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO mooring_app, mooring_platform', name);
  END LOOP;
END
$$;

-- The merchant itself: visible to its own scope.
ALTER TABLE "merchant" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "merchant" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "merchant" TO mooring_app USING (id = app_merchant_id()) WITH CHECK (id = app_merchant_id());
CREATE POLICY all_merchants ON "merchant" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON "merchant" TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "merchant" TO mooring_platform;

-- People and their sessions exist before any merchant is known: only the platform role reads them.
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "person" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_people ON "person" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "person" TO mooring_platform;
ALTER TABLE "session" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "session" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_sessions ON "session" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "session" TO mooring_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON "sign_in_attempt" TO mooring_platform;

-- What happened stays: no role of the application may change or delete it.
REVOKE UPDATE, DELETE ON "audit_event", "lane_transition" FROM mooring_app, mooring_platform;
REVOKE INSERT, UPDATE, DELETE ON "membership" FROM mooring_app;
