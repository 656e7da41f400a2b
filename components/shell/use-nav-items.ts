import { usePathname } from "next/navigation";
import { currentItem, navItems, type Place } from "@/components/shell/nav-items";

export function useNavItems(place: Place) {
  const pathname = usePathname();
  const items = navItems(place);
  return { items, current: currentItem(items, pathname) };
}
