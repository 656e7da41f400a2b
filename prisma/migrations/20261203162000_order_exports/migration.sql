-- Orders that a program asked for as a file (lib/orders/export/work-exports.ts). Deleted after an hour, and when a buyer is erased.
CREATE TABLE order_export (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  format text NOT NULL CONSTRAINT order_export_format_check CHECK (format IN ('csv', 'jsonl')),
  query text NOT NULL,
  status text NOT NULL CONSTRAINT order_export_status_check CHECK (status IN ('queued', 'running', 'ready', 'failed')),
  rows integer NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  requested_by jsonb NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  worked_at timestamptz(3),
  finished_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT order_export_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT order_export_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX order_export_due_idx ON order_export (requested_at) WHERE status IN ('queued', 'running');
CREATE INDEX order_export_expires_at_idx ON order_export (expires_at);

CREATE TABLE order_export_part (
  merchant_id uuid NOT NULL,
  export_id uuid NOT NULL,
  place integer NOT NULL,
  text text NOT NULL,
  CONSTRAINT order_export_part_pkey PRIMARY KEY (merchant_id, export_id, place),
  CONSTRAINT order_export_part_merchant_id_export_id_fkey FOREIGN KEY (merchant_id, export_id) REFERENCES order_export(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

ALTER TABLE order_export ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON order_export TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON order_export TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON order_export TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON order_export TO mooring_platform;
ALTER TABLE order_export_part ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY one_merchant ON order_export_part TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
CREATE POLICY all_merchants ON order_export_part TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT ON order_export_part TO mooring_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON order_export_part TO mooring_platform;
