-- What our own side did in each five minutes, for the public status page. A slot without a row: no worker ran, or the database was away.
CREATE TABLE "platform_slot" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "area" TEXT NOT NULL,
    "worked" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "late" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "platform_slot_pkey" PRIMARY KEY ("at","area")
);

ALTER TABLE "platform_slot" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "platform_slot" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_slots ON "platform_slot" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "platform_slot" TO mooring_platform;
