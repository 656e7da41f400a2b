-- Links by which the other owners of a merchant freeze a change that gives control away (docs/security.md). Written with the change itself;
-- the token is made when its mail is sent.
CREATE TABLE "freeze_link" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "event_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "target_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "queued_at" TIMESTAMPTZ(3),
    "token_hash" BYTEA,
    "expires_at" TIMESTAMPTZ(3),
    "frozen_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "freeze_link_pkey" PRIMARY KEY ("merchant_id", "id")
);
CREATE UNIQUE INDEX "freeze_link_token_hash_key" ON "freeze_link" ("token_hash");
CREATE INDEX "freeze_link_merchant_id_frozen_at_idx" ON "freeze_link" ("merchant_id", "frozen_at");
CREATE INDEX "freeze_link_unqueued_idx" ON "freeze_link" ("at") WHERE "queued_at" IS NULL;
ALTER TABLE "freeze_link" ADD CONSTRAINT "freeze_link_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "freeze_link" ADD CONSTRAINT "freeze_link_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "freeze_link" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "freeze_link" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "freeze_link" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "freeze_link" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON "freeze_link" TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "freeze_link" TO mooring_platform;

-- A freeze withdraws a consent that it stops.
GRANT UPDATE ("withdrawn_at") ON "support_consent" TO mooring_platform;
