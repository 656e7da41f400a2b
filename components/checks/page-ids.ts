import type { Cause, Probe } from "@/lib/check/result";

/** Two causes may share a code, so the failed requests are part of the id. */
export const causeHeadingId = (cause: Cause): string => `cause-${cause.code}-${cause.evidence.fail ?? "none"}`;

export const SHEET_ID = "probe-sheet";

/** Props of a button that opens the details of a probe (requests.tsx). */
export const opensSheetOf = ({ id }: Pick<Probe, "id">) => ({ popoverTarget: SHEET_ID, "data-probe": id });
