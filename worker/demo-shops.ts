import path from "node:path";
import { parseArgs } from "node:util";
import { env } from "@/lib/infra/env";
import { keepChanges, readOrMakeAuthority, readOrMakeEpoch } from "@/lib/testing/demo-folder";
import { DEMO_SHOPS, type DemoShop, listOrdersAtEpoch, listTrickledOrders } from "@/lib/testing/demo-shops";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// Serves the demo shops on loopback: `node scripts/run.mjs worker/demo-shops.ts --folder .data/demo`. Once all are listening it prints `ready` and
// sends { targets, rootPem } to its parent process.

const { values } = parseArgs({ options: { folder: { type: "string" } } });
const folder = path.resolve(values.folder ?? env().DEMO_FOLDER ?? ".data/demo");
const epoch = readOrMakeEpoch(folder);
const authority = await readOrMakeAuthority(folder);
const running: FakeShop[] = [];
const trickleCheckMs = 5000;

async function open(shop: DemoShop): Promise<FakeShop> {
  const started = await startFakeShop({
    platform: shop.platform,
    host: shop.host,
    port: shop.port,
    tls: await authority.issue([shop.host, `${shop.slug}.example`], { fault: shop.certificate }),
    orders: [...listOrdersAtEpoch(shop, epoch), ...listTrickledOrders(shop, epoch, new Date())],
    credentials: [shop.credentials],
    behaviour: shop.behaviour,
    name: shop.name,
    timeZone: shop.timeZone,
  });
  keepChanges(folder, shop.slug, started.shop);
  running.push(started);
  return started;
}

/** Adds the orders that are due. They are generated again at the next start, so they are not stored as changes. */
function trickle(shop: DemoShop, started: FakeShop): void {
  for (const order of listTrickledOrders(shop, epoch, new Date()).slice(-3))
    if (!started.shop.orders.has(order.id)) started.shop.orders.set(order.id, order);
}

function say(error: unknown, shop: DemoShop): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EADDRINUSE")
    return `The demo shop ${shop.name} cannot listen on ${shop.host}:${shop.port}: the port is taken. Set DEMO_PORT_BASE to another one.`;
  if (code === "EADDRNOTAVAIL") return `The demo shop ${shop.name} cannot listen: this machine does not have the address ${shop.host}.`;
  return `The demo shop ${shop.name} could not be started: ${error instanceof Error ? error.message : String(error)}`;
}

async function stop(exitCode: number): Promise<never> {
  await Promise.all(running.map((shop) => shop.close()));
  process.exit(exitCode);
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop(0));
process.once("disconnect", () => void stop(0));

for (const shop of DEMO_SHOPS) {
  try {
    const started = await open(shop);
    setInterval(() => trickle(shop, started), trickleCheckMs);
  } catch (error) {
    console.error(say(error, shop));
    await stop(1);
  }
}
console.log("ready");
process.send?.({ targets: DEMO_SHOPS.map(({ host, port }) => `${host}:${port}`), rootPem: authority.rootPem });
