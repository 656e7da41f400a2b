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

/** A shop as runs, checks and pushes see it: a connector bound to a client and credentials. */
export interface ShopPort {
  pageSize: number;
  /** Counting takes one small request, so every run counts everything imported. */
  countsCheaply: boolean;
  /** See ShopConnector. */
  listsEveryOrder: boolean;
  /** `withinMs`: time limit of each request while a user waits. */
  preflight(withinMs: number | null): Promise<ClockedResult<ShopReach>>;
  describe(): Promise<ShopResult<ShopDescription>>;
  listChangedOrders(window: OrderWindow, after: OrderCursor | null, prefetch?: Prefetch): Promise<ClockedResult<OrderPage>>;
  countOrders(window: OrderWindow): Promise<ShopResult<number | null>>;
  /** The ids that this count counts; null if the shop system counts without them. */
  listIds(window: OrderWindow): Promise<ShopResult<string[] | null>>;
  /** Whether its order count includes carts, as last determined; null if unknown. */
  cartsCounted(): boolean | null;
  /** Makes the next count determine it again. */
  resetCartCounting(): void;
  /** The shop's count of its list and the sum of its counts by status; null if it reports only one of them. */
  compareStatuses(): Promise<ShopResult<StatusSum | null>>;
  fetchOrder(externalId: string): Promise<ShopResult<FetchedOrder>>;
}
