-- Erasures of buyers run as a job in bounded batches (docs/privacy.md). A row keeps the buyer's addresses and names only until it is finished.
CREATE TABLE "buyer_erasure" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "requested_by" JSONB NOT NULL,
    "source_address" TEXT,
    "emails" TEXT[] NOT NULL DEFAULT '{}',
    "integration_id" UUID,
    "external_ids" TEXT[] NOT NULL DEFAULT '{}',
    "whole_shop" BOOLEAN NOT NULL DEFAULT false,
    "names" TEXT[] NOT NULL DEFAULT '{}',
    "phase" INTEGER NOT NULL DEFAULT 0,
    "after_id" UUID,
    "searched" INTEGER NOT NULL DEFAULT 0,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "quarantined" INTEGER NOT NULL DEFAULT 0,
    "texts" INTEGER NOT NULL DEFAULT 0,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "worked_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "buyer_erasure_pkey" PRIMARY KEY ("merchant_id", "id"),
    CONSTRAINT "buyer_erasure_shop_check" CHECK ("integration_id" IS NOT NULL OR NOT "whole_shop" AND "external_ids" = '{}'),
    CONSTRAINT "buyer_erasure_finished_check" CHECK ("finished_at" IS NULL OR ("emails" = '{}' AND "external_ids" = '{}' AND "names" = '{}'))
);
CREATE INDEX "buyer_erasure_unfinished_idx" ON "buyer_erasure" ("requested_at") WHERE "finished_at" IS NULL;
ALTER TABLE "buyer_erasure" ADD CONSTRAINT "buyer_erasure_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "buyer_erasure" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "buyer_erasure" FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON "buyer_erasure" TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON "buyer_erasure" TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON "buyer_erasure" TO mooring_eraser USING (true) WITH CHECK (true);
GRANT SELECT ON "buyer_erasure" TO mooring_app, mooring_platform;
-- Rows are inserted and finished by the functions below only.
GRANT UPDATE ("names", "phase", "after_id", "searched", "orders", "quarantined", "texts", "worked_at") ON "buyer_erasure" TO mooring_platform;
GRANT SELECT, INSERT, UPDATE ON "buyer_erasure" TO mooring_eraser;

-- Which buyers are erased is decided by begin_erasure() only.
REVOKE INSERT, UPDATE ON "erased_buyer" FROM mooring_platform;
DROP POLICY erasure ON "erased_buyer";
CREATE POLICY erasure ON "erased_buyer" TO mooring_eraser USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON "erased_buyer" TO mooring_eraser;
GRANT INSERT ON "audit_event" TO mooring_eraser;

-- E-mail addresses in what support and users saved, and in the demo's mails, become "[erased]"; their rows stay.
GRANT UPDATE ("name", "query") ON "saved_view" TO mooring_platform;
GRANT UPDATE ("recipient", "subject", "text", "html") ON "captured_mail" TO mooring_platform;
GRANT UPDATE ("name") ON "order_view" TO mooring_platform;

-- Searches name buyers: the log no longer keeps their words, and those that it has go.
SET LOCAL ROLE mooring_eraser;
UPDATE audit_event SET details = jsonb_set(details, '{filter}', to_jsonb(regexp_replace(details->>'filter', '^q=.*?(?=&(shop|status|tracking|from|to|sort)=|$)', 'q=…')))
  WHERE action = 'orders_exported' AND starts_with(details->>'filter', 'q=');
RESET ROLE;

-- A regular expression for exactly this e-mail address, however it is encoded in a URL, and never for a part of a longer one.
CREATE FUNCTION address_pattern(address text) RETURNS text LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
  SELECT '(?<![[:alnum:]._+-])' || string_agg(
    CASE WHEN sign ~ '[A-Za-z0-9]' THEN sign
      ELSE '(' || CASE WHEN octet_length(sign) > 1 THEN sign ELSE '\' || sign END || '|'
        || regexp_replace(encode(convert_to(sign, 'UTF8'), 'hex'), '(..)', '%\1', 'g') || ')'
    END, '' ORDER BY place) || '(?![[:alnum:]_-]|\.[[:alnum:]])'
  FROM unnest(regexp_split_to_array(address, '')) WITH ORDINALITY AS signs(sign, place)
$$;

-- Fields of a log entry without the address. `keys`: those that may name a buyer; null for all.
CREATE FUNCTION redact_fields(fields jsonb, pattern text, keys text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN jsonb_typeof(fields) = 'object' THEN (
    SELECT coalesce(jsonb_object_agg(key, CASE WHEN jsonb_typeof(value) = 'string' AND (keys IS NULL OR key = ANY (keys))
      THEN to_jsonb(regexp_replace(value #>> '{}', pattern, '[erased]', 'gi')) ELSE value END), '{}') FROM jsonb_each(fields)) ELSE fields END
$$;

-- Begins the erasure of a buyer: keeps the hashes, so that no import brings the buyer back, and queues what the job removes.
CREATE FUNCTION begin_erasure(of_merchant uuid, of_integration uuid, hashes bytea[], addresses text[], order_ids text[], every_buyer boolean, asker jsonb, asked_from text)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  begun uuid;
BEGIN
  IF EXISTS (SELECT FROM unnest(addresses) a WHERE a IS NULL OR length(a) > 254 OR a !~ '^[^[:space:]@"<>(),;:\\]+@[^[:space:]@"<>(),;:\\]+$') THEN
    RAISE EXCEPTION 'not an e-mail address';
  END IF;
  IF of_integration IS NOT NULL AND NOT EXISTS (SELECT FROM integration WHERE merchant_id = of_merchant AND id = of_integration) THEN
    RAISE EXCEPTION 'no such shop of this merchant';
  END IF;
  INSERT INTO erased_buyer (merchant_id, email_hash) SELECT DISTINCT of_merchant, h FROM unnest(hashes) h
    ON CONFLICT (merchant_id, email_hash) DO UPDATE SET erased_at = excluded.erased_at;
  INSERT INTO buyer_erasure (merchant_id, integration_id, emails, external_ids, whole_shop, requested_by, source_address)
    VALUES (of_merchant, of_integration, addresses, order_ids, every_buyer, asker, asked_from) RETURNING id INTO begun;
  RETURN begun;
END
$$;

-- Ends an erasure: removes its e-mail addresses from the logs, forgets them, and adds to the log who had the buyer erased. The names of members
-- and invitees stand under other keys and stay.
CREATE FUNCTION finish_erasure(of_merchant uuid, erasure uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  keys CONSTANT text[] := '{filter,query,name,text,reason}';
  asked buyer_erasure;
  pattern text;
  changed int;
  total int := 0;
BEGIN
  SELECT * INTO asked FROM buyer_erasure WHERE merchant_id = of_merchant AND id = erasure AND finished_at IS NULL FOR UPDATE;
  IF asked.id IS NULL THEN
    RAISE EXCEPTION 'this erasure is not under way';
  END IF;
  IF asked.emails <> '{}' THEN
    SELECT '(' || string_agg(address_pattern(address), '|') || ')' INTO pattern FROM unnest(asked.emails) address;
    UPDATE audit_event SET details = redact_fields(details, pattern, keys), before = redact_fields(before, pattern, keys), after = redact_fields(after, pattern, keys)
      WHERE merchant_id = of_merchant AND (redact_fields(details, pattern, keys) <> details OR redact_fields(before, pattern, keys) <> before
        OR redact_fields(after, pattern, keys) <> after);
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
    UPDATE lane_transition SET reason_params = redact_fields(reason_params, pattern, NULL)
      WHERE merchant_id = of_merchant AND redact_fields(reason_params, pattern, NULL) <> reason_params;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
    UPDATE platform_event SET details = redact_fields(details, pattern, keys), before = redact_fields(before, pattern, keys), after = redact_fields(after, pattern, keys)
      WHERE redact_fields(details, pattern, keys) <> details OR redact_fields(before, pattern, keys) <> before OR redact_fields(after, pattern, keys) <> after;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
  END IF;
  UPDATE buyer_erasure SET finished_at = clock_timestamp(), emails = '{}', external_ids = '{}', names = '{}', texts = texts + total
    WHERE merchant_id = of_merchant AND id = erasure;
  INSERT INTO audit_event (merchant_id, id, integration_id, actor, action, details, source_address) VALUES (of_merchant, gen_random_uuid(), asked.integration_id,
    asked.requested_by, CASE WHEN asked.integration_id IS NULL THEN 'buyer_erased' ELSE 'personal_data_erased' END,
    CASE WHEN asked.integration_id IS NULL THEN jsonb_build_object('orders', asked.orders, 'quarantined', asked.quarantined, 'texts', asked.texts + total)
      ELSE jsonb_build_object('count', asked.orders) END, asked.source_address);
END
$$;

REVOKE EXECUTE ON FUNCTION begin_erasure(uuid, uuid, bytea[], text[], text[], boolean, jsonb, text), finish_erasure(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_erasure(uuid, uuid, bytea[], text[], text[], boolean, jsonb, text), finish_erasure(uuid, uuid) TO mooring_platform;
CREATE POLICY erasure ON "integration" TO mooring_eraser USING (true);
GRANT SELECT ("merchant_id", "id") ON "integration" TO mooring_eraser;
GRANT CREATE ON SCHEMA public TO mooring_eraser;
ALTER FUNCTION begin_erasure(uuid, uuid, bytea[], text[], text[], boolean, jsonb, text) OWNER TO mooring_eraser;
ALTER FUNCTION finish_erasure(uuid, uuid) OWNER TO mooring_eraser;
REVOKE CREATE ON SCHEMA public FROM mooring_eraser;
-- safe: replaced by finish_erasure(); an erasure by the version before fails as a whole, and is tried again
DROP FUNCTION redact_audit(uuid, text[]);
