// The demo's surroundings: its shops' addresses, the certificate authority that signed for them, our own addresses on loopback.
import fs from "node:fs";
import path from "node:path";
import { areFree, findFreePorts } from "./ports.mjs";
import { Sentence } from "./progress.mjs";

// Linux answers on all of 127.0.0.0/8; elsewhere only 127.0.0.1 exists, and the demo goes without a comparison of addresses.
const EGRESS = process.platform === "linux" ? { EGRESS_ADDRESSES: "127.0.0.2,127.0.0.3", CONTROL_ADDRESS: "127.0.0.4" } : {};

/** More than the demo has shops: each has a port, and on Linux an address, of its own (lib/testing/demo-shops.ts). */
const PORTS = 12;
const USUAL_PORT = 4600;
const HOSTS = process.platform === "linux" ? Array.from({ length: PORTS }, (_, index) => `127.0.0.${11 + index}`) : ["127.0.0.1"];

/**
 * The first port of the demo shops. It is chosen at a demo's first start and kept beside its data, because the shops' addresses stand in the
 * database from then on.
 */
export async function readOrChoosePorts(dataDir, environment) {
  const file = path.join(dataDir, "demo-port");
  if (fs.existsSync(file)) {
    const kept = Number(fs.readFileSync(file, "utf8"));
    if (await areFree(kept, PORTS, HOSTS)) return kept;
    throw new Sentence(
      `The ports of this demo's shops (from ${kept} on) are taken by another program: end it, or remove ${dataDir} to begin a new demo on other ports.`,
    );
  }
  const wished = Number(environment.DEMO_PORT_BASE || USUAL_PORT);
  const first = (await areFree(wished, PORTS, HOSTS)) ? wished : await findFreePorts(PORTS, HOSTS);
  fs.writeFileSync(file, String(first));
  return first;
}

/**
 * Variables of a demo. What the user set wins, except for DEMO_TARGETS: they are the demo shops and nothing else.
 * @param {{ shops: { targets: string[], rootPem: string } | null, dataDir: string, environment: NodeJS.ProcessEnv }} options
 */
export function demoEnvironment({ shops, dataDir, environment }) {
  if (!shops) return { DEMO_TARGETS: "" };
  const unset = Object.entries(EGRESS).filter(([name]) => environment[name] === undefined);
  return {
    ...Object.fromEntries(unset),
    // Mails of a demo are read in the demo; what belongs together collects for seconds, so that one sees it come.
    ...(environment.SMTP_URL ? {} : { MAIL_CAPTURE: "true", SUPPORT_MAIL: environment.SUPPORT_MAIL || "support@mooring.example" }),
    NOTIFY_COLLECT_SECONDS: environment.NOTIFY_COLLECT_SECONDS || "5",
    DEMO_TARGETS: shops.targets.join(","),
    DEMO_FOLDER: path.join(dataDir, "demo-shops"),
    NODE_EXTRA_CA_CERTS: bundleRoots({ rootPem: shops.rootPem, dataDir, own: environment.NODE_EXTRA_CA_CERTS }),
  };
}

/** Node reads one file of further authorities: the user's and the demo's together. */
function bundleRoots({ rootPem, dataDir, own }) {
  const file = path.join(dataDir, "authorities.pem");
  const theirs = own && fs.existsSync(own) ? fs.readFileSync(own, "utf8") : "";
  fs.writeFileSync(file, `${rootPem.trim()}\n${theirs}`);
  return file;
}
