-- A cause names its fixer: an actor is who did something, and "nobody" recovers by itself. Row-level security binds the owner of the tables.
DO $$
DECLARE
  place record;
BEGIN
  FOR place IN SELECT * FROM (VALUES ('lane', 'reason_params'), ('lane_transition', 'reason_params'), ('notification', 'params')) AS places(name, field) LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', place.name);
    EXECUTE format('UPDATE %1$I SET %2$I = replace(regexp_replace(%2$I::text, ''"actor": "(merchant|hosting_provider|support|nobody)"'', ''"fixer": "\1"'', ''g''),
      ''"fixer": "nobody"'', ''"fixer": "itself"'')::jsonb WHERE %2$I::text LIKE ''%%"actor": "%%''', place.name, place.field);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', place.name);
  END LOOP;
END $$;
-- safe: no release uses the old name.
ALTER FUNCTION sought_parts(text) RENAME TO search_parts;
