// Accounts of the demo, for seed, `npm start` and browser tests. The first start generates their password (demo-password.mjs).

export const DEMO_SIGN_INS = /** @type {const} */ ({
  merchant: { email: "merchant@demo.example", name: "Mara Visser", about: "works for one merchant" },
  agency: { email: "agency@demo.example", name: "Jonas Weber", about: "works for two merchants and switches between them" },
  support: { email: "support@demo.example", name: "Ana Sousa", about: "staff, operator: finds every merchant and may do everything" },
  agent: { email: "agent@demo.example", name: "Lina Okafor", about: "staff, agent: answers questions and acts for merchants" },
  viewer: { email: "viewer@demo.example", name: "Tom Brandt", about: "staff, viewer: reads only" },
});
