-- What a hosting provider and a merchant write to each other about a report (lib/operations/reports/answers).
CREATE TABLE report_message (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  report_id uuid NOT NULL,
  side text NOT NULL,
  kind text NOT NULL,
  text text NOT NULL,
  author jsonb NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT report_message_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT report_message_merchant_id_report_id_fkey FOREIGN KEY (merchant_id, report_id) REFERENCES shared_report(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX report_message_report_id_at_idx ON report_message (report_id, at);

ALTER TABLE report_message ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON report_message TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON report_message TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON report_message TO mooring_app, mooring_platform;
GRANT UPDATE, DELETE ON report_message TO mooring_platform;
