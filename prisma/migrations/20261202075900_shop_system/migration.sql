-- WooCommerce, Magento … are shop systems; the platform is we.
-- safe: no release uses the old name.
ALTER TABLE "integration" RENAME COLUMN "platform" TO "shop_system";
-- safe: no release uses the old name.
ALTER TABLE "integration" RENAME COLUMN "platform_version" TO "shop_system_version";
-- safe: no release uses the old name.
ALTER TABLE "fleet_fact" RENAME COLUMN "platform" TO "shop_system";
-- safe: no release uses the old name.
ALTER INDEX "integration_platform_merchant_id_idx" RENAME TO "integration_shop_system_merchant_id_idx";
-- What is stored as JSON, as a code or as a query uses the new word too. Row-level security binds the owner, and the log takes no changes.
DO $$
DECLARE
  place record;
BEGIN
  FOR place IN SELECT * FROM (VALUES
    ('reachability_check', 'result', 'jsonb'), ('reachability_check', 'cause_codes', 'text[]'), ('lane', 'reason', 'text'), ('lane', 'reason_params', 'jsonb'),
    ('lane_transition', 'reason', 'text'), ('lane_transition', 'reason_params', 'jsonb'), ('shared_report', 'snapshot', 'jsonb'),
    ('shared_report', 'cause_codes', 'text[]'), ('support_thread', 'evidence', 'jsonb'), ('support_thread', 'cause_code', 'text'),
    ('notification', 'params', 'jsonb'), ('fleet_fact', 'cause', 'text'), ('fleet_incident', 'cause', 'text'),
    ('fleet_incident', 'traits', 'jsonb'), ('bulk_job', 'filter', 'jsonb'), ('saved_view', 'query', 'text'),
    ('audit_event', 'action', 'text'), ('audit_event', 'details', 'jsonb'), ('audit_event', 'before', 'jsonb'), ('audit_event', 'after', 'jsonb')
  ) AS places(name, field, type) LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', place.name);
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', place.name);
    EXECUTE format('UPDATE %1$I SET %2$I = regexp_replace(regexp_replace(regexp_replace(%2$I::text, ''\m(wrong|integration)_platform'', ''\1_shop_system'', ''g''),
      ''"platform(Evidence|Version)?"'', ''"shopSystem\1"'', ''g''), ''\mplatform='', ''shopSystem='', ''g'')::%3$s WHERE %2$I::text LIKE ''%%platform%%''',
      place.name, place.field, place.type);
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', place.name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', place.name);
  END LOOP;
END $$;
