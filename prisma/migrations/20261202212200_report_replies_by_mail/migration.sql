-- Where a hosting provider wants replies, and replies that the worker mails to it (lib/operations/reports/answers/mail-replies.ts).
ALTER TABLE shared_report ADD COLUMN reply_to text;
ALTER TABLE report_message ADD COLUMN mail_due_at timestamptz(3), ADD COLUMN mail_attempts integer NOT NULL DEFAULT 0;
-- safe: at most a hundred rows per report, and hosts have answered few reports yet
CREATE INDEX report_message_mail_due_at_idx ON report_message (mail_due_at);
