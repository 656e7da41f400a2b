export interface ReportSource {
  shopName: string;
  merchantName: string;
  checkId: string;
  causeIndexes: number[];
}

export type CertificateReportSource = Pick<ReportSource, "shopName" | "merchantName"> & { about: "certificate" };
