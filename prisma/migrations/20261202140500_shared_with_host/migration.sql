-- How a report reached the hosting provider, and what they did with it. A link alone was shared with nobody.
-- safe: every row passes, and the table has one row for each report that a person made
ALTER TABLE shared_report
  ADD COLUMN shared_how text,
  ADD COLUMN shared_at timestamptz(3),
  ADD COLUMN mailed_to text,
  ADD COLUMN mail_due_at timestamptz(3),
  ADD COLUMN mail_attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN reminds boolean NOT NULL DEFAULT false,
  ADD COLUMN reminded_at timestamptz(3),
  ADD COLUMN tested_at timestamptz(3),
  ADD CONSTRAINT shared_report_shared_how_check CHECK (shared_how IN ('mail', 'link', 'pdf'));
-- safe: the table has one row for each report that a person made
CREATE INDEX shared_report_mail_due_at_idx ON shared_report (mail_due_at);
