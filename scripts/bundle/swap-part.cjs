// A loader of the build (next.config.mjs): in place of a file of a library, one of ours that does the same for the pages with fewer bytes.
// scripts/bundle/parts.test.tsx holds each to what the library does.
const fs = require("node:fs");

module.exports = function swapPart() {
  const { part } = this.getOptions();
  this.addDependency(part);
  return fs.readFileSync(part, "utf8");
};
