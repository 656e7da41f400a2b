-- Until now there was one role, and everybody could do everything: all who are members now are owners. An UPDATE would change nothing, since
-- row-level security hides the rows from the tables' owner too; a new type for the column is worked out for each of them.
ALTER TABLE "membership" ALTER COLUMN "role" TYPE TEXT USING 'owner';
ALTER TABLE "membership" ADD CONSTRAINT "membership_role_check" CHECK ("role" IN ('owner', 'member'));
ALTER TABLE "membership" ADD COLUMN "last_seen_at" TIMESTAMPTZ(3);

-- Who was asked to work for a merchant and has not accepted yet.
CREATE TABLE "invitation" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "invited_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "token_hash" BYTEA,
    "sent_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "mail_failure" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("merchant_id","id"),
    CONSTRAINT "invitation_role_check" CHECK ("role" IN ('owner', 'member'))
);
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");
CREATE UNIQUE INDEX "invitation_id_key" ON "invitation"("id");
CREATE UNIQUE INDEX "invitation_merchant_id_email_key" ON "invitation"("merchant_id", "email");
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "invitation" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invitation" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "invitation" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "invitation" TO mooring_platform USING (true) WITH CHECK (true);
-- As with memberships: who belongs to a merchant is written by the platform's role alone.
GRANT SELECT ON "invitation" TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "invitation" TO mooring_platform;
