import { Feed } from "feed";
import type { PublishedRequirements } from "@/lib/operations/addresses/published";

export interface FeedWords {
  title: string;
  entry: (kind: "announced" | "live" | "retires", address: string, at: Date) => string;
}

const AUTHOR = "Mooring";

/**
 * Every dated change as an Atom feed (RFC 4287), newest first. Planned changes carry the date of the announcement: feed readers hide or pin
 * entries with a future date.
 */
export function printAtomFeed(
  published: PublishedRequirements,
  words: FeedWords,
  { pageUrl, feedUrl, now }: { pageUrl: string; feedUrl: string; now: Date },
): string {
  const entries = published.dates.flatMap(({ address, ...dates }) =>
    (["announced", "live", "retires"] as const).flatMap((kind) =>
      dates[kind] === null ? [] : [{ kind, address, date: new Date(dates[kind]) }],
    ),
  );
  const movedAt = latest(entries.flatMap(({ kind, date }) => (kind === "live" && date <= now ? [date] : [])));
  const dated = entries.map((entry) => {
    const { kind, address, date } = entry;
    if (date <= now) return { ...entry, decided: date };
    const announced = entries.find((other) => other.kind === "announced" && other.address === address)?.date;
    return { ...entry, decided: (kind === "retires" ? movedAt : announced) ?? now };
  });
  dated.sort((a, b) => b.decided.getTime() - a.decided.getTime() || b.date.getTime() - a.date.getTime());
  const feed = new Feed({
    id: pageUrl,
    title: words.title,
    link: pageUrl,
    feedLinks: { atom: feedUrl },
    updated: dated[0]?.decided ?? new Date(0),
    author: { name: AUTHOR, link: pageUrl },
    generator: false,
  });
  for (const { kind, address, date, decided } of dated)
    feed.addItem({
      title: words.entry(kind, address, date),
      id: `${pageUrl}#${kind}-${address}-${date.toISOString()}`,
      link: pageUrl,
      date: decided,
    });
  return feed.atom1();
}

const latest = (dates: readonly Date[]): Date | undefined => dates.toSorted((a, b) => b.getTime() - a.getTime())[0];
