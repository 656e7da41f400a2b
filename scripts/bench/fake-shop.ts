import { recentOrders, startBareShop } from "@/lib/testing/sync-shop";

// A shop in a process of its own, so that its work does not count as ours: `node scripts/run.mjs scripts/bench/fake-shop.ts <orders> <delayMs>`.
const [count = "1000", delayMs = "0"] = process.argv.slice(2);
const shop = await startBareShop(recentOrders(Number(count)));
shop.setBehaviour({ delayMs: Number(delayMs) });
console.log(shop.url);
process.on("SIGTERM", () => void shop.close().then(() => process.exit(0)));
