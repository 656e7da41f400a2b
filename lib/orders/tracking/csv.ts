import { withoutFormula } from "@/lib/orders/tracking/cell-text";
import { MAX_SHIPMENTS } from "@/lib/orders/tracking/limits";
import {
  type LineProblem,
  type NewShipment,
  newShipmentSchema,
  SHIPMENT_PROBLEMS,
  type ShipmentProblem,
} from "@/lib/orders/tracking/schema";

/** Column names that carriers and spreadsheets use in our languages, as `plain` makes them, for each field. */
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

/** A heading in lower case, without accents, blanks and the signs that people set into it: "Bestell-Nr.", "Order #", "N° de suivi". */
const plain = (heading: string): string =>
  heading
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\s\p{M}'’._:#°º-]/gu, "");

/** A parcel as a file has it; `shop` as the row names it, should it name one. */
export type CsvShipment = NewShipment & { shop?: string };

export interface CsvRow {
  /** Counted from 1 for the first parcel of the file. */
  line: number;
  shipment: CsvShipment;
}

export type CsvOutcome =
  | { ok: true; rows: CsvRow[] }
  | { ok: false; reason: "empty" | "too_many_lines" | "unreadable" }
  /** The heading lacks these columns. */
  | { ok: false; reason: "columns_missing"; columns: Field[] }
  /** `rows`: those that can be read. Whether the shop has their orders is told together with what is wrong here. */
  | { ok: false; reason: "lines_wrong"; problems: LineProblem[]; rows: CsvRow[] };

/**
 * Rows of a CSV by RFC 4180, with comma, semicolon or tab, or what a first line `sep=` names, and every kind of line end; null when a quote
 * never ends.
 */
export function parseCsv(text: string): string[][] | null {
  const [, named, source = ""] = /^\uFEFF?(?:sep=([^\r\n])(?:\r\n?|\n|$))?(.*)$/is.exec(text) ?? [];
  const separator = named ?? guessSeparator(source);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    if (row.some((one) => one.trim() !== "")) rows.push(row);
    row = [];
  };
  for (let index = 0; index < source.length; index += 1) {
    const sign = source[index] ?? "";
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (source[index + 1] === '"') {
        cell += sign;
        index += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === separator) endCell();
    else if (sign === "\n" || sign === "\r") endRow();
    else cell += sign;
  }
  if (quoted) return null;
  endRow();
  return rows;
}

/** The separator that the heading has most of. */
function guessSeparator(source: string): string {
  const heading = source.split(/[\r\n]/, 1)[0] ?? "";
  const count = (sign: string): number => heading.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Reads a file of parcels. Nothing of it counts while one line is wrong; every wrong line is named. */
export function readShipmentsCsv(text: string): CsvOutcome {
  const rows = parseCsv(text);
  if (!rows) return { ok: false, reason: "unreadable" };
  const [heading, ...lines] = rows;
  if (!heading) return { ok: false, reason: "empty" };
  if (lines.length > MAX_SHIPMENTS) return { ok: false, reason: "too_many_lines" };
  const names = heading.map(plain);
  const place = (field: Field): number => names.findIndex((name) => (COLUMNS[field] as readonly string[]).includes(name));
  const missing = (["order", "carrier", "trackingNumber"] as const).filter((field) => place(field) < 0);
  if (missing.length > 0) return { ok: false, reason: "columns_missing", columns: missing };
  if (lines.length === 0) return { ok: false, reason: "empty" };

  const read: CsvRow[] = [];
  const problems: LineProblem[] = [];
  lines.forEach((cells, index) => {
    const value = (field: Field): string => withoutFormula((cells[place(field)] ?? "").trim()).trim();
    const url = value("trackingUrl");
    const parsed = newShipmentSchema.safeParse({
      order: value("order"),
      carrier: value("carrier"),
      trackingNumber: value("trackingNumber"),
      trackingUrl: url === "" ? null : url,
    });
    const shop = value("shop");
    const line = index + 1;
    if (parsed.success) read.push({ line, shipment: shop === "" ? parsed.data : { ...parsed.data, shop } });
    else problems.push({ line, problem: problemOf(parsed.error.issues[0]?.message) });
  });
  return problems.length > 0 ? { ok: false, reason: "lines_wrong", problems, rows: read } : { ok: true, rows: read };
}

/** Every message of the schema is such a code. */
const problemOf = (message: string | undefined): ShipmentProblem =>
  SHIPMENT_PROBLEMS.find((problem) => problem === message) ?? "tracking_number_missing";
