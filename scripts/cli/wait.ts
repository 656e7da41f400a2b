import { setTimeout as pause } from "node:timers/promises";
import { EXIT, Stop } from "@/scripts/cli/exit-codes";

/** A token has 120 calls a minute, which its other programs need as well. */
const POLL_MS = process.stderr.isTTY ? 2_000 : 5_000;

/** Mooring answers a call that prefers to wait after at most this long. */
const MAX_PREFERRED_SECONDS = 20;

/** Asks Mooring to answer at the end of what a call starts. */
export const preferWait = (seconds: number) => ({ header: { Prefer: `wait=${Math.min(MAX_PREFERRED_SECONDS, seconds)}` } });

/** Reads until `isOver`. @throws Stop after `seconds` */
export async function readUntil<Value>(
  { first, seconds, what }: { first: Value; seconds: number; what: string },
  read: () => Promise<Value>,
  isOver: (value: Value) => boolean,
  onRead: (value: Value) => void = () => undefined,
): Promise<Value> {
  const end = Date.now() + seconds * 1_000;
  for (let value = first; ; value = await read()) {
    if (isOver(value)) return value;
    onRead(value);
    if (Date.now() >= end)
      throw new Stop(EXIT.timeOver, `${what} is still going on. Nothing was stopped; --timeout waits longer.`, "time_over");
    await pause(Math.min(POLL_MS, Math.max(0, end - Date.now())));
  }
}
