import "server-only";
import type { AsyncLocalStorage } from "node:async_hooks";

interface PageRequest {
  begin(): void;
  turn(): Promise<void>;
}

const pages = globalThis as typeof globalThis & { mooringPages?: AsyncLocalStorage<PageRequest> };

/** Waits for the turn of the page that is made (scripts/page-turns.mjs). */
export async function pageTurn(): Promise<void> {
  await pages.mooringPages?.getStore()?.turn();
}

/** The page is there, and for whoever asked: its head may go (scripts/early-head.mjs). Then waits for its turn. */
export async function beginPage(): Promise<void> {
  pages.mooringPages?.getStore()?.begin();
  await pageTurn();
}
