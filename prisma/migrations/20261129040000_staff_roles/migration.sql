-- The role of staff decides what they may do (lib/identity/accounts/staff-roles.ts). Existing staff keep everything they could do. A new type for the
-- column, since row-level security hides the rows from the tables' owner too, who could not update them.
ALTER TABLE "person" ALTER COLUMN "is_staff" DROP DEFAULT, ALTER COLUMN "is_staff" DROP NOT NULL;
ALTER TABLE "person" ALTER COLUMN "is_staff" TYPE TEXT USING CASE WHEN "is_staff" THEN 'operator' END;
ALTER TABLE "person" RENAME COLUMN "is_staff" TO "staff_role";
ALTER TABLE "person" ADD CONSTRAINT "person_staff_role_check" CHECK ("staff_role" IN ('viewer', 'agent', 'lead', 'operator'));
ALTER TABLE "person" ADD COLUMN "is_staff" BOOLEAN NOT NULL GENERATED ALWAYS AS ("staff_role" IS NOT NULL) STORED;

-- An owner lets acting staff manage members and API tokens until then.
CREATE TABLE "support_consent" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "given_by" JSONB NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "support_consent_pkey" PRIMARY KEY ("merchant_id","id")
);
ALTER TABLE "support_consent" ADD CONSTRAINT "support_consent_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "support_consent" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "support_consent" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "support_consent" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "support_consent" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON "support_consent" TO mooring_app;
GRANT UPDATE ("withdrawn_at") ON "support_consent" TO mooring_app;
GRANT SELECT ON "support_consent" TO mooring_platform;

-- Why staff opened orders or evidence without acting, and for how long the reason counts.
ALTER TABLE "support_visit" ADD COLUMN "data_reason" TEXT, ADD COLUMN "data_until" TIMESTAMPTZ(3);
