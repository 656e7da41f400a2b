import { expect, it } from "vitest";
import { readShipmentsCsv } from "@/lib/orders/tracking/csv";
import { decodeFile } from "@/lib/orders/tracking/decode-file";
import { writeCorrection } from "@/lib/orders/tracking/import-shipments";

const words = { column: "Grund", reasonOf: ({ problem }: { problem: string }) => problem };

/** Uploads the text as a file and downloads the refused lines. */
function upload(text: string) {
  const read = readShipmentsCsv(decodeFile(new TextEncoder().encode(text).buffer as ArrayBuffer));
  if (!read.ok) throw new Error(read.reason);
  const { header, rows, refused } = read;
  return { parcels: rows.map(({ shipment }) => shipment), file: writeCorrection({ header, rows: refused }, "de", words) };
}

it("a corrected file is imported as intended, whatever its cells contain, even after several rounds", () => {
  const first = upload('Bestellnummer;Versanddienst;Sendungsnummer\n="1001";;="00340434161094015902"\n1002;DHL;12.04.2026\n1003;DHL;-\n');
  expect(first.parcels).toEqual([]);
  expect(first.file).toMatch(/^\uFEFFGrund;Bestellnummer;Versanddienst;Sendungsnummer\n/);
  const second = upload(first.file.replace(";;", ";DHL;"));
  expect(second.parcels).toMatchObject([{ order: "1001", carrier: "DHL", trackingNumber: "00340434161094015902" }]);
  expect(second.file).toMatch(/^\uFEFFGrund;Bestellnummer;Versanddienst;Sendungsnummer\n/);
  const third = upload(second.file.replace("12.04.2026", "00340434").replace("'-", "3S1"));
  expect(third.parcels).toMatchObject([
    { order: "1002", trackingNumber: "00340434" },
    { order: "1003", trackingNumber: "3S1" },
  ]);
});
