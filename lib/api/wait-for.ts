import { setTimeout as wait } from "node:timers/promises";
import { SECOND_MS } from "@/lib/base/units";

const POLL_MS = 500;

/** Reads until `isOver`, for at most `seconds`. @returns null if it did not end in that time */
export async function waitFor<Value>(
  seconds: number,
  read: () => Promise<Value | null>,
  isOver: (value: Value) => boolean,
): Promise<Value | null> {
  const end = Date.now() + seconds * SECOND_MS;
  while (Date.now() < end) {
    const value = await read();
    if (value !== null && isOver(value)) return value;
    await wait(Math.min(POLL_MS, Math.max(0, end - Date.now())));
  }
  return null;
}
