import type { StaffMember } from "@/lib/support/queue/work";

/** Who reads the queue and may do what. */
export interface Desk {
  reader: string;
  /** Who may work on incidents. */
  staff: readonly StaffMember[];
  mayWork: boolean;
  mayAct: boolean;
  mayAnswer: boolean;
  mayRun: boolean;
}
