/** A name before a full stop: without its own, so that "B.V." does not end in two. */
export const beforeFullStop = (name: string): string => name.replace(/\.$/, "");
