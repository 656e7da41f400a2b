-- Mails keep the language of the first sign-in: another browser does not change it.
ALTER TABLE "person" ADD COLUMN "mail_locale" TEXT;
UPDATE "person" p SET "mail_locale" = (
  SELECT s."locale" FROM "session" s WHERE s."person_id" = p."id" AND s."locale" IS NOT NULL ORDER BY s."created_at" LIMIT 1
);
