exports.NEXT_NAV_DEPLOYMENT_ID_HEADER = "x-nextjs-deployment-id";
