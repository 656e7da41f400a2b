-- From where something was done, and what it was before and after. Secrets are masked before they get here (lib/audit/mask-secrets.ts).
ALTER TABLE "audit_event" ADD COLUMN "source_address" TEXT, ADD COLUMN "before" JSONB, ADD COLUMN "after" JSONB;
CREATE INDEX "audit_event_at_id_idx" ON "audit_event"("at" DESC, "id" DESC);
CREATE INDEX "audit_event_person_idx" ON "audit_event"((actor->>'personId'), "at" DESC);

-- What is no merchant's: changes of a person's own account, and acts of staff on many merchants at once.
CREATE TABLE "platform_event" (
    "id" UUID NOT NULL,
    "actor" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "before" JSONB,
    "after" JSONB,
    "source_address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "platform_event_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "platform_event_at_id_idx" ON "platform_event"("at" DESC, "id" DESC);
ALTER TABLE "platform_event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "platform_event" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_events ON "platform_event" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON "platform_event" TO mooring_platform;

-- The roles of the application may not change or shorten the log at all; this stops everybody else who may write to the tables. A merchant's
-- own events end with the merchant, and with nothing less.
CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_event' AND NOT EXISTS (SELECT 1 FROM merchant WHERE id = (to_jsonb(OLD)->>'merchant_id')::uuid) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the log of what was done can only be added to';
END
$$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON "audit_event" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON "audit_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER platform_event_append_only BEFORE UPDATE OR DELETE ON "platform_event" FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER platform_event_no_truncate BEFORE TRUNCATE ON "platform_event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
REVOKE UPDATE, DELETE, TRUNCATE ON "platform_event" FROM mooring_app, mooring_platform;
