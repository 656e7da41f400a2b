/** Roles of staff; each may also do what those before it may. Viewers read the console and, as everybody on staff, merchants' pages. */
export const STAFF_ROLES = ["viewer", "agent", "lead", "operator"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** The least role for each thing that staff do beyond reading. */
const LEAST_ROLE = {
  act_for_merchant: "agent",
  answer_questions: "agent",
  write_notes: "agent",
  export_data: "lead",
  run_fleet_jobs: "lead",
  move_traffic: "operator",
} as const satisfies Record<string, StaffRole>;

export type StaffRight = keyof typeof LEAST_ROLE;

export const isStaffRole = (value: unknown): value is StaffRole => STAFF_ROLES.some((role) => role === value);

/** Whether staff of this role may do it; others than staff have no role. */
export const staffMay = (role: StaffRole | null | undefined, right: StaffRight): boolean =>
  role !== null && role !== undefined && STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(LEAST_ROLE[right]);
