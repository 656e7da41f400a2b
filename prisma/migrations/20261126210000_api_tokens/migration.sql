-- What programs of a merchant show to the API, as a hash alone: lib/api.
CREATE TABLE "api_token" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "permission" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("merchant_id","id"),
    CONSTRAINT "api_token_permission_check" CHECK ("permission" IN ('read', 'refresh')),
    -- A token in plain text is longer than its hash.
    CONSTRAINT "api_token_hash_check" CHECK (octet_length("token_hash") = 32)
);
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "api_token" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "api_token" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "api_token" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "api_token" TO mooring_platform USING (true) WITH CHECK (true);
-- As with invitations: who may enter is written by the platform's role alone. What pages read holds no hash.
GRANT SELECT ("merchant_id", "id", "name", "permission", "created_by", "created_at", "expires_at", "last_used_at", "revoked_at") ON "api_token" TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "api_token" TO mooring_platform;
