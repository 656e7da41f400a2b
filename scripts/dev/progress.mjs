// Output of the commands: one line per step with its duration, and one sentence if they cannot continue.

/** An error that the user can act on, printed without a stack trace. */
export class Sentence extends Error {}

let output = process.stdout;

/** For commands whose standard output is their result. */
export function sendProgressTo(stream) {
  output = stream;
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Runs one step and prints its line. `work` may return text, or an object with `text`, to append to the line: "nothing to do".
 * @template Value
 * @param {string} title
 * @param {() => Promise<Value> | Value} work
 * @returns {Promise<Value>}
 */
export async function step(title, work) {
  const started = performance.now();
  const live = output.isTTY;
  output.write(`  ${title} …`);
  const ticker = live
    ? setInterval(() => output.write(`\r  ${title} … ${Math.round((performance.now() - started) / 1000)} s`), 1_000)
    : undefined;
  const finish = (end) => {
    clearInterval(ticker);
    output.write(`${live ? `\r\x1b[K  ${title} …` : ""} ${end}\n`);
  };
  try {
    const value = await work();
    const text = typeof value === "string" ? value : value?.text;
    finish([text, seconds(performance.now() - started)].filter(Boolean).join(", "));
    return value;
  } catch (error) {
    finish("failed");
    throw error;
  }
}

const NO_SPACE = "The disk is full: make room and start again.";

/** A message for an expected error; null for a bug, whose stack trace is printed. */
function sentenceFor(error) {
  if (error instanceof Sentence) return error.message;
  const text = `${error?.message ?? error}\n${error?.stderr ?? ""}`;
  if (error?.code === "ENOSPC" || /ENOSPC|No space left on device|Check free disk space/i.test(text)) return NO_SPACE;
  if (error?.code === "EACCES" || error?.code === "EPERM") {
    return `Permission is missing for ${error.path ?? "a file of this folder"}: run the command as the user who owns it, or give it to this user.`;
  }
  if (error?.code === "EROFS") return `${error.path ?? "This folder"} cannot be written: its disk is mounted read-only.`;
  return null;
}

/** Prints why a command stops and sets exit code 1. */
export function stopWith(error) {
  process.exitCode = 1;
  process.stderr.write(`\n${sentenceFor(error) ?? error?.stack ?? error}\n`);
}
