/** A range of days such as `2026-11-01`, both inclusive; null is open-ended. */
export interface Days {
  from: string | null;
  to: string | null;
}

/** Whether the range is empty because its last day precedes its first. */
export const areReversed = ({ from, to }: Days): boolean => from !== null && to !== null && to < from;
