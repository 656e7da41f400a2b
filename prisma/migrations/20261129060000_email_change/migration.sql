-- A change of the e-mail address that waits for the confirmation of both addresses.
CREATE TABLE "email_change" (
    "person_id" UUID NOT NULL,
    "new_email" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "old_confirmed_at" TIMESTAMPTZ(3),
    "new_confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_change_pkey" PRIMARY KEY ("person_id")
);
ALTER TABLE "email_change" ADD CONSTRAINT "email_change_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "email_change" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "email_change" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_changes ON "email_change" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "email_change" TO mooring_platform;
