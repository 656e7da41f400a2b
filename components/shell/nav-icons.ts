import {
  Building2,
  Gauge,
  History,
  LifeBuoy,
  MessagesSquare,
  Network,
  Package,
  ScrollText,
  Settings,
  Siren,
  Store,
  Waves,
} from "lucide-react";

/** The icon of each navigation item. Separate from the items: client code on every page does not need the icons. */
export const NAV_ICONS = {
  overview: Gauge,
  shops: Store,
  orders: Package,
  settings: Settings,
  merchants: Building2,
  audit: ScrollText,
  queue: Siren,
  incidents: History,
  threads: MessagesSquare,
  fleet: Waves,
  addresses: Network,
  help_support: LifeBuoy,
};
