-- Retention, buyers who were erased, and deletions that wait (docs/privacy.md).
CREATE TABLE "merchant_privacy" (
    "merchant_id" UUID NOT NULL,
    "order_days" INTEGER,
    "address_days" INTEGER,
    "suppression" BYTEA,
    "suppression_key_id" TEXT,
    "deletion_due_at" TIMESTAMPTZ(3),
    "deletion_asked_by" JSONB,
    "enforced_at" TIMESTAMPTZ(3),

    CONSTRAINT "merchant_privacy_pkey" PRIMARY KEY ("merchant_id"),
    CONSTRAINT "merchant_privacy_days_check" CHECK (("order_days" IS NULL OR "order_days" BETWEEN 30 AND 3650) AND ("address_days" IS NULL OR "address_days" BETWEEN 30 AND 3650))
);
CREATE INDEX "merchant_privacy_deletion_due_at_idx" ON "merchant_privacy"("deletion_due_at");
ALTER TABLE "merchant_privacy" ADD CONSTRAINT "merchant_privacy_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "merchant_privacy" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "merchant_privacy" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "merchant_privacy" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "merchant_privacy" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT ON "merchant_privacy" TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "merchant_privacy" TO mooring_platform;

CREATE TABLE "erased_buyer" (
    "merchant_id" UUID NOT NULL,
    "email_hash" BYTEA NOT NULL,
    "erased_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "erased_buyer_pkey" PRIMARY KEY ("merchant_id","email_hash"),
    CONSTRAINT "erased_buyer_hash_check" CHECK (octet_length("email_hash") = 32)
);
ALTER TABLE "erased_buyer" ADD CONSTRAINT "erased_buyer_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "erased_buyer" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "erased_buyer" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "erased_buyer" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "erased_buyer" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT ON "erased_buyer" TO mooring_app;
GRANT SELECT, INSERT, UPDATE ON "erased_buyer" TO mooring_platform;

-- When name, address and e-mail of the buyer were removed: on request, or by the merchant's retention.
ALTER TABLE "shop_order" ADD COLUMN "buyer_erased_at" TIMESTAMPTZ(3);
ALTER TABLE "person" ADD COLUMN "deletion_due_at" TIMESTAMPTZ(3);

-- What the log of acts says about a buyer or a person can be made unrecognizable, and nothing else in it can be changed.
CREATE POLICY erasure ON "audit_event" TO mooring_eraser USING (true) WITH CHECK (true);
CREATE POLICY erasure ON "lane_transition" TO mooring_eraser USING (true) WITH CHECK (true);
CREATE POLICY erasure ON "merchant_privacy" TO mooring_eraser USING (true);
CREATE POLICY erasure ON "erased_buyer" TO mooring_eraser USING (true);
CREATE POLICY erasure ON "person" TO mooring_eraser USING (true);
GRANT SELECT, UPDATE ("actor", "details", "before", "after", "source_address") ON "audit_event" TO mooring_eraser;
GRANT SELECT, UPDATE ("actor", "details", "before", "after", "source_address") ON "platform_event" TO mooring_eraser;
GRANT SELECT, UPDATE ("actor") ON "lane_transition" TO mooring_eraser;
GRANT SELECT ON "merchant_privacy", "erased_buyer" TO mooring_eraser;
GRANT SELECT ("id", "email", "deletion_due_at") ON "person" TO mooring_eraser;
DO $$
BEGIN
  IF (SELECT relrowsecurity FROM pg_class WHERE oid = '"platform_event"'::regclass) THEN
    CREATE POLICY erasure ON "platform_event" TO mooring_eraser USING (true) WITH CHECK (true);
  END IF;
END
$$;
-- People may have written of a buyer.
GRANT UPDATE ("text", "author") ON "support_message", "merchant_note" TO mooring_platform;
GRANT UPDATE ("author") ON "saved_view" TO mooring_platform;

CREATE OR REPLACE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_event' AND NOT EXISTS (SELECT 1 FROM merchant WHERE id = (to_jsonb(OLD)->>'merchant_id')::uuid) THEN
    RETURN OLD;
  END IF;
  -- Its grants name the columns: what was done, to what and when stays.
  IF TG_OP = 'UPDATE' AND current_user = 'mooring_eraser' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log of what was done can only be added to';
END
$$;

-- Replaces each pattern (a regular expression that matches only within a JSON string) in the merchant's log. Only in the transaction that erases a buyer.
CREATE FUNCTION redact_audit(erased_from uuid, patterns text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  pattern text;
  changed int;
  total int := 0;
BEGIN
  IF NOT EXISTS (SELECT FROM erased_buyer WHERE merchant_id = erased_from AND erased_at = transaction_timestamp()) THEN
    RAISE EXCEPTION 'no buyer is erased in this transaction';
  END IF;
  FOREACH pattern IN ARRAY patterns LOOP
    UPDATE audit_event SET
      details = regexp_replace(details::text, pattern, '[erased]', 'gi')::jsonb,
      before = regexp_replace(before::text, pattern, '[erased]', 'gi')::jsonb,
      after = regexp_replace(after::text, pattern, '[erased]', 'gi')::jsonb
    WHERE merchant_id = erased_from AND concat_ws(' ', details::text, before::text, after::text) ~* pattern;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
  END LOOP;
  RETURN total;
END
$$;

-- Gives a person whose deletion is due a pseudonym in what nobody may change otherwise.
CREATE FUNCTION pseudonymize_person(leaver uuid, pseudonym text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  address text;
  pattern text;
BEGIN
  SELECT email INTO address FROM person WHERE id = leaver AND deletion_due_at <= now();
  IF address IS NULL THEN
    RAISE EXCEPTION 'the deletion of this account is not due';
  END IF;
  pattern := regexp_replace(address, '([^A-Za-z0-9@])', '\\\1', 'g');
  UPDATE audit_event SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), source_address = NULL WHERE actor->>'personId' = leaver::text;
  UPDATE platform_event SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), source_address = NULL WHERE actor->>'personId' = leaver::text;
  UPDATE lane_transition SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)) WHERE actor->>'personId' = leaver::text;
  UPDATE audit_event SET details = regexp_replace(details::text, pattern, pseudonym, 'gi')::jsonb WHERE details::text ~* pattern;
  UPDATE platform_event SET details = regexp_replace(details::text, pattern, pseudonym, 'gi')::jsonb WHERE details::text ~* pattern;
END
$$;

-- Deletes a merchant whose deletion is due, with everything that belongs to it.
CREATE FUNCTION erase_merchant(leaver uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM merchant_privacy WHERE merchant_id = leaver AND deletion_due_at <= now()) THEN
    RAISE EXCEPTION 'the deletion of this merchant is not due';
  END IF;
  DELETE FROM merchant WHERE id = leaver;
END
$$;

REVOKE EXECUTE ON FUNCTION redact_audit(uuid, text[]), pseudonymize_person(uuid, text), erase_merchant(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION redact_audit(uuid, text[]), pseudonymize_person(uuid, text), erase_merchant(uuid) TO mooring_platform;
-- A function's new owner must be able to create in its schema; only at this moment.
GRANT CREATE ON SCHEMA public TO mooring_eraser;
ALTER FUNCTION redact_audit(uuid, text[]) OWNER TO mooring_eraser;
ALTER FUNCTION pseudonymize_person(uuid, text) OWNER TO mooring_eraser;
ALTER FUNCTION erase_merchant(uuid) OWNER TO mooring_eraser;
REVOKE CREATE ON SCHEMA public FROM mooring_eraser;
