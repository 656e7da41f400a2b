import { recentOrders, startBareShop } from "@/lib/testing/sync-shop";
import { sendToParent } from "@/scripts/bench/subject";

// A shop in a process of its own: `fake-shop.ts <orders> <delayMs>`. The messages "down" and "up": an outage of the web server in front of it.
const [count, delayMs] = process.argv.slice(2);
const shop = await startBareShop(recentOrders(Number(count)));
shop.setBehaviour({ delayMs: Number(delayMs) });
// The request log is for tests and would grow without bound here.
setInterval(() => {
  shop.requests.length = 0;
}, 1_000);
process.on("message", (state) => shop.setBehaviour(state === "down" ? { serverErrors: { next: "all", status: 502 } } : {}));
sendToParent(shop.url);
