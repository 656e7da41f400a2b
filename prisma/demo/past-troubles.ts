import type { RunFailureCode } from "@/lib/health/failures";
import type { LaneState } from "@/lib/health/lane/lane";
import type { DemoShop } from "@/lib/testing/demo-shops";
import { makeRandom } from "@/lib/testing/fake-shops/random";

// Incidents in the months before the demo begins, so that its history looks like a real shop's: mostly uneventful.

export interface PastTrouble {
  state: Extract<LaneState, "throttled" | "maintenance">;
  failure: RunFailureCode;
  status: number;
  /** Minutes before the epoch. */
  fromMinutes: number;
  toMinutes: number;
}

const HOUR = 60;
const DAY = 24 * HOUR;
const TROUBLES = 4;
/** The last past incident ended before the current ones began. */
const QUIET_DAYS = 12;

/** Incidents of the import lane between `pastDays` and QUIET_DAYS before the epoch, oldest first; deterministic per shop. */
export function listPastTroubles(shop: DemoShop, pastDays: number): PastTrouble[] {
  const random = makeRandom([...shop.slug].reduce((sum, letter) => (sum * 33 + (letter.codePointAt(0) ?? 0)) >>> 0, 5));
  const stride = ((pastDays - QUIET_DAYS) * DAY) / TROUBLES;
  return Array.from({ length: TROUBLES }, (_, index) => {
    const fromMinutes = Math.round(pastDays * DAY - stride * (index + 0.2 + random.next() * 0.5));
    const isMaintenance = random.next() < 0.5;
    const lasts = isMaintenance ? 20 + random.next() * 90 : (2 + random.next() * 14) * HOUR;
    return {
      state: isMaintenance ? "maintenance" : "throttled",
      failure: isMaintenance ? "maintenance" : "server_error",
      status: isMaintenance ? 503 : 502,
      fromMinutes,
      toMinutes: Math.round(fromMinutes - lasts),
    };
  });
}
