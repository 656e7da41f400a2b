-- Browsers in which people have signed in, and what happened at sign-in.
CREATE TABLE "known_browser" (
    "token_hash" BYTEA NOT NULL,
    "person_id" UUID NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_browser_pkey" PRIMARY KEY ("token_hash","person_id")
);
CREATE INDEX "known_browser_person_id_idx" ON "known_browser"("person_id");
ALTER TABLE "known_browser" ADD CONSTRAINT "known_browser_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "sign_in_event" (
    "id" UUID NOT NULL,
    "person_id" UUID,
    "kind" TEXT NOT NULL,
    "source_address" TEXT NOT NULL,
    "user_agent" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_event_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "sign_in_event_person_id_at_idx" ON "sign_in_event"("person_id", "at" DESC);
CREATE INDEX "sign_in_event_at_idx" ON "sign_in_event"("at" DESC);
ALTER TABLE "sign_in_event" ADD CONSTRAINT "sign_in_event_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "known_browser" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "known_browser" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_browsers ON "known_browser" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "known_browser" TO mooring_platform;
ALTER TABLE "sign_in_event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "sign_in_event" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_events ON "sign_in_event" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "sign_in_event" TO mooring_platform;
