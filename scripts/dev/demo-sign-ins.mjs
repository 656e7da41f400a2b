// Accounts of the demo, for the seed, `npm start` and the browser tests. Their password is drawn at the first start (demo-password.mjs).

export const DEMO_SIGN_INS = /** @type {const} */ ({
  merchant: { email: "merchant@demo.example", name: "Mara Visser", about: "works for one merchant" },
  agency: { email: "agency@demo.example", name: "Jonas Weber", about: "works for two merchants and switches between them" },
  support: { email: "support@demo.example", name: "Ana Sousa", about: "support staff: finds every merchant" },
});
