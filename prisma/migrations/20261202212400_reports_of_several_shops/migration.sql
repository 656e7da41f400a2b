-- Several shops of a merchant at one host share one link (lib/operations/reports/led-reports.ts).
ALTER TABLE shared_report ADD COLUMN lead_id uuid;
-- safe: a merchant makes few reports
CREATE INDEX shared_report_lead_id_idx ON shared_report (lead_id);
