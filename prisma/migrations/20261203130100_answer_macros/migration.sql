-- Staff's own templates of answers, with what is done once one is sent (lib/support/macros).
CREATE TABLE answer_macro (
  id uuid NOT NULL,
  name text NOT NULL,
  texts jsonb NOT NULL,
  act text NOT NULL,
  snooze_hours integer,
  author jsonb NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  CONSTRAINT answer_macro_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX answer_macro_name_key ON answer_macro (name);

ALTER TABLE answer_macro ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_macros ON answer_macro TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON answer_macro TO mooring_platform;
