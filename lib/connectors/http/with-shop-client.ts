import { type ClosableShopClient, createShopClient, type ShopClientOptions } from "@/lib/connectors/http/client";

/** Runs `work` with a client and closes it afterwards. `withinMs`: time limit for all its requests together. */
export async function withShopClient<Value>(
  { withinMs, ...options }: ShopClientOptions & { withinMs?: number },
  work: (client: ClosableShopClient) => Promise<Value>,
): Promise<Value> {
  const client = createShopClient(options);
  try {
    return await (withinMs === undefined ? work(client) : client.within(withinMs, () => work(client)));
  } finally {
    await client.close();
  }
}
