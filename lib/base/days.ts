/** A first and a last day, such as `2026-11-01`, both included; null where there is none. */
export interface Days {
  from: string | null;
  to: string | null;
}

/** Whether the last day lies before the first: then there is nothing that could lie between them. */
export const areReversed = ({ from, to }: Days): boolean => from !== null && to !== null && to < from;
