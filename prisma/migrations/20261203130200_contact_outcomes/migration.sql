-- How an incident that support worked on ended, in the words of staff (lib/support/outcomes).
CREATE TABLE contact_outcome (
  merchant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  solved_by text NOT NULL,
  verdict text NOT NULL,
  cause_code text,
  actual_cause text,
  text text NOT NULL,
  author jsonb NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT contact_outcome_pkey PRIMARY KEY (merchant_id, incident_id),
  CONSTRAINT contact_outcome_merchant_id_incident_id_fkey FOREIGN KEY (merchant_id, incident_id) REFERENCES incident(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

ALTER TABLE contact_outcome ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY no_merchant ON contact_outcome TO mooring_app USING (false);
CREATE POLICY all_merchants ON contact_outcome TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT ON contact_outcome TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_outcome TO mooring_platform;
