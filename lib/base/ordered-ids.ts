const STEPS = 4_096;

/** UUIDs (version 7) for a batch of rows, ascending, so that sorting by id keeps the order of the batch. */
export const orderedIds = (count: number, at: number = Date.now()): string[] =>
  Array.from({ length: count }, (_, index) => {
    const time = (at + Math.floor(index / STEPS)).toString(16).padStart(12, "0");
    const step = (index % STEPS).toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${step}-${crypto.randomUUID().slice(19)}`;
  });
