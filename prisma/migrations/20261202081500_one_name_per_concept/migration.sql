-- Tables and columns get the names of the code. No release uses the old ones, so that they are renamed at once.
DO $$
DECLARE
  change record;
  part record;
BEGIN
  FOR change IN SELECT * FROM (VALUES
    ('lane', 'next_look_at', 'next_recovery_probe_at'), ('integration', 'next_silence_look_at', 'next_silence_check_at'),
    ('integration', 'runs_folded_until', 'runs_compacted_until'), ('sync_run', 'walked_until', 'paged_until'),
    ('sync_run', 'set_aside', 'quarantined'), ('sync_run', 'sought', 'is_searched'), ('sync_run', 'folded', 'compacted'),
    ('sync_run', 'folded_from', 'compacted_from'), ('sync_run', 'proof_from', 'count_check_from'), ('sync_run', 'proof_to', 'count_check_to'),
    ('sync_run', 'proof_is_whole', 'count_check_is_whole'), ('notification_setting', 'wishes', 'preferences'),
    ('shop_webhook', 'looked_at', 'checked_at'), ('shop_webhook', 'next_look_at', 'next_check_at'), ('shipment', 'told_at', 'sent_at')
  ) AS columns(name, old, new) LOOP
    EXECUTE format('ALTER TABLE %I RENAME COLUMN %I TO %I', change.name, change.old, change.new);
    FOR part IN SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND tablename = change.name AND indexname LIKE '%' || change.old || '%' LOOP
      EXECUTE format('ALTER INDEX %I RENAME TO %I', part.name, replace(part.name, change.old, change.new));
    END LOOP;
  END LOOP;
  FOR change IN SELECT * FROM (VALUES ('canary_look', 'recovery_probe'), ('order_set_aside', 'quarantined_order')) AS tables(old, new) LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', change.old, change.new);
    FOR part IN SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND tablename = change.new LOOP
      EXECUTE format('ALTER INDEX %I RENAME TO %I', part.name, replace(part.name, change.old, change.new));
    END LOOP;
    FOR part IN SELECT conname AS name FROM pg_constraint WHERE conrelid = change.new::regclass AND conname LIKE change.old || '%' LOOP
      EXECUTE format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', change.new, part.name, replace(part.name, change.old, change.new));
    END LOOP;
  END LOOP;
END $$;

-- What is stored as a code uses the new words too. Row-level security binds the owner, and the log takes no changes.
DO $$
DECLARE
  place record;
BEGIN
  ALTER TABLE "shipment" DROP CONSTRAINT "shipment_status_check";
  FOR place IN SELECT * FROM (VALUES
    ('sync_run', 'trigger', '"trigger" = ''canary''', '''recovery_probe'''),
    ('sync_run', 'requested_by', 'requested_by ->> ''job'' = ''canary''', 'jsonb_set(requested_by, ''{job}'', ''"recovery-probe"'')'),
    ('reachability_check', 'requested_by', 'requested_by ->> ''job'' = ''canary''', 'jsonb_set(requested_by, ''{job}'', ''"recovery-probe"'')'),
    ('lane_transition', 'actor', 'actor ->> ''job'' = ''canary''', 'jsonb_set(actor, ''{job}'', ''"recovery-probe"'')'),
    ('audit_event', 'actor', 'actor ->> ''job'' = ''canary''', 'jsonb_set(actor, ''{job}'', ''"recovery-probe"'')'),
    ('audit_event', 'action', 'action = ''wishes_changed''', '''notification_preferences_changed'''),
    ('shipment', 'status', 'status = ''told''', '''sent''')
  ) AS places(name, field, condition, value) LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', place.name);
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', place.name);
    EXECUTE format('UPDATE %I SET %I = %s WHERE %s', place.name, place.field, place.value, place.condition);
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', place.name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', place.name);
  END LOOP;
  DROP INDEX "shipment_not_told_idx";
  DROP INDEX "shipment_not_told_by_shop_idx";
END $$;
-- safe: the table was just read as a whole, and no installation has one that is large.
ALTER TABLE "shipment" ADD CONSTRAINT "shipment_status_check" CHECK ("status" IN ('waiting', 'sent', 'failed'));
-- safe: the same, in one transaction with the change of the rows.
CREATE INDEX "shipment_unsent_idx" ON "shipment"("merchant_id", "status", "order_id") WHERE "status" <> 'sent';
-- safe: the same, in one transaction with the change of the rows.
CREATE INDEX "shipment_unsent_by_shop_idx" ON "shipment"("merchant_id", "integration_id") WHERE "status" <> 'sent';
