import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createTranslator } from "use-intl/core";
import { SECOND_MS } from "@/lib/base/units";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { fixesFor } from "@/lib/check/diagnosis/fixes/fixes-for";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { REQUIRED_METHODS, userAgents } from "@/lib/connectors/egress/user-agents";
import { createShopClient } from "@/lib/connectors/http/client";
import { connectorFor } from "@/lib/connectors/registry";
import { loadMessages } from "@/lib/i18n/messages";
import { runCommand } from "@/scripts/conformance/run-command";
import type { ShopFile } from "@/scripts/conformance/shop-file";
import type { PrintedFix, Subject } from "@/scripts/conformance/subject";
import { readTrueOrders } from "@/scripts/conformance/true-order";
import { TRUE_ORDERS_SQL } from "@/scripts/conformance/true-orders-sql";

/** How long a rate limit of the shop is waited out. */
const PATIENCE_MS = 600_000;

async function printFix(result: CheckResult, code: string, addresses: readonly string[]): Promise<PrintedFix | null> {
  const cause = result.causes.find((one) => one.code === code);
  const [fix] = cause
    ? fixesFor(cause, {
        url: result.effectiveUrl ?? result.url,
        shopSystem: result.shopSystem,
        server: result.server.software,
        addresses,
        userAgents: result.shopSystem ? userAgents(result.shopSystem) : [],
        methods: REQUIRED_METHODS,
      })
    : [];
  if (!fix) return null;
  const t = createTranslator({ locale: "en", messages: await loadMessages("en"), namespace: "fixes" }) as unknown as Parameters<
    typeof describeFix
  >[0];
  const { software, steps, snippets } = describeFix(t, fix);
  return {
    software,
    steps,
    snippets: snippets.map(({ title, file = null, place, replaces = null, code: text }) => ({ title, file, place, replaces, code: text })),
  };
}

/** The shop of a file, with what its commands can do. */
export function openSubject(shop: ShopFile): Subject {
  const { shopSystem, folder, commands, url, settleSeconds, webhooks } = shop;
  const { egress, policy: own } = outsideConfig();
  const policy = { ...own, allowNetworks: [...own.allowNetworks, ...shop.networks] };
  const credentials = connectorFor(shopSystem).credentialsSchema.parse(shop.credentials);
  const run = async (command: string, args: readonly string[]): Promise<void> => {
    await runCommand(command, { folder, args });
    await wait(settleSeconds * SECOND_MS);
  };
  const query = TRUE_ORDERS_SQL[shopSystem];
  if (commands.sql && !query) throw new Error(`The tables of ${shopSystem} are unknown: use the command "orders".`);
  const { change, deliver, break: breakShop, fix, mend } = commands;
  return {
    shopSystem,
    name: shop.name,
    credentials,
    parcels: shop.parcels,
    open: () =>
      createShopClient({
        baseUrl: url,
        shopSystem,
        egress,
        policy,
        patience: { signal: AbortSignal.timeout(PATIENCE_MS), maxWaitMs: PATIENCE_MS },
      }),
    async listTruth() {
      if (commands.orders) return readTrueOrders(await runCommand(commands.orders, { folder }));
      const input = query?.write(shop.prefix ?? query.usualPrefix) ?? "";
      return readTrueOrders(await runCommand(commands.sql ?? "", { folder, input }));
    },
    ...(change ? { change: (ids) => runCommand(change, { folder, args: ids }).then(() => {}) } : {}),
    ...(webhooks
      ? {
          webhooks: {
            address: webhooks.address,
            listen: { host: webhooks.host, port: webhooks.port },
            ...(deliver ? { deliver: () => runCommand(deliver, { folder }).then(() => {}) } : {}),
            withinMs: webhooks.withinSeconds * SECOND_MS,
          },
        }
      : {}),
    ...(breakShop && mend
      ? {
          breaks: {
            expected: Object.entries(shop.breaks).map(([name, cause]) => ({ name, cause })),
            check: () => runCheck({ url, shopSystem, credentials, egress, policy }),
            cause: (name) => run(breakShop, [name]),
            mend: () => run(mend, []),
            printFix: (result, code) => printFix(result, code, egress.addresses),
            ...(fix
              ? {
                  async fix(name, printed) {
                    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "fix-")), "fix.json");
                    fs.writeFileSync(file, JSON.stringify(printed, null, 2));
                    await run(fix, [name, file]).finally(() => fs.rmSync(path.dirname(file), { recursive: true }));
                  },
                }
              : {}),
          },
        }
      : {}),
  };
}
