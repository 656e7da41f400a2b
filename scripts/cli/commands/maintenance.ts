import { answerOf } from "@/lib/api/client/client";
import { EXIT, type ExitCode } from "@/scripts/cli/exit-codes";
import { findShop } from "@/scripts/cli/find-shop";
import { type GlobalOptions, openApi } from "@/scripts/cli/open-api";
import { printable, say, sayJson, writeTable, writeTime } from "@/scripts/cli/output";
import { tellShop } from "@/scripts/cli/tell-shop";

export async function startMaintenance(typed: string, options: GlobalOptions & { until: Date; from?: Date }): Promise<ExitCode> {
  const api = openApi(options);
  const shop = await findShop(api, typed);
  const startsAt = options.from ? { startsAt: options.from.toISOString() } : {};
  const body = { endsAt: options.until.toISOString(), ...startsAt };
  const announced = await answerOf(
    api.POST("/integrations/{integrationId}/maintenance", { params: { path: { integrationId: shop.id } }, body }),
  );
  if (options.json) sayJson(announced);
  else say(`Maintenance of ${printable(shop.name)} from ${writeTime(announced.startsAt)} until ${writeTime(announced.endsAt)}.`);
  return EXIT.ok;
}

export async function endMaintenance(typed: string, options: GlobalOptions): Promise<ExitCode> {
  const api = openApi(options);
  const { id: integrationId } = await findShop(api, typed);
  const shop = await answerOf(api.POST("/integrations/{integrationId}/maintenance/end", { params: { path: { integrationId } } }));
  if (options.json) sayJson(shop);
  else tellShop(shop);
  return EXIT.ok;
}

export async function listMaintenance(typed: string, options: GlobalOptions): Promise<ExitCode> {
  const api = openApi(options);
  const shop = await findShop(api, typed);
  const { data } = await answerOf(api.GET("/integrations/{integrationId}/maintenance", { params: { path: { integrationId: shop.id } } }));
  if (options.json) sayJson(data);
  else if (data.length === 0) say(`No maintenance of ${printable(shop.name)} is planned.`);
  else {
    const rows = data.map(({ startsAt, endsAt, by }) => [writeTime(startsAt), writeTime(endsAt), by ?? ""]);
    for (const line of writeTable(["FROM", "UNTIL", "BY"], rows)) say(line);
  }
  return EXIT.ok;
}
