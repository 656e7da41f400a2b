import { Feed } from "feed";
import type { PublishedRequirements } from "@/lib/addresses/published";

/** The words of an entry; the caller brings them in the reader's language. */
export interface FeedWords {
  title: string;
  entry: (kind: "announced" | "live" | "retires", address: string) => string;
}

/** Every dated change as an Atom feed (RFC 4287), newest first; what lies ahead stands in it from its announcement on. */
export function printAtomFeed(
  published: PublishedRequirements,
  words: FeedWords,
  { pageUrl, feedUrl }: { pageUrl: string; feedUrl: string },
): string {
  const entries = published.dates.flatMap(({ address, announced, live, retires }) =>
    (
      [
        ["announced", announced],
        ["live", live],
        ["retires", retires],
      ] as const
    ).flatMap(([kind, at]) => (at === null ? [] : [{ kind, address, date: new Date(at) }])),
  );
  entries.sort((a, b) => b.date.getTime() - a.date.getTime());
  const feed = new Feed({
    id: pageUrl,
    title: words.title,
    link: pageUrl,
    feedLinks: { atom: feedUrl },
    updated: entries[0]?.date ?? new Date(0),
    generator: false,
  });
  for (const { kind, address, date } of entries)
    feed.addItem({ title: words.entry(kind, address), id: `${pageUrl}#${kind}-${address}-${date.toISOString()}`, link: pageUrl, date });
  return feed.atom1();
}
