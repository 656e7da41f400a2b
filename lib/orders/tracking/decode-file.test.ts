import { expect, it } from "vitest";
import { readShipmentsCsv } from "@/lib/orders/tracking/csv";
import { decodeFile, isWorkbook } from "@/lib/orders/tracking/decode-file";

const TEXT = "Bestellnummer\tVersanddienst\tSendungsnummer\r\n1001\tPöst\t3S1\r\n";
const bytesOf = (...parts: Uint8Array[]): ArrayBuffer => Uint8Array.from(parts.flatMap((part) => [...part])).buffer;

const ENCODED: Record<string, ArrayBuffer> = {
  "UTF-8": bytesOf(Buffer.from(TEXT)),
  "UTF-8 with a byte order mark": bytesOf(Uint8Array.of(0xef, 0xbb, 0xbf), Buffer.from(TEXT)),
  "Windows-1252": bytesOf(Buffer.from(TEXT, "latin1")),
  "UTF-16, saved as “Unicode text”": bytesOf(Uint8Array.of(0xff, 0xfe), Buffer.from(TEXT, "utf16le")),
  "big-endian UTF-16": bytesOf(Uint8Array.of(0xfe, 0xff), Buffer.from(TEXT, "utf16le").swap16()),
};

it.each(Object.entries(ENCODED))("a spreadsheet's file is read in %s", (_, bytes) => {
  expect(readShipmentsCsv(decodeFile(bytes))).toMatchObject({
    ok: true,
    rows: [{ shipment: { order: "1001", carrier: "Pöst", trackingNumber: "3S1" } }],
  });
});

it("a workbook of Excel or LibreOffice, old or new, is distinguished from text", () => {
  expect(isWorkbook(bytesOf(Buffer.from("PK\u0003\u0004\u0014\u0000")))).toBe(true);
  expect(isWorkbook(bytesOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1)))).toBe(true);
  for (const bytes of [...Object.values(ENCODED), bytesOf(), bytesOf(Buffer.from("PK"))]) expect(isWorkbook(bytes)).toBe(false);
});
