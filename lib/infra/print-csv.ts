import { type CastingContext, stringify } from "csv-stringify/sync";

/** What a code stands for, which decides its word in a file for people. */
export type CodeKind = "state" | "lane" | "effect" | "cause" | "actor" | "action" | "entry" | "order_status" | "parcel";

/** A stable code: printed as such for programs, as a word for people. */
export class Code {
  constructor(
    readonly kind: CodeKind,
    readonly code: string,
  ) {}
}

/** A valid number, which is exempt from the formula guard. */
export class Decimal {
  constructor(readonly text: string) {}
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** An amount as stored; other text stays text. */
export const decimal = (text: string): Decimal | string => (NUMBER.test(text) ? new Decimal(text) : text);

type Atom = string | number | Date | Code | Decimal | object | null | undefined;
/** Several values share a cell. */
type Cell = Atom | readonly Atom[];

/** For whom a file is printed. */
export interface CsvStyle {
  delimiter: "," | ";";
  decimal: "." | ",";
  heading: (column: string) => string;
  instant: (at: Date) => string;
  word: (code: Code) => string;
  /** Named values, such as the details of an audit entry. */
  fields: (values: object) => string;
  number: (value: number) => string;
}

/** The dialect that spreadsheets in a language open without an import dialog: a semicolon where the decimal separator is a comma. */
export const csvFormOf = (locale: string): Pick<CsvStyle, "delimiter" | "decimal"> =>
  locale === "en" ? { delimiter: ",", decimal: "." } : { delimiter: ";", decimal: "," };

/** For programs: the same in every language and time zone. */
export const RAW_STYLE: CsvStyle = {
  ...csvFormOf("en"),
  heading: (column) => column,
  instant: (at) => at.toISOString(),
  word: ({ code }) => code,
  fields: (values) => JSON.stringify(values),
  number: String,
};

/** The columns of a file by their codes. */
export type Columns<Row> = Readonly<Record<string, (row: Row, style: CsvStyle) => Cell>>;

/** Leading blanks and control characters would hide a formula from the guard. */
const withoutLead = (text: string): string => text.replaceAll("\u0000", "").replace(/^[\s\p{Cc}]+/u, "");

function printAtom(atom: Atom, style: CsvStyle): string | Decimal {
  if (atom instanceof Date) return style.instant(atom);
  if (atom instanceof Code) return style.word(atom);
  if (atom instanceof Decimal) return new Decimal(atom.text.replace(".", style.decimal));
  if (typeof atom === "number") return new Decimal(style.number(atom).replace(".", style.decimal));
  if (typeof atom === "object" && atom !== null) return Object.keys(atom).length === 0 ? "" : style.fields(atom);
  return atom ?? "";
}

function printCell(cell: Cell, style: CsvStyle): string | Decimal {
  const printed = Array.isArray(cell)
    ? cell
        .map((atom: Atom) => printAtom(atom, style))
        .map((part) => (typeof part === "string" ? part : part.text))
        .join("; ")
    : printAtom(cell as Atom, style);
  // Spreadsheets may evaluate these two as well.
  return typeof printed === "string" ? withoutLead(printed).replace(/^[|%]/, "'$&") : printed;
}

/** Lines (RFC 4180) without cells that a spreadsheet would evaluate. */
const csvLines = (lines: readonly (readonly Cell[])[], style: CsvStyle): string =>
  stringify(
    lines.map((cells) => cells.map((cell) => printCell(cell, style))),
    {
      delimiter: style.delimiter,
      record_delimiter: "windows",
      escape_formulas: true,
      cast: {
        // The guard would quote negative numbers.
        object: (value: object, _context: CastingContext) =>
          value instanceof Decimal ? { value: value.text, escape_formulas: false } : "",
      },
    },
  );

export const csvLine = (cells: readonly Cell[], style: CsvStyle = RAW_STYLE): string => csvLines([cells], style);

/** The line of headings, after a byte order mark, by which spreadsheets detect UTF-8. */
export const csvHeader = <Row>(columns: Columns<Row>, style: CsvStyle): string =>
  `\uFEFF${csvLine(Object.keys(columns).map(style.heading), style)}`;

export const csvRows = <Row>(columns: Columns<Row>, rows: readonly Row[], style: CsvStyle): string =>
  csvLines(
    rows.map((row) => Object.values(columns).map((cellOf) => cellOf(row, style))),
    style,
  );

const jsonAtom = (atom: Atom): unknown => {
  if (atom instanceof Code) return atom.code;
  return atom instanceof Decimal ? atom.text : (atom ?? null);
};

/** A row for programs, with its values by their columns. */
export const jsonRow = <Row>(columns: Columns<Row>, row: Row): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(columns).map(([column, cellOf]) => {
      const cell = cellOf(row, RAW_STYLE);
      return [column, Array.isArray(cell) ? cell.map(jsonAtom) : jsonAtom(cell as Atom)];
    }),
  );

/** A file of lines. */
export function* printCsv<Row>(columns: Columns<Row>, rows: Iterable<Row>, style: CsvStyle = RAW_STYLE) {
  yield csvHeader(columns, style);
  for (const row of rows) yield csvRows(columns, [row], style);
}
