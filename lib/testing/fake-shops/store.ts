import { createHash } from "node:crypto";
import { type FakeOrder, type FakeStatus, toWholeSecond } from "@/lib/testing/fake-shops/fake-order";
import type { FakeWebhook, OrderEvent } from "@/lib/testing/fake-shops/fake-webhook";
import { fromLocalText, toLocalText } from "@/lib/testing/fake-shops/shop-time";

const FIRST_ORDER_ID = 1001;

/** A key that a user of the shop approved for an application. */
interface ApprovedKey {
  consumerKey: string;
  consumerSecret: string;
  permissions?: "read" | "write" | "read_write";
}

/** The data of one fake shop. Every change stamps the order with the shop's own clock in whole seconds, as in real shops. */
export class FakeStore {
  readonly orders = new Map<number, FakeOrder>();
  private lastPartId = 500_000;
  /** Called with the id of each order that is added, changed or removed after the start. */
  onChange: (id: number) => void = () => {};
  readonly webhooks = new Map<number, FakeWebhook>();
  /** By consumer key. */
  readonly approvedKeys = new Map<string, ApprovedKey>();
  onKeyApproved: () => void = () => {};
  private lastOrderId = FIRST_ORDER_ID - 1;
  /** Called with each event of an order, for the shop's webhooks. */
  onEvent: (event: OrderEvent, id: number) => void = () => {};
  onWebhookMade: (webhook: FakeWebhook) => void = () => {};
  /** The shop's clock; `skewMs` is how far it is ahead of this machine's. */
  skewMs = 0;

  constructor(orders: readonly FakeOrder[]) {
    for (const order of orders) this.put(structuredClone(order));
  }

  now(): Date {
    return toWholeSecond(new Date(Date.now() + this.skewMs));
  }

  /** An id for a note, a track or a meta row. */
  takePartId(): number {
    this.lastPartId += 1;
    return this.lastPartId;
  }

  /** Shops do not reuse ids of deleted orders, except after a restore from a backup. */
  nextOrderId(): number {
    return this.lastOrderId + 1;
  }

  private version = 0;
  private readonly sorted = new Map<string, { version: string; orders: readonly FakeOrder[] }>();

  /** All orders sorted, cached until something changes: paginating a large shop sorts it once. */
  listSorted(name: string, compare: (left: FakeOrder, right: FakeOrder) => number): readonly FakeOrder[] {
    const version = `${this.version} ${this.orders.size}`;
    const kept = this.sorted.get(name);
    if (kept?.version === version) return kept.orders;
    const orders = [...this.orders.values()].sort(compare);
    this.sorted.set(name, { version, orders });
    return orders;
  }

  /** Adds the order without notifying listeners. */
  put(order: FakeOrder): void {
    this.orders.set(order.id, order);
    this.lastOrderId = Math.max(this.lastOrderId, order.id);
  }

  /** Runs `work` as if these orders did not exist. */
  without<Value>(ids: readonly number[], work: () => Value): Value {
    if (ids.length === 0) return work();
    const hidden = ids.flatMap((id) => this.orders.get(id) ?? []);
    for (const { id } of hidden) this.orders.delete(id);
    this.version += 1;
    try {
      return work();
    } finally {
      for (const order of hidden) this.orders.set(order.id, order);
      this.version += 1;
    }
  }

  addOrder(order: FakeOrder): FakeOrder {
    const added = structuredClone(order);
    this.put(added);
    this.version += 1;
    this.onChange(added.id);
    this.onEvent("created", added.id);
    return added;
  }

  /** Applies a change and sets the modification time to the shop's current time. Throws if there is no such order. */
  editOrder(id: number, change: (order: FakeOrder) => void = () => {}): FakeOrder {
    const order = this.orders.get(id);
    if (!order) throw new Error(`fake shop: there is no order ${id}`);
    delete order.isUndated;
    change(order);
    order.modifiedAt = this.now();
    this.version += 1;
    this.onChange(id);
    this.onEvent(order.status === "trash" ? "deleted" : "updated", id);
    return order;
  }

  setStatus(id: number, status: FakeStatus): FakeOrder {
    return this.editOrder(id, (order) => {
      order.status = status;
      delete order.wooStatus;
      if (status === "completed") order.completedAt ??= this.now();
      if (status === "processing" || status === "completed") order.paidAt ??= this.now();
    });
  }

  removeOrder(id: number): void {
    this.orders.delete(id);
    this.version += 1;
    this.onChange(id);
    this.onEvent("deleted", id);
  }

  /** Overrides the initial time zone. */
  timeZone: string | null = null;

  /** Changes the time zone of the shop's wall clock: times written in the old zone now mean other instants. */
  moveTo(timeZone: string, before: string): void {
    for (const order of this.orders.values()) {
      order.createdAt = fromLocalText(toLocalText(order.createdAt, before), timeZone);
      order.modifiedAt = fromLocalText(toLocalText(order.modifiedAt, before), timeZone);
    }
    this.timeZone = timeZone;
    this.version += 1;
  }

  /** Replaces all orders by those of a backup, with their times and ids. */
  restore(orders: readonly FakeOrder[]): void {
    this.orders.clear();
    this.lastOrderId = FIRST_ORDER_ID - 1;
    for (const order of orders) this.put(structuredClone(order));
    this.version += 1;
  }

  /** Orders that the shop lists, i.e. without those in the trash. */
  listOrders(): FakeOrder[] {
    return [...this.orders.values()].filter((order) => order.status !== "trash");
  }

  /** sha256 over all data: equal before and after means that nothing changed. */
  digest(): string {
    const sorted = [...this.orders.values()].sort((left, right) => left.id - right.id);
    return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
  }
}
