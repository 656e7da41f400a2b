const plain = (text: string): string => text.trim().replace(/^#/, "").toLowerCase();

/** Whether two spellings mean the same order number: a leading "#" and capitals do not count. */
export const isSameNumber = (one: string, other: string): boolean => plain(one) === plain(other);
