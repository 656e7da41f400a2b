-- Who vouched for a session: an issuer of OpenID Connect, or the person's own password.
ALTER TABLE "session" ADD COLUMN     "issuer" TEXT;
