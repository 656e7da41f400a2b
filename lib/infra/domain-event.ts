import type { Transaction } from "@/lib/infra/db";

type Reaction<Payload> = (tx: Transaction, payload: Payload) => Promise<void>;

/** A typed event of a domain. Its reactions run in the transaction that publishes it, so that both commit or neither does. */
export interface DomainEvent<Payload> {
  readonly name: string;
  publish(tx: Transaction, payload: Payload): Promise<void>;
  /** Replaces an earlier reaction with the same name: a module may be evaluated twice in one process. */
  subscribe(reactionName: string, reaction: Reaction<Payload>): void;
}

// Global, because a bundler may give pages and the process's entry point separate copies of this module.
const shared = globalThis as typeof globalThis & { mooringReactions?: Map<string, Map<string, Reaction<never>>> };

/** Declares an event. Publishing throws if the process has no reactions (worker/reactions.ts), since the change would be lost silently. */
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
