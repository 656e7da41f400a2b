// What the commands say while they work: one line a step, with its time; one sentence when they cannot go on.

/** A reason to stop that a person can act on. It is printed as it is, without a stack. */
export class Sentence extends Error {}

let output = process.stdout;

/** Commands whose standard output is their result tell their progress elsewhere. */
export function sendProgressTo(stream) {
  output = stream;
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Runs one step and prints its line. `work` may return text, or an object with `text`, for the end of the line: "nothing to do".
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

/** One sentence for what went wrong, or null for a fault of ours, whose stack is worth more. */
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

/** Prints why a command stops and ends the process with code 1. */
export function stopWith(error) {
  process.exitCode = 1;
  process.stderr.write(`\n${sentenceFor(error) ?? error?.stack ?? error}\n`);
}
