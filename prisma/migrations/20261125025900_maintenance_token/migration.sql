-- The token of the address by which a deploy script announces maintenance: only its hash is kept.
ALTER TABLE "integration" ADD COLUMN "maintenance_token_hash" BYTEA;
CREATE UNIQUE INDEX "integration_maintenance_token_hash_key" ON "integration"("maintenance_token_hash");
