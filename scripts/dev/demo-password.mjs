// The password of the demo's accounts: generated at the first start and stored with its data, readable only by its user.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Sentence } from "./progress.mjs";

export const PASSWORD_FILE = "demo-password";
const MIN_LENGTH = 12;

/**
 * The environment's DEMO_PASSWORD, or the password stored in this folder.
 * @returns {{ password: string, isNew: boolean }} `isNew`: the accounts do not have it yet
 */
export function readOrDrawDemoPassword(dataDir, environment) {
  const file = path.join(dataDir, PASSWORD_FILE);
  const kept = fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : null;
  const password = environment.DEMO_PASSWORD || kept || randomBytes(12).toString("base64url");
  if (password.length < MIN_LENGTH) throw new Sentence(`DEMO_PASSWORD must have at least ${MIN_LENGTH} characters.`);
  fs.mkdirSync(dataDir, { recursive: true });
  fs.writeFileSync(file, `${password}\n`, { mode: 0o600 });
  return { password, isNew: password !== kept };
}

const isLoopback = (host) => host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);

/** A demo has accounts and a mailbox that anyone may open, so it listens on loopback unless two settings say otherwise. */
export function assertDemoIsPrivate(host, environment) {
  if (isLoopback(host)) return;
  if (environment.DEMO_PUBLIC === "true" && environment.DEMO_PUBLIC_CONFIRMED === "true") return;
  throw new Sentence(
    `A demo does not listen on ${host}: everybody who reaches it could read its mailbox and its shops' orders. Start it on 127.0.0.1, start without a demo (--no-demo), or set both DEMO_PUBLIC=true and DEMO_PUBLIC_CONFIRMED=true.`,
  );
}
