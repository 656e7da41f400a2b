import ora from "ora";
import { note, printable } from "@/scripts/cli/output";

const BAR_WIDTH = 24;

/** A bar while the total is known, otherwise the count alone. */
export function writeBar(done: number, total: number | null): string {
  if (total === null || total <= 0) return `${done}`;
  const full = Math.round((Math.min(done, total) / total) * BAR_WIDTH);
  return `${"█".repeat(full)}${"░".repeat(BAR_WIDTH - full)} ${done} of ${total}`;
}

/** A terminal of no width, as scripts and containers open them, has no lines that a spinner could rewrite. */
export const canSpin = ({ isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">): boolean => isTTY === true && columns > 0;

export interface Progress {
  show: (text: string) => void;
  stop: () => void;
}

/** A spinner on a terminal. In logs and for programs (`isQuiet`), only the first text of a step, or nothing. */
export function startProgress(text: string, isQuiet: boolean): Progress {
  if (isQuiet) return { show: () => undefined, stop: () => undefined };
  if (!canSpin(process.stderr)) {
    note(printable(text));
    return { show: () => undefined, stop: () => undefined };
  }
  const spinner = ora({ text: printable(text), stream: process.stderr, discardStdin: false }).start();
  return {
    show: (shown) => {
      spinner.text = printable(shown);
    },
    stop: () => void spinner.stop(),
  };
}
