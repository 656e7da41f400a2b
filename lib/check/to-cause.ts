import { CAUSE_CODES, type CauseCode } from "@/lib/check/result";

/** A stored cause of the fleet; one that no longer exists is told as a closed door. */
export const toCause = (text: string): CauseCode => CAUSE_CODES.find((code) => code === text) ?? "access_denied";
