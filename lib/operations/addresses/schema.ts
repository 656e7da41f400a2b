import { z } from "zod";
import { canonicalAddress } from "@/lib/connectors/egress/dated-addresses";
import { classifyAddress } from "@/lib/connectors/net/address";

/** Loopback addresses serve the demo and tests; shops could not allow any other non-public address. */
const isUsable = (address: string): boolean => ["public", "loopback"].includes(classifyAddress(address));

const addressList = z
  .string()
  .max(4_000)
  .transform((text, context) => {
    const words = text.split(/[\s,;]+/).filter((word) => word !== "");
    const addresses = words.map(canonicalAddress);
    if (addresses.some((address) => address === null || !isUsable(address))) {
      context.addIssue({ code: "custom", message: "addresses_invalid" });
      return z.NEVER;
    }
    return [...new Set(addresses.filter((address) => address !== null))];
  });

/** An announcement: new addresses, the day of the move, and the addresses that traffic then leaves. */
export const announceSchema = z.object({
  addresses: addressList.refine((list) => list.length > 0, "addresses_missing").refine((list) => list.length <= 8, "addresses_too_many"),
  retiring: addressList,
  plannedOn: z.iso.date("date_invalid"),
});

export type Announcement = z.output<typeof announceSchema>;
