import { startProcess } from "@/scripts/bench/subject";

/** A fake WooCommerce shop with `orders` orders that responds after `delayMs`, and with 502 after `set("down")`. */
export async function startShopProcess(orders: number, delayMs = 0) {
  const { child, pid, ready } = await startProcess("scripts/bench/fake-shop.ts", [orders, delayMs]);
  return { url: String(ready), pid, set: (state: "down" | "up") => child.send(state), close: () => child.kill() };
}

export type ShopProcess = Awaited<ReturnType<typeof startShopProcess>>;
