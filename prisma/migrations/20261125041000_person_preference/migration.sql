-- What a person set up for their own eyes, such as the columns of a list. Like the person it belongs to no merchant: only the platform role
-- reads it, and only for the person of the session.
CREATE TABLE "person_preference" (
    "person_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_preference_pkey" PRIMARY KEY ("person_id","key")
);
ALTER TABLE "person_preference" ADD CONSTRAINT "person_preference_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "person_preference" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "person_preference" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_preferences ON "person_preference" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "person_preference" TO mooring_platform;
