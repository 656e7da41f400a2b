/** Byte order marks of UTF-16, which spreadsheets write as "Unicode text". */
const MARKED_ENCODINGS = [
  { mark: [0xff, 0xfe], encoding: "utf-16le" },
  { mark: [0xfe, 0xff], encoding: "utf-16be" },
];

/** Decodes UTF-16 with a byte order mark, UTF-8, or else Windows-1252. */
export function decodeFile(bytes: ArrayBuffer): string {
  const beginning = new Uint8Array(bytes.slice(0, 2));
  const marked = MARKED_ENCODINGS.find(({ mark }) => mark.every((byte, index) => beginning[index] === byte));
  if (marked) return new TextDecoder(marked.encoding).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Magic bytes of ZIP (workbooks since 2007) and of the older OLE format. */
const WORKBOOK_MARKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];

export function isWorkbook(bytes: ArrayBuffer): boolean {
  const beginning = new Uint8Array(bytes);
  return WORKBOOK_MARKS.some((mark) => mark.every((byte, index) => beginning[index] === byte));
}
