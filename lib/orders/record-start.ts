import { LIMITS } from "@/lib/base/limits";

/** The beginning of a shop's record as pages show it; `total`: its length, if there is more. */
export function recordStart(raw: unknown): { text: string; total: number | null } {
  const text = JSON.stringify(raw, null, 2) ?? "";
  return text.length <= LIMITS.shownRecord ? { text, total: null } : { text: text.slice(0, LIMITS.shownRecord), total: text.length };
}
