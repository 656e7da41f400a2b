import { createTranslator } from "use-intl/core";
import { runCheck } from "@/lib/check/probe/check-shop";
import { describeRegions } from "@/lib/check/regions";
import { checkEgress, outsideConfig, regionOf } from "@/lib/connectors/egress/config";
import { isNetwork } from "@/lib/connectors/net/address";
import { loadMessages } from "@/lib/i18n/messages";
import { type CheckArguments, limitPhases, readArguments } from "@/worker/check/arguments";
import { isForShopSystem, readCredentialsFile } from "@/worker/check/credentials-file";
import { writeReport } from "@/worker/check/report";

// `npm run -s check -- <address>`: the reachability check without a database. Exit status: 0 healthy, 1 any other verdict, 2 bad usage, 3 internal error.

/** Time limit of the whole check. */
const TOTAL_LIMIT_MS = 55_000;

class Usage extends Error {}

function readOutside(): ReturnType<typeof outsideConfig> {
  let outside: ReturnType<typeof outsideConfig>;
  try {
    outside = outsideConfig();
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : "the environment cannot be read");
  }
  const unreadable = outside.policy.allowNetworks.find((network) => !isNetwork(network));
  if (unreadable !== undefined)
    throw new Usage(`${unreadable} is not a network in CIDR notation, such as 127.0.0.0/8 (PROBE_ALLOW_NETWORKS)`);
  const egress = checkEgress(outside.egress);
  if (!egress.ok)
    throw new Usage(
      `this machine does not have the address ${egress.reason.address}, and no proxy is named for it (EGRESS_ADDRESSES, CONTROL_ADDRESS)`,
    );
  return outside;
}

async function check(asked: CheckArguments): Promise<number> {
  const { egress, policy } = readOutside();
  const file = asked.credentialsFile === null ? null : readCredentialsFile(asked.credentialsFile, asked.shopSystem);
  if (file && !file.ok) throw new Usage(file.reason);
  const credentials = file?.value;
  const showsProgress = process.stderr.isTTY && !asked.json;
  let asking = 0;
  const found = await runCheck({
    url: asked.url,
    egress,
    policy,
    signal: AbortSignal.timeout(TOTAL_LIMIT_MS),
    ...(asked.shopSystem ? { shopSystem: asked.shopSystem } : {}),
    ...(credentials ? { credentials } : {}),
    ...(asked.budget === null ? {} : { budget: asked.budget }),
    ...(asked.timeoutMs === null ? {} : { timeouts: limitPhases(asked.timeoutMs) }),
    onProbe: (probe) => {
      asking += 1;
      if (showsProgress) process.stderr.write(`\r\x1b[K${asking} · ${probe.method} ${probe.purpose}`);
    },
  });
  const result = describeRegions(found, regionOf);
  if (showsProgress) process.stderr.write("\r\x1b[K");
  if (credentials && result.shopSystem && !isForShopSystem(credentials, result.shopSystem))
    throw new Usage(`the credentials file ${asked.credentialsFile} holds no usable keys for ${result.shopSystem}, which answers there`);
  if (asked.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      await writeReport(result, { locale: asked.language, colours: process.stdout.isTTY && process.stdout.hasColors(), egress }),
    );
  return result.verdict === "healthy" ? 0 : 1;
}

async function main(): Promise<number> {
  const invocation = readArguments(process.argv.slice(2));
  if (!invocation.ok) throw new Usage(invocation.reason);
  if (invocation.value.kind === "help") {
    const t = createTranslator({ locale: "en", messages: await loadMessages("en"), namespace: "command" }) as unknown as (
      key: string,
    ) => string;
    process.stdout.write(`${t("help")}\n`);
    return 0;
  }
  return check(invocation.value.arguments);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Usage) {
    process.stderr.write(`check: ${error.message}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`check: internal error: ${error instanceof Error ? error.message : "unknown"}\n`);
    process.exitCode = 3;
  }
}
// Open sockets of a hostile shop and idle timers would keep the process alive.
process.stdout.write("", () => process.exit());
