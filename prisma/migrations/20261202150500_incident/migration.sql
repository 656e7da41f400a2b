-- What is wrong with one shop, from the first failure to the proof that it is over (lib/incidents).
CREATE TABLE incident (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  next_clock_at timestamptz(3),
  facts jsonb NOT NULL,
  CONSTRAINT incident_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT incident_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX incident_integration_id_opened_at_idx ON incident (integration_id, opened_at DESC);
CREATE INDEX incident_next_clock_at_idx ON incident (next_clock_at);
CREATE UNIQUE INDEX incident_open_key ON incident (merchant_id, integration_id) WHERE closed_at IS NULL;

-- The timeline of an incident: append-only.
CREATE TABLE incident_entry (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  kind text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}',
  CONSTRAINT incident_entry_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT incident_entry_merchant_id_incident_id_fkey FOREIGN KEY (merchant_id, incident_id) REFERENCES incident(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX incident_entry_incident_id_at_idx ON incident_entry (incident_id, at DESC);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['incident', 'incident_entry'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_merchant ON %I TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id())', name);
    EXECUTE format('CREATE POLICY all_merchants ON %I TO mooring_platform USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON incident TO mooring_app, mooring_platform;
GRANT SELECT, INSERT ON incident_entry TO mooring_app, mooring_platform;
GRANT DELETE ON incident, incident_entry TO mooring_platform;
