// Buttons and the rest look as the browser draws them in either theme.
exports.errorStyles = {
  container: { fontFamily: "system-ui,sans-serif", height: "100vh", display: "grid", placeContent: "center" },
  buttonGroup: { display: "flex", gap: 8 },
};
exports.errorThemeCss = ":root{color-scheme:light dark}";
exports.WarningIcon = () => null;
