-- Who people of the staff are at an issuer of OpenID Connect.
CREATE TABLE "staff_identity" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "is_granted" BOOLEAN NOT NULL DEFAULT false,
    "bound_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_identity_pkey" PRIMARY KEY ("issuer","subject")
);
CREATE UNIQUE INDEX "staff_identity_person_id_issuer_key" ON "staff_identity"("person_id", "issuer");
ALTER TABLE "staff_identity" ADD CONSTRAINT "staff_identity_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "staff_identity" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "staff_identity" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_identities ON "staff_identity" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "staff_identity" TO mooring_platform;
