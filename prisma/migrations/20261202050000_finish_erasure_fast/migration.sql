-- finish_erasure() of the migration erasure_as_job, for logs of a million entries: a word of the address is looked for first, then the address,
-- and only what is found is taken apart. It also forgets the IP address, which its log entry has.
CREATE OR REPLACE FUNCTION finish_erasure(of_merchant uuid, erasure uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  keys CONSTANT text[] := '{filter,query,name,text,reason}';
  asked buyer_erasure;
  address text;
  pattern text;
  -- No encoding changes letters and digits.
  word text;
  found uuid[];
  changed int;
  total int := 0;
BEGIN
  SELECT * INTO asked FROM buyer_erasure WHERE merchant_id = of_merchant AND id = erasure AND finished_at IS NULL FOR UPDATE;
  IF asked.id IS NULL THEN
    RAISE EXCEPTION 'this erasure is not under way';
  END IF;
  FOREACH address IN ARRAY asked.emails LOOP
    pattern := address_pattern(address);
    SELECT lower(w) INTO word FROM regexp_split_to_table(address, '[^A-Za-z0-9]+') w ORDER BY length(w) DESC LIMIT 1;

    SELECT array_agg(id) INTO found FROM audit_event WHERE merchant_id = of_merchant AND strpos(lower(concat_ws(' ', details::text, before::text, after::text)), word) > 0
      AND (redact_fields(details, pattern, keys) <> details OR redact_fields(before, pattern, keys) <> before OR redact_fields(after, pattern, keys) <> after);
    UPDATE audit_event SET details = redact_fields(details, pattern, keys), before = redact_fields(before, pattern, keys), after = redact_fields(after, pattern, keys)
      WHERE merchant_id = of_merchant AND id = ANY (found);
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;

    UPDATE lane_transition SET reason_params = redact_fields(reason_params, pattern, NULL)
      WHERE merchant_id = of_merchant AND strpos(lower(reason_params::text), word) > 0 AND redact_fields(reason_params, pattern, NULL) <> reason_params;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;

    SELECT array_agg(id) INTO found FROM platform_event WHERE strpos(lower(concat_ws(' ', details::text, before::text, after::text)), word) > 0
      AND (redact_fields(details, pattern, keys) <> details OR redact_fields(before, pattern, keys) <> before OR redact_fields(after, pattern, keys) <> after);
    UPDATE platform_event SET details = redact_fields(details, pattern, keys), before = redact_fields(before, pattern, keys), after = redact_fields(after, pattern, keys)
      WHERE id = ANY (found);
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
  END LOOP;
  UPDATE buyer_erasure SET finished_at = clock_timestamp(), emails = '{}', external_ids = '{}', names = '{}', source_address = NULL, texts = texts + total
    WHERE merchant_id = of_merchant AND id = erasure;
  INSERT INTO audit_event (merchant_id, id, integration_id, actor, action, details, source_address) VALUES (of_merchant, gen_random_uuid(), asked.integration_id,
    asked.requested_by, CASE WHEN asked.integration_id IS NULL THEN 'buyer_erased' ELSE 'personal_data_erased' END,
    CASE WHEN asked.integration_id IS NULL THEN jsonb_build_object('orders', asked.orders, 'quarantined', asked.quarantined, 'texts', asked.texts + total)
      ELSE jsonb_build_object('count', asked.orders) END, asked.source_address);
END
$$;

-- One statement that takes a value apart only if one of the keys holds a text with the address.
CREATE OR REPLACE FUNCTION redact_fields(fields jsonb, pattern text, keys text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE
  field record;
  redacted jsonb := fields;
BEGIN
  IF fields IS NULL OR jsonb_typeof(fields) <> 'object' THEN
    RETURN fields;
  END IF;
  FOR field IN SELECT key, value #>> '{}' AS said FROM jsonb_each(fields) WHERE (keys IS NULL OR key = ANY (keys)) AND jsonb_typeof(value) = 'string' LOOP
    IF field.said ~* pattern THEN
      redacted := jsonb_set(redacted, ARRAY[field.key], to_jsonb(regexp_replace(field.said, pattern, '[erased]', 'gi')));
    END IF;
  END LOOP;
  RETURN redacted;
END
$$;
