-- What merchants say of a diagnosis and its fix, and what the next checks found (lib/operations/learning).
CREATE TABLE fix_answer (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  cause_code text NOT NULL,
  blocker text,
  recipe text NOT NULL,
  answer text NOT NULL,
  text text NOT NULL,
  author jsonb NOT NULL,
  answered_at timestamptz(3) NOT NULL,
  found_at timestamptz(3) NOT NULL,
  passed boolean,
  judged_at timestamptz(3),
  CONSTRAINT fix_answer_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT fix_answer_merchant_id_incident_id_fkey FOREIGN KEY (merchant_id, incident_id) REFERENCES incident(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX fix_answer_merchant_id_incident_id_cause_code_recipe_key ON fix_answer (merchant_id, incident_id, cause_code, recipe);
CREATE INDEX fix_answer_cause_code_recipe_idx ON fix_answer (cause_code, recipe);

ALTER TABLE fix_answer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON fix_answer TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON fix_answer TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON fix_answer TO mooring_app, mooring_platform;
GRANT DELETE ON fix_answer TO mooring_platform;
