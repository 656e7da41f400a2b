// `npm run -s conformance -- shop.json`: tests what our connectors promise against a shop that is already running (README.md). It writes into
// the shop. Exit status: 0 everything held, 1 a promise broken, 2 bad usage.
import fs from "node:fs";
import path from "node:path";
import tls from "node:tls";
import { checkPromises } from "@/scripts/conformance/check-promises";
import { openSubject } from "@/scripts/conformance/open-subject";
import { readShopFile, type ShopFile } from "@/scripts/conformance/shop-file";
import type { Subject } from "@/scripts/conformance/subject";
import { writeTable } from "@/scripts/conformance/write-table";

function readSubject(): { shop: ShopFile; subject: Subject } {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || more.length > 0) throw new Error("Usage: npm run -s conformance -- shop.json (scripts/conformance/README.md)");
  const shop = readShopFile(file);
  if (shop.authority) {
    const pem = fs.readFileSync(path.resolve(shop.folder, shop.authority), "utf8");
    tls.setDefaultCACertificates([...tls.getCACertificates("default"), pem]);
  }
  return { shop, subject: openSubject(shop) };
}

async function main(): Promise<number> {
  let opened: ReturnType<typeof readSubject>;
  try {
    opened = readSubject();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 2;
  }
  const { shop, subject } = opened;
  const outcomes = await checkPromises(subject, (part) => process.stderr.write(`  ${part} …\n`));
  const broken = outcomes.filter(({ held }) => held === false).length;
  const held = outcomes.filter((one) => one.held === true).length;
  process.stdout.write(`${shop.shopSystem} at ${shop.url}, ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC\n\n`);
  process.stdout.write(`${writeTable(outcomes)}\n\n${held} held, ${broken} broken, ${outcomes.length - held - broken} untested\n`);
  return broken === 0 ? 0 : 1;
}

const status = await main();
// Idle connections would keep the process alive.
process.stdout.write("", () => process.exit(status));
