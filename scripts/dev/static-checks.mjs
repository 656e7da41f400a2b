import path from "node:path";
import { root } from "./typescript.mjs";

/** A file of a dependency. */
export const bin = (name) => path.join(root, "node_modules", name);
const CODE = ["app", "components", "lib", "worker", "prisma", "scripts", "instrumentation.ts", "proxy.ts"];

/** Checks beyond Biome's, as arguments of Node: layers and cycles, unused code, licences, unsafe migrations, slow patterns. */
export const STATIC_CHECKS = [
  [bin("dependency-cruiser/bin/dependency-cruiser.mjs"), ...CODE, "--output-type", "err-long"],
  [bin("knip/bin/knip.js"), "--no-progress"],
  [path.join(root, "scripts/dev/check-supply-chain.mjs")],
  [path.join(root, "scripts/dev/check-migrations.mjs")],
  [path.join(root, "scripts/dev/check-patterns.mjs")],
];
