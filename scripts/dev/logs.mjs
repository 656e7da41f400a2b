// Logs outlive restarts: each start appends, and a file that has grown large is put aside first.
import fs from "node:fs";

const LARGE_BYTES = 10_000_000;
/** `web.log.1` is the newest of them. */
const KEPT = 4;

function rotate(file) {
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) < LARGE_BYTES) return;
  for (let number = KEPT; number > 0; number -= 1) {
    const newer = number === 1 ? file : `${file}.${number - 1}`;
    if (fs.existsSync(newer)) fs.renameSync(newer, `${file}.${number}`);
  }
}

/** Opens a log to append to, and marks where this start begins. @returns {number} a file descriptor */
export function openLog(file) {
  rotate(file);
  const log = fs.openSync(file, "a");
  fs.writeSync(log, `\n== started ${new Date().toISOString()} ==\n`);
  return log;
}
