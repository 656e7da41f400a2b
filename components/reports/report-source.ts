/** Input of a report and its suggested values. */
export interface ReportSource {
  merchantId: string;
  integrationId: string;
  checkId: string;
  causeIndexes: number[];
  shopName: string;
  merchantName: string;
}
