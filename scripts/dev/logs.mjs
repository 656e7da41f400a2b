// Logs survive restarts: each start appends, and large files are rotated first.
import fs from "node:fs";

const LARGE_BYTES = 10_000_000;
/** `web.log.1` is the newest rotated file. */
const KEPT = 4;

function rotate(file) {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) < LARGE_BYTES) return;
  for (let number = KEPT; number > 0; number -= 1) {
    const newer = number === 1 ? file : `${file}.${number - 1}`;
    if (fs.existsSync(newer)) fs.renameSync(newer, `${file}.${number}`);
  }
}

/** Opens a log for appending and marks the start. @returns {number} a file descriptor */
export function openLog(file) {
  rotate(file);
  const log = fs.openSync(file, "a");
  fs.writeSync(log, `\n== started ${new Date().toISOString()} ==\n`);
  return log;
}
