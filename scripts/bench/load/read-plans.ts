import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import { askPage, openBrowser, type PageRequest } from "@/scripts/bench/load/ask-pages";

/** Settings under which a server can be asked to write down how it answers; until then they cost nothing. */
export const PLAN_SETTINGS = ["session_preload_libraries=auto_explain", "auto_explain.log_format=json", "auto_explain.log_analyze=on"];

/** How PostgreSQL answers what a page asks. */
export interface PagePlans {
  statements: number;
  /** Time in the database, in milliseconds. */
  ms: number;
  /** Indexes that were used, by name of the table, with commas between them. */
  indexes: Record<string, string>;
  /** Tables that were read from the first row to the last, and how many rows that was. */
  wholeTables: Record<string, number>;
}

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  "Index Name"?: string | undefined;
  "Actual Rows"?: number | undefined;
  "Rows Removed by Filter"?: number | undefined;
  Plans?: PlanNode[] | undefined;
}

const nodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    "Node Type": z.string(),
    "Relation Name": z.string().optional(),
    "Index Name": z.string().optional(),
    "Actual Rows": z.number().optional(),
    "Rows Removed by Filter": z.number().optional(),
    Plans: z.array(nodeSchema).optional(),
  }),
);
const planSchema = z.object({ Plan: nodeSchema });

/** One statement in the log: its duration, and the plan on the lines behind, which begin with a tab. */
const LOGGED = /duration: ([\d.]+) ms {2}plan:\n((?:\t.*\n)+)/g;

/** Reads of one node and what is below it. `table`: of the node above, whose rows a bitmap of an index finds. */
function* listReads(node: PlanNode, table?: string): Generator<{ table: string; index: string | null; rows: number }> {
  const own = node["Relation Name"] ?? table;
  const index = node["Index Name"];
  if (own && index) yield { table: own, index, rows: node["Actual Rows"] ?? 0 };
  else if (node["Node Type"] === "Seq Scan" && own)
    yield { table: own, index: null, rows: (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) };
  for (const below of node.Plans ?? []) yield* listReads(below, node["Relation Name"]);
}

function summarize(log: string): PagePlans {
  const plans: PagePlans = { statements: 0, ms: 0, indexes: {}, wholeTables: {} };
  for (const [, ms, plan = ""] of log.matchAll(LOGGED)) {
    plans.statements += 1;
    plans.ms = Math.round((plans.ms + Number(ms)) * 10) / 10;
    for (const { table, index, rows } of listReads(planSchema.parse(JSON.parse(plan)).Plan)) {
      if (index === null && rows > 0) plans.wholeTables[table] = Math.max(plans.wholeTables[table] ?? 0, rows);
      if (index !== null) plans.indexes[table] = [...new Set([...(plans.indexes[table]?.split(", ") ?? []), index])].sort().join(", ");
    }
  }
  return plans;
}

/** Asks for every page once and returns how the database answered. `logFile`: the server's, which runs with PLAN_SETTINGS. */
export async function readPlans(
  databaseUrl: string,
  logFile: string,
  reader: { url: string; cookie: string; pages: readonly PageRequest[] },
): Promise<Record<string, PagePlans>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const browser = openBrowser();
  const log = async (statement: string): Promise<void> => {
    await client.query(statement);
    await client.query("select pg_reload_conf()");
    await wait(1_000); // each connection reads its settings before its next statement, once the signal has reached it
  };
  try {
    await log("alter system set auto_explain.log_min_duration = 0");
    const plans: Record<string, PagePlans> = {};
    for (const page of reader.pages) {
      const before = fs.statSync(logFile).size;
      await askPage(reader.url, reader.cookie, page, browser);
      const read = summarize(fs.readFileSync(logFile).subarray(before).toString());
      // A server that was started without PLAN_SETTINGS, and is still there.
      if (read.statements === 0) throw new Error(`PostgreSQL wrote down no plan for the page "${page.name}". Stop it, then start again.`);
      plans[page.name] = read;
    }
    return plans;
  } finally {
    await log("alter system reset auto_explain.log_min_duration");
    browser.destroy();
    await client.end();
  }
}
