const STEPS = 4_096;

/** Ids (UUID, version 7) of rows that are written together, in the order that the rows have: what is sorted by id keeps it. */
export const orderedIds = (count: number, at: number = Date.now()): string[] =>
  Array.from({ length: count }, (_, index) => {
    const time = (at + Math.floor(index / STEPS)).toString(16).padStart(12, "0");
    const step = (index % STEPS).toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${step}-${crypto.randomUUID().slice(19)}`;
  });
