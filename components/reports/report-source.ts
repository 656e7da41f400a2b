/** What a report is made of, and what is suggested for it. */
export interface ReportSource {
  merchantId: string;
  integrationId: string;
  checkId: string;
  causeIndexes: number[];
  shopName: string;
  merchantName: string;
}
