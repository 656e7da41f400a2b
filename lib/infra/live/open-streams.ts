const open = new Map<string, number>();

/** Takes one of a reader's places for an event stream in this process. @returns what frees it, or null if all `most` are taken */
export function takeStream(reader: string, most: number): (() => void) | null {
  const count = open.get(reader) ?? 0;
  if (count >= most) return null;
  open.set(reader, count + 1);
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    const left = (open.get(reader) ?? 1) - 1;
    if (left > 0) open.set(reader, left);
    else open.delete(reader);
  };
}
