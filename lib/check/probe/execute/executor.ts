import type { Result } from "@/lib/base/result";
import type { Asker } from "@/lib/check/probe/execute/asker";
import type { Base, Part, Plan, Step } from "@/lib/check/probe/plan/step";
import type { NetFailure } from "@/lib/connectors/net/failures";

/** Runs a plan: executes its steps and returns their results. Network and time exist only here. */
export class Executor {
  /** Parts of the plan that wait for a condition. */
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly asker: Asker,
    /** Resolves and guards the target of a redirect within the site. */
    private readonly openBase: (url: string) => Promise<Result<Base, NetFailure>>,
  ) {}

  async run<Value>(plan: Plan<Value>): Promise<Value> {
    let next = this.resume(() => plan.next());
    while (!next.done) {
      const step = next.value;
      try {
        const answer = step.do === "begin" ? this.begin(step.part) : await this.perform(step);
        next = this.resume(() => plan.next(answer));
      } catch (error) {
        next = this.resume(() => plan.throw(error));
      }
    }
    return next.value;
  }

  private resume<Value>(go: () => IteratorResult<Step, Value>): IteratorResult<Step, Value> {
    this.asker.noteTime();
    try {
      return go();
    } finally {
      this.asker.closeStale();
      this.wakeWaiting();
    }
  }

  private wakeWaiting(): void {
    for (const recheck of [...this.waiting]) recheck();
  }

  private begin<Value>(part: Part<Value>): void {
    const end = (ended: Part<Value>["ended"]): void => {
      part.ended = ended;
      this.wakeWaiting();
    };
    this.run(part.plan).then(
      (value) => end({ value }),
      (error) => end({ error }),
    );
  }

  private perform(step: Exclude<Step, { do: "begin" }>): unknown {
    switch (step.do) {
      case "probe":
        return this.asker.ask(step.question, step.options);
      case "prepare":
        return this.asker.prepare(step.source);
      case "resolve":
        return this.openBase(step.url);
      case "wait":
        return this.asker.waitMs(step.milliseconds);
      case "wait_until":
        return this.waitUntil(step.holds, step.atMostMs);
    }
  }

  private waitUntil(holds: () => boolean, atMostMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.waiting.delete(recheck);
        resolve();
      };
      const recheck = (): void => {
        if (holds()) go();
      };
      const timer = atMostMs === null ? undefined : setTimeout(go, Math.min(atMostMs, this.asker.timeLeftMs));
      this.waiting.add(recheck);
      recheck();
    });
  }
}
