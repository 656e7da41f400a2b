import { rename, rm, writeFile } from "node:fs/promises";
import { answerOf, type Schemas } from "@/lib/api/client/client";
import { EXIT, type ExitCode, Stop } from "@/scripts/cli/exit-codes";
import { findShop } from "@/scripts/cli/find-shop";
import { type GlobalOptions, openApi } from "@/scripts/cli/open-api";
import { note, printable, say, sayJson, styled } from "@/scripts/cli/output";
import { startProgress } from "@/scripts/cli/progress";
import { preferWait, readUntil } from "@/scripts/cli/wait";

type Export = Schemas["Export"];
const FORMATS: readonly Export["format"][] = ["csv", "jsonl"];

interface ExportOptions {
  from?: string;
  to?: string;
  status?: string;
  /** In seconds. */
  timeout: number;
}

type Lookup = Schemas["OrderLookup"]["data"][number];

const HERE: readonly Lookup["outcome"][] = ["stored", "imported", "status_hidden"];
const isHere = ({ outcome }: Lookup): boolean => HERE.includes(outcome);

export async function findOrder(number: string, options: GlobalOptions & { shop?: string; importOlder?: boolean }): Promise<ExitCode> {
  const api = openApi(options);
  const shop = options.shop === undefined ? null : await findShop(api, options.shop);
  const query = { number, ...(shop ? { integrationId: shop.id } : {}), ...(options.importOlder ? { importsOlder: "true" as const } : {}) };
  const progress = startProgress(`Asking ${shop?.name ?? "the shops"} for ${number} …`, options.json === true);
  const found = await answerOf(api.POST("/orders/lookup", { params: { query } })).finally(progress.stop);
  if (options.json) sayJson(found);
  else {
    for (const lookup of found.data) {
      const mark = isHere(lookup) ? styled("green", "✓") : "·";
      say(`${mark} ${printable(lookup.shopName)}: ${printable(lookup.explanation)}`);
    }
    if (found.data.length === 0) say("This token sees no shop to ask.");
    if (found.shopsNotAsked > 0) note(`${found.shopsNotAsked} more shops were not asked: name one with --shop.`);
  }
  return found.data.some(isHere) ? EXIT.ok : EXIT.finding;
}

/** A file is written beside its name first, so that none is ever half there. */
async function writeOut(file: string, body: ReadableStream<Uint8Array>): Promise<void> {
  const partial = `${file}.part`;
  try {
    await writeFile(partial, body, { mode: 0o600 });
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw new Stop(EXIT.usage, `${file} cannot be written: ${error instanceof Error ? error.message : error}`, "file_invalid");
  }
}

export async function exportOrders(typed: string, options: GlobalOptions & ExportOptions, file: string): Promise<ExitCode> {
  const format = FORMATS.find((known) => file.endsWith(`.${known}`));
  if (!format)
    throw new Stop(EXIT.usage, `The file’s name says its format: write orders.csv or orders.jsonl, not ${file}.`, "file_invalid");
  const api = openApi(options);
  const shop = await findShop(api, typed);
  const progress = startProgress(`Exporting the orders of ${shop.name} …`, options.json === true);
  try {
    const { from, to, status, timeout } = options;
    const body = { format, ...(from ? { from } : {}), ...(to ? { to } : {}), ...(status ? { status } : {}) } as const;
    const params = { path: { integrationId: shop.id }, ...preferWait(timeout) };
    const first = await answerOf(api.POST("/integrations/{integrationId}/exports", { params, body }));
    const path = { exportId: first.id };
    const read = (): Promise<Export> => answerOf(api.GET("/exports/{exportId}", { params: { path } }));
    const isOver = (one: Export): boolean => one.status === "ready" || one.status === "failed";
    const ended = await readUntil({ first, seconds: timeout, what: `The export of ${shop.name}` }, read, isOver, ({ rows }) =>
      progress.show(`${shop.name}: ${rows} orders …`),
    );
    if (ended.status === "ready") {
      const { data } = await api.GET("/exports/{exportId}/file", { params: { path }, parseAs: "stream" });
      if (!data) throw new Stop(EXIT.finding, "The file was deleted meanwhile: export again.", "not_found");
      await writeOut(file, data);
    }
    progress.stop();
    if (options.json) sayJson(ended);
    else if (ended.status === "ready") say(`${printable(file)}: ${ended.rows} orders of ${printable(shop.name)}.`);
    else note("The export failed. Export again.");
    return ended.status === "ready" ? EXIT.ok : EXIT.finding;
  } finally {
    progress.stop();
  }
}
