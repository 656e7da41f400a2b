import { recentOrders, startBareShop } from "@/lib/testing/sync-shop";
import { sendToParent } from "@/scripts/bench/subject";

// A shop in its own process: `fake-shop.ts <orders> <delayMs>`. The messages "down" and "up" simulate an outage of its web server.
const [count, delayMs] = process.argv.slice(2);
const shop = await startBareShop(recentOrders(Number(count)));
shop.setBehaviour({ delayMs: Number(delayMs) });
// The request log is for tests and would grow without limit here.
setInterval(() => {
  shop.requests.length = 0;
}, 1_000);
process.on("message", (state) => shop.setBehaviour(state === "down" ? { serverErrors: { next: "all", status: 502 } } : {}));
sendToParent(shop.url);
