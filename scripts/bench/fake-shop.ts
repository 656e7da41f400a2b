import { recentOrders, startBareShop } from "@/lib/testing/sync-shop";

// A shop in a process of its own, so that its work does not count as ours: `node scripts/run.mjs scripts/bench/fake-shop.ts <orders> <delayMs>`.
const [count = "1000", delayMs = "0"] = process.argv.slice(2);
const shop = await startBareShop(recentOrders(Number(count)));
shop.setBehaviour({ delayMs: Number(delayMs) });
console.log(shop.url);
// Its log of requests is for tests; here it would grow for minutes.
setInterval(() => {
  shop.requests.length = 0;
}, 1_000);
// "down" and "up": an outage of the web server in front of it.
process.on("message", (state) => shop.setBehaviour(state === "down" ? { serverErrors: { next: "all", status: 502 } } : {}));
process.on("SIGTERM", () => void shop.close().then(() => process.exit(0)));
// The parent process is gone.
process.on("disconnect", () => process.exit(0));
