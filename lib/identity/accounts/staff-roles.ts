/** Roles of staff; each includes those before it. Viewers read the console and, like all staff, merchants' pages. */
export const STAFF_ROLES = ["viewer", "agent", "lead", "operator"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** The lowest role for everything that staff do beyond reading. */
const MIN_ROLE = {
  act_for_merchant: "agent",
  answer_questions: "agent",
  write_notes: "agent",
  search_buyers: "agent",
  work_incidents: "agent",
  export_data: "lead",
  run_fleet_jobs: "lead",
  move_traffic: "operator",
} as const satisfies Record<string, StaffRole>;

export type StaffRight = keyof typeof MIN_ROLE;

export const isStaffRole = (value: unknown): value is StaffRole => STAFF_ROLES.some((role) => role === value);

/** Whether staff with this role have the right; others have no role. */
export const staffMay = (role: StaffRole | null | undefined, right: StaffRight): boolean =>
  role !== null && role !== undefined && STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(MIN_ROLE[right]);
