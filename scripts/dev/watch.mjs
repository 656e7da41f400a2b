// Calls back once after a series of changes in folders of the project.
import fs from "node:fs";
import path from "node:path";
import { root } from "./typescript.mjs";

const SETTLED_MS = 150;

export function watchFolders(folders, onChange) {
  let timer;
  for (const folder of folders) {
    fs.watch(path.join(root, folder), { recursive: true }, (_event, name) => {
      if (!name || !/\.(tsx?|json|mjs)$/.test(name) || /\.test\.tsx?$/.test(name) || name.includes("prisma-client")) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLED_MS);
    }).unref();
  }
}
