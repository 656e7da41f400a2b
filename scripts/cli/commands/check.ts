import { answerOf, type Schemas } from "@/lib/api/client/client";
import { EXIT, type ExitCode, Stop } from "@/scripts/cli/exit-codes";
import { findShop } from "@/scripts/cli/find-shop";
import { type GlobalOptions, openApi } from "@/scripts/cli/open-api";
import { printable, say, sayJson, styled, words } from "@/scripts/cli/output";
import { startProgress } from "@/scripts/cli/progress";
import { preferWait, readUntil } from "@/scripts/cli/wait";

type Check = Schemas["Check"];

export interface WaitOptions extends GlobalOptions {
  wait?: boolean;
  timeout: number;
}

const isOver = ({ status }: Check): boolean => status === "done" || status === "failed";

export async function check(typed: string, options: WaitOptions): Promise<ExitCode> {
  const api = openApi(options);
  const shop = await findShop(api, typed);
  const path = { integrationId: shop.id };
  const progress = startProgress(`Checking ${shop.name} …`, options.json === true);
  try {
    const params = { path, ...(options.wait ? preferWait(options.timeout) : {}) };
    const started = await answerOf(api.POST("/integrations/{integrationId}/checks", { params }));
    if (!options.wait) {
      progress.stop();
      if (options.json) sayJson(started);
      else say(`The check of ${printable(shop.name)} was started. mooring check --wait shows its result.`);
      return EXIT.ok;
    }
    const checkId = "checkId" in started ? started.checkId : started.id;
    const read = (): Promise<Check> => answerOf(api.GET("/checks/{checkId}", { params: { path: { checkId } } }));
    const first = "checkId" in started ? await read() : started;
    const ended = await readUntil({ first, seconds: options.timeout, what: `The check of ${shop.name}` }, read, isOver);
    progress.stop();
    if (options.json) sayJson(ended);
    else tellCheck(shop.name, ended);
    if (ended.status === "failed") throw new Stop(EXIT.finding, "The check could not be finished. Start it again.", "check_failed");
    return ended.verdict === "healthy" ? EXIT.ok : EXIT.finding;
  } finally {
    progress.stop();
  }
}

function tellCheck(name: string, { verdict, causes }: Check): void {
  if (verdict === null) return;
  say(styled(["bold", verdict === "healthy" ? "green" : "red"], `${verdict === "healthy" ? "✓" : "✕"} ${printable(name)} is ${verdict}.`));
  for (const { code, blocker, certainty, methods, userAgents, addresses } of causes) {
    const by = blocker ? ` by ${words(blocker)}` : "";
    say(`  ${words(code)}${by}${certainty === "proven" ? "" : " (seen once)"}`);
    const only = [...methods, ...addresses, ...userAgents];
    if (only.length > 0) say(styled("dim", `    only ${only.map(printable).join(", ")}`));
  }
  if (causes.length > 0)
    say(styled("dim", `  mooring report create "${printable(name)}" makes a page with proof and fix, if the hosting provider has to act.`));
}
