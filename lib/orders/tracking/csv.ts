import { CsvError, type InfoRecord } from "csv-parse";
import { parse } from "csv-parse/sync";
import { cellText } from "@/lib/orders/tracking/cell-text";
import { MAX_SHIPMENTS } from "@/lib/orders/tracking/limits";
import {
  type LineProblem,
  type NewShipment,
  newShipmentSchema,
  SHIPMENT_PROBLEMS,
  type ShipmentProblem,
} from "@/lib/orders/tracking/schema";

/** Column names that carriers and spreadsheets use in the supported languages, normalized by `normalizeHeader`. */
const COLUMNS = {
  order: [
    ...["order", "ordernumber", "orderno", "ordernr", "bestellung", "bestellnummer", "bestellnr"],
    ...["ordernummer", "bestelnummer", "bestelnr", "bestelling"],
    ...["commande", "numerodecommande", "ndecommande", "pedido", "numerodepedido", "ndepedido"],
    ...["ordine", "numeroordine", "numerodordine", "nordine"],
  ],
  carrier: ["carrier", "versanddienst", "versender", "vervoerder", "transporteur", "transportista", "corriere", "vettore"],
  trackingNumber: [
    ...["trackingnumber", "trackingno", "trackingnr", "tracking", "sendungsnummer", "sendungsnr", "trackingcode", "track&trace"],
    ...["trackingnummer", "suivi", "numerodesuivi", "ndesuivi", "seguimiento", "numerodeseguimiento", "ndeseguimiento"],
    ...["tracciamento", "numeroditracciamento", "nditracciamento"],
  ],
  trackingUrl: ["trackingurl", "trackinglink", "url", "link", "lien", "enlace", "collegamento"],
  shop: ["shop", "store", "webshop", "onlineshop", "integration", "winkel", "webwinkel", "boutique", "tienda", "negozio"],
} as const;
type Field = keyof typeof COLUMNS;

/** Lower case, without accents, blanks and punctuation: "Bestell-Nr.", "Order #", "N° de suivi". */
const normalizeHeader = (header: string): string =>
  header
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\s\p{M}'’._:#°º-]/gu, "");

/** A parcel as given in the file; `shop` is set only if the row names one. */
type CsvShipment = NewShipment & { shop?: string };

export interface CsvRow {
  /** Line number in the file, from 1; the first line if a quoted cell spans several. */
  line: number;
  cells: string[];
  shipment: CsvShipment;
}

export interface RefusedRow {
  cells: string[];
  problem: LineProblem;
}

export type CsvOutcome =
  /** `rows` are valid as far as the file alone can tell. */
  | { ok: true; header: string[]; rows: CsvRow[]; refused: RefusedRow[] }
  | { ok: false; reason: "empty" | "too_many_lines" | "unreadable" }
  /** The header lacks these columns. */
  | { ok: false; reason: "columns_missing"; columns: Field[] };

interface RawRow {
  line: number;
  cells: string[];
}

/**
 * The non-empty rows of a CSV. Separators: comma, semicolon, tab, or the one that a first line `sep=` names. Accepts any line break. Null
 * if a quote is never closed.
 */
export function parseCsv(text: string): RawRow[] | null {
  // csv-parse counts a CRLF inside quotes as two lines.
  const source = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const named = /^sep=([^\n])(?:\n|$)/i.exec(source)?.[1];
  try {
    const records = parse(source, {
      delimiter: named ?? guessSeparator(source),
      record_delimiter: "\n",
      from_line: named === undefined ? 1 : 2,
      relax_quotes: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      info: true,
    }) as unknown as { record: string[]; info: InfoRecord }[];
    return records.map(({ record, info }) => ({ line: info.lines - record.join("").split("\n").length + 1, cells: record }));
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** The separator that occurs most often in the header. */
function guessSeparator(source: string): string {
  const header = source.split(/[\r\n]/, 1)[0] ?? "";
  const count = (separator: string): number => header.split(separator).length;
  return [",", ";", "\t"].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}

/** Reads a file of parcels. Invalid lines are reported along with the valid ones. */
export function readShipmentsCsv(text: string): CsvOutcome {
  const rows = parseCsv(text);
  if (!rows) return { ok: false, reason: "unreadable" };
  const [header, ...lines] = rows;
  if (!header) return { ok: false, reason: "empty" };
  if (lines.length > MAX_SHIPMENTS) return { ok: false, reason: "too_many_lines" };
  const names = header.cells.map((cell) => normalizeHeader(cellText(cell)));
  const columnOf = (field: Field): number => names.findIndex((name) => (COLUMNS[field] as readonly string[]).includes(name));
  const missing = (["order", "carrier", "trackingNumber"] as const).filter((field) => columnOf(field) < 0);
  if (missing.length > 0) return { ok: false, reason: "columns_missing", columns: missing };
  if (lines.length === 0) return { ok: false, reason: "empty" };

  const valid: CsvRow[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, cells } of lines) {
    const value = (field: Field): string => cellText(cells[columnOf(field)] ?? "");
    const url = value("trackingUrl");
    const parsed = newShipmentSchema.safeParse({
      order: value("order"),
      carrier: value("carrier"),
      trackingNumber: value("trackingNumber"),
      trackingUrl: url === "" ? null : url,
    });
    const shop = value("shop");
    if (parsed.success) valid.push({ line, cells, shipment: shop === "" ? parsed.data : { ...parsed.data, shop } });
    else {
      const [issue] = parsed.error.issues;
      const field = (["order", "carrier", "trackingNumber", "trackingUrl"] as const).find((name) => name === issue?.path[0]);
      refused.push({ cells, problem: { line, problem: problemOf(issue?.message), value: field ? value(field) : "" } });
    }
  }
  return { ok: true, header: header.cells, rows: valid, refused };
}

const problemOf = (message: string | undefined): ShipmentProblem =>
  SHIPMENT_PROBLEMS.find((problem) => problem === message) ?? "tracking_number_missing";
