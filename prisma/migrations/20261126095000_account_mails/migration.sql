-- Mails about an account that are to leave. The link in one is made while it is sent.
CREATE TABLE "account_mail" (
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "locale" TEXT,
    "source_address" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "account_mail_pkey" PRIMARY KEY ("kind","subject")
);

-- The link that was last sent to an address for one purpose, by its hash.
CREATE TABLE "mailed_link" (
    "kind" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailed_link_pkey" PRIMARY KEY ("kind","email")
);
CREATE UNIQUE INDEX "mailed_link_token_hash_key" ON "mailed_link"("token_hash");

-- Like people and their sessions: only the platform's role reads and writes them.
ALTER TABLE "account_mail" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "account_mail" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_mails ON "account_mail" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "account_mail" TO mooring_platform;
ALTER TABLE "mailed_link" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "mailed_link" FORCE ROW LEVEL SECURITY;
CREATE POLICY all_links ON "mailed_link" TO mooring_platform USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "mailed_link" TO mooring_platform;
