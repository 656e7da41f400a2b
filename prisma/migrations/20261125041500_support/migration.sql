-- A member of staff in a merchant's pages. Acting needs a reason and ends by itself; looking goes on until the visit ends.
CREATE TABLE "support_visit" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "reason" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "acts_until" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "support_visit_pkey" PRIMARY KEY ("merchant_id","id")
);
ALTER TABLE "support_visit" ADD CONSTRAINT "support_visit_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "support_visit" ADD CONSTRAINT "support_visit_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "support_visit" ADD CONSTRAINT "support_visit_reason_check" CHECK (("acts_until" IS NULL) = ("reason" IS NULL));
CREATE INDEX "support_visit_session_id_merchant_id_opened_at_idx" ON "support_visit"("session_id", "merchant_id", "opened_at" DESC);

-- What staff tell each other of a merchant. It shows itself to no merchant.
CREATE TABLE "merchant_note" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "author" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "merchant_note_pkey" PRIMARY KEY ("merchant_id","id")
);
ALTER TABLE "merchant_note" ADD CONSTRAINT "merchant_note_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "merchant_note_merchant_id_at_idx" ON "merchant_note"("merchant_id", "at" DESC);

-- A list with its filters, kept under a name by staff, for all of them.
CREATE TABLE "saved_view" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "author" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "saved_view_path_name_key" ON "saved_view"("path", "name");

-- A question of a merchant to support, with what was known when it was asked.
CREATE TABLE "support_thread" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "integration_id" UUID,
    "about" TEXT NOT NULL,
    "cause_code" TEXT,
    "run_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'open',
    "opened_by" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "evidence" JSONB NOT NULL,
    "first_words" TEXT NOT NULL,
    "last_message_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_from" TEXT NOT NULL DEFAULT 'merchant',
    "merchant_read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "staff_read_at" TIMESTAMPTZ(3),
    "solved_at" TIMESTAMPTZ(3),
    "solved_by" JSONB,
    "solved_cause" TEXT,
    "solved_fix" TEXT,

    CONSTRAINT "support_thread_pkey" PRIMARY KEY ("merchant_id","id")
);
CREATE UNIQUE INDEX "support_thread_id_key" ON "support_thread"("id");
ALTER TABLE "support_thread" ADD CONSTRAINT "support_thread_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "support_thread" ADD CONSTRAINT "support_thread_status_check" CHECK ("status" IN ('open', 'waiting', 'solved'));
ALTER TABLE "support_thread" ADD CONSTRAINT "support_thread_about_check" CHECK ("about" IN ('integration', 'cause', 'run', 'merchant'));
ALTER TABLE "support_thread" ADD CONSTRAINT "support_thread_last_from_check" CHECK ("last_from" IN ('merchant', 'staff'));
CREATE INDEX "support_thread_merchant_id_last_message_at_idx" ON "support_thread"("merchant_id", "last_message_at" DESC);
CREATE INDEX "support_thread_unsolved_idx" ON "support_thread"("last_message_at") WHERE "status" <> 'solved';
CREATE INDEX "support_thread_solved_idx" ON "support_thread"("solved_cause", "solved_at" DESC) WHERE "status" = 'solved';

CREATE TABLE "support_message" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "thread_id" UUID NOT NULL,
    "author" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "support_message_pkey" PRIMARY KEY ("merchant_id","id")
);
ALTER TABLE "support_message" ADD CONSTRAINT "support_message_merchant_id_thread_id_fkey" FOREIGN KEY ("merchant_id", "thread_id") REFERENCES "support_thread"("merchant_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "support_message_thread_id_at_idx" ON "support_message"("thread_id", "at");

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['support_visit', 'merchant_note', 'support_thread', 'support_message'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_merchant ON %I TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id())', name);
    EXECUTE format('CREATE POLICY all_merchants ON %I TO mooring_platform USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON "support_visit", "support_thread" TO mooring_app, mooring_platform;
GRANT SELECT, INSERT ON "support_message" TO mooring_app, mooring_platform;
-- The role of the merchant's pages sees no note, not even the merchant's own.
GRANT SELECT ON "merchant_note" TO mooring_app;
DROP POLICY one_merchant ON "merchant_note";
CREATE POLICY no_merchant ON "merchant_note" TO mooring_app USING (false);
GRANT SELECT, INSERT, DELETE ON "merchant_note" TO mooring_platform;
ALTER TABLE "saved_view" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "saved_view" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_views ON "saved_view" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON "saved_view" TO mooring_platform;

-- Support finds a merchant by any part of a name, an e-mail or an address, and by the beginning of a number.
CREATE INDEX "merchant_name_search_idx" ON "merchant" USING gin ("name" gin_trgm_ops);
CREATE INDEX "merchant_name_prefix_idx" ON "merchant"((lower("name") COLLATE "C"), "id");
CREATE INDEX "merchant_name_order_idx" ON "merchant"((lower("name")), "id");
CREATE INDEX "merchant_created_at_id_idx" ON "merchant"("created_at" DESC, "id");
CREATE INDEX "person_email_search_idx" ON "person" USING gin ("email" gin_trgm_ops);
CREATE INDEX "person_name_search_idx" ON "person" USING gin ("name" gin_trgm_ops);
CREATE INDEX "integration_base_url_search_idx" ON "integration" USING gin ("base_url" gin_trgm_ops);
CREATE INDEX "integration_name_search_idx" ON "integration" USING gin ("name" gin_trgm_ops);
CREATE INDEX "integration_platform_merchant_id_idx" ON "integration"("platform", "merchant_id");
CREATE INDEX "shop_order_number_prefix_idx" ON "shop_order"((lower("number") COLLATE "C"));
CREATE INDEX "shipment_tracking_prefix_idx" ON "shipment"((lower("tracking_number") COLLATE "C"));
-- Few lanes are in trouble: the queue and the filters of support look at these alone.
CREATE INDEX "lane_troubled_idx" ON "lane"("state", "merchant_id", "integration_id") WHERE "state" <> 'regular';
