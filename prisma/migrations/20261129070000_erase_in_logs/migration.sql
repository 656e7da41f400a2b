-- An erased buyer may also stand in the log of support, and in the reasons of a lane that changed.
GRANT SELECT, UPDATE ("reason_params") ON "lane_transition" TO mooring_eraser;
CREATE OR REPLACE FUNCTION redact_audit(erased_from uuid, patterns text[]) RETURNS int
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
    UPDATE lane_transition SET reason_params = regexp_replace(reason_params::text, pattern, '[erased]', 'gi')::jsonb
    WHERE merchant_id = erased_from AND reason_params::text ~* pattern;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
    UPDATE platform_event SET details = regexp_replace(details::text, pattern, '[erased]', 'gi')::jsonb WHERE details::text ~* pattern;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
  END LOOP;
  RETURN total;
END
$$;
