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

/** Icons of the navigation items, kept separate because client code on every page needs the items but not the icons. */
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
