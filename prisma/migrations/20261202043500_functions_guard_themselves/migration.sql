-- When a merchant or an account is erased is decided by functions alone: no run-time role may write a date (docs/decisions/0002-row-level-security.md).
REVOKE INSERT, UPDATE, DELETE ON "merchant_privacy" FROM mooring_platform;
GRANT INSERT ("merchant_id", "order_days", "address_days", "suppression", "suppression_key_id", "enforced_at"),
  UPDATE ("order_days", "address_days", "suppression", "suppression_key_id", "enforced_at") ON "merchant_privacy" TO mooring_platform;
GRANT INSERT ("merchant_id", "deletion_due_at", "deletion_asked_by"), UPDATE ("deletion_due_at", "deletion_asked_by") ON "merchant_privacy" TO mooring_eraser;

-- Nor give an account with a date another id. A column that is added to this table needs its grants here, too.
REVOKE INSERT, UPDATE ON "person" FROM mooring_platform;
DO $$
DECLARE
  known text;
BEGIN
  SELECT string_agg(format('%I', attname), ', ') INTO known FROM pg_attribute
    WHERE attrelid = '"person"'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname NOT IN ('id', 'deletion_due_at');
  EXECUTE format('GRANT INSERT ("id", %1$s), UPDATE (%1$s) ON "person" TO mooring_platform', known);
END
$$;
GRANT SELECT ("is_staff"), UPDATE ("deletion_due_at") ON "person" TO mooring_eraser;
GRANT INSERT ON "platform_event" TO mooring_eraser;

-- A new address begins the 14 days anew: the log loses only an address that its account has had for that long.
CREATE FUNCTION restart_deletion() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.deletion_due_at := now() + interval '14 days';
  RETURN NEW;
END
$$;
CREATE TRIGGER person_restart_deletion BEFORE UPDATE OF email ON "person" FOR EACH ROW
  WHEN (OLD.deletion_due_at IS NOT NULL AND OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION restart_deletion();

-- Announces the deletion of a merchant, and records it: no call of it leaves the log without an entry.
CREATE FUNCTION ask_merchant_deletion(leaver uuid, asker jsonb, asked_from text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  due CONSTANT timestamptz(3) := now() + interval '14 days';
BEGIN
  INSERT INTO merchant_privacy (merchant_id, deletion_due_at, deletion_asked_by) VALUES (leaver, due, asker)
    ON CONFLICT (merchant_id) DO UPDATE SET deletion_due_at = excluded.deletion_due_at, deletion_asked_by = excluded.deletion_asked_by;
  INSERT INTO audit_event (merchant_id, id, actor, action, details, source_address) VALUES (leaver, gen_random_uuid(), asker, 'merchant_deletion_asked',
    jsonb_build_object('due', to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), asked_from);
  RETURN due;
END
$$;

-- @returns whether a deletion was requested
CREATE FUNCTION withdraw_merchant_deletion(stayer uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE merchant_privacy SET deletion_due_at = NULL WHERE merchant_id = stayer AND deletion_due_at IS NOT NULL;
  RETURN FOUND;
END
$$;

-- The same for an account.
CREATE FUNCTION ask_account_deletion(leaver uuid, asker jsonb, asked_from text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  due CONSTANT timestamptz(3) := now() + interval '14 days';
BEGIN
  UPDATE person SET deletion_due_at = due WHERE id = leaver AND NOT is_staff;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no account that its user may delete';
  END IF;
  INSERT INTO platform_event (id, actor, action, details, source_address) VALUES (gen_random_uuid(), asker, 'account_deletion_asked',
    jsonb_build_object('due', to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), asked_from);
  RETURN due;
END
$$;

CREATE FUNCTION withdraw_account_deletion(stayer uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE person SET deletion_due_at = NULL WHERE id = stayer AND deletion_due_at IS NOT NULL;
  RETURN FOUND;
END
$$;

-- Fields of a log entry in which `address` stands as a whole value, replaced by `pseudonym`.
CREATE FUNCTION replace_address(fields jsonb, address text, pseudonym text) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE WHEN jsonb_typeof(fields) = 'object' THEN (
    SELECT coalesce(jsonb_object_agg(key, CASE WHEN key IN ('member', 'email') AND lower(value #>> '{}') = lower(address) THEN to_jsonb(pseudonym) ELSE value END), '{}')
    FROM jsonb_each(fields)) ELSE fields END
$$;

-- Gives a person whose deletion is due a pseudonym, derived from the id, in the logs: as an actor, and where the address is a member's.
CREATE FUNCTION pseudonymize_person(leaver uuid) RETURNS void
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
  UPDATE audit_event SET details = replace_address(details, address, pseudonym) WHERE replace_address(details, address, pseudonym) <> details;
  UPDATE platform_event SET details = replace_address(details, address, pseudonym), before = replace_address(before, address, pseudonym),
    after = replace_address(after, address, pseudonym)
    WHERE replace_address(details, address, pseudonym) <> details OR replace_address(before, address, pseudonym) <> before
      OR replace_address(after, address, pseudonym) <> after;
END
$$;

REVOKE EXECUTE ON FUNCTION ask_merchant_deletion(uuid, jsonb, text), withdraw_merchant_deletion(uuid), ask_account_deletion(uuid, jsonb, text),
  withdraw_account_deletion(uuid), pseudonymize_person(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_merchant_deletion(uuid, jsonb, text), withdraw_merchant_deletion(uuid), ask_account_deletion(uuid, jsonb, text),
  withdraw_account_deletion(uuid), pseudonymize_person(uuid) TO mooring_platform;
GRANT CREATE ON SCHEMA public TO mooring_eraser;
ALTER FUNCTION ask_merchant_deletion(uuid, jsonb, text) OWNER TO mooring_eraser;
ALTER FUNCTION withdraw_merchant_deletion(uuid) OWNER TO mooring_eraser;
ALTER FUNCTION ask_account_deletion(uuid, jsonb, text) OWNER TO mooring_eraser;
ALTER FUNCTION withdraw_account_deletion(uuid) OWNER TO mooring_eraser;
ALTER FUNCTION pseudonymize_person(uuid) OWNER TO mooring_eraser;
REVOKE CREATE ON SCHEMA public FROM mooring_eraser;
-- safe: an account's erasure by the version before fails as a whole, and is tried again
DROP FUNCTION pseudonymize_person(uuid, text);

-- A path without pg_temp searches it first, even before pg_catalog: a caller's temporary table would stand for ours, or for a catalog.
ALTER FUNCTION begin_erasure(uuid, uuid, bytea[], text[], text[], boolean, jsonb, text) SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION finish_erasure(uuid, uuid) SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION erase_merchant(uuid) SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION keep_delivery_days() SET search_path = pg_catalog, public, pg_temp;
