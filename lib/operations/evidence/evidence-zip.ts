import { strToU8, zipSync } from "fflate";

/** A zip file with the evidence as JSON and a note about its content. `shop` and `at` form its name. */
export function zipEvidence(evidence: Record<string, unknown>, note: string, shop: string, at: Date) {
  const day = at.toISOString().slice(0, 16).replace(/[-:T]/g, "");
  const slug = shop
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .slice(0, 60);
  const bytes = zipSync(
    { "evidence.json": strToU8(`${JSON.stringify(evidence, null, 2)}\n`), "README.txt": strToU8(note) },
    { level: 6, mtime: at },
  );
  return { name: `evidence-${slug}-${day}.zip`, bytes: new Uint8Array(bytes) };
}
