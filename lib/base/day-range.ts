/** A range of days such as `2026-11-01`, both inclusive; null is open-ended. */
export interface DayRange {
  from: string | null;
  to: string | null;
}

/** Whether the range is empty because its last day precedes its first. */
export const isReversed = ({ from, to }: DayRange): boolean => from !== null && to !== null && to < from;
