import * as esbuild from "esbuild";
import { root } from "./typescript.mjs";

/** Bundles our code for production: one file for each entry point, and chunks that they share. Packages stay outside. */
export const bundle = (entryPoints, outdir) =>
  esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    packages: "external",
    outExtension: { ".js": ".mjs" },
    logLevel: "warning",
  });
