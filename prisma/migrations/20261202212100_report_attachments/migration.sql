-- Files that a hosting provider attached to an answer (lib/operations/reports/answers). Text and images are told apart by content.
CREATE TABLE report_attachment (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  bytes integer NOT NULL,
  text text,
  image bytea,
  CONSTRAINT report_attachment_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT report_attachment_merchant_id_message_id_fkey FOREIGN KEY (merchant_id, message_id) REFERENCES report_message(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX report_attachment_message_id_idx ON report_attachment (message_id);

ALTER TABLE report_attachment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON report_attachment TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON report_attachment TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON report_attachment TO mooring_app, mooring_platform;
GRANT UPDATE, DELETE ON report_attachment TO mooring_platform;
