-- Every API token ends, and belongs to a member who answers for it: it is revoked when that person leaves the merchant (lib/api).
ALTER TABLE "api_token" ADD COLUMN "responsible_id" UUID;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_responsible_id_fkey" FOREIGN KEY ("responsible_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "api_token_responsible_id_idx" ON "api_token"("responsible_id");
GRANT SELECT ("responsible_id") ON "api_token" TO mooring_app;

SET LOCAL ROLE mooring_platform;
UPDATE "api_token" SET "expires_at" = now() + interval '365 days' WHERE "expires_at" IS NULL;
UPDATE "api_token" t SET "responsible_id" = m."person_id" FROM "membership" m
  WHERE m."merchant_id" = t."merchant_id" AND m."person_id"::text = t."created_by"->>'personId';
RESET ROLE;
ALTER TABLE "api_token" ALTER COLUMN "expires_at" SET NOT NULL;

-- A replaced maintenance token stays valid for a day, so that scripts can be changed one after another (lib/sync/maintenance).
ALTER TABLE "integration" ADD COLUMN "maintenance_token_previous_hash" BYTEA, ADD COLUMN "maintenance_token_previous_until" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "integration_maintenance_token_previous_hash_key" ON "integration"("maintenance_token_previous_hash");
