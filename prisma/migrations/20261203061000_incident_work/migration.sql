-- What staff do about an incident: who works on it, until when it waits and why, and what the next one should know (lib/support/queue).
CREATE TABLE incident_work (
  merchant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  assignee jsonb,
  snoozed_at timestamptz(3),
  snoozed_until timestamptz(3),
  snooze_reason text,
  handover_note text,
  changed_by jsonb,
  changed_at timestamptz(3),
  CONSTRAINT incident_work_pkey PRIMARY KEY (merchant_id, incident_id),
  CONSTRAINT incident_work_merchant_id_incident_id_fkey FOREIGN KEY (merchant_id, incident_id) REFERENCES incident(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

ALTER TABLE incident_work ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY no_merchant ON incident_work TO mooring_app USING (false);
CREATE POLICY all_merchants ON incident_work TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT ON incident_work TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON incident_work TO mooring_platform;
