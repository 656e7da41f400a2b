// Environment of the demo: its shops' addresses, its certificate authority, and our egress addresses on loopback.
import fs from "node:fs";
import path from "node:path";
import { areFree, findFreePorts } from "./ports.mjs";
import { Sentence } from "./progress.mjs";

// Only Linux accepts all of 127.0.0.0/8; elsewhere the demo cannot compare egress addresses.
const EGRESS = process.platform === "linux" ? { EGRESS_ADDRESSES: "127.0.0.2,127.0.0.3", CONTROL_ADDRESS: "127.0.0.4" } : {};

/** Demo shops and the hosting panel each have their own port and, on Linux, their own address (lib/testing/demo-shops.ts). */
const PORTS = 12;
const USUAL_PORT = 4600;
const HOSTS = process.platform === "linux" ? Array.from({ length: PORTS }, (_, index) => `127.0.0.${11 + index}`) : ["127.0.0.1"];

/** The first port of the demo shops, chosen at the first start and stored, because the database contains the shops' URLs. */
export async function readOrChoosePorts(dataDir, environment) {
  const file = path.join(dataDir, "demo-port");
  if (fs.existsSync(file)) {
    const kept = Number(fs.readFileSync(file, "utf8"));
    if (await areFree(kept, PORTS, HOSTS)) return kept;
    throw new Sentence(
      `The ports of this demo's shops (from ${kept} on) are in use by another program: stop it, or remove ${dataDir} to begin a new demo on other ports.`,
    );
  }
  const preferred = Number(environment.DEMO_PORT_BASE || USUAL_PORT);
  const first = (await areFree(preferred, PORTS, HOSTS)) ? preferred : await findFreePorts(PORTS, HOSTS);
  fs.writeFileSync(file, String(first));
  return first;
}

/**
 * Environment of a demo. The user's own settings take precedence, except DEMO_TARGETS.
 * @param {{ shops: { targets: string[], rootPem: string, guide: object } | null, dataDir: string, environment: NodeJS.ProcessEnv }} options
 */
export function demoEnvironment({ shops, dataDir, environment }) {
  if (!shops) return { DEMO_TARGETS: "", DEMO_GUIDE: "" };
  const unset = Object.entries(EGRESS).filter(([name]) => environment[name] === undefined);
  return {
    ...Object.fromEntries(unset),
    // Mails are captured, and notifications collected for only a few seconds, so that the user sees them arrive.
    ...(environment.SMTP_URL ? {} : { MAIL_CAPTURE: "true", SUPPORT_MAIL: environment.SUPPORT_MAIL || "support@mooring.example" }),
    // The demo's people have only passwords.
    STAFF_SECOND_FACTOR_FROM: environment.STAFF_SECOND_FACTOR_FROM || "2100-01-01",
    NOTIFY_COLLECT_SECONDS: environment.NOTIFY_COLLECT_SECONDS || "5",
    DEMO_TARGETS: shops.targets.join(","),
    // On another machine its addresses do not work.
    DEMO_GUIDE: environment.DEMO_PUBLIC === "true" ? "" : JSON.stringify(shops.guide),
    DEMO_FOLDER: path.join(dataDir, "demo-shops"),
    NODE_EXTRA_CA_CERTS: bundleRoots({ rootPem: shops.rootPem, dataDir, own: environment.NODE_EXTRA_CA_CERTS }),
  };
}

/** Node accepts only one file with additional authorities, so this combines the user's and the demo's. */
function bundleRoots({ rootPem, dataDir, own }) {
  const file = path.join(dataDir, "authorities.pem");
  const theirs = own && fs.existsSync(own) ? fs.readFileSync(own, "utf8") : "";
  fs.writeFileSync(file, `${rootPem.trim()}\n${theirs}`);
  return file;
}
