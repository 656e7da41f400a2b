import { needsAction, type Shop } from "@/scripts/cli/find-shop";
import { printable, say, styled, words, writeTable, writeTime } from "@/scripts/cli/output";

const MARKS: Partial<Record<Shop["story"]["state"], string>> = { healthy: "✓", quiet: "✓", down: "✕", partial: "✕", not_connected: "✕" };
const LANE_NAMES = { orders_in: "Orders in", tracking_out: "Tracking out" } as const;

const markOf = ({ story }: Shop): string => MARKS[story.state] ?? "·";

export const writeShops = (shops: readonly Shop[]): string[] =>
  writeTable(
    ["", "SHOP", "SYSTEM", "STATE", "WHAT IT SAYS"],
    shops.map((shop) => [markOf(shop), shop.name, shop.shopSystem, words(shop.story.state), shop.story.headline]),
  );

/** What the shop's page says, in the same order. */
export function tellShop(shop: Shop): void {
  const { story } = shop;
  const tone = markOf(shop) === "✓" ? "green" : needsAction(shop) ? "red" : "yellow";
  say(styled(["bold", tone], `${markOf(shop)} ${printable(shop.name)} · ${printable(story.headline)}`));
  const texts = [story.effect, story.cause, story.responsibility, story.byItself];
  for (const text of texts) if (text) say(`  ${printable(text)}`);
  for (const name of ["orders_in", "tracking_out"] as const) {
    const { lastSuccessAt, nextSyncAt } = shop.lanes[name];
    // What is wrong is the story's to say: a lane only knows when it tries next.
    const times = [lastSuccessAt && `last worked ${writeTime(lastSuccessAt)}`, nextSyncAt && `next ${writeTime(nextSyncAt)}`].filter(
      Boolean,
    );
    if (times.length > 0) say(styled("dim", `  ${LANE_NAMES[name]}: ${times.join(" · ")}`));
  }
  say(styled("dim", `  ${printable(shop.url)} · ${shop.id}`));
}
