-- Null: nobody chose a language yet, so the one that the browser asks for is used.
ALTER TABLE "person" ALTER COLUMN "locale" DROP NOT NULL, ALTER COLUMN "locale" DROP DEFAULT;
UPDATE "person" SET "locale" = NULL WHERE "locale" = 'en';
