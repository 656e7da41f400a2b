import net from "node:net";
import { z } from "zod";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";

// A hosting panel's state of one server: a rule that refuses visitors, and the exempted visitors.

const rulesSchema = z.object({ isActive: z.boolean(), exempt: z.array(z.ipv4()) });
export type ServerRules = z.infer<typeof rulesSchema>;

/** `before`: what Undo restores. */
export const panelStateSchema = z.object({ now: rulesSchema, before: rulesSchema.nullable() });
export type PanelState = z.infer<typeof panelStateSchema>;

export const FIRST_STATE: PanelState = { now: { isActive: true, exempt: [] }, before: null };

/**
 * The IPv4 addresses in a configuration of any software, plain or escaped for regular expressions. Excludes networks and version numbers of
 * five parts.
 */
export function findAddresses(pasted: string): string[] {
  const plain = pasted.replaceAll("[.]", ".").replaceAll("\\.", ".");
  const found = plain.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]|\/(?!32))/g) ?? [];
  return [...new Set(found)].filter((address) => net.isIPv4(address));
}

export type PanelAct = { kind: "exempt"; pasted: string } | { kind: "switch" } | { kind: "undo" };

/** The state after the act; unchanged if there is nothing to do. */
export function actOnPanel(state: PanelState, act: PanelAct): PanelState {
  const { now, before } = state;
  switch (act.kind) {
    case "undo":
      return before ? { now: before, before: null } : state;
    case "switch":
      return { now: { ...now, isActive: !now.isActive }, before: now };
    case "exempt": {
      const added = findAddresses(act.pasted).filter((address) => !now.exempt.includes(address));
      return added.length > 0 ? { now: { ...now, exempt: [...now.exempt, ...added] }, before: now } : state;
    }
  }
}

/** The server's behaviour under these rules; `rule` is the behaviour while nothing is exempt. */
export const behaveBy = ({ isActive, exempt }: ServerRules, rule: Behaviour): Behaviour =>
  isActive ? { ...rule, exemptAddresses: exempt } : {};
