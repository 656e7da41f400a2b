import fs from "node:fs";
import path from "node:path";

const read = (): string => {
  try {
    return fs.readFileSync(path.join(process.cwd(), ".next", "BUILD_ID"), "utf8").trim();
  } catch {
    // The development server has no build id.
    return "";
  }
};

/** The build of the pages that this process serves. A browser with another build reloads the page. */
export const BUILD_ID = read();
