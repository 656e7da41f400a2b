import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import * as esbuild from "esbuild";
import tar from "tar-stream";
import { root } from "./typescript.mjs";

const LICENCE = /^(licen[cs]e|copying)(\.\w+)?$/i;

/** The licences of the packages that a bundle contains: they ask that copies carry them. */
function writeLicences(metafile) {
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(fs.readFileSync(path.join(root, folder, "package.json"), "utf8"));
    const file = fs.readdirSync(path.join(root, folder)).find((entry) => LICENCE.test(entry));
    if (!file) throw new Error(`${name} has no file with its licence.`);
    return `${name} ${version}\n\n${fs.readFileSync(path.join(root, folder, file), "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** Makes the package of `mooring`, the command line: one file for Node 20 without dependencies. */
export async function bundleCli(outdir) {
  const { version, license } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));
  fs.rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ["scripts/cli/main.ts"],
    outfile: path.join(outdir, "mooring.mjs"),
    bundle: true,
    minifySyntax: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // Commander is CommonJS, and requires modules of Node.
    banner: { js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
    metafile: true,
    logLevel: "warning",
  });
  fs.chmodSync(path.join(outdir, "mooring.mjs"), 0o755);
  const manifest = { name: "mooring", version, license, private: true, type: "module", engines: { node: ">=20" }, bin: "mooring.mjs" };
  fs.writeFileSync(path.join(outdir, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  fs.writeFileSync(path.join(outdir, "LICENCES"), writeLicences(metafile));
}

/** The package as the one file that the web process serves: `npx https://mooring.example/mooring.tgz`. */
export async function packCli(file) {
  const folder = path.join(root, ".data/cli");
  await bundleCli(folder);
  const archive = tar.pack();
  for (const name of fs.readdirSync(folder).sort()) {
    const source = path.join(folder, name);
    // The same bytes for the same sources: npm tells versions of an address apart by their digest.
    archive.entry({ name: `package/${name}`, mode: fs.statSync(source).mode & 0o777, mtime: new Date(0) }, fs.readFileSync(source));
  }
  archive.finalize();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await pipeline(archive, createGzip(), fs.createWriteStream(file));
}
