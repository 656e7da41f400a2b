"use client";

import type { Route } from "next";
import Form from "next/form";
import { type ComponentProps, useEffect, useRef } from "react";

interface FilterFormProps extends Omit<ComponentProps<"form">, "action"> {
  action: Route;
  query: string;
}

const isField = (element: EventTarget | null): element is HTMLInputElement | HTMLSelectElement =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement;

/**
 * Filters as a GET form. A choice made with the pointer applies at once; with the keyboard, where arrow keys step through a closed select's
 * options, the form's button applies it. Fields follow the URL without remounting, so the focus stays. The URL holds only what was chosen, and
 * going back leaves the list instead of stepping through its filters.
 */
export function FilterForm({ query, ...rest }: FilterFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const byKeys = useRef(false);
  const shown = useRef(query);
  useEffect(() => {
    // Keep text typed before hydration.
    if (shown.current === query) return;
    shown.current = query;
    const said = new URLSearchParams(query);
    for (const field of form.current?.elements ?? []) {
      if (isField(field)) field.value = said.get(field.name) ?? "";
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
    }
  }, [query]);
  useEffect(() => {
    const dropEmpty = ({ formData }: FormDataEvent) => {
      for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    };
    const own = form.current;
    own?.addEventListener("formdata", dropEmpty);
    return () => own?.removeEventListener("formdata", dropEmpty);
  }, []);
  return (
    <Form
      prefetch={false}
      replace
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
