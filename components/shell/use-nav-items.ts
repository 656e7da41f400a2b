"use client";

import { usePathname } from "next/navigation";
import { currentItem, navItems, type Place } from "@/components/shell/nav-items";

/** The places of the rail and the one that the page belongs to. */
export function useNavItems(place: Place) {
  const pathname = usePathname();
  const items = navItems(place);
  return { items, current: currentItem(items, pathname) };
}
