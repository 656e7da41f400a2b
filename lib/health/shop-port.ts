import type {
  OrderCursor,
  OrderPage,
  OrderWindow,
  Prefetch,
  ShopDescription,
  ShopOrder,
  ShopReach,
  ShopResult,
  UnreadableOrder,
} from "@/lib/connectors/shop";

/** A shop as runs, checks and pushes see it: a connector with its client and credentials already bound. */
export interface ShopPort {
  /** Orders a page holds at most. */
  pageSize: number;
  /** Counting is one small request: then every run counts all that is imported. */
  countsCheaply: boolean;
  /** `withinMs`: a person waits, and hears so soon at the latest that nothing came. */
  preflight(withinMs: number | null): Promise<ShopResult<ShopReach>>;
  describe(): Promise<ShopResult<ShopDescription>>;
  listChangedOrders(window: OrderWindow, after: OrderCursor | null, prefetch?: Prefetch): Promise<ShopResult<OrderPage>>;
  countOrders(window: OrderWindow): Promise<ShopResult<number | null>>;
  fetchOrder(externalId: string): Promise<ShopResult<ShopOrder | UnreadableOrder | null>>;
}
