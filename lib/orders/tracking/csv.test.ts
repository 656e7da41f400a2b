import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { parseCsv, readShipmentsCsv } from "@/lib/orders/tracking/csv";

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe("a CSV of parcels", () => {
  it("reads back every cell, for every separator, line break and quoted character", () => {
    const cell = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== "");
    const rows = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 6 }));
    fc.assert(
      fc.property(rows, fc.constantFrom(",", ";", "\t"), fc.constantFrom("\n", "\r\n", "\r"), (lines, separator, end) => {
        const heading = ["order", "carrier", "tracking", "url"].slice(0, lines[0]?.length ?? 2);
        const text = [heading, ...lines.map((line) => line.map(quote))].map((line) => line.join(separator)).join(end);
        expect(parseCsv(text)?.map(({ cells }) => cells)).toEqual([heading, ...lines]);
      }),
    );
  });

  it.each(LOCALES)("reads the example header of the page in %s", async (locale) => {
    const { tracking } = (await loadMessages(locale)) as unknown as { tracking: { import: { example: string } } };
    const heading = tracking.import.example;
    const line = ["1001", "DHL", "00340434", "https://parcel.example/1"].join(heading.includes(";") ? ";" : ",");
    expect(readShipmentsCsv(`${heading}\n${line}\n`)).toMatchObject({
      ok: true,
      rows: [{ shipment: { order: "1001", carrier: "DHL", trackingNumber: "00340434", trackingUrl: "https://parcel.example/1" } }],
    });
  });

  it("reads numbers that programs export as formulas so that Excel keeps every digit", () => {
    const text = 'order,carrier,tracking number\n="1001",DHL,="00340434161094015902"\n"=""1002""",DHL,"=""00340434"""\n';
    expect(readShipmentsCsv(text)).toMatchObject({
      ok: true,
      rows: [
        { shipment: { order: "1001", trackingNumber: "00340434161094015902" } },
        { shipment: { order: "1002", trackingNumber: "00340434" } },
      ],
    });
  });

  it("ignores a byte order mark", () => {
    expect(readShipmentsCsv("\uFEFFBestellnummer;Versanddienst;Sendungsnummer\n1001;DHL;00340434\n")).toMatchObject({
      ok: true,
      rows: [{ line: 2, shipment: { order: "1001", carrier: "DHL", trackingNumber: "00340434", trackingUrl: null } }],
    });
  });

  it.each([
    "Order No.,Carrier,Tracking-Number,Tracking-URL",
    "Bestell-Nr.;Versanddienst;Sendungs-Nr.;Link",
    "Order #,Carrier:,Tracking #,Link",
    "N° de commande;Transporteur;N° de suivi;Lien",
    "Nº de pedido;Transportista;Nº de seguimiento;Enlace",
    "N. ordine;Corriere;N. di tracciamento;Link",
  ])("reads headers with punctuation and abbreviations: %s", (heading) => {
    const line = ["1001", "DHL", "00340434", "https://parcel.example/1"].join(heading.includes(";") ? ";" : ",");
    expect(readShipmentsCsv(`${heading}\n${line}\n`)).toMatchObject({
      ok: true,
      rows: [{ shipment: { order: "1001", trackingNumber: "00340434", trackingUrl: "https://parcel.example/1" } }],
    });
  });

  it("reports every invalid line and its problem", () => {
    const text =
      "order,carrier,tracking_number,tracking_url\n1001,DHL,,\n,DHL,3S1,\n1002,DHL,3S2,javascript:alert(1)\n1003,,3S3,\n1004,DHL,3S4,https://track.example/3S4";
    expect(readShipmentsCsv(text)).toMatchObject({
      ok: true,
      // Valid rows are returned too, so that the caller can check their orders in the same pass.
      rows: [{ line: 6, shipment: { order: "1004", trackingNumber: "3S4" } }],
      refused: [
        { problem: { line: 2, problem: "tracking_number_missing" } },
        { problem: { line: 3, problem: "order_missing" } },
        { problem: { line: 4, problem: "tracking_url_invalid" } },
        { problem: { line: 5, problem: "carrier_missing" } },
      ],
    });
  });

  it.each(["\n", "\r\n", "\r"])("numbers lines as an editor does, including sep=, blank lines and multi-line cells (%j)", (end) => {
    const text = ["sep=;", "order;carrier;tracking", "", '"1\n001";DHL;3S1', ";;", "1002;DHL;", '"1003";DHL;"', '3S3"', "1004;;3S4"];
    expect(readShipmentsCsv(text.join("\n").replaceAll("\n", end))).toMatchObject({
      rows: [{ line: 4 }, { line: 8 }],
      refused: [{ problem: { line: 7, problem: "tracking_number_missing" } }, { problem: { line: 10, problem: "carrier_missing" } }],
    });
  });

  it("accepts blanks around quoted cells, and quotes inside unquoted ones", () => {
    expect(readShipmentsCsv('"order" , "carrier",tracking\n"1001" , "DHL" ,3S1\n1002,Post "NL",3S2')).toMatchObject({
      ok: true,
      rows: [{ shipment: { order: "1001", carrier: "DHL" } }, { shipment: { order: "1002", carrier: 'Post "NL"' } }],
    });
  });

  it("reports a missing header, also in a file of a single line", () => {
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
    "12.04.2026",
    "4/12/26",
    "2026-04-12",
    "4711,00",
    "4711.0",
    "1.234.567,00",
  ])("rejects %s as a number that a spreadsheet damaged", (number) => {
    const refused = [{ problem: { line: 3, problem: "tracking_number_damaged" } }];
    expect(readShipmentsCsv(`order;carrier;tracking\n1001;DHL;00340434161094042557\n1002;DHL;${number}`)).toMatchObject({
      ok: true,
      refused,
    });
  });

  it.each([
    "1E123456789",
    "00340434161094042557",
    "99.60.123456.12345678",
    "123-45678901",
    "3S.12",
    "E+17",
    "#3S12",
    "3S-KABA+1",
    "RR123456785DE",
  ])("accepts %s as a tracking number", (number) => {
    expect(readShipmentsCsv(`order;carrier;tracking\n1001;DHL;${number}`)).toMatchObject({
      ok: true,
      rows: [{ shipment: { trackingNumber: number } }],
    });
  });

  it("rejects a dash as a tracking number, and an order number that a spreadsheet shortened", () => {
    expect(readShipmentsCsv("order;carrier;tracking\n1001;DHL;-\n1,00001E+11;DHL;3S1")).toMatchObject({
      refused: [{ problem: { line: 2, problem: "tracking_number_missing" } }, { problem: { line: 3, problem: "order_damaged" } }],
    });
  });

  it.each([";", ",", "\t", "|"])("uses the separator %j that a first line sep= declares", (sign) => {
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

  it("reads the shop that a row names", () => {
    expect(readShipmentsCsv("Bestellnummer;Versanddienst;Sendungsnummer;Shop\n1;DHL;3S1; bloemen.example \n2;DHL;3S2;")).toMatchObject({
      rows: [{ shipment: { order: "1", shop: "bloemen.example" } }, { shipment: { order: "2" } }],
    });
  });

  it("reports missing columns, an empty file and an unclosed quote", () => {
    expect(readShipmentsCsv("order,price\n1,2")).toEqual({ ok: false, reason: "columns_missing", columns: ["carrier", "trackingNumber"] });
    expect(readShipmentsCsv("order,carrier,tracking\n")).toEqual({ ok: false, reason: "empty" });
    expect(readShipmentsCsv('order,carrier,tracking\n"1,2,3')).toEqual({ ok: false, reason: "unreadable" });
  });
});
