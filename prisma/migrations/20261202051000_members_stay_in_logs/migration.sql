-- An owner could still blank what the log says of an accomplice: in the name of a channel, or in a reason of support. Now the addresses of members
-- and invitees stay everywhere in the logs, and names go only where views are saved.
-- The keys under which an entry may name a buyer. Names of views may be searches; those of tokens, channels and shops are the log's own.
CREATE FUNCTION buyer_keys(action text) RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN action LIKE '%view%' THEN '{filter,query,name}' ELSE '{filter,query,text,reason}' END::text[]
$$;
CREATE OR REPLACE FUNCTION finish_erasure(of_merchant uuid, erasure uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
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
    -- Who is or was a member or an invitee stays in the logs, buyer or not.
    CONTINUE WHEN EXISTS (SELECT FROM audit_event WHERE merchant_id = of_merchant AND lower(details->>'member') = lower(address));
    pattern := address_pattern(address);
    SELECT lower(w) INTO word FROM regexp_split_to_table(address, '[^A-Za-z0-9]+') w ORDER BY length(w) DESC LIMIT 1;

    SELECT array_agg(id) INTO found FROM audit_event WHERE merchant_id = of_merchant AND strpos(lower(concat_ws(' ', details::text, before::text, after::text)), word) > 0
      AND (redact_fields(details, pattern, buyer_keys(action)) <> details
        OR redact_fields(before, pattern, buyer_keys(action)) <> before OR redact_fields(after, pattern, buyer_keys(action)) <> after);
    UPDATE audit_event SET details = redact_fields(details, pattern, buyer_keys(action)),
        before = redact_fields(before, pattern, buyer_keys(action)), after = redact_fields(after, pattern, buyer_keys(action))
      WHERE merchant_id = of_merchant AND id = ANY (found);
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;

    UPDATE lane_transition SET reason_params = redact_fields(reason_params, pattern, NULL)
      WHERE merchant_id = of_merchant AND strpos(lower(reason_params::text), word) > 0 AND redact_fields(reason_params, pattern, NULL) <> reason_params;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;

    SELECT array_agg(id) INTO found FROM platform_event WHERE strpos(lower(concat_ws(' ', details::text, before::text, after::text)), word) > 0
      AND (redact_fields(details, pattern, buyer_keys(action)) <> details
        OR redact_fields(before, pattern, buyer_keys(action)) <> before OR redact_fields(after, pattern, buyer_keys(action)) <> after);
    UPDATE platform_event SET details = redact_fields(details, pattern, buyer_keys(action)),
        before = redact_fields(before, pattern, buyer_keys(action)), after = redact_fields(after, pattern, buyer_keys(action))
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

-- The same as before, for logs of a million entries: only entries that contain the address are taken apart.
CREATE OR REPLACE FUNCTION pseudonymize_person(leaver uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  pseudonym CONSTANT text := '#' || right(leaver::text, 8);
  address text;
BEGIN
  SELECT email INTO address FROM person WHERE id = leaver AND deletion_due_at <= now();
  IF address IS NULL THEN
    RAISE EXCEPTION 'the deletion of this account is not due';
  END IF;
  UPDATE audit_event SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), source_address = NULL WHERE actor->>'personId' = leaver::text;
  UPDATE platform_event SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), source_address = NULL WHERE actor->>'personId' = leaver::text;
  UPDATE lane_transition SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)) WHERE actor->>'personId' = leaver::text;
  UPDATE merchant_privacy SET deletion_asked_by = jsonb_set(deletion_asked_by, '{name}', to_jsonb(pseudonym)) WHERE deletion_asked_by->>'personId' = leaver::text;
  UPDATE buyer_erasure SET requested_by = jsonb_set(requested_by, '{name}', to_jsonb(pseudonym)), source_address = NULL
    WHERE requested_by->>'personId' = leaver::text;
  UPDATE audit_event SET details = replace_address(details, address, pseudonym) 
    WHERE strpos(lower(details::text), lower(address)) > 0 AND replace_address(details, address, pseudonym) <> details;
  UPDATE platform_event SET details = replace_address(details, address, pseudonym), before = replace_address(before, address, pseudonym),
    after = replace_address(after, address, pseudonym)
    WHERE strpos(lower(concat_ws(' ', details::text, before::text, after::text)), lower(address)) > 0 AND (replace_address(details, address, pseudonym) <> details
      OR replace_address(before, address, pseudonym) <> before OR replace_address(after, address, pseudonym) <> after);
END
$$;
