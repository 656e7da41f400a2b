// The processes that answer, each at a socket of its own.
import http from "node:http";

/** @typedef {{ socketPath: string, agent: http.Agent, busy: number, leave: () => void }} Answerer `busy`: what it is asked for at this moment */

export function createAnswerers() {
  /** @type {Set<Answerer>} */
  const all = new Set();
  /** @type {Set<() => void>} */
  const waiting = new Set();

  return {
    /**
     * One more answers from now on, until it leaves: what it is at by then it goes on with.
     * @param {string} socketPath
     * @param {() => void} [onLeave]
     * @returns {Answerer}
     */
    join(socketPath, onLeave = () => {}) {
      const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 1_000 });
      const leave = () => {
        all.delete(one);
        onLeave();
      };
      const one = { socketPath, agent, busy: 0, leave };
      all.add(one);
      for (const goOn of waiting) goOn();
      waiting.clear();
      return one;
    },
    /** The one with the least to do; waits while there is none. @returns {Promise<Answerer>} */
    async leastBusy() {
      while (all.size === 0) await new Promise((resolve) => waiting.add(() => resolve(undefined)));
      return [...all].reduce((least, one) => (one.busy < least.busy ? one : least));
    },
  };
}
