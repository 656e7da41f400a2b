import { expect, test } from "vitest";
import { addressLines, entityTag, publishRequirements } from "@/lib/egress/published";

const published = publishRequirements({ addresses: ["192.0.2.1", "2001:db8::1", "192.0.2.2"], control: "192.0.2.9" });

test("the control address is never published: it is the stranger that a firewall must not know", () => {
  expect(JSON.stringify(published)).not.toContain("192.0.2.9");
});

test("a firewall script reads one address a line", () => {
  expect(addressLines(published)).toBe("192.0.2.1\n192.0.2.2\n2001:db8::1\n");
});

test("a changed address changes the validator, and nothing else does", () => {
  expect(entityTag(addressLines(published))).toBe(
    entityTag(addressLines(publishRequirements({ addresses: ["192.0.2.1", "192.0.2.2", "2001:db8::1"], control: null }))),
  );
  expect(entityTag(addressLines(published))).not.toBe(
    entityTag(addressLines(publishRequirements({ addresses: ["192.0.2.1"], control: null }))),
  );
});
