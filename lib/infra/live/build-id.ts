import fs from "node:fs";
import path from "node:path";

const read = (): string => {
  try {
    return fs.readFileSync(path.join(process.cwd(), ".next", "BUILD_ID"), "utf8").trim();
  } catch {
    // The development server has none.
    return "";
  }
};

/** Which build of the pages this process serves: those of another one are handed over to the browser, which opens the page anew. */
export const BUILD_ID = read();
