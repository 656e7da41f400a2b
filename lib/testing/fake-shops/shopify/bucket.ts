import { type DocumentNode, visit } from "graphql";

/** Shopify's leaky bucket: queries cost points, which are restored over time. */
export class CostBucket {
  private available: number;
  private filledAt: number;

  constructor(
    readonly maximum: number,
    readonly restoreRate: number,
    nowMs: number,
  ) {
    this.available = maximum;
    this.filledAt = nowMs;
  }

  /** Takes the points of a query; false if there are too few, and then takes none. */
  take(cost: number, nowMs: number): boolean {
    this.available = Math.min(this.maximum, this.available + ((nowMs - this.filledAt) / 1000) * this.restoreRate);
    this.filledAt = nowMs;
    if (cost > this.available) return false;
    this.available -= cost;
    return true;
  }

  describe(requested: number, actual: number | null): unknown {
    return {
      requestedQueryCost: requested,
      actualQueryCost: actual,
      throttleStatus: { maximumAvailable: this.maximum, currentlyAvailable: Math.floor(this.available), restoreRate: this.restoreRate },
    };
  }
}

/** Two points for a list plus one for each record it may contain; ten for a mutation. */
export function estimateCost(document: DocumentNode, variables: Readonly<Record<string, unknown>>): number {
  let cost = 1;
  visit(document, {
    OperationDefinition(node) {
      if (node.operation === "mutation") cost += 9;
    },
    Argument(node) {
      if (node.name.value !== "first") return;
      const count =
        node.value.kind === "IntValue"
          ? Number(node.value.value)
          : node.value.kind === "Variable"
            ? Number(variables[node.value.name.value] ?? 0)
            : 0;
      // Nested lists are counted once: Shopify charges about the square root, but nothing relies on it.
      cost += 2 + (cost < 50 ? count : Math.ceil(count / 10));
    },
  });
  return cost;
}
