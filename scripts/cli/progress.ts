import ora from "ora";
import { note, printable } from "@/scripts/cli/output";

const BAR_WIDTH = 24;

/** A bar while the total is known, otherwise the count alone. */
export function writeBar(done: number, total: number | null): string {
  if (total === null || total <= 0) return `${done}`;
  const full = Math.round((Math.min(done, total) / total) * BAR_WIDTH);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${done} of ${total}`;
}

export interface Progress {
  show: (text: string) => void;
  /** A line that stays. */
  tell: (text: string) => void;
  stop: () => void;
}

/** A spinner on a terminal. In logs and for programs (`isQuiet`), only the first text of a step, or nothing. */
export function startProgress(text: string, isQuiet: boolean): Progress {
  if (isQuiet) return { show: () => undefined, tell: () => undefined, stop: () => undefined };
  if (!process.stderr.isTTY) {
    note(printable(text));
    return { show: () => undefined, tell: (line) => note(printable(line)), stop: () => undefined };
  }
  const spinner = ora({ text: printable(text), stream: process.stderr, discardStdin: false }).start();
  return {
    show: (shown) => {
      spinner.text = printable(shown);
    },
    tell: (line) => {
      spinner.clear();
      note(printable(line));
      spinner.render();
    },
    stop: () => void spinner.stop(),
  };
}
