import { TableCell } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";

interface ShopCellsProps {
  shop: { merchantId: string; merchantName: string; integrationId: string; name: string; baseUrl: string };
}

/** A shop and its merchant, each with a link, as the first two cells of a row. */
export function ShopCells({ shop: { merchantId, merchantName, integrationId, name, baseUrl } }: ShopCellsProps) {
  return (
    <>
      <TableCell className="min-w-32 [overflow-wrap:anywhere]">
        <TextLink href={route(`/support/merchants/${merchantId}?to=/m/${merchantId}/integrations/${integrationId}`)}>
          <bdi>{name}</bdi>
        </TextLink>{" "}
        <span className="block text-ink-3 text-sm">{displayAddress(readableUrl(baseUrl))}</span>
      </TableCell>
      <TableCell className="min-w-32 [overflow-wrap:anywhere]">
        <TextLink href={`/support/merchants/${merchantId}`}>
          <bdi>{merchantName}</bdi>
        </TextLink>
      </TableCell>
    </>
  );
}
