import type { Probe } from "@/lib/check/result";

export const SHEET_ID = "probe-sheet";

/** Props of a button that opens the details of a probe (requests.tsx). */
export const opensSheetOf = ({ id }: Pick<Probe, "id">) => ({ popoverTarget: SHEET_ID, "data-probe": id });
