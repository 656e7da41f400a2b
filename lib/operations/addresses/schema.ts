import { z } from "zod";
import { classifyAddress } from "@/lib/connectors/net/address";
import { canonicalAddress } from "@/lib/health/egress-addresses";

/** Loopback serves the demo and the tests; everything else that is not on the internet could never be allowed by a shop. */
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

/** What staff announce: one or more addresses, the day on which traffic is to move, and the addresses that it then leaves. */
export const announceSchema = z.object({
  addresses: addressList.refine((list) => list.length > 0, "addresses_missing").refine((list) => list.length <= 8, "addresses_too_many"),
  retiring: addressList,
  plannedOn: z.iso.date("date_invalid"),
});

export type Announcement = z.output<typeof announceSchema>;
