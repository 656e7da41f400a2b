// Secrets of this checkout: created once, stored with its data, readable only by its user. Environment variables take precedence.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** @returns {{ NEXTAUTH_SECRET: string, CREDENTIALS_KEYS: string }} */
export function readOrMakeSecrets(dataDir, environment) {
  const { NEXTAUTH_SECRET, CREDENTIALS_KEYS } = environment;
  if (NEXTAUTH_SECRET && CREDENTIALS_KEYS) return { NEXTAUTH_SECRET, CREDENTIALS_KEYS };
  const kept = keepSecrets(dataDir);
  return { NEXTAUTH_SECRET: NEXTAUTH_SECRET || kept.NEXTAUTH_SECRET, CREDENTIALS_KEYS: CREDENTIALS_KEYS || kept.CREDENTIALS_KEYS };
}

function keepSecrets(dataDir) {
  const file = path.join(dataDir, "secrets.json");
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const secrets = {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    CREDENTIALS_KEYS: `${new Date().toISOString().slice(0, 10)}:${randomBytes(32).toString("base64")}`,
  };
  fs.mkdirSync(dataDir, { recursive: true });
  // Written atomically: a partial key would lose every sealed credential.
  fs.writeFileSync(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
  return secrets;
}
