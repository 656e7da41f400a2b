import { KIND_TRAITS } from "@/lib/notify/kinds";
import type { Message } from "@/lib/notify/message";

/** What an on-call service opens or closes. */
interface Alert {
  action: "open" | "close";
  /** The incident's id, so that what it opened is what it closes. */
  id: string;
  title: string;
  text: string;
  source: string;
  page: string | null;
}

/**
 * The alerts of a message: one per incident, closed when it is over. A message without an end opens an alert that a person closes; good
 * and plain news opens none. A test opens an alert and closes it.
 */
export function listAlerts({ id, message: { subject, lines } }: { id: string; message: Message }): Alert[] {
  if (lines.length === 0) {
    const test = { id, title: subject, text: subject, source: "Mooring", page: null };
    return [
      { action: "open", ...test },
      { action: "close", ...test },
    ];
  }
  return lines.flatMap(({ kind, shop, text, url, incident }, place) => {
    const { tone, about } = KIND_TRAITS[kind];
    const action = about === "over" ? "close" : tone === "bad" ? "open" : null;
    if (action === null) return [];
    const source = shop ?? subject;
    const title = lines.length === 1 ? subject : `${source}: ${text}`;
    return [{ action, id: incident?.id ?? `${id}-${place}`, title, text, source, page: url }];
  });
}
