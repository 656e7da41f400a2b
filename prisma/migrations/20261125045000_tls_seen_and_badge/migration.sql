-- The certificates that a shop showed when it was checked: for the evidence pack.
ALTER TABLE "reachability_check" ADD COLUMN "tls_seen" JSONB;
-- The unguessable part of the address of a public status badge; null while there is none. It opens nothing but the badge, so it is kept as it is.
ALTER TABLE "integration" ADD COLUMN "badge_token" TEXT;
CREATE UNIQUE INDEX "integration_badge_token_key" ON "integration"("badge_token");
