import type { Transaction } from "@/lib/infra/db";

type Reaction<Payload> = (tx: Transaction, payload: Payload) => Promise<void>;

/** What a domain says has happened. Its reactions run within the transaction of the change, so that both commit or neither does. */
export interface DomainEvent<Payload> {
  readonly name: string;
  publish(tx: Transaction, payload: Payload): Promise<void>;
  /** The reaction takes the place of an earlier one with the same name: a module may be evaluated twice in one process. */
  subscribe(reactionName: string, reaction: Reaction<Payload>): void;
}

// In globalThis, since a bundler may give the pages and the process's start copies of this module.
const shared = globalThis as typeof globalThis & { mooringReactions?: Map<string, Map<string, Reaction<never>>> };

/** Declares an event of a domain. Publishing it throws while the process has no reactions (worker/reactions.ts): a change would be lost silently. */
export function defineEvent<Payload>(name: string): DomainEvent<Payload> {
  const reactions = (): Map<string, Reaction<Payload>> => {
    shared.mooringReactions ??= new Map();
    const known = shared.mooringReactions.get(name) ?? new Map<string, Reaction<never>>();
    shared.mooringReactions.set(name, known);
    return known as unknown as Map<string, Reaction<Payload>>;
  };
  return {
    name,
    async publish(tx, payload) {
      const known = reactions();
      if (known.size === 0) throw new Error(`No reaction to "${name}": call subscribeReactions() where this process starts.`);
      for (const reaction of known.values()) await reaction(tx, payload);
    },
    subscribe: (reactionName, reaction) => void reactions().set(reactionName, reaction),
  };
}
