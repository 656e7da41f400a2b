-- What a merchant may read of an incident that its shop shares: only while enough merchants share it to be anonymous, and no trait of others.
ALTER TABLE fleet_incident ADD COLUMN asked_at timestamptz(3), ADD COLUMN asked_to text, ADD COLUMN asked_by jsonb,
  ADD COLUMN mail_due_at timestamptz(3), ADD COLUMN mail_attempts integer NOT NULL DEFAULT 0, ADD COLUMN ask_locale text;
CREATE POLICY own_and_anonymous ON fleet_incident FOR SELECT TO mooring_app USING (
  resolved_at IS NULL AND most_merchants >= 5 AND EXISTS (
    SELECT FROM fleet_incident_shop s WHERE s.incident_id = fleet_incident.id AND s.merchant_id = app_merchant_id() AND s.left_at IS NULL));
GRANT SELECT (id, started_at, resolved_at, most_shops, most_merchants, traits, asked_at) ON fleet_incident TO mooring_app;
