const button = {
  font: "inherit",
  padding: "6px 12px",
  borderRadius: 6,
  border: "1px solid",
  background: "none",
  color: "inherit",
  cursor: "pointer",
};

exports.errorStyles = {
  container: { fontFamily: "system-ui,sans-serif", height: "100vh", display: "grid", placeContent: "center" },
  buttonGroup: { display: "flex", gap: 8 },
  button,
  buttonSecondary: button,
  digestFooter: { position: "fixed", bottom: 32, left: 0, right: 0, textAlign: "center", fontSize: 12 },
};
exports.errorThemeCss = ":root{color-scheme:light dark}";
exports.WarningIcon = () => null;
