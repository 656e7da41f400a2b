/** A name for the end of a sentence: "B.V." ends it by itself. */
export const beforeFullStop = (name: string): string => name.replace(/\.$/, "");
