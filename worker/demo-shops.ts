import path from "node:path";
import { parseArgs } from "node:util";
import { env } from "@/lib/infra/env";
import { keepApprovedKeys, keepChanges, readOrMakeAuthority, readOrMakeEpoch } from "@/lib/testing/demo-folder";
import { listOrdersAtEpoch, listTrickledOrders } from "@/lib/testing/demo-orders";
import { DEMO_PANEL, DEMO_SHOPS, type DemoShop, GUIDED_SHOP, SPARE_SHOP } from "@/lib/testing/demo-shops";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";
import { startHostingPanel } from "@/lib/testing/hosting-panel/start-hosting-panel";

// Serves the demo shops and one shop's hosting panel on loopback: `node scripts/run.mjs worker/demo-shops.ts --folder .data/demo`. Once all
// are listening, prints `ready` and sends { targets, rootPem, guide } to the parent process; `guide` becomes DEMO_GUIDE.

const { values } = parseArgs({ options: { folder: { type: "string" } } });
const folder = path.resolve(values.folder ?? env().DEMO_FOLDER ?? ".data/demo");
const epoch = readOrMakeEpoch(folder);
const authority = await readOrMakeAuthority(folder);
const running: { close(): Promise<void> }[] = [];
const shops = [...DEMO_SHOPS, SPARE_SHOP];
const trickleCheckMs = 5000;

async function open(shop: DemoShop): Promise<FakeShop> {
  const started = await startFakeShop({
    shopSystem: shop.shopSystem,
    host: shop.host,
    port: shop.port,
    ...(shop === SPARE_SHOP ? {} : { tls: await authority.issue([shop.host, `${shop.slug}.example`], { fault: shop.certificate }) }),
    orders: [...listOrdersAtEpoch(shop, epoch), ...listTrickledOrders(shop, epoch, new Date())],
    credentials: [shop.credentials],
    behaviour: shop.behaviour,
    name: shop.name,
    timeZone: shop.timeZone,
    latencyMs: env().DEMO_LATENCY_MS,
  });
  keepChanges(folder, shop.slug, started.shop);
  keepApprovedKeys(folder, shop.slug, started.shop);
  running.push(started);
  return started;
}

/** Adds due orders. The next start generates them again, so they are not stored as changes. */
function trickle(shop: DemoShop, started: FakeShop): void {
  for (const order of listTrickledOrders(shop, epoch, new Date()).slice(-3))
    if (!started.shop.orders.has(order.id)) started.shop.orders.set(order.id, order);
}

async function openPanel(shop: FakeShop, { slug, name, timeZone, behaviour }: DemoShop): Promise<string> {
  const file = path.join(folder, `${slug}.panel.json`);
  const panel = await startHostingPanel({ ...DEMO_PANEL, shop, shopName: name, timeZone, rule: behaviour, file });
  running.push(panel);
  return panel.url;
}

function say(error: unknown, { name, host, port }: { name: string; host: string; port: number }): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EADDRINUSE")
    return `The demo's ${name} cannot listen on ${host}:${port}: the port is taken. Set DEMO_PORT_BASE to another one.`;
  if (code === "EADDRNOTAVAIL") return `The demo's ${name} cannot listen: this machine does not have the address ${host}.`;
  return `The demo's ${name} could not be started: ${error instanceof Error ? error.message : String(error)}`;
}

async function stop(exitCode: number): Promise<never> {
  await Promise.all(running.map((server) => server.close()));
  process.exit(exitCode);
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(0));
process.once("disconnect", () => void stop(0));

let panelUrl = "";
for (const shop of shops) {
  let opening: { name: string; host: string; port: number } = shop;
  try {
    const started = await open(shop);
    setInterval(() => trickle(shop, started), trickleCheckMs);
    if (shop.slug !== GUIDED_SHOP) continue;
    opening = { name: "hosting panel", ...DEMO_PANEL };
    panelUrl = await openPanel(started, shop);
  } catch (error) {
    console.error(say(error, opening));
    await stop(1);
  }
}
const guided = DEMO_SHOPS.find(({ slug }) => slug === GUIDED_SHOP);
console.log("ready");
process.send?.({
  targets: shops.map(({ host, port }) => `${host}:${port}`),
  rootPem: authority.rootPem,
  guide: { shopName: guided?.name, shopUrl: guided?.url, panelUrl, spare: { url: SPARE_SHOP.url, ...SPARE_SHOP.credentials } },
});
