import { startProcess } from "@/scripts/bench/subject";

/** A fake WooCommerce with `orders` orders that answers after `delayMs`. After `set("down")` it answers 502. */
export async function startShopProcess(orders: number, delayMs = 0) {
  const { child, pid, ready } = await startProcess("scripts/bench/fake-shop.ts", [orders, delayMs]);
  return { url: String(ready), pid, set: (state: "down" | "up") => child.send(state), close: () => child.kill() };
}

export type ShopProcess = Awaited<ReturnType<typeof startShopProcess>>;
