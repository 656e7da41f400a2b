import { createElement } from "react";

const isTold = (props) => Object.keys(props).some((name) => /^(aria-|role$|title$)/.test(name) && props[name] != null);

/** Draws an icon as lucide-react does for what the pages give it: a class, and how it is told to screen readers; without classes of its own. */
export default function createLucideIcon({ node }) {
  return ({ children, ...props }) => {
    return createElement(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width: 24,
        height: 24,
        viewBox: "0 0 24 24",
        fill: "none",
        stroke: "currentColor",
        strokeWidth: 2,
        strokeLinecap: "round",
        strokeLinejoin: "round",
        ...(children || isTold(props) ? null : { "aria-hidden": "true" }),
        ...props,
      },
      ...node.map(([tag, attributes]) => createElement(tag, attributes)),
      children,
    );
  };
}
