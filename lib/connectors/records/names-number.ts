/** Characters that continue a number: "3SX1" is neither "3SX12" nor "3SX1-2". */
const PART_OF_NUMBER = /[\p{L}\p{N}_-]/u;

/** Whether a shop's note or comment contains this tracking number as a whole. */
export function namesNumber(text: string, number: string): boolean {
  if (number === "") return false;
  for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
    const [before, after] = [text[at - 1] ?? "", text[at + number.length] ?? ""];
    if (!PART_OF_NUMBER.test(before) && !PART_OF_NUMBER.test(after)) return true;
  }
  return false;
}

const plain = (text: string): string => text.trim().replace(/^#/, "").toLowerCase();

/** Whether two spellings mean the same order number, ignoring case and a leading "#". */
export const isSameNumber = (one: string, other: string): boolean => plain(one) === plain(other);
