"use client";

import { useState } from "react";
import { namedOptions, Select } from "@/components/ui/select";

interface ShopChoice {
  id: string;
  name: string;
}

interface ShopSelectProps {
  /** All shops as one string: hundreds of options would make up a third of the page's elements. */
  shops: string;
  chosen: ShopChoice | null;
  label: string;
  any: string;
}

/** Filter by shop; the options are inserted when the control is first used. */
export function ShopSelect({ shops, chosen, label, any }: ShopSelectProps) {
  const [choices, setChoices] = useState<readonly ShopChoice[] | null>(null);
  const fill = () => setChoices((known) => known ?? (JSON.parse(shops) as ShopChoice[]));
  return (
    <Select
      name="shop"
      aria-label={label}
      defaultValue={chosen?.id ?? ""}
      className="max-sm:col-span-full sm:max-w-48"
      onPointerDown={fill}
      onFocus={fill}
    >
      <option value="">{any}</option>
      {namedOptions(choices ?? (chosen ? [chosen] : []))}
    </Select>
  );
}
