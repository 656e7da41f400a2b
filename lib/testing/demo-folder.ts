import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { DAY_MS } from "@/lib/base/units";
import { type CertificateAuthority, makeCertificateAuthority } from "@/lib/testing/certificates";
import type { FakeOrder } from "@/lib/testing/fake-shops/fake-order";
import type { FakeStore } from "@/lib/testing/fake-shops/store";

// What the demo keeps between starts: its epoch, its certificate authority (ca.pem is for clients to trust), changes to orders.

const files = { epoch: "epoch.txt", root: "ca.pem", key: "ca-key.pem" };
const renewBeforeMs = 30 * DAY_MS;

function writePrivate(file: string, text: string): void {
  fs.writeFileSync(`${file}.new`, text, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

const readText = (file: string): string | null => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null);

/** The instant of the demo's first start; if there was none, now, which is stored. */
export function readOrMakeEpoch(folder: string, now: Date = new Date()): Date {
  const file = path.join(folder, files.epoch);
  const kept = new Date(readText(file)?.trim() ?? "");
  if (!Number.isNaN(kept.getTime())) return kept;
  fs.mkdirSync(folder, { recursive: true });
  const epoch = new Date(Math.floor(now.getTime() / 1000) * 1000);
  writePrivate(file, `${epoch.toISOString()}\n`);
  return epoch;
}

async function readAuthority(folder: string, now: Date): Promise<CertificateAuthority | null> {
  const root = readText(path.join(folder, files.root));
  const key = readText(path.join(folder, files.key));
  if (root === null || key === null) return null;
  const { X509Certificate } = await import("node:crypto");
  try {
    if (new Date(new X509Certificate(root).validTo).getTime() < now.getTime() + renewBeforeMs) return null;
    return await makeCertificateAuthority({ name: "Mooring Demo", keep: { root, key }, at: now });
  } catch {
    // A truncated or edited file: a new authority will do.
    return null;
  }
}

/** The demo's certificate authority: the stored one if it is valid for another month, otherwise a new one. */
export async function readOrMakeAuthority(folder: string, now: Date = new Date()): Promise<CertificateAuthority> {
  const kept = await readAuthority(folder, now);
  if (kept) return kept;
  const made = await makeCertificateAuthority({ name: "Mooring Demo", at: now });
  fs.mkdirSync(folder, { recursive: true });
  writePrivate(path.join(folder, files.key), made.rootKeyPem);
  writePrivate(path.join(folder, files.root), made.rootPem);
  return made;
}

const changesFile = (folder: string, slug: string): string => path.join(folder, `${slug}.changes.json`);
const changesSchema = z.array(z.tuple([z.number(), z.record(z.string(), z.unknown()).nullable()]));
const TIMES = new Set(["createdAt", "modifiedAt", "paidAt", "completedAt", "at"]);

/** Orders changed since they were generated, by id; null for removed ones. */
function readChanges(folder: string, slug: string): Map<number, FakeOrder | null> {
  const text = readText(changesFile(folder, slug));
  if (text === null) return new Map();
  try {
    const revived: unknown = JSON.parse(text, (name, value: unknown) =>
      TIMES.has(name) && typeof value === "string" ? new Date(value) : value,
    );
    return new Map(changesSchema.parse(revived) as unknown as [number, FakeOrder | null][]);
  } catch {
    return new Map();
  }
}

const keysFile = (folder: string, slug: string): string => path.join(folder, `${slug}.keys.json`);
const keySchema = z.object({
  consumerKey: z.string(),
  consumerSecret: z.string(),
  permissions: z.enum(["read", "write", "read_write"]).default("read_write"),
});

/** Restores the keys that the shop's user approved and stores each new one at once, since Mooring uses them after a restart. */
export function keepApprovedKeys(folder: string, slug: string, store: FakeStore): void {
  const file = keysFile(folder, slug);
  for (const key of z.array(keySchema).parse(JSON.parse(readText(file) ?? "[]"))) store.approvedKeys.set(key.consumerKey, key);
  store.onKeyApproved = () => writePrivate(file, JSON.stringify([...store.approvedKeys.values()]));
}

/** Restores a shop's stored changes and stores each new one at once. */
export function keepChanges(folder: string, slug: string, store: FakeStore): void {
  const changes = readChanges(folder, slug);
  for (const [id, order] of changes) {
    if (order) store.put(order);
    else store.orders.delete(id);
  }
  store.onChange = (id) => {
    changes.set(id, store.orders.get(id) ?? null);
    writePrivate(changesFile(folder, slug), JSON.stringify([...changes]));
  };
}
