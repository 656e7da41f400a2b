-- A code of an app beside the password, of people who switched it on.
CREATE TABLE "second_factor" (
    "person_id" UUID NOT NULL,
    "secret" BYTEA NOT NULL,
    "secret_key_id" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "used_step" INTEGER NOT NULL DEFAULT 0,
    "recovery_hashes" BYTEA[] NOT NULL,

    CONSTRAINT "second_factor_pkey" PRIMARY KEY ("person_id")
);
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "second_factor" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "second_factor" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_factors ON "second_factor" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "second_factor" TO mooring_platform;
