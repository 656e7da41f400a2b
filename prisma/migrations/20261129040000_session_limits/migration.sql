-- When a session was last used, which ends idle ones, and when it was last proven who uses it.
ALTER TABLE "session" ADD COLUMN "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN "proven_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- Sessions from before were proven when they began.
UPDATE "session" SET "proven_at" = "created_at";
