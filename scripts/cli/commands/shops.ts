import { setTimeout as pause } from "node:timers/promises";
import { type ApiClient, answerOf } from "@/lib/api/client/client";
import { EXIT, type ExitCode } from "@/scripts/cli/exit-codes";
import { findShop, listShops, needsAction, type Shop } from "@/scripts/cli/find-shop";
import { type GlobalOptions, openApi } from "@/scripts/cli/open-api";
import { note, printable, say, sayJson, sayJsonLine, styled, words, writeTime } from "@/scripts/cli/output";
import { startProgress } from "@/scripts/cli/progress";
import { tellShop, writeShops } from "@/scripts/cli/tell-shop";
import { readUntil } from "@/scripts/cli/wait";

export async function shops(options: GlobalOptions): Promise<ExitCode> {
  const found = await listShops(openApi(options));
  if (options.json) sayJson(found);
  else if (found.length === 0) note("This token sees no shop.");
  else for (const line of writeShops(found)) say(line);
  return EXIT.ok;
}

export interface StatusOptions extends GlobalOptions {
  watch?: boolean;
  wait?: boolean;
  interval: number;
  timeout: number;
}

/** Quiet: it works again, and Mooring watches whether it stays so. */
const isHealthy = ({ story }: Shop): boolean => story.state === "healthy" || story.state === "quiet";
const codeOf = (found: readonly Shop[]): ExitCode => (found.some(needsAction) ? EXIT.finding : EXIT.ok);

const readShop = (api: ApiClient, { id }: Shop): Promise<Shop> =>
  answerOf(api.GET("/integrations/{integrationId}", { params: { path: { integrationId: id } } }));

export async function status(typed: string | undefined, options: StatusOptions): Promise<ExitCode> {
  const api = openApi(options);
  const only = typed === undefined ? null : await findShop(api, typed);
  const read = async (): Promise<Shop[]> => (only ? [await readShop(api, only)] : listShops(api));
  if (options.watch) return watch(read, options);
  const found = options.wait ? await waitForHealth(read, only, options) : only ? [only] : await read();
  if (options.json) sayJson(only ? found[0] : found);
  else if (only) for (const shop of found) tellShop(shop);
  else tellAll(found);
  return codeOf(found);
}

function tellAll(found: readonly Shop[]): void {
  if (found.length === 0) {
    note("This token sees no shop.");
    return;
  }
  for (const line of writeShops(found)) say(line);
  const troubled = found.filter(needsAction);
  say();
  const unwell = found.filter((shop) => !isHealthy(shop)).length;
  if (unwell === 0) say(styled("green", `All ${found.length} shops are healthy.`));
  else say(`Healthy: ${found.length - unwell} of ${found.length}. Need action: ${troubled.length}.`);
  for (const { name } of troubled) say(styled("dim", `  mooring status "${printable(name)}"`));
}

async function waitForHealth(read: () => Promise<Shop[]>, only: Shop | null, { timeout, json }: StatusOptions): Promise<Shop[]> {
  const what = only ? `Recovery of ${only.name}` : "Recovery of all shops";
  const progress = startProgress(`${what} …`, json === true);
  const show = (found: readonly Shop[]) => {
    const [unwell] = found.filter((shop) => !isHealthy(shop));
    if (unwell) progress.show(`${unwell.name}: ${unwell.story.headline}`);
  };
  try {
    return await readUntil({ first: await read(), seconds: timeout, what }, read, (found) => found.every(isHealthy), show);
  } finally {
    progress.stop();
  }
}

const shownOf = ({ story, lanes }: Shop): string =>
  JSON.stringify([story.state, story.headline, lanes.orders_in.state, lanes.tracking_out.state]);

/** One line for each change, and none while nothing changes, until Ctrl-C. */
async function watch(read: () => Promise<Shop[]>, { interval, json }: StatusOptions): Promise<never> {
  const known = new Map<string, string>();
  for (;;) {
    for (const shop of await read()) {
      const shown = shownOf(shop);
      if (known.get(shop.id) === shown) continue;
      known.set(shop.id, shown);
      if (json) sayJsonLine(shop);
      else
        say(
          `${writeTime(new Date().toISOString())}  ${printable(shop.name)}  ${words(shop.story.state)}  ${printable(shop.story.headline)}`,
        );
    }
    await pause(interval * 1_000);
  }
}
