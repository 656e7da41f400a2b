import type {
  ClockedResult,
  FetchedOrder,
  OrderCursor,
  OrderPage,
  OrderWindow,
  Prefetch,
  ShopDescription,
  ShopReach,
  ShopResult,
  StatusSum,
} from "@/lib/connectors/shop";

/** A shop as runs, checks and pushes see it: a connector with its client and credentials already bound. */
export interface ShopPort {
  pageSize: number;
  /** Counting is one small request: then every run counts all that is imported. */
  countsCheaply: boolean;
  /** `withinMs`: limit for a waiting person. */
  preflight(withinMs: number | null): Promise<ClockedResult<ShopReach>>;
  describe(): Promise<ShopResult<ShopDescription>>;
  listChangedOrders(window: OrderWindow, after: OrderCursor | null, prefetch?: Prefetch): Promise<ClockedResult<OrderPage>>;
  countOrders(window: OrderWindow): Promise<ShopResult<number | null>>;
  /** Whether it counts carts among its orders, as it was last found to; null where that is not known. */
  cartsCounted(): boolean | null;
  /** The next count asks the shop again. */
  resetCartCounting(): void;
  /** The shop's count of its list and the sum of its counts by status; null if it has only one. */
  compareStatuses(): Promise<ShopResult<StatusSum | null>>;
  fetchOrder(externalId: string): Promise<ShopResult<FetchedOrder>>;
}
