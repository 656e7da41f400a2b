/** Strips the quotes that a CSV puts around a cell; any other cell is returned unchanged. */
const withoutQuotes = (cell: string): string => /^"(.*)"$/s.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell;

/** Strips `="00340434"`, which programs write so that Excel keeps every digit. */
const withoutFormula = (cell: string): string => /^="(.*)"$/s.exec(cell)?.[1] ?? cell;

/** Strips the apostrophe before a formula, which our own files write so that no spreadsheet evaluates it. */
const withoutGuard = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, "");

/** The value of a cell from a file or a spreadsheet, without surrounding blanks, quotes and text formulas. */
export const cellText = (cell: string): string => withoutFormula(withoutGuard(withoutQuotes(cell.trim()).trim())).trim();

/**
 * The cells of the first column of a pasted selection. An empty cell represents an order without a number.
 * Spreadsheets separate columns by tabs and end the selection with a line break.
 */
export const readPastedColumn = (text: string): string[] =>
  text
    .replace(/(\r\n?|\n)$/, "")
    .split(/\r\n?|\n/)
    .map((line) => cellText(line.split("\t", 1)[0] ?? ""));
