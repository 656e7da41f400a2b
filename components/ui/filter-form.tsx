"use client";

import type { Route } from "next";
import Form from "next/form";
import { type ComponentProps, useEffect, useRef } from "react";

interface FilterFormProps extends Omit<ComponentProps<"form">, "action"> {
  action: Route;
  /** What the page is narrowed to, as its address says it. */
  query: string;
}

const isField = (element: EventTarget | null): element is HTMLInputElement | HTMLSelectElement =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement;

/**
 * Filters as a form of the address bar, in which a choice made with the pointer applies at once. The arrow keys step through every choice of a
 * closed select: with keys one chooses in peace and presses the form's button. The fields follow the address without being put up anew, so that
 * the one that has the focus keeps it. Without scripts it is an ordinary form.
 */
export function FilterForm({ query, ...rest }: FilterFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const byKeys = useRef(false);
  const shown = useRef(query);
  useEffect(() => {
    // What was typed before the scripts came stays.
    if (shown.current === query) return;
    shown.current = query;
    const said = new URLSearchParams(query);
    for (const field of form.current?.elements ?? []) {
      if (isField(field)) field.value = said.get(field.name) ?? "";
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
    }
  }, [query]);
  return (
    <Form
      prefetch={false}
      {...rest}
      ref={form}
      onKeyDown={() => {
        byKeys.current = true;
      }}
      onPointerDown={() => {
        byKeys.current = false;
      }}
      onChange={({ target }) => {
        if (target instanceof HTMLSelectElement && !byKeys.current) form.current?.requestSubmit();
      }}
    />
  );
}
