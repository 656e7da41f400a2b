interface Line {
  running: number;
  waiting: Set<() => void>;
}

/** Lets at most `most` works of one key run at a time; further ones wait in order, until they are aborted. */
export class Turns {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly most: number) {}

  async run<Value>(key: string, signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    const line = this.lines.get(key) ?? { running: 0, waiting: new Set() };
    this.lines.set(key, line);
    if (line.running < this.most) line.running += 1;
    else await this.waitIn(line, signal);
    try {
      return await work();
    } finally {
      const [next] = line.waiting;
      if (next) next();
      else line.running -= 1;
      if (line.running === 0) this.lines.delete(key);
    }
  }

  /** Resolves when a finished work of the line hands over its place. */
  private waitIn(line: Line, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        line.waiting.delete(begin);
        reject(signal.reason);
      };
      const begin = (): void => {
        line.waiting.delete(begin);
        signal.removeEventListener("abort", leave);
        resolve();
      };
      line.waiting.add(begin);
      signal.addEventListener("abort", leave, { once: true });
      if (signal.aborted) leave();
    });
  }
}
