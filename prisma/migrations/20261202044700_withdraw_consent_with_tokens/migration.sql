-- Withdrawing a consent revokes the API tokens that staff made with it, in one transaction; only the platform's role writes tokens.
GRANT UPDATE ("withdrawn_at") ON "support_consent" TO mooring_platform;
