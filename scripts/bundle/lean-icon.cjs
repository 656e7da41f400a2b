// A loader of the build (next.config.mjs): icons of lucide-react without what our own component of icons does not need
// (parts/create-lucide-icon.mjs): their names, and the keys of their lines, random letters that nothing packs. 0.8 kB a page.
module.exports = function leanIcon(source) {
  return source
    .replace(/,\s*key: "\w+"/g, "")
    .replace(/\n {2}name: "[\w-]+",\n {2}size: 24,/, "")
    .replace(/,\n {2}aliases: \[[^\]]*\]/, "")
    .replace(/\n__iconData\.node;/, "");
};
