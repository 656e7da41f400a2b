import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { parseCsv, readShipmentsCsv } from "@/lib/orders/tracking/csv";

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe("a CSV of parcels", () => {
  it("gives back what was written, whatever separator, quotes, line ends and signs it holds", () => {
    const cell = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== "");
    const rows = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
    fc.assert(
      fc.property(rows, fc.constantFrom(",", ";", "\t"), fc.constantFrom("\n", "\r\n", "\r"), (lines, separator, end) => {
        const heading = ["order", "carrier", "tracking", "url"].slice(0, lines[0]?.length ?? 2);
        const text = [heading, ...lines.map((line) => line.map(quote))].map((line) => line.join(separator)).join(end);
        expect(parseCsv(text)).toEqual([heading, ...lines]);
      }),
    );
  });

  it.each(LOCALES)("reads the headings that the page names as an example in %s", async (locale) => {
    const { tracking } = (await loadMessages(locale)) as unknown as { tracking: { import: { example: string } } };
    const heading = tracking.import.example;
    const line = ["1001", "DHL", "00340434", "https://parcel.example/1"].join(heading.includes(";") ? ";" : ",");
    expect(readShipmentsCsv(`${heading}\n${line}\n`)).toMatchObject({
      ok: true,
      rows: [{ shipment: { order: "1001", carrier: "DHL", trackingNumber: "00340434", trackingUrl: "https://parcel.example/1" } }],
    });
  });

  it("reads numbers that programs write as formulas, so that Excel keeps their zeros and digits", () => {
    const text = 'order,carrier,tracking number\n="1001",DHL,="00340434161094015902"\n"=""1002""",DHL,"=""00340434"""\n';
    expect(readShipmentsCsv(text)).toMatchObject({
      ok: true,
      rows: [
        { shipment: { order: "1001", trackingNumber: "00340434161094015902" } },
        { shipment: { order: "1002", trackingNumber: "00340434" } },
      ],
    });
  });

  it("reads the headings of carriers and spreadsheets in two languages", () => {
    expect(readShipmentsCsv("\uFEFFBestellnummer;Versanddienst;Sendungsnummer\n1001;DHL;00340434\n")).toEqual({
      ok: true,
      rows: [{ line: 1, shipment: { order: "1001", carrier: "DHL", trackingNumber: "00340434", trackingUrl: null } }],
    });
  });

  it.each([
    "Order No.,Carrier,Tracking-Number,Tracking-URL",
    "Bestell-Nr.;Versanddienst;Sendungs-Nr.;Link",
    "Order #,Carrier:,Tracking #,Link",
    "N° de commande;Transporteur;N° de suivi;Lien",
    "Nº de pedido;Transportista;Nº de seguimiento;Enlace",
    "N. ordine;Corriere;N. di tracciamento;Link",
  ])("reads headings with the signs and abbreviations that people put into them: %s", (heading) => {
    const line = ["1001", "DHL", "00340434", "https://parcel.example/1"].join(heading.includes(";") ? ";" : ",");
    expect(readShipmentsCsv(`${heading}\n${line}\n`)).toMatchObject({
      ok: true,
      rows: [{ shipment: { order: "1001", trackingNumber: "00340434", trackingUrl: "https://parcel.example/1" } }],
    });
  });

  it("names every wrong line and what is wrong with it", () => {
    const text =
      "order,carrier,tracking_number,tracking_url\n1001,DHL,,\n,DHL,3S1,\n1002,DHL,3S2,javascript:alert(1)\n1003,,3S3,\n1004,DHL,3S4,https://track.example/3S4";
    expect(readShipmentsCsv(text)).toMatchObject({
      ok: false,
      reason: "lines_wrong",
      // The others are handed on: what is wrong with them in the shop is told at once, and not only after these were mended.
      rows: [{ line: 5, shipment: { order: "1004", trackingNumber: "3S4" } }],
      problems: [
        { line: 1, problem: "tracking_number_missing" },
        { line: 2, problem: "order_missing" },
        { line: 3, problem: "tracking_url_invalid" },
        { line: 4, problem: "carrier_missing" },
      ],
    });
  });

  it("says of a file without a heading that the heading is missing, be it of one line", () => {
    const columns = ["order", "carrier", "trackingNumber"];
    expect(readShipmentsCsv("1001,DHL,00340434")).toEqual({ ok: false, reason: "columns_missing", columns });
    expect(readShipmentsCsv("1001,DHL,00340434\n1002,DHL,00340435")).toEqual({ ok: false, reason: "columns_missing", columns });
    expect(readShipmentsCsv("order,carrier,tracking")).toEqual({ ok: false, reason: "empty" });
    for (const blank of ["", " \n\n"]) expect(readShipmentsCsv(blank)).toEqual({ ok: false, reason: "empty" });
  });

  it.each([
    "3,40434E+17",
    "3.40434E+17",
    "1E+15",
    "#N/A",
    "#NV",
    "#REF!",
    "#BEZUG!",
    "#VALUE!",
    "#WERT!",
    "#DIV/0!",
    "#¡VALOR!",
    "#NAME?",
    "#####",
  ])("refuses %s, which a spreadsheet made of a number, and says so", (number) => {
    const problems = [{ line: 2, problem: "tracking_number_damaged" }];
    expect(readShipmentsCsv(`order;carrier;tracking\n1001;DHL;00340434161094042557\n1002;DHL;${number}`)).toMatchObject({
      ...{ ok: false, reason: "lines_wrong" },
      problems,
    });
  });

  it.each(["1E123456789", "00340434161094042557", "E+17", "#3S12", "3S-KABA+1", "RR123456785DE"])(
    "takes %s as a tracking number",
    (number) => {
      expect(readShipmentsCsv(`order;carrier;tracking\n1001;DHL;${number}`)).toMatchObject({
        ok: true,
        rows: [{ shipment: { trackingNumber: number } }],
      });
    },
  );

  it("refuses a dash for a number, and an order number that a spreadsheet shortened", () => {
    expect(readShipmentsCsv("order;carrier;tracking\n1001;DHL;-\n1,00001E+11;DHL;3S1")).toMatchObject({
      problems: [
        { line: 1, problem: "tracking_number_missing" },
        { line: 2, problem: "order_damaged" },
      ],
    });
  });

  it.each([";", ",", "\t", "|"])("takes %j from a first line that names the separator", (sign) => {
    const text = [
      ["order", "carrier", "tracking"],
      ["1001", "DHL", "3S1"],
    ]
      .map((line) => line.join(sign))
      .join("\r\n");
    expect(readShipmentsCsv(`\uFEFFsep=${sign}\r\n${text}\r\n`)).toMatchObject({
      ok: true,
      rows: [{ shipment: { order: "1001", carrier: "DHL", trackingNumber: "3S1" } }],
    });
  });

  it("keeps what a row calls its shop, and nothing of a row that names none", () => {
    expect(readShipmentsCsv("Bestellnummer;Versanddienst;Sendungsnummer;Shop\n1;DHL;3S1; bloemen.example \n2;DHL;3S2;")).toMatchObject({
      rows: [{ shipment: { order: "1", shop: "bloemen.example" } }, { shipment: { order: "2" } }],
    });
  });

  it("says which columns are missing, and that a file is empty or cannot be read", () => {
    expect(readShipmentsCsv("order,price\n1,2")).toEqual({ ok: false, reason: "columns_missing", columns: ["carrier", "trackingNumber"] });
    expect(readShipmentsCsv("order,carrier,tracking\n")).toEqual({ ok: false, reason: "empty" });
    expect(readShipmentsCsv('order,carrier,tracking\n"1,2,3')).toEqual({ ok: false, reason: "unreadable" });
  });
});
