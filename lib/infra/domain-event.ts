import type { Transaction } from "@/lib/infra/db";
import { processWide } from "@/lib/infra/process-wide";

type Reaction<Payload, Executor> = (tx: Executor, payload: Payload) => Promise<void>;

/**
 * Declares a domain event. Reactions run in the publishing transaction; without any in this process (worker/reactions.ts), publishing throws.
 * `Executor`: how that transaction takes statements.
 */
export function defineEvent<Payload, Executor = Transaction>(name: string) {
  const reactions = processWide(`reactions to ${name}`, () => new Map<string, Reaction<Payload, Executor>>());
  return {
    async publish(tx: Executor, payload: Payload): Promise<void> {
      const known = reactions.get();
      if (known.size === 0) throw new Error(`No reaction to "${name}": call subscribeReactions() where this process starts.`);
      for (const reaction of known.values()) await reaction(tx, payload);
    },
    /** Replaces an earlier reaction of the same name, since a module may be evaluated twice in one process. */
    subscribe: (reactionName: string, reaction: Reaction<Payload, Executor>) => void reactions.get().set(reactionName, reaction),
  };
}
